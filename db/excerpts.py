"""Snippets that we make ourselves: PostgreSQL makes none as we want them, and SQLite takes long over long texts."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from sqlalchemy import String, func, select
from sqlalchemy.orm import Session

from db.query import Query, Term
from db.scripts import leave_out_vowels, space_letters
from db.snippets import LONGEST, WORD, Phrase, snippet
from db.tables import ArticleRow

ACCENTS = re.compile(r"[\u0300-\u036f]")
SIGNS = re.compile(
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f"
    r"\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)


def folded(text: str) -> str:
    """Return a text as the column has it: small letters, no accents, no signs. The migration says the same in SQL.

    >>> folded("ZÜRICH-West"), folded("서울"), folded("'!&")
    ('zurich west', '서울', ' ')
    """
    return normalize("NFC", SIGNS.sub(" ", ACCENTS.sub("", normalize("NFD", text.lower()))))


def looked_for(term: Term) -> str:
    """Return the words of a term as the index has them."""
    return folded(space_letters(leave_out_vowels(term.text)))


def snippets(session: Session, query: Query, ids: Sequence[int]) -> dict[int, str]:
    """Return snippets of some articles that were found, by number, the words between START and END."""
    text = func.substr(func.coalesce(ArticleRow.spaced, ArticleRow.text), 1, LONGEST, type_=String)
    wanted = [_phrase(term) for terms in query.wanted for term in terms]
    found = session.execute(select(ArticleRow.id, text).where(ArticleRow.id.in_(ids)))
    return {number: snippet(head, wanted, folded) for number, head in found}


def _phrase(term: Term) -> Phrase:
    return Phrase(tuple(WORD.findall(looked_for(term))), term.is_prefix)
