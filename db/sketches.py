"""Sketches: a few numbers by which articles that have much of their text in common are found.

    text -> words -> shingles (a hash of each four words that follow each other) -> sketch (the smallest of them)

Two texts that share a part of their shingles share about that part of their sketches (bottom-k MinHash). Pure. What a
number means is laid down here and stored: BLAKE2b of the folded word, then whole-number arithmetic; a test holds it.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import groupby
from unicodedata import normalize

from db.scripts import LETTER, UNSPACED, is_unspaced

SIZE = 24
"""Numbers in a sketch. Of two texts as long as each other that share 0.45 of their shingles, one pair in 500 is missed
by two numbers in common; with 16 it would be one in 50."""

MOST_LETTERS = 200_000
"""Characters of a text that are looked at, from its start: some 35,000 words, more than any article has."""

MOST_WORDS = 1 << 16
"""Words whose hashes are remembered: nine in ten words of a new article are among them. Some 10 MB."""

# What does not count: soft hyphens, accents written apart, vowel signs of Hebrew and Arabic, those above and below the
# letters in Thai, Lao, Burmese and Khmer, and what has no width.
SILENT = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]"
)
INDIC = "\u0900-\u0963\u0966-\u0dff"  # where vowel signs, which are no letters to Python, stand within words
UNUSUAL = re.compile(f"[{INDIC}{UNSPACED}]")
WORD = re.compile(r"\w+")  # for most texts: a third faster than the other
ANY_WORD = re.compile(rf"(?:(?![{UNSPACED}])[\w{INDIC}])+|(?=\w)[{UNSPACED}]")

CHINESE_SPAN, THAI_SPAN = 5, 9
"""Letters that stand for a word in scripts without spaces: a letter and those that follow it. Four such words cover 8
letters of Chinese or Japanese, 12 of Thai, Lao, Burmese or Khmer, which is what four words take there."""
THAI = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

BITS = (1 << 60) - 1
FIRST, SECOND = 0x2545F491, 0x3C6EF35F  # odd, below 2**30: any would do, but never others than these
LOST_BITS = 12  # 48 are kept: six bytes in SQLite rather than eight, and by chance alike once in 10**14


class Hashes(dict[str, int]):
    """The hash of each word, 60 bits, remembered."""

    def __missing__(self, word: str) -> int:
        """Return the hash of a word that is not remembered."""
        if len(self) >= MOST_WORDS:
            self.clear()
        number = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") >> 4
        self[word] = number
        return number


class Spans(dict[str, int]):
    """How many words in a row, as `words` gives them, stand for one: 1, and more where they are letters."""

    def __missing__(self, word: str) -> int:
        """Return the span of a word that is not remembered."""
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = span = (THAI_SPAN if THAI.match(word) else CHINESE_SPAN) if LETTER.match(word) else 1
        return span


HASHES, SPANS = Hashes(), Spans()


def words(text: str) -> list[str]:
    """Return the words of a text, folded: letters and digits only; in scripts without spaces each letter.

    >>> words("Don\u2019t panic: \u201cIce\u201d, caf\u00e9 AI芯片")
    ['don', 't', 'panic', 'ice', 'café', 'ai', '芯', '片']
    """
    if not text.isascii():
        text = SILENT.sub("", normalize("NFKC", text))
    folded = text.casefold().replace("_", " ")
    is_usual = folded.isascii() or not UNUSUAL.search(folded)
    return (WORD if is_usual else ANY_WORD).findall(folded)


def shingles(text_words: Sequence[str]) -> list[int]:
    """Return a hash, 60 bits, of each four words that follow each other; of all together where there are fewer.

    The order of the words counts. Letters of scripts without spaces stand for a word with those that follow them.
    """
    if not text_words:
        return []
    hashes = _hashes(text_words) + [0] * (4 - len(text_words))
    pairs = _joined(hashes, hashes[1:], FIRST)
    return _joined(pairs, pairs[2:], SECOND)


def _hashes(text_words: Sequence[str]) -> list[int]:
    """Return the hash of each word; of a letter with those that follow it, up to the next word or the end."""
    hashes = list(map(HASHES.__getitem__, text_words))
    if not is_unspaced("".join(text_words)):
        return hashes
    rest = iter(hashes)
    stretched: list[int] = []
    for span, run in groupby(text_words, SPANS.__getitem__):
        stretched += _stretched([next(rest) for _ in run], span)
    return stretched


def _stretched(hashes: list[int], span: int) -> list[int]:
    """Return the hash of each letter joined with those that follow it, `span` together; fewer at the end."""
    if span == 1:
        return hashes
    joined, width = hashes, 1
    while 2 * width < span:
        joined = _joined(joined, joined[width:] + [0] * width, FIRST)
        width *= 2
    return _joined(joined, hashes[width:] + [0] * width, FIRST)


def _joined(first: list[int], second: list[int], factor: int) -> list[int]:
    return [(one * factor + other) & BITS for one, other in zip(first, second, strict=False)]


def smallest(text_shingles: Sequence[int]) -> tuple[int, ...]:
    """Return the sketch of a text with these shingles: its smallest different ones, at most `SIZE`, in order."""
    # Those of the lowest of equal parts are enough nearly always, and are found without sorting all.
    limit = 3 * SIZE * BITS // (len(text_shingles) + 1)
    low = {number >> LOST_BITS for number in text_shingles if number < limit}
    if len(low) < SIZE:
        low = {number >> LOST_BITS for number in text_shingles}
    return tuple(sorted(low)[:SIZE])


def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a text: whole numbers of 48 bits, in order; none where it has no letter and no digit.

    >>> len(sketch("The ice on the lake is thin.")), sketch("...")
    (4, ())
    """
    return smallest(shingles_of(text))


def shingles_of(text: str) -> list[int]:
    """Return the shingles of a text, of its first `MOST_LETTERS` characters."""
    return shingles(words(text[:MOST_LETTERS]))
