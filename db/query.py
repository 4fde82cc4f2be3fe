"""What a person types into a search, as the full-text index understands it."""

import re
from typing import NamedTuple

from db.columns import storable

TOKEN = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


class Query(NamedTuple):
    """Two expressions of FTS5, each empty when there is nothing of the kind."""

    wanted: str
    excluded: str


def parse(words: str) -> Query:
    """Return what to look for. Nothing in `words` is an error, and nothing is an operator but these three.

    All words must occur, in any order, in title or text; `"several words"` as a phrase; `-word` or `-"a phrase"` must
    not occur; `word*` stands for all words that begin so. Case and accents do not count.

    >>> parse('lake "thin ice" -river freez*')
    Query(wanted='"lake" "thin ice" "freez"*', excluded='"river"')
    >>> parse('title:AND (x) NEAR ^ "open')
    Query(wanted='"title:AND" "(x)" "NEAR" "open"', excluded='')
    """
    wanted: list[str] = []
    excluded: list[str] = []
    for token in TOKEN.finditer(storable(words)):
        if term := _term(token["phrase"], token["word"]):
            (excluded if token["minus"] else wanted).append(term)
    return Query(" ".join(wanted), " OR ".join(excluded))


def _term(phrase: str | None, word: str | None) -> str:
    """Return a phrase or word in FTS5's quotes; empty when there is no letter or digit in it to look for."""
    text = phrase if word is None else word.rstrip("*")
    if not text or not any(character.isalnum() for character in text):
        return ""
    return f'"{text}"*' if word is not None and word.endswith("*") else f'"{text}"'
