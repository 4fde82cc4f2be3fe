"""Cleaning stored articles again, because the memory or the exceptions of their sites, or the rules, are others now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from typing import Protocol

from db.again import LET_GO, Again, Choice
from db.recleaning import Recleaning, Replaced
from pipeline.article import Article, Kept, Outcome, RawPage, Reason, Refused
from pipeline.memory import Exceptions
from pipeline.pool import CleaningPool
from pipeline.program import program
from spiders.knowledge import Knowledge

BATCH = 50
"""Articles replaced in one transaction, as pages are stored."""


class Shelf(Protocol):
    """Where articles stand that are cleaned again: a Store, or a Trial that writes nothing."""

    def pages(self, which: Choice, limit: int, after: int = 0) -> list[Again]:
        """Return the first chosen articles with numbers above `after`."""

    def count(self, which: Choice) -> int:
        """Return how many articles are chosen."""

    def replace(self, results: Iterable[tuple[int, Article | Reason]], run: Recleaning | None = None, /) -> Replaced:
        """Put articles in the place of those with their numbers, and count that into the run."""


def pages_again(shelf: Shelf, which: Choice, knowledge: Knowledge, after: int = 0) -> Iterator[RawPage | Refused]:
    """Yield the pages of the chosen articles with numbers above `after` in order, each once.

    The `record_id` of a page is the number of the article. One whose body was let go is refused for that. Raises
    DatabaseError.
    """
    while batch := shelf.pages(which, BATCH, after):
        for number, site, page, is_let_go in batch:
            named = replace(page, record_id=number)
            if is_let_go:
                yield Refused(named, LET_GO)
            else:
                knowledge.place(page, site)
                yield named
        after = batch[-1].article_id


def clean_again(
    shelf: Shelf,
    pool: CleaningPool,
    knowledge: Knowledge,
    pages: Iterable[RawPage | Refused],
    run: Recleaning | None = None,
) -> Iterator[Replaced]:
    """Clean pages of stored articles, from `pages_again`, and put what comes of them in the place of these.

    Yields after each batch, when it is on disk: what became of its articles. Raises DatabaseError. What was not come to
    is due as before.
    """
    outcomes = pool.clean_all(pages)
    while batch := list(islice(outcomes, BATCH)):
        replaced = shelf.replace(map(result_of, batch), run)
        for outcome in batch:
            knowledge.forget(outcome.page)
        yield replaced


def rules_known_by(exceptions: Mapping[str, Exceptions]) -> str:
    """Return what the rules are known by, together with the exceptions of the files: 16 hex digits."""
    said = [
        (site, *(sorted(map(str, names)) for names in (each.off, each.cut, each.keep)))
        for site, each in sorted(exceptions.items())
    ]
    return blake2b(f"{program()} {said}".encode(), digest_size=8).hexdigest()


def result_of(outcome: Outcome) -> tuple[int, Article | Reason]:
    """Return the number of an article, and the new one or the reason why there is none now."""
    number = outcome.page.record_id
    assert isinstance(number, int)
    return number, outcome.article if isinstance(outcome, Kept) else outcome.reason
