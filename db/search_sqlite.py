"""What SQLite searches with: its full-text index FTS5. All that is said in its own language stands here."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Float, Integer, Select, String, case, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from db import excerpts
from db.filter import Condition
from db.query import Query, Term
from db.scripts import END, START, is_unspaced, leave_out_vowels, space_letters
from db.tables import ArticleRow

# A word in the headline says more of what an article is about than one in its text: it counts as much as ten. The third
# column of the index is title and text again, for scripts without spaces.
WEIGHTS = (10.0, 1.0, 1.0)
TEXT, SPACED = 1, 2

RANKED = 5_000
"""So many articles with the words are weighed against each other, those stored last. To weigh one takes some 2 µs, and
half of all articles may have a word: this bounds the work to 10 ms."""

SNIPPET_WORDS = 24
SNIPPET_LETTERS = 40  # where letters are words
LONGEST_MARKED = 30_000
"""Characters of a text up to which FTS5 makes its snippet: its time goes with the square of how often a word stands
there, 0.3 s for this many of nothing else, minutes for a megabyte. An article has some 5,000."""

FTS = table("article_fts", column("rowid", Integer), column("article_fts", String))
# The sign keeps SQLite from asking the index for one article after the other, with all words anew each time.
NUMBER: ColumnElement[int] = literal_column("+article_fts.rowid", Integer)


class Expressions(NamedTuple):
    """What FTS5 is asked; each is empty when there is nothing of the kind."""

    wanted: str
    """With what is excluded, if there is something wanted."""
    excluded: str


def expressions(query: Query) -> Expressions:
    """Return a query in the language of FTS5, in which every term stands in quotes: nothing in it is an operator.

    >>> from db.query import parse
    >>> expressions(parse('lake OR "thin ice" freez* -title:river 北京')).wanted
    '(("lake" OR "thin ice") AND "freez"* AND spaced : "北  京") NOT (title : "river")'
    """
    groups = [" OR ".join(map(_term, terms)) for terms in query.wanted]
    wanted = " AND ".join(f"({group})" if " OR " in group else group for group in groups)
    excluded = " OR ".join(map(_term, query.excluded))
    return Expressions(f"({wanted}) NOT ({excluded})" if wanted and excluded else wanted, excluded)


def _term(term: Term) -> str:
    text = space_letters(leave_out_vowels(term.text))
    if is_unspaced(text):
        return f'spaced : "{text}"'
    return f'{"title : " if term.in_title else ""}"{text}"{"*" if term.is_prefix else ""}'


def matching(query: Query, conditions: Sequence[Condition]) -> Select[int]:
    """Return the question for the numbers of all articles with the words that are wanted, and none that are excluded.

    There is at least one word of the kind.
    """
    asked = expressions(query)
    if not asked.wanted:
        found = select(FTS.c.rowid).where(_matches(asked.excluded))
        return (
            select(ArticleRow.id)
            .with_hint(ArticleRow, "INDEXED BY ix_article_choices", "sqlite")
            .where(ArticleRow.id.not_in(found), *conditions)
        )
    return (
        select(ArticleRow.id)
        .with_hint(ArticleRow, "INDEXED BY ix_article_choices", "sqlite")
        .select_from(FTS)
        .join(ArticleRow, ArticleRow.id == NUMBER)
        .where(_matches(asked.wanted), *conditions)
    )


def stored_last(query: Query) -> ColumnElement[int]:
    """Return what puts the articles of `matching` in the order in which they were stored, the last first."""
    return FTS.c.rowid.desc() if query.wanted else ArticleRow.id.desc()


def best(query: Query, conditions: Sequence[Condition], limit: int, skip: int) -> Select[int, float]:
    """Return the question for numbers and scores of articles with the words, best first; more is better."""
    weighed = (
        matching(query, conditions)
        .add_columns(func.bm25(literal_column("article_fts"), *WEIGHTS, type_=Float).label("weight"))
        .order_by(stored_last(query))
        .limit(RANKED)
        .subquery()
    )
    order = (weighed.c.weight, weighed.c.id)
    return select(weighed.c.id, -weighed.c.weight).order_by(*order).limit(limit).offset(skip)


def snippets(session: Session, query: Query, ids: Sequence[int]) -> dict[int, str]:
    """Return snippets of some articles that were found, by number, the words between START and END.

    Where an article has letters spaced, its snippet has them, to be closed up again.
    """
    is_prefix = any(term.is_prefix for terms in query.wanted for term in terms)
    number = NUMBER if is_prefix else FTS.c.rowid  # all words with a beginning would be gathered anew for each article
    is_long = func.length(ArticleRow.text) > LONGEST_MARKED
    made = case((is_long, None), (ArticleRow.spaced.is_(None), _snippet(TEXT, SNIPPET_WORDS)), else_=_spaced())
    question = (
        select(FTS.c.rowid, made)
        .join(ArticleRow, ArticleRow.id == NUMBER)
        .where(_matches(expressions(query).wanted), number.in_(ids))
    )
    found = dict(session.execute(question).all())
    return found | excerpts.snippets(session, query, [number for number, made in found.items() if made is None])


def _matches(expression: str) -> Condition:
    return FTS.c.article_fts.op("MATCH", is_comparison=True)(expression)


def _spaced() -> ColumnElement[str]:
    return _snippet(SPACED, SNIPPET_LETTERS)


def _snippet(number: int, words: int) -> ColumnElement[str]:
    return func.snippet(literal_column("article_fts"), number, START, END, "…", words, type_=String)
