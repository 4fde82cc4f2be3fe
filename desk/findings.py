"""Findings, and the words and numbers that they are made of."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from db.runs import Run
from desk.words import counted


class Kind(StrEnum):
    """In which way a source needs a look."""

    NOT_CRAWLED = "not crawled"
    FAILING = "failing"
    BLOCKED = "blocked"
    SILENT = "silent"
    DRIFTED = "drifted"


class Finding(NamedTuple):
    """Why a source needs a look."""

    kind: Kind
    words: str
    """A sentence or two, with the numbers that it rests on."""


def newest_with(runs: Sequence[Run], pages: int, fewest: int = 1) -> Sequence[Run]:
    """Return the newest runs, as many as it takes to have so many pages, and `fewest`; all when there are not so many.

    `runs` come the newest first.
    """
    totals = accumulate(map(pages_of, runs))
    return runs[: next((number for number, total in enumerate(totals, 1) if total >= pages and number >= fewest), None)]


def pages_of(run: Run) -> int:
    """Return how many pages a run asked for."""
    return run.new + run.changed + run.unchanged + sum(run.refused.values())


def reasons_of(runs: Sequence[Run]) -> Counter[str]:
    """Return how many pages were refused for each reason."""
    return sum((Counter(run.refused) for run in runs), Counter[str]())


def percent(share: float) -> str:
    """Return a share as people read it; only none is 0, only all is 100.

    >>> percent(0.5), percent(0.996), percent(0.001), percent(1.0)
    ('50%', '99%', '1%', '100%')
    """
    return f"{round(share * 100) if share in {0, 1} else min(99, max(1, round(share * 100)))}%"


def span(time: timedelta) -> str:
    """Return a length of time as people say it, in its two largest units at most.

    >>> span(timedelta(days=3, hours=4, minutes=9)), span(timedelta(minutes=70)), span(timedelta(seconds=9))
    ('3 days 4 hours', '1 hour 10 minutes', '0 minutes')
    """
    minutes = max(0, time // timedelta(minutes=1))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = ((days, "day"), (hours, "hour"), (0 if days else minutes, "minute"))
    return " ".join(counted(number, unit) for number, unit in parts if number) or "0 minutes"


def day_of(moment: datetime) -> str:
    """Return the day of a moment, as in 2026-11-03."""
    return f"{moment:%Y-%m-%d}"


def minute_of(moment: datetime) -> str:
    """Return a moment to the minute, as in 2026-11-03 12:00 UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
