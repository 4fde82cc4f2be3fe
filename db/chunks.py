"""Long lists in pieces that fit into one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

LONGEST = 500  # values; SQLite before 3.32 takes 999


def chunks(values: Iterable[T], size: int = LONGEST) -> Iterator[list[T]]:
    """Yield the values in lists of at most `size`.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
