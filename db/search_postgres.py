"""What PostgreSQL searches with: the column `words` of its tables. All that is said in its own language stands here."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Float, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from db.excerpts import looked_for, snippets
from db.filter import Condition
from db.query import Query, Term
from db.scripts import is_unspaced
from db.tables import ArticleRow

__all__ = ["best", "expression", "matching", "snippets", "stored_last"]

WORDS: ColumnElement[str] = literal_column("article.words", TSVECTOR)
RANKED = 5_000
"""So many articles with the words are weighed against each other, those stored last, as in a file."""

BY_LENGTH = 1
"""How a weight is set against the length of the text: divided by its logarithm.
https://www.postgresql.org/docs/current/textsearch-controls.html#TEXTSEARCH-RANKING"""


def expression(query: Query) -> str:
    """Return a query in the language of `to_tsquery`, in which every term stands in quotes: nothing is an operator.

    >>> from db.query import parse
    >>> expression(parse("lake OR 'thin freez* -title:river"))
    "('lake' | ' thin') & ('freez':*) & !('river':A)"
    """
    wanted = [f"({' | '.join(map(_term, terms))})" for terms in query.wanted]
    excluded = [f"!({' | '.join(map(_term, query.excluded))})"] if query.excluded else []
    return " & ".join(wanted + excluded)


def _term(term: Term) -> str:
    text = looked_for(term)
    is_spaced = is_unspaced(text)  # such letters are found in the third part of the index alone, whole
    marks = ("*" if term.is_prefix and not is_spaced else "") + ("A" if term.in_title and not is_spaced else "")
    return f"'{text or ' '}'{marks and ':'}{marks}"


def matching(query: Query, conditions: Sequence[Condition]) -> Select[int]:
    """Return the question for the numbers of all articles with the words that are wanted, and none that are excluded.

    There is at least one word of the kind.
    """
    return select(ArticleRow.id).where(WORDS.op("@@", is_comparison=True)(_asked(query)), *conditions)


def stored_last(_query: Query) -> ColumnElement[int]:
    """Return what puts the articles of `matching` in the order in which they were stored, the last first."""
    return ArticleRow.id.desc()


def best(query: Query, conditions: Sequence[Condition], limit: int, skip: int) -> Select[int, float]:
    """Return the question for numbers and scores of articles with the words, best first; more is better."""
    weight = func.ts_rank(WORDS, _asked(query), BY_LENGTH, type_=Float).label("weight")
    weighed = matching(query, conditions).add_columns(weight).order_by(stored_last(query)).limit(RANKED).subquery()
    order = (weighed.c.weight.desc(), weighed.c.id.desc())
    return select(weighed.c.id, weighed.c.weight).order_by(*order).limit(limit).offset(skip)


def _asked(query: Query) -> ColumnElement[str]:
    return func.to_tsquery("simple", expression(query), type_=TSQUERY)
