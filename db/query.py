"""What a person types into a search, taken apart."""

import re
from itertools import islice, takewhile
from typing import NamedTuple
from unicodedata import category, normalize

from db.columns import storable

LONGEST = 1_000
"""Letters of a search that count."""
MOST = 32
"""Words and phrases of it that count: more only narrow what is found already, and each of them takes its time."""

SHORTEST = 3
"""Letters that a beginning has at least, else it is taken as a whole word: `co*` stands for 3,000 words of English, and
gathering all their places takes half a second in 100,000 articles. A Korean syllable counts as the letters in it."""

FIELDS = ("site", "source", "author", "language")
"""Fields of an article that can be asked for within the words, beside `title`."""

TOKEN = re.compile(
    r"(?P<minus>-?)"
    rf"(?:(?P<field>title|{'|'.join(FIELDS)}):(?=[^\s:]))?"
    r'(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)


class Term(NamedTuple):
    """A word, or several that follow each other."""

    text: str
    is_prefix: bool = False
    """Whether its last word may go on."""
    in_title: bool = False
    """Whether it has to stand in the title."""


class Choice(NamedTuple):
    """A field of an article and what has to be in it, or must not."""

    field: str
    value: str
    is_excluded: bool = False


class Query(NamedTuple):
    """What to look for."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    """One term of each of these has to occur."""
    excluded: tuple[Term, ...] = ()
    """None of these may occur."""
    choices: tuple[Choice, ...] = ()
    """What the fields have to be."""


def parse(words: str) -> Query:
    """Return what to look for. Nothing in `words` is an error, and nothing means anything special but this.

    All words must occur, in any order, in title or text; `"several words"` as a phrase; `-word` or `-"a phrase"` must
    not occur; `word*` stands for all words that begin so, with three letters at least; `a OR b`, in capitals, for
    either of them. `title:word` has to stand in the title; `site:`, `source:`, `author:` and `language:` say what the
    fields have to be. Case and accents do not count.

    >>> found = parse('lake "thin ice" OR snow* -river author:"Mara Lindqvist"')
    >>> [[term.text for term in terms] for terms in found.wanted], found.excluded[0].text
    ([['lake'], ['thin ice', 'snow']], 'river')
    >>> found.choices
    (Choice(field='author', value='Mara Lindqvist', is_excluded=False),)
    """
    query = Query()
    is_or = False
    for token in islice(TOKEN.finditer(normalize("NFC", storable(words[:LONGEST]))), MOST):
        is_or_sign = token[0] == "OR"
        query = query if is_or_sign else _with(query, token, is_or)
        is_or = is_or_sign and bool(query.wanted)
    wanted, excluded, choices = query
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(excluded)), tuple(dict.fromkeys(choices)))


def _with(query: Query, token: re.Match[str], is_or: bool) -> Query:
    """Return the query with one token more; the same when there is nothing to look for in it."""
    term = _term(token)
    if term is None:
        return query
    if token["field"] in FIELDS:
        choice = Choice(token["field"], term.text, bool(token["minus"]))
        return query._replace(choices=(*query.choices, choice))
    if token["minus"]:
        return query._replace(excluded=(*query.excluded, term))
    if is_or:
        either = tuple(dict.fromkeys((*query.wanted[-1], term)))
        return query._replace(wanted=(*query.wanted[:-1], either))
    return query._replace(wanted=(*query.wanted, (term,)))


def _term(token: re.Match[str]) -> Term | None:
    """Return the phrase or word of a token; None when there is no letter or digit in it to look for."""
    word = token["word"] or ""
    text = token["phrase"] or word.rstrip("*")
    if not any(character.isalnum() for character in text):
        return None
    is_prefix = word.endswith("*") and _length_of_last_word(text) >= SHORTEST
    return Term(text, is_prefix, in_title=token["field"] == "title")


def _length_of_last_word(text: str) -> int:
    """Return how many letters, digits and marks stand at the end of a text.

    >>> _length_of_last_word("freez"), _length_of_last_word("i'm"), _length_of_last_word("서울")
    (5, 1, 5)
    """
    last = takewhile(lambda letter: category(letter)[0] in "LNM", reversed(normalize("NFD", text)))
    return sum(1 for _ in last)
