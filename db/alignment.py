"""Which items of two sequences are the same, in order: paragraphs of two texts, or words of two paragraphs."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

MOST_PAIRS = 20_000
"""Pairs of paragraphs, or of words, to compare in one stretch between two that are the same; some 0.1 s at the most.
Two versions of the same article seldom have a stretch of more than a dozen."""


class Match(NamedTuple):
    """Items `old` and `new` of two sequences belong together."""

    old: int
    new: int


def alike(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return which items of two sequences are the same, in order.

    First those at both ends, then those that occur once in each (patience diff: they are what a reader holds on to),
    and so on between these; what has no such items is left to difflib while it is short.
    """
    found: list[Match] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append(Match(a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append(Match(b, d))
        if a == b or c == d:
            continue
        if anchors := _anchors(old[a:b], new[c:d]):
            found += [Match(a + each.old, c + each.new) for each in anchors]
            ends = [Match(-1, -1), *anchors, Match(b - a, d - c)]
            waiting += [
                (a + left.old + 1, a + right.old, c + left.new + 1, c + right.new) for left, right in pairwise(ends)
            ]
        elif (b - a) * (d - c) <= MOST_PAIRS:
            blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
            found += [Match(a + i + k, c + j + k) for i, j, size in blocks for k in range(size)]
    return sorted(found)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return the longest row, in the order of both, of items that occur once in each."""
    olds, news = Counter(old), Counter(new)
    places = {item: index for index, item in enumerate(new) if news[item] == 1}
    return _longest_row(
        [Match(index, places[item]) for index, item in enumerate(old) if olds[item] == 1 and item in places]
    )


def _longest_row(matches: Sequence[Match]) -> list[Match]:
    """Return the most matches that are in order in both; they are given in the order of the old."""
    ends: list[int] = []  # the smallest `new` that a row of that length ends with
    lasts: list[int] = []  # and the index of its match
    befores: list[int | None] = []  # of each match: the one before it in its row
    for index, match in enumerate(matches):
        length = bisect_left(ends, match.new)
        befores.append(lasts[length - 1] if length else None)
        ends[length : length + 1] = [match.new]
        lasts[length : length + 1] = [index]
    row: list[Match] = []
    at = lasts[-1] if lasts else None
    while at is not None:
        row.append(matches[at])
        at = befores[at]
    return row[::-1]
