"""When to ask for a page again: one that could not be had, and one that may have changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

YOUNG = (timedelta(hours=2), timedelta(hours=12), timedelta(days=2), timedelta(days=7))
"""How long after its publication a page is looked at again: most changes come within hours, few after a week."""

LIVE_AGE = timedelta(days=1)
"""How long after its publication a live blog is looked at more often: most are over by then."""
LIVE_WAIT = timedelta(minutes=30)
"""How long after a live blog said something new it is looked at again; a busy one has two or three entries by then."""

FIRST_WAIT = timedelta(minutes=15)
WAIT_GROWS = 4
MOST_TRIES = 6
"""What fails is tried again after 15 minutes, then 1, 4, 16 and 64 hours; it then waits for `copydesk retry`."""

PASSING = frozenset(
    {
        "asked to wait",
        "bot wall",
        "broken off",
        "cancelled",
        "certificate",
        "crashed",
        "failed",
        "http 403",
        "http 408",
        "http 425",
        "http 429",
        "left alone",
        "redirects",
        "robots.txt",
        "timed out",
        "unreachable",
    }
)
"""Reasons that lie in the moment, not in the page."""


NOT_ASKED = frozenset({"asked to wait", "left alone"})
"""Of these, reasons for which a page was given back before it was asked for: no try of it has failed."""


def next_visit(published: datetime, now: datetime, plan: Sequence[timedelta] = YOUNG) -> datetime | None:
    """Return when to look at a page again that was had now; None when it is too old to change.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    >>> next_visit(noon, noon).isoformat(), next_visit(noon, noon + timedelta(hours=3)).isoformat()
    ('2026-11-03T14:00:00+00:00', '2026-11-04T00:00:00+00:00')
    >>> next_visit(noon, noon + timedelta(days=30))
    """
    return next((moment for after in plan if (moment := published + after) > now), None)


def next_live_visit(
    published: datetime, changed: datetime, now: datetime, plan: Sequence[timedelta] = YOUNG
) -> datetime | None:
    """Return when to look at a live blog again that was had now, and last said something new at `changed`.

    It is left alone for as long as it has said nothing new, so that the waits double while it is silent; the plan for
    all articles holds beside, and alone after a day.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    >>> next_live_visit(noon, noon, noon).isoformat()
    '2026-11-03T12:30:00+00:00'
    >>> next_live_visit(noon, noon, noon + timedelta(hours=3)).isoformat()
    '2026-11-03T18:00:00+00:00'
    """
    planned = next_visit(published, now, plan)
    if planned is None or now - published >= LIVE_AGE:
        return planned
    return min(planned, now + max(now - changed, LIVE_WAIT))


def plan_up_to(seconds: float) -> tuple[timedelta, ...]:
    """Return the plan for articles that are asked for again up to an age.

    >>> [str(after) for after in plan_up_to(86_400)], plan_up_to(0)
    (['2:00:00', '12:00:00'], ())
    """
    return tuple(after for after in YOUNG if after.total_seconds() <= seconds)


def next_try(reason: str, failures: int, now: datetime) -> datetime | None:
    """Return when to ask again for what failed for so many times in a row; None when that would be of no use.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    >>> [next_try("timed out", failures, noon).isoformat() for failures in (1, 2, 3)]
    ['2026-11-03T12:15:00+00:00', '2026-11-03T13:00:00+00:00', '2026-11-03T16:00:00+00:00']
    >>> next_try("http 404", 1, noon), next_try("timed out", 6, noon)
    (None, None)
    """
    if not may_pass(reason) or failures >= MOST_TRIES:
        return None
    waits: int = WAIT_GROWS ** (failures - 1)
    return now + FIRST_WAIT * waits


def may_pass(reason: str) -> bool:
    """Return whether a reason lies in the moment: a server that is down, rather than a page that is none.

    >>> may_pass("http 503"), may_pass("http 404"), may_pass("no article")
    (True, False, False)
    """
    return reason in PASSING or reason.startswith("http 5")
