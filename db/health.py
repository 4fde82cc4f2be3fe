"""What is stored of a source, as far as its health is concerned: its crawls, when articles came, how they look."""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from db.columns import EARLIEST, Instant
from db.functions import days_between, json_length, json_sum, utc_day, whole_days_between
from db.read import reading
from db.rows import Row
from db.runs import KILLED, LONGEST, Run, is_alive, run_of
from db.tables import ArticleRow, EditRow, RunRow

DAY = timedelta(days=1)
WINDOW_DAYS = 28
WINDOW = WINDOW_DAYS * DAY
"""What a source usually does is what it did in four weeks: each weekday is in it as often, and a month ago is near."""

LATELY = 3 * DAY
MOST_RECENT, FEWEST_RECENT = 20, 5
"""How a source is of late is told by its newest articles: 20, for the share of so many does not leap, and from three
days at most, so that a change is seen soon; where three days brought fewer than 5, by the newest 5."""

MOST_BEFORE = 200
"""Articles that the recent ones are held against, evenly from the window. So most of them are from before a change for
two weeks, and it is told for as long, also of a source that gives 200 articles a day."""

MOST_RUNS = 20
"""Runs that are looked at one by one: so many of the newest, and of the newest that asked for pages."""

NO_ARTICLE = "no article"
"""The reason of pages in which no article was found: what the pages of a site that was redesigned are refused for."""

FIELDS: dict[str, ColumnElement[bool]] = {
    "title": ArticleRow.title.is_not(None),
    "authors": json_length(ArticleRow.authors) > 0,
    "published": ArticleRow.published.is_not(None),
    "modified": ArticleRow.modified.is_not(None),
    "section": ArticleRow.section.is_not(None),
    "image": ArticleRow.image.is_not(None),
    "language": ArticleRow.language.is_not(None),
    "tags": json_length(ArticleRow.tags) > 0,
}
"""The fields whose share is told, and when each is filled."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When new articles came: such as were not stored before, not new versions."""

    first: datetime
    last: datetime
    last_day: int
    """How many in the 24 hours before now."""
    days: tuple[int, ...]
    """How many on each day before that, or before the last one if that is longer ago: 28, or as many as are known. The
    latest first; a day is 24 hours."""
    longest_gap: timedelta
    """The longest time between two, of those in the 28 days before the last."""


class Asked(NamedTuple):
    """Pages that the runs of one day asked for."""

    day: str
    """As in 2026-11-03, UTC."""
    pages: int
    no_article: int
    """How many of them held no article."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an article looks."""

    article_id: int
    filled: frozenset[str]
    """Of FIELDS."""
    length: int
    """Characters of its text."""
    cut: float
    """Characters that edits took out of its text, over those that it had before; 0 to 1."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is stored of a source."""

    source: str
    runs: tuple[Run, ...] = ()
    """The newest first; those whose process is gone without a word have ended as `killed`."""
    asking: tuple[Run, ...] = ()
    """The newest that asked for pages, the newest first."""
    last_success: datetime | None = None
    """When the last run that worked ended."""
    failures: int = 0
    """Runs that ended since then and did not work."""
    asked: tuple[Asked, ...] = ()
    """By day, for the window before the last run, the first day first; days on which nothing was are left out."""
    arrivals: Arrivals | None = None
    recent: tuple[Look, ...] = ()
    """The newest articles, the newest first."""
    before: tuple[Look, ...] = ()
    """What they are held against, the newest first."""


def source_names(engine: Engine) -> list[str]:
    """Return the names of all sources that were crawled, sorted."""
    with reading(engine) as session:
        return sorted(_run_names(session))


def read_pasts(engine: Engine, sources: Collection[str], now: datetime) -> list[Past]:
    """Return what is stored of these sources, all of one state of the database."""
    with reading(engine) as session:
        names = _run_names(session)
        return [_past(session, source, names.get(source, ()), now) for source in sources]


def _run_names(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the names of sources, each with the names that its runs go by.

    A crawl of several feeds goes by the names of all their hosts, with spaces between them.
    """
    articles = set(session.scalars(select(ArticleRow.source).where(ArticleRow.source != "").distinct()))
    names: dict[str, tuple[str, ...]] = dict.fromkeys(articles, ())
    for run in session.scalars(select(RunRow.source).distinct()):
        for source in (run,) if run in articles else run.split():
            names[source] = (*names.get(source, ()), run)
    return names


def _past(session: Session, source: str, run_names: Sequence[str], now: datetime) -> Past:
    named: Row = {"names": run_names}
    runs = tuple(_runs(session, NEWEST_RUNS, named, now))
    last_success = session.scalar(LAST_SUCCESS, named)
    begun = session.scalars(RUNS_SINCE, {**named, "since": last_success or EARLIEST}).one()
    arrivals = _arrivals(session, source, now)
    recent, before = _samples(session, source, arrivals.last) if arrivals else ((), ())
    looks = {row[0]: _look(*row) for row in session.execute(LOOKS, {"numbers": (*recent, *before)})}
    return Past(
        source,
        runs,
        tuple(_runs(session, ASKING_RUNS, named, now)),
        last_success,
        begun - sum(run.finish is None and run.started > (last_success or EARLIEST) for run in runs),
        tuple(_asked(session, named, runs[0].started)) if runs else (),
        arrivals,
        tuple(looks[number] for number in recent),
        tuple(looks[number] for number in before),
    )


def _runs(session: Session, query: Select[RunRow], named: Row, now: datetime) -> Iterator[Run]:
    for row in session.scalars(query, named):
        is_dead = row.finish is None and (now - row.started >= LONGEST or not is_alive(row.process))
        yield replace(run_of(row), finish=KILLED) if is_dead else run_of(row)


def _asked(session: Session, named: Row, last: datetime) -> Iterator[Asked]:
    for day, pages, no_article in session.execute(ASKED, {**named, "since": last - WINDOW}):
        yield Asked(day, pages, no_article)


def _arrivals(session: Session, source: str, now: datetime) -> Arrivals | None:
    """Return when new articles of a source came; None when none did."""
    asked: Row = {"source": source}
    first, last, last_day = session.execute(FIRST_AND_LAST, {**asked, "since": now - DAY}).one()
    if first is None or last is None:
        return None
    end = min(last, now - DAY)
    counts = dict(session.execute(DAYS, {**asked, "since": end - WINDOW, "end": end}).all())
    gap = session.scalars(LONGEST_GAP, {**asked, "since": last - WINDOW}).one()
    known = min(WINDOW_DAYS, (end - first) // DAY)
    return Arrivals(first, last, last_day, tuple(counts.get(day, 0) for day in range(known)), (gap or 0) * DAY)


def _samples(session: Session, source: str, last: datetime) -> tuple[Sequence[int], Sequence[int]]:
    """Return the numbers of the recent articles of a source, and of those that they are held against."""
    asked: Row = {"source": source, "late": last - LATELY}
    newest = session.execute(NEWEST, {**asked, "since": EARLIEST, "most": MOST_RECENT + MOST_BEFORE}).all()
    if len(newest) == MOST_RECENT + MOST_BEFORE:
        newest = session.execute(NEWEST, {**asked, "since": last - WINDOW, "most": sys.maxsize}).all() or newest
    late = sum(1 for _ in takewhile(lambda row: row.is_late, newest[:MOST_RECENT]))
    recent = max(FEWEST_RECENT, late)
    numbers = [row.id for row in newest]
    before = numbers[recent:]
    return numbers[:recent], before[:: max(1, -(-len(before) // MOST_BEFORE))]


def _look(number: int, length: int, less: int, cut: int, *filled: bool) -> Look:
    """Return how an article looks; `less` is by how many characters its edits have made its text shorter."""
    fields = frozenset(field for field, is_filled in zip(FIELDS, filled, strict=True) if is_filled)
    return Look(number, fields, length, cut / (length + less) if cut else 0.0)


SINCE, END, LATE = (bindparam(name, type_=Instant()) for name in ("since", "end", "late"))

# The crawls of a source.
ITS_RUNS = RunRow.source.in_(bindparam("names", expanding=True))
HAS_ASKED = or_(
    RunRow.new + RunRow.changed + RunRow.unchanged > 0, and_(RunRow.refused.is_not(None), RunRow.refused != {})
)
NEWEST_RUNS = select(RunRow).where(ITS_RUNS).order_by(RunRow.started.desc(), RunRow.id.desc()).limit(MOST_RUNS)
ASKING_RUNS = NEWEST_RUNS.where(HAS_ASKED)
LAST_SUCCESS = select(RunRow.ended).where(ITS_RUNS, RunRow.exit_code == 0).order_by(RunRow.started.desc()).limit(1)
RUNS_SINCE = select(func.count()).where(ITS_RUNS, RunRow.started > SINCE)

_RUN_DAY = utc_day(RunRow.started)
ASKED = (
    select(
        _RUN_DAY,
        func.sum(RunRow.new + RunRow.changed + RunRow.unchanged + json_sum(RunRow.refused)),
        func.sum(func.coalesce(RunRow.refused[NO_ARTICLE].as_integer(), 0)),
    )
    .where(ITS_RUNS, RunRow.started >= SINCE, HAS_ASKED)
    .group_by(_RUN_DAY)
    .order_by(_RUN_DAY)
)

# Its new articles: of several versions the first.
_WHEN = ArticleRow.fetched_at
_OLDER = aliased(ArticleRow)
ITS_OWN = and_(ArticleRow.source == bindparam("source"), _WHEN.is_not(None))
IS_NEW = and_(ITS_OWN, not_(exists().where(_OLDER.newer_id == ArticleRow.id)))

FIRST_AND_LAST = select(func.min(_WHEN), func.max(_WHEN), func.count().filter(_WHEN > SINCE)).where(IS_NEW)
_DAYS_BEFORE = whole_days_between(END, _WHEN)
DAYS = select(_DAYS_BEFORE, func.count()).where(IS_NEW, _WHEN >= SINCE, _WHEN <= END).group_by(_DAYS_BEFORE)
_GAPS = (
    select(days_between(_WHEN, func.lag(_WHEN).over(order_by=_WHEN)).label("days"))
    .where(IS_NEW, _WHEN >= SINCE)
    .subquery()
)
LONGEST_GAP = select(func.max(_GAPS.c.days))
NEWEST = (
    select(ArticleRow.id, (_WHEN >= LATE).label("is_late"))
    .where(IS_NEW, _WHEN >= SINCE)
    .order_by(_WHEN.desc(), ArticleRow.id.desc())
    .limit(bindparam("most"))
)

# How they look.
_LOST = func.length(EditRow.before) - func.length(EditRow.after)
_TEXT_EDITS = and_(EditRow.article_id == ArticleRow.id, EditRow.field == "text")
LOOKS = select(
    ArticleRow.id,
    func.length(ArticleRow.text),
    select(func.coalesce(func.sum(_LOST), 0)).where(_TEXT_EDITS).scalar_subquery(),
    select(func.coalesce(func.sum(case((_LOST > 0, _LOST), else_=0)), 0)).where(_TEXT_EDITS).scalar_subquery(),
    *FIELDS.values(),
).where(ArticleRow.id.in_(bindparam("numbers", expanding=True)))
