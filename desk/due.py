"""When to crawl a source next: as often as it publishes, within the bounds of its file."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from db.runs import Run
from spiders.sources import Source

MEMORY = timedelta(days=14)
"""How far back runs count: two weeks hold each weekday twice, and what a source did before says little of today."""


def next_due(source: Source, runs: Sequence[Run], now: datetime) -> datetime:
    """Return when to crawl a source next, which may be long past; `runs` are its own, the newest first.

    However many times were missed while nothing ran, it is due once.
    """
    return runs[0].started + interval(source, runs, now) if runs else now


def interval(source: Source, runs: Sequence[Run], now: datetime) -> timedelta:
    """Return how long to leave a source alone after a crawl began.

    So long that a crawl finds one new article on average; twice as long for each crawl in a row that did not work.
    What the first crawl brought had gathered before, and is not counted.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    >>> source = Source("a", "https://a.example/")
    >>> ran = [Run("a", "source", noon - timedelta(hours=hours), exit_code=0, new=4) for hours in (0, 8, 16)]
    >>> print(interval(source, ran, noon))
    2:00:00
    """
    counted = [run for run in runs if run.started > now - MEMORY]
    new = sum(run.new for run in counted[:-1])
    gap = source.every_least
    if len(counted) > 1:
        gap = (now - counted[-1].started) / new if new else source.every_most
    failures = sum(1 for _ in takewhile(has_failed, runs))
    patience: int = 2 ** min(failures, 20)
    return min(max(gap, source.every_least) * patience, source.every_most)


def has_failed(run: Run) -> bool:
    """Return whether a run did not work; one that goes on has not failed."""
    return run.finish is not None and run.exit_code != 0
