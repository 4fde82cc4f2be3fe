"""What is asked for: words, and what the fields have to be, as conditions and numbers of articles."""

from typing import NamedTuple

from sqlalchemy import Select, select

from db import search_sqlite as full_text
from db.filter import Condition, Filter, choice_condition
from db.query import Query, parse
from db.tables import ArticleRow


class Question(NamedTuple):
    """Which articles."""

    query: Query
    """What to look for in their words."""
    conditions: list[Condition]
    """What to say after WHERE of their fields."""


def asked(words: str, only: Filter | None = None) -> Question:
    """Return what words and choices ask for; see `db.query.parse` for what words may be."""
    query = parse(words)
    return Question(query, [*(only or Filter()).conditions(), *map(choice_condition, query.choices)])


def numbers(question: Question) -> Select[int]:
    """Return the question for the numbers of all articles that fit, in no order."""
    query, conditions = question
    if query.wanted or query.excluded:
        return full_text.matching(query, conditions)
    return select(ArticleRow.id).with_hint(ArticleRow, full_text.CHOICES, "sqlite").where(*conditions)


def fitting(question: Question) -> list[Condition]:
    """Return what to say after WHERE to read whole articles that fit, in the order of their numbers.

    Those found by words are named by their numbers, so that no text has to be put in order.
    """
    query, conditions = question
    if query.wanted or query.excluded:
        return [ArticleRow.id.in_(full_text.matching(query, conditions).correlate(None))]
    return conditions
