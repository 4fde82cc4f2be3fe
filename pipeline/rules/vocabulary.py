"""Which words a language has, and how common they are: the only door to wordfreq.

Its lists are read straight from the files that it brings: to import it takes 0.3 s, for tokenizers that are not needed
here, and these lists are asked for on one page in a hundred.
"""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import cast

import msgpack

COMMON = 3.0
"""The Zipf value (logarithm of the uses in a thousand million words) from which on a word is common: one in a million,
where wordfreq's small lists end. 28,917 English words."""

STOP_WORDS = {
    "en": "the of and to that is was for with on as are it by at from be have not this but they has",
    "de": "der die das und ist nicht von den mit sich auf für dem ein eine auch im zu als werden wird",
    "fr": "le la les des et est une dans que pour qui sur pas au avec du ce sont il elle",
    "es": "el la los de y en que las un por con una para del se es su al como más",
    "it": "il la di e che un per una del della con non sono gli dei nel alla anche",
    "pt": "o a de e que os um uma para com não do da em no na por mais dos ao",
    "nl": "de het een van en dat niet voor met zijn op te aan ook bij er is om",
    "sv": "och att det som en på är av för med den till inte har om ett de",
    "nb": "og det som er på til av for med en at har ikke den de et om",
    "pl": "w i na się z do nie że jest to o jak po za od przez",
}
LANGUAGES = {language: frozenset(words.split()) for language, words in STOP_WORDS.items()}
LEAST_HITS = 2
"""Different stop words that a text must have before its language is believed."""


def tell_language(words: Set[str]) -> str | None:
    """Return the language of a text by its little words, or None when it has too few or two languages fit alike.

    >>> tell_language(set("die vertreter der stadt und das land haben sich nicht geeinigt".split()))
    'de'
    >>> tell_language({"ice", "floe"}), tell_language(set())
    (None, None)
    """
    hits = sorted(((len(stops & words), name) for name, stops in LANGUAGES.items()), reverse=True)
    (most, language), (next_most, _) = hits[:2]
    return language if most >= LEAST_HITS and most > next_most else None


@cache
def common_words(language: str) -> Mapping[str, float]:
    """Return the common words of a language with their Zipf values; empty for languages without a list.

    >>> common_words("en")["lake"] > COMMON, "lakequay" in common_words("en"), len(common_words("xx"))
    (True, False, 0)
    """
    centibels = enumerate(_read(f"small_{language}"))
    return MappingProxyType({word: 9 - down / 100 for down, words in centibels for word in words})


def is_word(word: str, language: str) -> bool:
    """Return whether the longest list of a language has a lower-case word: of English 321,180 are known.

    >>> is_word("floe", "en"), is_word("lakequay", "en")
    (True, False)
    """
    if word in common_words(language):
        return True
    known, wanted = _known_words(language), hash(word)
    at = bisect_left(known, wanted)
    return at < len(known) and known[at] == wanted


@cache
def _known_words(language: str) -> "array[int]":
    """Return the sorted hashes of all known words: a twentieth of the memory of the words, which no one reads."""
    return array("q", sorted(hash(word) for words in _read(f"large_{language}") for word in words))


def _read(name: str) -> Sequence[Sequence[str]]:
    """Return the words of one of wordfreq's lists, by their frequency in centibels below one."""
    found = find_spec("wordfreq")
    path = Path((found and found.origin) or "").parent / "data" / f"{name}.msgpack.gz"
    if not path.exists():
        return ()
    header, *words = msgpack.unpackb(gzip.decompress(path.read_bytes()))
    if header != {"format": "cB", "version": 1}:
        raise ValueError(f"{path}: expected a word list in the format cB 1, found {header}; install wordfreq 3")
    return cast("Sequence[Sequence[str]]", words)
