"""Searching the articles by their words."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, String, func, select
from sqlalchemy.orm import Session

from db.filter import Filter
from db.questions import Question, asked, numbers
from db.read import reading
from db.scripts import END, START, close_letters
from db.tables import ArticleRow

SNIPPET_CHARACTERS = 160  # about as much as the words of a snippet, where no word was looked for
NEWEST_FIRST = (ArticleRow.published.desc().nulls_last(), ArticleRow.id.desc())


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
    """How well it fits; more is better, to be compared within one search only. 0 where it was not asked for."""


class Marks(NamedTuple):
    """What stands before and after each found word in a snippet."""

    start: str = "["
    end: str = "]"


def search(  # noqa: PLR0913  each is a question of its own
    engine: Engine,
    words: str,
    limit: int = 20,
    only: Filter | None = None,
    marks: Marks | None = None,
    *,
    newest: bool = False,
    skip: int = 0,
) -> list[Hit]:
    """Return the articles that fit best, or the newest of those that fit, at most `limit` after `skip` others.

    Without a word to look for, the newest articles. Never raises for what the words are.
    """
    question = asked(engine, words, only)
    with reading(engine) as session:
        if newest or not question.query.wanted:
            scores = dict.fromkeys(_newest(session, question, limit, skip), 0.0)
        else:
            best = question.full_text.best(question.query, question.conditions, limit, skip)
            scores = dict(session.execute(best).all())
        return _hits(session, question, scores, marks or Marks())


def count(engine: Engine, words: str = "", only: Filter | None = None) -> int:
    """Return how many articles fit."""
    with reading(engine) as session:
        found = numbers(asked(engine, words, only)).subquery()
        return session.scalars(select(func.count()).select_from(found)).one()


def _newest(session: Session, question: Question, limit: int, skip: int) -> Sequence[int]:
    """Return the numbers of the newest articles that fit."""
    found = numbers(question)
    if not question.query.wanted:  # by the index of what is newest, rather than of what a site or language has
        found = found.with_hint(ArticleRow, "INDEXED BY ix_article_newest", "sqlite")
    return session.scalars(found.order_by(*NEWEST_FIRST).limit(limit).offset(skip)).all()


def _hits(session: Session, question: Question, scores: dict[int, float], marks: Marks) -> list[Hit]:
    """Return the found articles, by number, in the order they were found."""
    if question.query.wanted:
        snippets = question.full_text.snippets(session, question.query, list(scores))
    else:
        start = select(ArticleRow.id, func.substr(ArticleRow.text, 1, SNIPPET_CHARACTERS + 1, type_=String))
        snippets = {number: _start(text) for number, text in session.execute(start.where(ArticleRow.id.in_(scores)))}
    columns = (ArticleRow.id, ArticleRow.title, ArticleRow.site, ArticleRow.published, ArticleRow.url)
    rows = session.execute(select(*columns).where(ArticleRow.id.in_(scores)))
    hits = {row.id: Hit(*row, marked(snippets.get(row.id, ""), marks), scores[row.id]) for row in rows}
    return [hits[number] for number in scores]


def _start(text: str) -> str:
    return text if len(text) <= SNIPPET_CHARACTERS else f"{text[:SNIPPET_CHARACTERS]}…"


def marked(snippet: str, marks: Marks) -> str:
    r"""Return a snippet as it is read, with the marks that were asked for.

    >>> marked(" 北 \x02京  空\x03  港 ", Marks())
    '北[京空]港'
    """
    return close_letters(snippet).replace(START, marks.start).replace(END, marks.end)
