"""How one text became another, word by word."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from desk.marked import Piece

WORDS = re.compile(r"\s+|\w+|[^\w\s]")

MOST_WORDS = 2_000
"""Of longer paragraphs only the ends that differ are marked: comparing takes the square of their words."""


def changed_lines(before: str, after: str) -> list[list[Piece]]:
    r"""Return the lines in which two texts differ, each with what went and what came.

    >>> [[(piece.text, piece.state) for piece in line] for line in changed_lines("It froze.\nMore", "It thawed.")]
    [[('It ', 'kept'), ('froze', 'removed'), ('thawed', 'added'), ('.', 'kept')], [('More', 'removed')]]
    """
    old, new = before.split("\n"), after.split("\n")
    found: list[list[Piece]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            found += line_by_line(old[start:end], new[new_start:new_end])
    return found


def line_by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    """Yield lines that stand in each other's place, and those that stand in that of none."""
    shared = min(len(old), len(new))
    for before, after in zip(old[:shared], new[:shared], strict=True):
        yield list(word_by_word(before, after))
    yield from ([Piece(line, "removed")] for line in old[shared:])
    yield from ([Piece(line, "added")] for line in new[shared:])


def word_by_word(before: str, after: str) -> Iterator[Piece]:
    """Yield the pieces of a line, in the order of the text."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        yield from by_ends(before, after)
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(old[start:end]), "kept")
            continue
        if start < end:
            yield Piece("".join(old[start:end]), "removed")
        if new_start < new_end:
            yield Piece("".join(new[new_start:new_end]), "added")


def by_ends(before: str, after: str) -> Iterator[Piece]:
    """Yield the pieces of a line of which only what it begins and ends with is compared."""
    head = shared_start(before, after)
    tail = shared_start(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    yield Piece(before[:head], "kept")
    yield Piece(middle[0], "removed")
    yield Piece(middle[1], "added")
    yield Piece(before[len(before) - tail :], "kept")


def shared_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike.

    >>> shared_start("ice age", "ice cream")
    4
    """
    for index, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return index
    return min(len(one), len(other))
