"""The bounded runner: pages to a pool of workers, outcomes to the store, batch by batch."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from db.store import Store
from desk.recleaning import Recleaned
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
    refused: Counter[str] = field(default_factory=Counter)
    """By the code of the reason."""
    refusals: list[Refused] = field(default_factory=list)
    """The first few refused pages."""
    edits: Counter[str] = field(default_factory=Counter)
    """By rule, of the new articles as they were when they were stored."""
    again: Recleaned = field(default_factory=Recleaned)
    """Of articles, new or not, that the memory had learnt something about."""


SHOWN_REFUSALS = 5


def fill(
    store: Store, pool: CleaningPool, knowledge: Knowledge, pages: Iterable[RawPage | Refused], tally: Tally
) -> Iterator[None]:
    """Clean the pages and store what comes of them; those stored already are passed over before they are cleaned.

    Yields after each batch, when the articles and refusals that the tally counts are on disk. Raises DatabaseError.
    """
    in_flight = set[str]()
    for batch in batches(knowledge.clean_all(pool, _new(pages, store, tally, in_flight))):
        known = store.extend(batch).known
        in_flight.difference_update(outcome.page.key for outcome in batch)
        _count(tally, batch, known)
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
    pages: Iterable[RawPage | Refused], store: Store, tally: Tally, in_flight: set[str]
) -> Iterator[RawPage | Refused]:
    """Yield the pages that are neither stored yet nor on their way; `in_flight` takes their keys."""
    for batch in batches(pages):
        tally.pages += len(batch)
        held = store.holds([each for each in batch if isinstance(each, RawPage)])
        answers = iter(held)
        for each in batch:
            if isinstance(each, Refused):
                yield each
            elif next(answers) or each.key in in_flight:
                tally.known += 1
            else:
                in_flight.add(each.key)
                yield each


def _count(tally: Tally, batch: list[Outcome], known: int) -> None:
    """Add a stored batch to the tally; those that another run stored meanwhile count as known."""
    kept = [outcome for outcome in batch if isinstance(outcome, Kept)]
    tally.known += known
    tally.kept += len(kept) - known
    for outcome in batch:
        if isinstance(outcome, Refused):
            tally.refused[outcome.reason.code] += 1
            if len(tally.refusals) < SHOWN_REFUSALS:
                tally.refusals.append(replace(outcome, page=without_body(outcome.page)))
    for outcome in kept:
        tally.edits.update(edit.rule for edit in outcome.article.edits)
