"""Cleaning stored articles again, because the memory or the exceptions of their sites, or the rules, are others now."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from db.again import Choice
from db.store import Replaced, Store
from pipeline.article import Article, Kept, Outcome, RawPage, Reason
from pipeline.pool import CleaningPool
from spiders.knowledge import Knowledge

BATCH = 50
"""Articles replaced in one transaction, as pages are stored."""


def pages_again(store: Store, which: Choice, knowledge: Knowledge) -> Iterator[RawPage]:
    """Yield the pages of the chosen articles in order, each once; its `record_id` is the number of the article.

    Raises DatabaseError.
    """
    last = 0
    while batch := store.pages(which, BATCH, last):
        for number, site, page in batch:
            knowledge.place(page, site)
            yield replace(page, record_id=number)
        last = batch[-1].article_id


def clean_again(
    store: Store, pool: CleaningPool, knowledge: Knowledge, pages: Iterable[RawPage]
) -> Iterator[tuple[list[int], Replaced]]:
    """Clean pages of stored articles, from `pages_again`, and put what comes of them in the place of these.

    Yields after each batch, when it is on disk: the numbers of its articles, and what became of them. Raises
    DatabaseError. What was not come to is due as before.
    """
    outcomes = pool.clean_all(pages)
    while batch := list(islice(outcomes, BATCH)):
        results = dict(map(result_of, batch))
        replaced = store.replace(results.items())
        for outcome in batch:
            knowledge.forget(outcome.page)
        yield list(results), replaced


def result_of(outcome: Outcome) -> tuple[int, Article | Reason]:
    """Return the number of an article, and the new one or the reason why there is none now."""
    number = outcome.page.record_id
    assert isinstance(number, int)
    return number, outcome.article if isinstance(outcome, Kept) else outcome.reason
