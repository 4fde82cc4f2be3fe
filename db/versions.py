"""Versions: a page that was asked for again gives a new version of its article, or the same one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from db.chunks import chunks
from db.columns import storable
from db.rows import article_of
from db.tables import ArticleRow, Base, PageRow
from pipeline.article import LIVE, Article


class Version(NamedTuple):
    """The newest version of the article of an address."""

    article_id: int
    title: str | None
    text: str
    fetched_at: datetime | None


class Link(NamedTuple):
    """One version and the one that came next."""

    number: int
    newer: int


def newest_versions(connection: Connection, keys: Iterable[str]) -> dict[str, Version]:
    """Return the newest version of the article of each address key."""
    query = (
        select(PageRow.url_key, ArticleRow.id, ArticleRow.title, ArticleRow.text, ArticleRow.fetched_at)
        .join(ArticleRow, ArticleRow.page_id == PageRow.id)
        # Not `IS NULL`: SQLite would take the index on newer_id, and read all that is stored for each batch.
        .where(func.coalesce(ArticleRow.newer_id, 0) == 0)
    )
    return {
        row.url_key: Version(row.id, row.title, row.text, row.fetched_at)
        for some in chunks(filter(None, keys))
        for row in connection.execute(query.where(PageRow.url_key.in_(some)))
    }


def live_news(connection: Connection, keys: Iterable[str]) -> dict[str, datetime]:
    """Return when the live blogs among the articles of these address keys last said something new."""
    query = (
        select(PageRow.url_key, ArticleRow.flags, ArticleRow.fetched_at)
        .join(ArticleRow, ArticleRow.page_id == PageRow.id)
        .where(ArticleRow.newer_id.is_(None), ArticleRow.fetched_at.is_not(None))
    )
    return {
        row.url_key: row.fetched_at
        for some in chunks(keys)
        for row in connection.execute(query.where(PageRow.url_key.in_(some)))
        if LIVE in row.flags
    }


def version_of(article: Article, number: int) -> Version:
    """Return an article on its way into the tables as the newest version."""
    return Version(number, article.title, article.text, article.fetched_at)


def says_the_same(connection: Connection, version: Version, article: Article) -> bool:
    """Return whether an article says what the stored version says, before or after cleaning.

    After: much of what changes from one visit to the next is the site's own, and is cut. Before: the rules may have
    become others in the meantime.
    """
    if _words(version.title, version.text) == _words(article.title, article.text):
        return True
    with Session(connection) as session:
        row = session.get(ArticleRow, version.article_id)
        if row is None:  # of this very batch
            return False
        stored = article_of(row)
    try:
        return _original(stored) == _original(article)
    except ValueError:  # edits that cannot be undone: a mistake of ours, for which no page shall be lost
        return False


def link_versions(connection: Connection, links: Iterable[Link]) -> None:
    """Write down which version came after which."""
    if rows := [{"number": link.number, "newer": link.newer} for link in links]:
        connection.execute(LINK, rows)


def _words(title: str | None, text: str) -> tuple[str, str]:
    return storable(title or ""), storable(text)


def _original(article: Article) -> tuple[str, str]:
    return _words(article.original("title"), article.original())


# A plain table, not the class: SQLAlchemy takes a list of rows for a class as rows named by their primary key.
ARTICLE = Base.metadata.tables[ArticleRow.__tablename__]
LINK = update(ARTICLE).where(ARTICLE.c.id == bindparam("number")).values(newer_id=bindparam("newer"))
