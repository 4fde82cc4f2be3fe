"""Searching the articles by their words."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    Float,
    Integer,
    String,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from db.filter import Filter
from db.query import Query, parse
from db.read import reading
from db.tables import ArticleRow

# A word in the headline says more of what an article is about than one in its text: it counts as much as ten.
RANK = "bm25(10.0, 1.0)"
SNIPPET_WORDS = 24
SNIPPET_CHARACTERS = 160  # about as much, where no word was looked for

FTS = table("article_fts", column("rowid", Integer), column("rank", Float), column("article_fts", String))
COLUMNS = (ArticleRow.id, ArticleRow.title, ArticleRow.site, ArticleRow.published, ArticleRow.url)
TEXT = 1  # the index's columns are title and text


class Hit(NamedTuple):
    """An article that was found."""

    id: int
    title: str | None
    site: str | None
    published: datetime | None
    """Aware, UTC."""
    url: str
    snippet: str
    """The stretch of the text where most of the words stand, what was found between the marks."""
    score: float
    """How well it fits; more is better, to be compared within one search only. 0 where no word was looked for."""


class Marks(NamedTuple):
    """What stands before and after each found word in a snippet."""

    start: str = "["
    end: str = "]"


def search(
    engine: Engine, words: str, limit: int = 20, only: Filter | None = None, marks: Marks | None = None
) -> list[Hit]:
    """Return the articles that fit best, at most `limit` of them; see `db.query.parse` for what words may be.

    Without a word to look for, the newest articles. Never raises for what the words are.
    """
    query = parse(words)
    wanted = only or Filter()
    with reading(engine) as session:
        if query.wanted:
            return _best(session, query, wanted, marks or Marks(), limit)
        return _newest(session, query, wanted, limit)


def _best(session: Session, query: Query, only: Filter, marks: Marks, limit: int) -> list[Hit]:
    """Return the articles that fit a query, best first."""
    expression = f"({query.wanted}) NOT ({query.excluded})" if query.excluded else query.wanted
    # Ordered by the index itself, not by an expression: so snippets are made only of the articles that are returned.
    found = session.execute(
        select(*COLUMNS, _snippet(marks), -FTS.c.rank)
        .select_from(FTS)
        .join(ArticleRow, ArticleRow.id == FTS.c.rowid)
        .where(_matches(expression), FTS.c.rank.op("MATCH")(RANK), *only.conditions())
        .order_by(FTS.c.rank)
        .limit(limit)
    )
    return [Hit(*row) for row in found]


def _newest(session: Session, query: Query, only: Filter, limit: int) -> list[Hit]:
    """Return the newest articles in which nothing excluded occurs."""
    conditions = only.conditions()
    if query.excluded:
        conditions.append(ArticleRow.id.not_in(select(FTS.c.rowid).where(_matches(query.excluded))))
    found = session.execute(
        select(*COLUMNS, func.substr(ArticleRow.text, 1, SNIPPET_CHARACTERS), literal(0.0))
        .where(*conditions)
        .order_by(ArticleRow.published.desc().nulls_last(), ArticleRow.id.desc())
        .limit(limit)
    )
    return [Hit(*row) for row in found]


def _matches(expression: str) -> ColumnElement[bool]:
    return FTS.c.article_fts.op("MATCH", is_comparison=True)(expression)


def _snippet(marks: Marks) -> ColumnElement[str]:
    return func.snippet(literal_column("article_fts"), TEXT, *marks, "…", SNIPPET_WORDS)
