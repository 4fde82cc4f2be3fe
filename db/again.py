"""Articles that are cleaned again: which, their pages, and the new one in place of the old."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, func, insert, or_, select, true, update
from sqlalchemy.orm import Session, selectinload

from db.chunks import chunks
from db.columns import EARLIEST, storable
from db.copies import add_to_index, drop_from_index
from db.learning import overtaken
from db.read import body_of, reading
from db.rows import article_of, article_row, edit_rows, raw_page
from db.tables import ArticleRow, Base, EditRow, PageRow
from pipeline.article import Article, RawPage, Reason, utc_now


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles to clean again: those of the sites and those with the numbers; where neither is named, all."""

    due: bool = False
    """Of these only such as the memory has learnt something about since they were cleaned."""
    sites: frozenset[str] = frozenset()
    """Hosts, with or without www.; other hosts below them do not count."""
    ids: frozenset[int] = frozenset()
    """Numbers of articles; some ten thousand at most."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what to say after WHERE."""
        wanted: list[ColumnElement[bool]] = []
        if self.due:
            wanted.append(ArticleRow.due == true())
        if self.sites or self.ids:
            hosts = sorted(site.lower().removeprefix("www.") for site in self.sites)
            wanted.append(or_(ArticleRow.site.in_(hosts), ArticleRow.id.in_(sorted(self.ids))))
        return wanted


ALL = Choice()
DUE = Choice(due=True)


class Again(NamedTuple):
    """An article that is to be cleaned again."""

    article_id: int
    site: str
    """Of the article; empty when unknown."""
    page: RawPage


class Replaced(NamedTuple):
    """What became of articles that were cleaned again; each counts once."""

    changed: int
    same: int
    """What they were before, in all but the version of the memory."""
    failed: int
    """Stayed as they were, because the page gives no article now or there was none of that number."""


def pages_again(engine: Engine, which: Choice, limit: int, after: int) -> list[Again]:
    """Return the first articles with numbers above `after`, at most `limit`, each with its page as it came in."""
    query = (
        select(ArticleRow.id, ArticleRow.site, PageRow)
        .join(PageRow, PageRow.id == ArticleRow.page_id)
        .where(ArticleRow.id > after, *which.conditions())
        .order_by(ArticleRow.id)
        .limit(limit)
    )
    with reading(engine) as session:
        return [
            Again(number, site or "", raw_page(page, body_of(session, page)))
            for number, site, page in session.execute(query)
        ]


def count_again(engine: Engine, which: Choice) -> int:
    """Return how many articles are chosen."""
    with reading(engine) as session:
        return session.execute(select(func.count(ArticleRow.id)).where(*which.conditions())).scalar_one()


def replace_articles(connection: Connection, results: Mapping[int, Article | Reason]) -> Replaced:
    """Put each article in the place of that with its number; for a reason, leave the old one as it is.

    None of them is due any more, but for those that have a line which was established after they were cleaned.
    """
    given = {number: result for number, result in results.items() if isinstance(result, Article)}
    standing = _articles(connection, given)
    fresh = {number: given[number] for number in standing}
    changed = {number: article for number, article in fresh.items() if not _is_same(article, standing[number])}
    _settle(connection, results, fresh)
    _write(connection, changed)
    return Replaced(len(changed), len(fresh) - len(changed), len(results) - len(fresh))


def _articles(connection: Connection, numbers: Iterable[int]) -> dict[int, Article]:
    """Return the stored articles with these numbers."""
    query = select(ArticleRow).options(selectinload(ArticleRow.edits))
    with Session(connection) as session:
        return {
            row.id: article_of(row)
            for some in chunks(numbers)
            for row in session.scalars(query.where(ArticleRow.id.in_(some)))
        }


def _is_same(one: Article, other: Article) -> bool:
    """Tell whether two articles differ in nothing but the version of the memory; zones count, too."""
    first, second = (article_row(replace(article, memory=0), EARLIEST) for article in (one, other))
    return first == second and one.edits == other.edits


def _settle(connection: Connection, results: Iterable[int], fresh: Mapping[int, Article]) -> None:
    """Say of all that they are not due, or still are, and of the fresh ones what they were cleaned with."""
    due = overtaken(connection, fresh.items())
    for numbers in chunks(number for number in results if number not in fresh):
        connection.execute(update(ArticleRow).where(ArticleRow.id.in_(numbers)).values(due=False))
    if fresh:
        rows = [{"number": number, "memory": fresh[number].memory, "due": number in due} for number in fresh]
        connection.execute(UPDATE, rows)


def _write(connection: Connection, articles: Mapping[int, Article]) -> None:
    """Write these articles and their edits over what stands under their numbers."""
    if not articles:
        return
    now = utc_now()
    others = _with_another_text(connection, articles)
    drop_from_index(connection, others)
    connection.execute(UPDATE, [{"number": number} | article_row(article, now) for number, article in articles.items()])
    for numbers in chunks(articles):
        connection.execute(delete(EditRow).where(EditRow.article_id.in_(numbers)))
    if edits := [row for number, article in articles.items() for row in edit_rows(article, number)]:
        connection.execute(insert(EditRow), edits)
    add_to_index(connection, ((number, articles[number].text) for number in others))


def _with_another_text(connection: Connection, articles: Mapping[int, Article]) -> list[int]:
    """Return the numbers of those that are in the index of copies, where another text stands so far."""
    query = select(ArticleRow.id, ArticleRow.text).where(ArticleRow.newer_id.is_(None)).order_by(ArticleRow.id)
    return [
        number
        for some in chunks(sorted(articles))
        for number, text in connection.execute(query.where(ArticleRow.id.in_(some)))
        if text != storable(articles[number].text)
    ]


# A plain table, not the class: SQLAlchemy takes a list of rows for a class as rows named by their primary key.
ARTICLE = Base.metadata.tables[ArticleRow.__tablename__]
UPDATE = update(ARTICLE).where(ARTICLE.c.id == bindparam("number"))
