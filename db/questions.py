"""What is asked for: words, and what the fields have to be, as conditions and numbers of articles."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, Engine, Select, select
from sqlalchemy.orm import Session

from db import search_postgres, search_sqlite
from db.filter import Condition, Filter, choice_condition
from db.query import Query, parse
from db.tables import ArticleRow

CHOICES = "INDEXED BY ix_article_choices"
"""A hint for SQLite: else it would look into each found article, and for some columns walk through its text."""


class FullText(Protocol):
    """What a database has to be able to do to be searched; a module is one."""

    def matching(self, query: Query, conditions: Sequence[Condition]) -> Select[int]:
        """Return the question for the numbers of all articles with the words."""

    def stored_last(self, query: Query) -> ColumnElement[int]:
        """Return what puts the articles of `matching` in the order in which they were stored, the last first."""

    def best(self, query: Query, conditions: Sequence[Condition], limit: int, skip: int) -> Select[int, float]:
        """Return the question for numbers and scores of articles with the words, best first."""

    def snippets(self, session: Session, query: Query, ids: Sequence[int]) -> dict[int, str]:
        """Return snippets of articles with the words, by number."""


FULL_TEXTS: dict[str, FullText] = {"sqlite": search_sqlite, "postgresql": search_postgres}


class Question(NamedTuple):
    """Which articles."""

    query: Query
    """What to look for in their words."""
    conditions: list[Condition]
    """What to say after WHERE of their fields."""
    full_text: FullText
    """Who is asked."""


def asked(engine: Engine, words: str, only: Filter | None = None) -> Question:
    """Return what words and choices ask a database for; see `db.query.parse` for what words may be."""
    query = parse(words)
    conditions = [*(only or Filter()).conditions(), *map(choice_condition, query.choices)]
    return Question(query, conditions, FULL_TEXTS[engine.dialect.name])


def numbers(question: Question) -> Select[int]:
    """Return the question for the numbers of all articles that fit, in no order."""
    query, conditions, full_text = question
    if query.wanted or query.excluded:
        return full_text.matching(query, conditions)
    return select(ArticleRow.id).with_hint(ArticleRow, CHOICES, "sqlite").where(*conditions)


def fitting(question: Question) -> list[Condition]:
    """Return what to say after WHERE to read whole articles that fit, in the order of their numbers.

    Those found by words are named by their numbers, so that no text has to be put in order.
    """
    query, conditions, full_text = question
    if query.wanted or query.excluded:
        return [ArticleRow.id.in_(full_text.matching(query, conditions).correlate(None))]
    return conditions
