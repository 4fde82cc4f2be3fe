"""Whether one text is a copy of another: what candidates, found by their sketches, are held to. Pure.

What is measured are different shingles (four words in a row) that are in both texts. Of the benchmark's articles, two
reports of one event share at most 0.25 of the shorter, two press releases of one company 0.28, of which most is what
they say of themselves. Copies of which 40% of the paragraphs are dropped, as many of the others edited and moved, and
sentences put in, share 0.35 and more in 99 of 100 cases.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from db.sketches import MOST_LETTERS, shingles, words

LEAST_SHARED = 0.35
"""Share of the shorter text's shingles that a copy has at least in common with the longer."""

LEAST_LENGTH = 0.3
"""Length of the shorter text over that of the longer: a round-up or live blog that has an article in it is no copy of
it. Of copies with 40% of the paragraphs dropped, 1 in 200 is shorter than this."""

FEWEST_SHINGLES = 20
"""Different ones of a text; below, two sentences in common make a copy, and only the same text counts."""

ENOUGH_COMMON, MOSTLY_SHARED = 40, 0.7
"""Shingles in common from which a smaller share than the second will do: two sentences may be a site's own."""

SHORT_STRETCH, HALF = 100, 0.5
"""When all that two texts have in common is one stretch, it is a speech that both quote, or what a site says under each
of its articles (some 30 to 80 words): a copy has more than half in common then, and when it is a stretch of no more
shingles than the first, most."""
REACH, NEARLY_ALL = 1.15, 0.9  # the stretch may have a few words of its own, and a phrase may stand elsewhere

ENOUGH_NUMBERS, LEAST_SAME_NUMBERS = 6, 0.5
"""Where the same words stand around numbers in both texts, at least half of the numbers are the same: else it is a
form filled in anew, as for the weather, a stock or a match. By chance one in ten is the same."""

SAME_PART = 0.5
"""Share of what a text has in common with a second that it has in common with a third, too, when all three are one."""


class Reading(NamedTuple):
    """A text as it is compared."""

    words: Sequence[str]
    shingles: Sequence[int]
    different: frozenset[int]
    is_whole: bool
    """Whether the text ends within the first `MOST_LETTERS` characters; the others are not looked at."""


class Likeness(NamedTuple):
    """What a copy has in common with another text."""

    shared: float
    """Share, 0 to 1, of the shorter text that is in both."""
    is_exact: bool
    """Whether all letters are the same."""
    common: frozenset[int]
    """The shingles that are in both."""


def read(text: str) -> Reading:
    """Return a text as it is compared. `text` may be cut off anywhere beyond `MOST_LETTERS` characters."""
    found = words(text[:MOST_LETTERS])
    hashes = shingles(found)
    return Reading(found, hashes, frozenset(hashes), len(text) <= MOST_LETTERS)


def likeness(one: Reading, other: Reading) -> Likeness | None:
    """Return what two texts have in common when one is a copy of the other; None when not.

    Texts that are longer than what is looked at are never called exact copies.

    >>> ice = "The ice on the lake is thin."
    >>> likeness(read(ice), read("The ice on the lake is thin"))[:2]
    (1.0, True)
    >>> likeness(read(ice), read("The ice on the lake is thick."))
    """
    common = one.different & other.different
    if not common:
        return None
    if "".join(one.words) == "".join(other.words):
        return Likeness(1.0, one.is_whole and other.is_whole, common)
    shared = shared_part(one, other)
    if _is_much(one, other, common, shared) and not have_other_numbers(one.words, other.words):
        return Likeness(shared, is_exact=False, common=common)
    return None


def shared_part(one: Reading, other: Reading) -> float:
    """Return the share, 0 to 1, of the shorter text's different shingles that are in both."""
    shorter = min(len(one.different), len(other.different))
    return len(one.different & other.different) / shorter if shorter else 0.0


def is_same_part(one: Likeness, other: Likeness) -> bool:
    """Tell whether a text has much the same in common with both of two others: not each with another part of it."""
    return len(one.common & other.common) >= SAME_PART * min(len(one.common), len(other.common))


def _is_much(one: Reading, other: Reading, common: Collection[int], shared: float) -> bool:
    shorter, longer = sorted((len(one.different), len(other.different)))
    if shorter < FEWEST_SHINGLES or shorter < LEAST_LENGTH * longer:
        return False
    if shared >= MOSTLY_SHARED:
        return True
    if shared < LEAST_SHARED or len(common) < ENOUGH_COMMON:
        return False
    is_telling = shared >= HALF and len(common) > SHORT_STRETCH
    return is_telling or not all(_is_stretch(text, common) for text in (one, other))


def _is_stretch(text: Reading, common: Collection[int]) -> bool:
    """Tell whether nearly all that is common stands in one stretch of the text, with next to nothing between."""
    places = [place for place, number in enumerate(text.shingles) if number in common]
    most = int(NEARLY_ALL * len(places))
    return any(end - start < REACH * len(places) for start, end in zip(places, places[most - 1 :], strict=False))


def have_other_numbers(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether, where the same words stand around numbers, most numbers are others."""
    first, second = _numbers(one), _numbers(other)
    both = first.keys() & second.keys()
    same = sum(not first[place].isdisjoint(second[place]) for place in both)
    return len(both) >= ENOUGH_NUMBERS and same < LEAST_SAME_NUMBERS * len(both)


def _numbers(text_words: Sequence[str]) -> dict[tuple[str, ...], set[str]]:
    """Return the numbers by the two words before and after, in which a number stands for any."""
    masked = ["0" if word[0].isdecimal() else word for word in text_words]
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for place, word in enumerate(masked):
        if word == "0":
            found[*masked[max(place - 2, 0) : place], "", *masked[place + 1 : place + 3]].add(text_words[place])
    return found
