"""How a copy differs from another article, told by paragraphs. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db.likeness import read, shared_part
from db.sketches import words
from pipeline.article import Article

MOST_PARAGRAPHS = 1_000
"""Paragraphs of each article that are compared; the longest live blogs have some hundred."""

LEAST_ALIKE = 0.5
"""Share of the words of two paragraphs together that are in both, when one is the other, changed."""


class Comparison(NamedTuple):
    """How an article differs from an earlier one. Case, punctuation and white space do not count."""

    shared: float
    """Share, 0 to 1, of the shorter text that is in both."""
    is_exact: bool
    """Whether the paragraphs are the same, in the same order."""
    other_title: bool
    """Whether the headlines differ."""
    added: int
    """Paragraphs that the earlier one has not."""
    missing: int
    """Paragraphs that only the earlier one has."""
    changed: int
    """Paragraphs that both have, in other words."""
    moved: int
    """Paragraphs that both have, elsewhere."""


def compare(earlier: Article, later: Article) -> Comparison:
    """Return how the later article differs from the earlier one.

    >>> ice = Article("", "Ice", ("The ice is thin.", "Nobody skates on it yet."))
    >>> compare(ice, Article("", "Thin ice", ("Nobody skates on it now.", "The ice is thin.", "It snows.")))[1:]
    (False, True, 1, 0, 1, 1)
    """
    first, second = (
        [tuple(words(line)) for line in article.paragraphs[:MOST_PARAGRAPHS]] for article in (earlier, later)
    )
    same = _same(first, second)
    changed = _changed(_left(first, (one for one, _ in same)), _left(second, (other for _, other in same)))
    kept = len(same) + len(changed)
    return Comparison(
        shared_part(read(earlier.text), read(later.text)),
        first == second and earlier.paragraphs[MOST_PARAGRAPHS:] == later.paragraphs[MOST_PARAGRAPHS:],
        words(earlier.title or "") != words(later.title or ""),
        len(second) - kept,
        len(first) - kept,
        len(changed),
        kept - _in_order(sorted([*same, *changed])),
    )


def _lines(article: Article) -> list[tuple[str, ...]]:
    return [tuple(words(line)) for line in article.paragraphs[:MOST_PARAGRAPHS]]


def _same(first: Sequence[tuple[str, ...]], second: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return the places of paragraphs that are in both, each once, those that recur in their order."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in reversed(range(len(second))):
        places[second[place]].append(place)
    return [(place, places[line].pop()) for place, line in enumerate(first) if places.get(line)]


def _left(lines: Sequence[tuple[str, ...]], taken: Iterable[int]) -> dict[int, Counter[str]]:
    """Return the words of the paragraphs that are not taken, by place."""
    gone = set(taken)
    return {place: Counter(line) for place, line in enumerate(lines) if place not in gone}


def _changed(first: dict[int, Counter[str]], second: dict[int, Counter[str]]) -> list[tuple[int, int]]:
    """Return the places of paragraphs that are one another in other words, the likeliest first taken."""
    alike = sorted(
        (
            (-share, place, other)
            for place, line in first.items()
            for other, line_there in second.items()
            if (share := _alike(line, line_there)) >= LEAST_ALIKE
        )
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, other in alike:
        if place not in pairs and other not in taken:
            pairs[place] = other
            taken.add(other)
    return list(pairs.items())


def _alike(one: Counter[str], other: Counter[str]) -> float:
    few, many = sorted((one.total(), other.total()))
    if few < LEAST_ALIKE * many or not many:  # they cannot be, whatever their words
        return 0.0
    both = (one & other).total()
    return both / (few + many - both)


def _in_order(pairs: Iterable[tuple[int, int]]) -> int:
    """Return how many paragraphs stay where they are when the fewest are said to have moved.

    >>> _in_order([(0, 1), (1, 2), (2, 0)])
    2
    """
    ends: list[int] = []
    for _, place in pairs:
        index = bisect_left(ends, place)
        ends[index : index + 1] = [place]
    return len(ends)
