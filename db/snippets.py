"""Snippets of texts, where the database makes none: the stretch in which most of what was looked for stands."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from db.scripts import END, START, UNSPACED, is_unspaced

WORDS = 24
LETTERS = 40  # where letters are words
LONGEST = 100_000  # characters of a text that are looked at
WORD = re.compile(rf"[\w{UNSPACED}]+")

Fold = Callable[[str], str]
"""What makes words equal that only look otherwise."""


class Phrase(NamedTuple):
    """Words that follow each other, folded."""

    words: tuple[str, ...]
    is_prefix: bool = False
    """Whether the last one may go on."""

    def is_at(self, found: Sequence[str], index: int) -> bool:
        """Tell whether it stands at the word of that index."""
        here = tuple(found[index : index + len(self.words)])
        if self.is_prefix and len(here) == len(self.words):
            return here[:-1] == self.words[:-1] and here[-1].startswith(self.words[-1])
        return here == self.words


def snippet(text: str, wanted: Sequence[Phrase], fold: Fold) -> str:
    r"""Return the stretch of a text in which most of the phrases stand, each between START and END.

    >>> snippet("A river. The lake froze.", [Phrase(("lake",)), Phrase(("fro",), is_prefix=True)], str.lower)
    'A river. The \x02lake\x03 \x02froze\x03.'
    """
    text = text[:LONGEST]
    found = list(WORD.finditer(text))
    hits = list(_hits([fold(word[0]) for word in found], wanted))
    size = LETTERS if is_unspaced(text) else WORDS
    first = _best_start([start for start, _ in hits], size, len(found))
    stretch = found[first : first + size]
    if not stretch:
        return ""
    start = stretch[0].start() if first else 0
    end = stretch[-1].end() if first + size < len(found) else len(text)
    marked, at = "…" if first else "", start
    for low, high in hits:
        if first <= low and high < first + size:
            marked += f"{text[at : found[low].start()]}{START}{text[found[low].start() : found[high].end()]}{END}"
            at = found[high].end()
    return marked + text[at:end] + ("…" if end < len(text) else "")


def _hits(found: Sequence[str], wanted: Sequence[Phrase]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word of each phrase that was found, in order, none within another."""
    index = 0
    while index < len(found):
        longest = max((len(each.words) for each in wanted if each.words and each.is_at(found, index)), default=0)
        if longest:
            yield index, index + longest - 1
        index += max(longest, 1)


def _best_start(hits: Sequence[int], size: int, words: int) -> int:
    """Return the word to begin at, so that most hits are within so many words, with some before the first."""
    best = max(hits, key=lambda hit: bisect_left(hits, hit + size) - bisect_left(hits, hit), default=0)
    return max(0, min(best - size // 4, words - size))
