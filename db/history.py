"""The versions of an article, and what each changed against the one before."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session, aliased

from db.columns import EARLIEST
from db.differences import Stretch, count_words, differences
from db.read import reading
from db.tables import ArticleRow
from pipeline.article import Article

LONGEST_COUNTED = 200_000
"""Characters of two versions up to which their words are compared for a list, some 0.2 s; an article has some 5,000."""


class Change(NamedTuple):
    """What a version says otherwise than the one before it."""

    headline: bool
    standfirst: bool
    authors: bool
    correction: bool
    """Whether the editor's note of a correction or update is another, or there is one now."""
    text: bool
    added: int | None
    """Words of the text that came; None when the texts are too long to count."""
    removed: int | None


class Version(NamedTuple):
    """One of the versions of an article."""

    number: int
    """1 for the oldest."""
    article_id: int
    fetched_at: datetime | None
    modified: datetime | None
    title: str | None
    correction: str | None
    letters: int
    """Characters of its text."""
    change: Change | None
    """None for the oldest."""


class Comparison(NamedTuple):
    """What became of each part of an article that a reader sees."""

    title: list[Stretch]
    standfirst: list[Stretch]
    authors: list[Stretch]
    correction: list[Stretch]
    text: list[Stretch]


def compare(older: Article, newer: Article) -> Comparison:
    """Return what a version says otherwise than another."""
    return Comparison(*(differences(*both) for both in zip(_parts(older), _parts(newer), strict=True)))


def is_changed(stretches: Iterable[Stretch]) -> bool:
    """Tell whether anything was removed or added."""
    return any(each.state != "kept" for each in stretches)


def versions_of(engine: Engine, article_id: int) -> list[Version]:
    """Return all versions of the article that the one of that number is a version of, oldest first; none if none."""
    with reading(engine) as session:
        ids = _ordered_ids(session, article_id)
        first = [(None, session.get_one(ArticleRow, ids[0]))] if ids else []
        found = [*first, *_pairs(session, ids)]
        return [_version(number, older, row) for number, (older, row) in enumerate(found, 1)]


def version_ids(engine: Engine, article_id: int) -> list[int]:
    """Return the numbers of all versions of an article, oldest first: version 1 is the first of them."""
    with reading(engine) as session:
        return _ordered_ids(session, article_id)


def _parts(article: Article) -> tuple[str, ...]:
    authors = ", ".join(article.authors)
    return article.title or "", article.standfirst or "", authors, article.correction or "", article.text


def _pairs(session: Session, ids: list[int]) -> Iterator[tuple[ArticleRow | None, ArticleRow]]:
    """Yield each version but the first with the one before it."""
    for older, newer in pairwise(ids):
        yield session.get_one(ArticleRow, older), session.get_one(ArticleRow, newer)


def _ordered_ids(session: Session, article_id: int) -> list[int]:
    """Return the numbers of the versions by the time they were fetched; the newest, which search knows, is last."""
    found = session.execute(_family(article_id))
    rows = sorted(found, key=lambda row: (row.newer_id is None, row.fetched_at or EARLIEST, row.id))
    return [row.id for row in rows]


def _family(article_id: int) -> Select[int, int | None, datetime | None]:
    """Return the question for all versions: up to the newest, and from there down. UNION ends where links go round."""
    newer = select(ArticleRow.id, ArticleRow.newer_id).where(ArticleRow.id == article_id).cte("newer", recursive=True)
    above = aliased(ArticleRow)
    newer = newer.union(select(above.id, above.newer_id).where(above.id == newer.c.newer_id))
    older = select(newer.c.id).cte("older", recursive=True)
    below = aliased(ArticleRow)
    older = older.union(select(below.id).where(below.newer_id == older.c.id))
    return select(ArticleRow.id, ArticleRow.newer_id, ArticleRow.fetched_at).where(
        ArticleRow.id.in_(select(older.c.id))
    )


def _version(number: int, older: ArticleRow | None, row: ArticleRow) -> Version:
    return Version(
        number,
        row.id,
        row.fetched_at,
        row.modified,
        row.title,
        row.correction,
        len(row.text),
        _change(older, row) if older else None,
    )


def _change(older: ArticleRow, newer: ArticleRow) -> Change:
    is_counted = len(older.text) + len(newer.text) <= LONGEST_COUNTED
    stretches = differences(older.text, newer.text) if is_counted else []
    return Change(
        headline=older.title != newer.title,
        standfirst=older.standfirst != newer.standfirst,
        authors=older.authors != newer.authors,
        correction=older.correction != newer.correction,
        text=older.text != newer.text,
        added=count_words(stretches, "added") if is_counted else None,
        removed=count_words(stretches, "removed") if is_counted else None,
    )
