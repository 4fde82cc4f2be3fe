"""Names of authors as they are looked for."""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from db.scripts import space_letters

LONGEST = 600
"""Letters of all names of an article that count, some forty names: an index of PostgreSQL takes 2,700 bytes."""

WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """Return the words of a name, without case and accents.

    >>> name_key("Émile  O'Neill-Łuk"), name_key("王小明"), name_key("%_")
    ('emile o neill łuk', '王 小 明', '')
    """
    bare = "".join(letter for letter in normalize("NFD", name) if not combining(letter))
    return " ".join(WORD.findall(space_letters(bare.casefold())))


def names_key(names: Iterable[str]) -> str:
    """Return several names, each between spaces, so that words are found whole, and apart, so that none runs over.

    >>> names_key(["Mara Lindqvist", "Ann Lee"]), names_key([])
    (' mara lindqvist | ann lee ', '')
    """
    return "|".join(f" {name_key(name)} " for name in names)[:LONGEST]


def name_pattern(name: str) -> str:
    """Return what LIKE finds a name by, or some words of it that follow each other, in `names_key`.

    >>> name_pattern("LINDQVIST")
    '% lindqvist %'
    """
    return f"% {name_key(name)} %"
