"""The bounded runner: pages to a pool of workers, outcomes to the store, batch by batch."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TypeVar

from db.recleaning import Recleaned
from db.store import Store, Stored
from pipeline.article import Kept, Outcome, RawPage, Refused, without_body
from pipeline.pool import CleaningPool
from spiders.knowledge import Knowledge

BATCH = 50
"""Pages stored in one transaction: few enough that a kill costs a second of cleaning, enough that the disk idles."""

T = TypeVar("T")


@dataclass(slots=True)
class Tally:
    """What became of the pages, as far as it is stored."""

    pages: int = 0
    known: int = 0
    kept: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    """What is no page and need not be one, by kind; it does not count as a page, nor is it stored."""
    refused: Counter[str] = field(default_factory=Counter)
    """By the code of the reason."""
    refusals: list[Refused] = field(default_factory=list)
    """The first few refused pages, and more of those that stand for a file."""
    edits: Counter[str] = field(default_factory=Counter)
    """By rule, of the new articles as they were when they were stored."""
    again: Recleaned = field(default_factory=Recleaned)
    """Of articles, new or not, that the memory had learnt something about."""
    let_go: int = 0
    """Pages whose bytes were let go, for they are older than pages are kept."""


SHOWN_REFUSALS, MOST_SHOWN = 5, 25
OF_FILES = frozenset({"broken archive", "not installed", "unknown format", "unreadable"})
"""Reasons for which more than one page may be missing: they are shown, though they come after the first few."""


def fill(  # noqa: PLR0913  what is filled, by whom, with what
    store: Store,
    pool: CleaningPool,
    knowledge: Knowledge,
    pages: Iterable[RawPage | Refused],
    tally: Tally,
    *,
    retry: bool = False,
) -> Iterator[None]:
    """Clean the pages and store what comes of them; those stored already are passed over before they are cleaned.

    With `retry`, those that are stored as refused are cleaned again.

    Yields after each batch, when the articles and refusals that the tally counts are on disk. Raises DatabaseError.
    """
    in_flight = set[str]()
    holds = partial(store.holds, refused=False) if retry else store.holds
    for batch in batches(knowledge.clean_all(pool, _new(pages, holds, tally, in_flight))):
        stored = store.extend(batch)
        in_flight.difference_update(outcome.page.key for outcome in batch)
        _count(tally, batch, stored)
        yield


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield items in lists of the size of a batch; the last may be shorter.

    >>> [len(batch) for batch in batches(range(120))]
    [50, 50, 20]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _new(
    pages: Iterable[RawPage | Refused],
    holds: Callable[[Sequence[RawPage]], list[bool]],
    tally: Tally,
    in_flight: set[str],
) -> Iterator[RawPage | Refused]:
    """Yield the pages that are neither stored yet nor on their way; `in_flight` takes their keys."""
    for batch in batches(pages):
        tally.pages += len(batch)
        held = holds([each for each in batch if isinstance(each, RawPage)])
        answers = iter(held)
        for each in batch:
            if isinstance(each, Refused):
                yield each
            elif next(answers) or each.key in in_flight:
                tally.known += 1
            else:
                in_flight.add(each.key)
                yield each


def _count(tally: Tally, batch: list[Outcome], stored: Stored) -> None:
    """Add a stored batch to the tally; articles that another run stored meanwhile count as known."""
    kept = [outcome for outcome in batch if isinstance(outcome, Kept)]
    new = stored.kept + stored.changed
    tally.known += len(kept) - new
    tally.kept += new
    for outcome in batch:
        if isinstance(outcome, Refused):
            tally.refused[outcome.reason.code] += 1
            most = MOST_SHOWN if outcome.reason.code in OF_FILES else SHOWN_REFUSALS
            if len(tally.refusals) < most:
                tally.refusals.append(replace(outcome, page=without_body(outcome.page)))
    for outcome in kept:
        tally.edits.update(edit.rule for edit in outcome.article.edits)
