"""What the front page of `copydesk serve` asks: numbers of the whole.

Each question is bounded, so that it takes no longer than a page may take however much is stored.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.read import reading
from db.search import Hit, search
from db.tables import ArticleRow, EditRow, RefusalRow
from pipeline.article import utc_now

LAST_STORED = 5_000
"""Articles, of those stored last, whose edits are counted: some 50,000 edits, which take 30 ms."""
DAYS = 60
MONTHS = 36
TOP = 12


class Count(NamedTuple):
    """How many there are of what is called so."""

    name: str
    number: int


class Overview(NamedTuple):
    """What is in a database."""

    articles: int
    """Newest versions."""
    versions: int
    """Older versions beside them."""
    sites: int
    first: datetime | None
    last: datetime | None
    """When the first and the last were published, UTC; None when no article says."""
    days: list[Count]
    """Articles by day (2026-03-01), those of the last 60 up to `last` that have any, oldest first."""
    months: list[Count]
    by_site: list[Count]
    by_source: list[Count]
    rules: list[Count]
    """Edits by rule in the `edited` articles stored last, most first."""
    edited: int
    refusals: list[Count]
    newest: list[Hit]


def overview(engine: Engine) -> Overview:
    """Return what is in the database, in numbers."""
    newest = search(engine, "", TOP)
    with reading(engine) as session:
        older = _counts(session, ArticleRow.site, ArticleRow.newer_id.is_not(None))
        by_site = Counter(_counts(session, ArticleRow.site))
        by_site.subtract(older)
        number = by_site.total()
        tomorrow = utc_now() + timedelta(days=1)  # a page may name any day
        is_past = ArticleRow.published < tomorrow
        first, last = session.execute(
            select(func.min(ArticleRow.published), func.max(ArticleRow.published)).where(is_past)
        ).one()
        top = session.scalar(select(func.max(ArticleRow.id))) or 0
        is_late = EditRow.article_id > top - LAST_STORED
        rules = select(EditRow.rule, func.count()).where(is_late).group_by(EditRow.rule)
        return Overview(
            articles=number,
            versions=sum(older.values()),
            sites=sum(1 for name, many in by_site.items() if name and many > 0),
            first=first,
            last=last,
            days=_by_time(session, last, timedelta(days=DAYS), 10),
            months=_by_time(session, last, timedelta(days=MONTHS * 30), 7),
            by_site=most(by_site),
            by_source=most(_counts(session, ArticleRow.source)),
            rules=most(dict(session.execute(rules).all())),
            edited=min(top, LAST_STORED),
            refusals=most(
                dict(session.execute(select(RefusalRow.reason, func.count()).group_by(RefusalRow.reason)).all())
            ),
            newest=newest,
        )


def most(numbers: dict[str, int], top: int = TOP) -> list[Count]:
    """Return the highest numbers, the highest first; what has no name is not among them.

    >>> most({"a.org": 1, "b.org": 3, "": 7})
    [Count(name='b.org', number=3), Count(name='a.org', number=1)]
    """
    named = [Count(name, number) for name, number in numbers.items() if name and number > 0]
    return sorted(named, key=lambda each: (-each.number, each.name))[:top]


def _counts(
    session: Session,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    *conditions: ColumnElement[bool],
) -> dict[str, int]:
    """Return how many articles there are by a column, of which there is an index; empty for none."""
    found = session.execute(select(column, func.count()).where(*conditions).group_by(column))
    return {name or "": number for name, number in found}


def _by_time(session: Session, last: datetime | None, span: timedelta, letters: int) -> list[Count]:
    """Return how many articles were published by the first letters of their moment, in the time up to the last."""
    if last is None:
        return []
    name = func.substr(cast(ArticleRow.published, String), 1, letters)
    within = ArticleRow.published > last - span, ArticleRow.published <= last
    found = session.execute(select(name, func.count()).where(*within).group_by(name).order_by(name))
    return [Count(*row) for row in found]
