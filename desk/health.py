"""Which source needs a look, and why: what is stored of it in, findings in words out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from db.health import DAY, WINDOW, Past
from db.runs import KILLED, Run
from db.visits import may_pass
from desk.drift import FEWEST_BEFORE, can_compare, drifted
from desk.findings import Finding, Kind, day_of, minute_of, newest_with, pages_of, reasons_of, span
from desk.words import counted

FEWEST_DAYS = 7
"""Days that a source has to be known before anything is usual of it: weekends are unlike other days."""

TOO_LONG = 2
"""How much longer than the longest silence of four weeks a silence is that is told. Of simulated sources with quiet
nights and weekends and 2 to 10 articles a day, 0.3 to 0.9 a year were told of without reason; with 1.5 it were 1.1 to
3.3. One of 10 articles a day that dies is told of after 62 hours (47), one of 50 after 23 (18)."""

EXPECTED = 5
"""Articles that a silence would have brought at the usual rate: if they come by chance, none of 5 is missing with a
chance of 0.7 percent (Poisson)."""

IN_A_ROW = 2
"""Crawls that did not work before it is told: one may have met a server that was down for a minute."""

FEWEST_RUNS = 5
LONG_PAUSE = 1.5
"""So many crawls show a habit, and how much longer than the longest of its pauses one is that is told: pauses are ours,
and do not wander as the news does."""

SHARE_LOST = 0.5
FEWEST_LOST = 5
"""Of the pages asked for last, so large a share was lost; of fewer pages a share says nothing."""

BLOCKED = frozenset(
    ("asked to wait", "bot wall", "robots.txt", "http 401", "http 402", "http 403", "http 429", "http 451")
)
"""Reasons by which a site says that it does not want us."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is."""

    past: Past
    usual: float | None
    """Articles a day; None while it is not known."""
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()
    """What cannot be told yet, and why."""
    rests: str = ""
    """Why nothing is expected of it; empty when something is."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """In which ways it needs a look, each once."""
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))


def judge(past: Past, now: datetime, *, wanted: bool | None = None) -> Health:
    """Return how a source is. `wanted`: whether its file says to crawl it; None where it has none.

    Nothing is expected of a source that is switched off, nor of one without a file that was not crawled for four weeks:
    somebody has given it up.
    """
    usual = usual_rate(past.arrivals.days) if past.arrivals else None
    if rests := why_it_rests(past, now, wanted):
        return Health(past, usual, rests=rests)
    findings = (*not_crawled(past, now), *failing(past), *down(past), *blocked(past), *silent(past), *drifted(past))
    return Health(past, usual, findings, tuple(unknown(past, usual)))


def why_it_rests(past: Past, now: datetime, wanted: bool | None) -> str:
    """Return why nothing is expected of a source; empty when something is."""
    if wanted is False:
        return "switched off"
    moments = [run.started for run in past.runs[:1]] + ([past.arrivals.last] if past.arrivals else [])
    if wanted is None and moments and now - max(moments) > WINDOW:
        return f"not crawled since {day_of(max(moments))}"
    return ""


def usual_rate(days: Sequence[int]) -> float | None:
    """Return how many articles a day are usual; None when fewer than 7 days are known.

    The day in the middle, which no burst changes: the first crawl of a sitemap brings the articles of years. Where more
    than half of the days bring nothing that would be 0; there it is the mean without the one day that brought most.

    >>> usual_rate([4, 5, 3, 4, 400, 5, 4]), usual_rate([0, 0, 0, 1, 0, 2, 0]), usual_rate([4, 5, 3])
    (4.0, 0.16666666666666666, None)
    """
    if len(days) < FEWEST_DAYS:
        return None
    return float(median(days)) or (sum(days) - max(days)) / (len(days) - 1)


def not_crawled(past: Past, now: datetime) -> Iterator[Finding]:
    """Yield that a source is not crawled any more, though it was: nothing can be known of it since.

    That is so when nothing crawls for longer than 1.5 times the longest pause between its last 20 crawls, and longer
    than a day and a half: a machine may be off for a night. Who crawled it fewer than 5 times has no habit.
    """
    starts = [run.started for run in past.runs]
    if len(starts) < FEWEST_RUNS or past.runs[0].finish is None:
        return
    longest = max(later - earlier for later, earlier in pairwise(starts))
    if now - starts[0] > LONG_PAUSE * max(longest, DAY):
        since = f"It was not crawled since {minute_of(starts[0])}, for {span(now - starts[0])}"
        yield Finding(Kind.NOT_CRAWLED, f"{since}; the longest pause before was {span(longest)}.")


def failing(past: Past) -> Iterator[Finding]:
    """Yield that the last two or more crawls did not work, with what the newest of them said. Killed ones count."""
    if past.failures < IN_A_ROW:
        return
    newest = next((run for run in past.runs if run.finish is not None), None)
    said = f" The newest: {complaint(newest)}." if newest else ""
    since = f"; the last that did ended on {minute_of(past.last_success)}" if past.last_success else "; none ever did"
    yield Finding(Kind.FAILING, f"The last {past.failures:,} crawls did not work{since}.{said}")


def complaint(run: Run) -> str:
    """Return what a run that did not work said of it."""
    if run.finish == KILLED:
        return "it was killed"
    if not run.complaints:
        return f"it ended with exit code {run.exit_code} ({run.finish})"
    more = len(run.complaints) - 1
    return f"{run.complaints[0].rstrip('.')}{f' (and {more} more)' if more else ''}"


def down(past: Past) -> Iterator[Finding]:
    """Yield that half or more of the pages asked for last could not be had: the server fails, or does not answer.

    Looked at are the newest two crawls that asked for pages, and as many before them as it takes to have 5 pages.
    """
    yield from lost_pages(newest_with(past.asking, FEWEST_LOST, IN_A_ROW), Kind.FAILING, "could not be had")


def blocked(past: Past) -> Iterator[Finding]:
    """Yield that half or more of the pages asked for last were refused, because the site does not want us.

    Looked at is the newest crawl that asked for pages, and as many before it as it takes to have 5 pages.
    """
    yield from lost_pages(newest_with(past.asking, FEWEST_LOST), Kind.BLOCKED, "were refused")


def lost_pages(runs: Sequence[Run], kind: Kind, verb: str) -> Iterator[Finding]:
    """Yield that half or more of the pages that runs asked for were lost in one of two ways."""
    pages = sum(map(pages_of, runs))
    if pages < FEWEST_LOST:
        return
    lost = Counter({reason: number for reason, number in reasons_of(runs).items() if way_of(reason) is kind})
    if lost.total() >= SHARE_LOST * pages:
        told = ", ".join(f"{reason} ({number:,})" for reason, number in lost.most_common())
        since = minute_of(runs[-1].started)
        yield Finding(
            kind, f"Of the {counted(pages, 'page')} asked for since {since}, {lost.total():,} {verb}: {told}."
        )


def way_of(reason: str) -> Kind | None:
    """Return in which way a page was lost; None where the page itself is to blame.

    >>> way_of("http 403"), way_of("http 503"), way_of("no article")
    (<Kind.BLOCKED: 'blocked'>, <Kind.FAILING: 'failing'>, None)
    """
    if reason in BLOCKED:
        return Kind.BLOCKED
    return Kind.FAILING if may_pass(reason) else None


def silent(past: Past) -> Iterator[Finding]:
    """Yield that a source gives no new articles, though its crawls work.

    The silence ends with the last crawl that worked: what came since, nobody knows. It is told when it is over twice
    the longest of the four weeks before, which knows nights, weekends and holidays of this very source, and when
    at least 5 articles would have come at its usual rate, so that one that gives an article a week has six weeks.
    """
    if not past.arrivals or not past.last_success:
        return
    silence, usual = past.last_success - past.arrivals.last, usual_rate(past.arrivals.days)
    if not usual or silence <= TOO_LONG * past.arrivals.longest_gap:
        return
    expected = usual * (silence / DAY)
    if expected >= EXPECTED:
        yield Finding(
            Kind.SILENT,
            f"No new article came for {span(silence)}, though crawls worked. The longest silence in the four weeks "
            f"before was {span(past.arrivals.longest_gap)}; some {expected:,.0f} articles would have been usual.",
        )


def unknown(past: Past, usual: float | None) -> Iterator[str]:
    """Yield what cannot be told of a source yet, and why."""
    if not past.runs:
        yield "how its crawls go: none is written down"
    if not past.arrivals:
        yield "all of its articles: it has given none yet"
        return
    if usual is None:
        days = counted(len(past.arrivals.days), "day")
        yield f"what it usually publishes: it is known for {days} of the {FEWEST_DAYS} that this takes"
    if not can_compare(past):
        there = counted(len(past.before), "article")
        yield f"whether its articles have changed: {there} to compare with of the {FEWEST_BEFORE} that this takes"
