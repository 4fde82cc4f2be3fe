"""What became of a text: its paragraphs are aligned first, then the words within those that changed.

Nothing here is quadratic in the length of a text: what is unlike over long stretches shows as removed and added.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import Literal, NamedTuple

from db.alignment import MOST_PAIRS, Match, alike
from db.scripts import UNSPACED

State = Literal["kept", "removed", "added"]

# A word, with figures and names whole (1,200; O'Neill; e-mail); each letter of a script without spaces; or one sign.
LETTERS = rf"[^\W{UNSPACED}]+"
TOKEN = re.compile(rf"[{UNSPACED}]|{LETTERS}(?:[.,'’-]{LETTERS})*|\s+|.", re.DOTALL)
WORD = re.compile(rf"[{UNSPACED}]|{LETTERS}(?:[.,'’-]{LETTERS})*")

LIKE = 0.5
"""Share of words two paragraphs need in common to be one that changed: below, more of it is marked than not."""


class Stretch(NamedTuple):
    """A stretch of text that stands in both texts, only in the old one, or only in the new one."""

    state: State
    text: str


def differences(old: str, new: str) -> list[Stretch]:
    """Return what became of a text: kept and removed stretches together are `old`, kept and added ones `new`.

    >>> [tuple(each) for each in differences("The ice is thin.", "The ice is very thin.")]
    [('kept', 'The ice is '), ('added', 'very '), ('kept', 'thin.')]

    A paragraph that moved is removed in one place and added in the other.
    """
    if old == new:
        return [Stretch("kept", old)] if old else []
    # Each paragraph ends with its line feed, the last with one that is taken off again: so all can be compared alike.
    old, new = f"{old}\n", f"{new}\n"
    first, last = _same_ends(old, new)  # most of a text stays as it was, and that may be millions of paragraphs
    above, below = Stretch("kept", old[:first]), Stretch("kept", old[len(old) - last :])
    before, after = (_lines(text[first : len(text) - last]) for text in (old, new))
    return _merged(_without_last_feed(_merged((above, *_paragraphs(before, after), below))))


def paragraphs(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    r"""Yield the stretches paragraph by paragraph, without line feeds.

    >>> list(paragraphs([Stretch("kept", "One."), Stretch("added", "\nTwo.")]))
    [[Stretch(state='kept', text='One.')], [Stretch(state='added', text='Two.')]]
    """
    line: list[Stretch] = []
    for state, text in stretches:
        first, *others = text.split("\n")
        line += [Stretch(state, first)] if first else []
        for other in others:
            yield line
            line = [Stretch(state, other)] if other else []
    yield line


def count_words(stretches: Iterable[Stretch], state: State) -> int:
    """Return how many words the stretches of a state have; letters of a script without spaces count as one each.

    >>> count_words(differences("One two.", "One three, 四."), "added")
    2
    """
    return sum(1 for each in stretches if each.state == state for _ in WORD.finditer(each.text))


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _same_ends(old: str, new: str) -> tuple[int, int]:
    r"""Return how many characters two texts begin and end with alike, in whole paragraphs; what they begin with first.

    >>> _same_ends("One.\nTwo.\nFour.\n", "One.\nThree.\nFour.\n")
    (5, 6)
    """
    shorter = min(len(old), len(new))
    first = old.rfind("\n", 0, _largest(shorter, lambda low, high: old[low:high] == new[low:high])) + 1
    last = _largest(
        shorter - first,
        lambda low, high: old[len(old) - high : len(old) - low] == new[len(new) - high : len(new) - low],
    )
    # The feed of the line above shows that one is whole; where nothing is above it in one of them, both may be whole.
    if first + last == shorter and _is_line(old, len(old) - last) and _is_line(new, len(new) - last):
        return first, last
    start = old.find("\n", len(old) - last) + 1
    return first, len(old) - start


def _is_line(text: str, index: int) -> bool:
    return index == 0 or text[index - 1] == "\n"


def _largest(most: int, is_alike: Callable[[int, int], bool]) -> int:
    """Return the largest number up to `most` such that all before it is alike; asked for a stretch at a time."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_alike(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Yield what became of paragraphs."""
    place = Match(0, 0)
    for match in [*alike(old, new), Match(len(old), len(new))]:
        if place != match:  # most paragraphs stay as they were, and of those there may be millions
            yield from _changed(old[place.old : match.old], new[place.new : match.new])
        if match.old < len(old):
            yield Stretch("kept", old[match.old])
        place = Match(match.old + 1, match.new + 1)


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """Yield what became of paragraphs none of which stayed as it was: the like ones word by word, the others whole."""
    place = Match(0, 0)
    for match in [*_likest(old, new), Match(len(old), len(new))]:
        yield Stretch("removed", "".join(old[place.old : match.old]))
        yield Stretch("added", "".join(new[place.new : match.new]))
        if match.old < len(old):
            yield from _words(old[match.old], new[match.new])
        place = Match(match.old + 1, match.new + 1)


def _likest(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return which paragraphs belong together, in order: those that have the most words in common, all in all."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    befores, afters = ([Counter(WORD.findall(each)) for each in texts] for texts in (old, new))
    likeness = [[_likeness(before, after) for after in afters] for before in befores]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of all paragraphs from there on
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            both = likeness[row][column] + best[row + 1][column + 1] if likeness[row][column] >= LIKE else 0.0
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    return list(_path(best, len(old), len(new)))


def _path(best: Sequence[Sequence[float]], rows: int, columns: int) -> Iterator[Match]:
    """Yield the matches that add up to the best."""
    row = column = 0
    while row < rows and column < columns:
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            yield Match(row, column)
            row, column = row + 1, column + 1


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return the share, 0 to 1, of the words of the shorter text that the other has too."""
    shorter = min(old.total(), new.total())
    if not shorter:
        return 0.0
    return sum(min(number, new[word]) for word, number in old.items() if word in new) / shorter


def _words(old: str, new: str) -> Iterator[Stretch]:
    """Yield what became of a paragraph."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    place = Match(0, 0)
    changes: list[tuple[str, str, str]] = []  # what went, what came, and what stayed behind them
    for match in [*_alike_words(before, after), Match(len(before), len(after))]:
        gone, come = "".join(before[place.old : match.old]), "".join(after[place.new : match.new])
        stays = before[match.old] if match.old < len(before) else ""
        if changes and not gone and not come:
            gone, come, stayed = changes.pop()
            stays = stayed + stays
        changes.append((gone, come, stays))
        place = Match(match.old + 1, match.new + 1)
    for gone, come, stays in _readable(changes):
        yield from (Stretch("removed", gone), Stretch("added", come), Stretch("kept", stays))


def _alike_words(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return which tokens belong together. Words decide; a space goes with the word before or behind it."""
    olds, news = ([index for index, each in enumerate(tokens) if not each.isspace()] for tokens in (old, new))
    words = [Match(olds[a], news[b]) for a, b in alike([old[i] for i in olds], [new[i] for i in news])]
    ends = [Match(-1, -1), *words, Match(len(old), len(new))]
    spaces = chain.from_iterable(_spaces(old, new, left, right) for left, right in pairwise(ends))
    return sorted((*words, *spaces))


def _spaces(old: Sequence[str], new: Sequence[str], left: Match, right: Match) -> Iterator[Match]:
    """Yield the spaces that belong together between two words that do, those behind the first and before the second."""
    before, after = range(left.old + 1, right.old), range(left.new + 1, right.new)
    if before and after:
        if old[before[0]] == new[after[0]] and old[before[0]].isspace():
            yield Match(before[0], after[0])
            before, after = before[1:], after[1:]
        if before and after and old[before[-1]] == new[after[-1]] and old[before[-1]].isspace():
            yield Match(before[-1], after[-1])


def _readable(changes: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the changes with those put together that have less between them than they change themselves.

    The rule is diff-match-patch's (diff_cleanupSemantic): else "no" in two sentences that have nothing else in common
    would stand between two halves of each.
    """
    last = ("", "", "")
    for gone, come, stays in changes:
        between = len(last[2].strip())
        if any(last[:2]) and between <= max(map(len, last[:2])) and between <= max(len(gone), len(come)):
            last = (last[0] + last[2] + gone, last[1] + last[2] + come, stays)
        else:
            yield last
            last = (gone, come, stays)
    yield last


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches without empty ones; between two that are kept at most one that is removed, then added."""
    merged: list[Stretch] = []
    for is_kept, group in groupby((each for each in stretches if each.text), lambda each: each.state == "kept"):
        some = list(group)
        states: tuple[State, ...] = ("kept",) if is_kept else ("removed", "added")
        together = (Stretch(state, "".join(each.text for each in some if each.state == state)) for state in states)
        merged += [each for each in together if each.text]
    return merged


def _without_last_feed(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches less the line feed at the end of both texts, which was put there to have it at all lines."""
    last = stretches[-1]
    above = stretches[-2] if len(stretches) > 1 else None
    if last.state == "kept" or above is None:
        yield from (*stretches[:-1], last._replace(text=last.text[:-1]))
    elif above.state != "kept":
        yield from stretches[:-2]
        yield from (each._replace(text=each.text[:-1]) for each in (above, last))
    else:  # lines at the end of one text only: the feed that parts them from what is above goes with them
        yield from (*stretches[:-2], above._replace(text=above.text[:-1]), last._replace(text="\n" + last.text[:-1]))
