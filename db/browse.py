"""What the pages of `copydesk serve` ask beside a search: numbers of the whole, counts by kind, copies.

Each question is bounded, so that it takes no longer than a page may take however much is stored.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, Select, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.filter import Filter
from db.query import parse
from db.read import reading
from db.search import COLUMNS, FTS, Hit, Marks, search
from db.tables import ArticleRow, CopyRow, EditRow, RefusalRow
from pipeline.article import utc_now

LAST_STORED = 5_000
"""Articles, of those stored last, whose edits are counted: some 50,000 edits, which take 30 ms."""
MOST_COUNTED = 20_000
"""Articles found by a search that are counted by kind at the most: 50 ms."""
DAYS = 60
MONTHS = 36
TOP = 12


@dataclass(frozen=True)
class Wanted(Filter):
    """Which articles, by source too."""

    source: str | None = None
    """Name of the source they were fetched for."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what to say after WHERE."""
        of_source = [] if self.source is None else [ArticleRow.source == self.source]
        return [*Filter.conditions(self), *of_source]


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


class Facets(NamedTuple):
    """What was found, by kind; most first, months newest first."""

    total: int
    is_whole: bool
    """Whether all that was found was counted."""
    sites: list[Count]
    languages: list[Count]
    sources: list[Count]
    months: list[Count]


class Copy(NamedTuple):
    """Another article with much of the same text."""

    id: int
    title: str | None
    site: str | None
    source: str
    url: str
    published: datetime | None
    fetched_at: datetime | None
    shared: float
    """Share, 0 to 1, of the shorter text that is in both."""
    is_exact: bool


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


def find(  # noqa: PLR0913  one argument a choice
    engine: Engine, words: str, limit: int, only: Filter, marks: Marks, *, newest: bool
) -> list[Hit]:
    """Return articles as `db.search.search` does; with `newest`, those published last of all that fit."""
    query = parse(words)
    if not newest or not query.wanted:
        return search(engine, words, limit, only, marks)
    snippet = func.snippet(FTS.c.article_fts, 1, *marks, "…", 24)
    with reading(engine) as session:
        ids = session.scalars(
            _matching(words, only)
            .with_only_columns(ArticleRow.id)
            .order_by(ArticleRow.published.desc().nulls_last(), ArticleRow.id.desc())
            .limit(limit)
        ).all()
        shown = select(*COLUMNS, snippet, -FTS.c.rank).select_from(FTS).join(ArticleRow, ArticleRow.id == FTS.c.rowid)
        found = {row[0]: Hit(*row) for row in session.execute(shown.where(_fits(words), FTS.c.rowid.in_(ids)))}
        return [found[number] for number in ids]


def facets(engine: Engine, words: str, only: Filter) -> Facets:
    """Return what a search finds by site, language, source and month; of the first 20,000."""
    month = func.substr(cast(ArticleRow.published, String), 1, 7)
    query = _matching(words, only).with_only_columns(ArticleRow.site, ArticleRow.language, ArticleRow.source, month)
    with reading(engine) as session:
        found = session.execute(query.limit(MOST_COUNTED + 1)).all()
    columns = [Counter(each or "" for each in column) for column in zip(*found, strict=True)] or [Counter()] * 4
    sites, languages, sources, months = columns
    newest_months = sorted(most(months, len(months)), reverse=True)[:TOP]
    is_whole = len(found) <= MOST_COUNTED
    return Facets(min(len(found), MOST_COUNTED), is_whole, most(sites), most(languages), most(sources), newest_months)


def _matching(words: str, only: Filter) -> Select[int]:
    """Return the question for the articles that fit, in no order."""
    query, asked = parse(words), select(ArticleRow.id).where(*only.conditions())
    if query.wanted:
        asked = asked.join(FTS, ArticleRow.id == FTS.c.rowid).where(_fits(words))
    elif query.excluded:
        asked = asked.where(ArticleRow.id.not_in(select(FTS.c.rowid).where(_matches(query.excluded))))
    return asked


def _fits(words: str) -> ColumnElement[bool]:
    query = parse(words)
    return _matches(f"({query.wanted}) NOT ({query.excluded})" if query.excluded else query.wanted)


def _matches(expression: str) -> ColumnElement[bool]:
    return FTS.c.article_fts.op("MATCH", is_comparison=True)(expression)


def copies_of(engine: Engine, article_id: int, limit: int = 100) -> list[Copy]:
    """Return the other articles of the same story, those published first at the top; none when it is alone."""
    story = select(CopyRow.story_id).where(CopyRow.article_id == article_id).scalar_subquery()
    told = func.coalesce(ArticleRow.published, ArticleRow.fetched_at)
    columns = (ArticleRow.id, ArticleRow.title, ArticleRow.site, ArticleRow.source, ArticleRow.url)
    query = (
        select(*columns, ArticleRow.published, ArticleRow.fetched_at, CopyRow.shared, CopyRow.exact)
        .join(CopyRow, CopyRow.article_id == ArticleRow.id)
        .where(CopyRow.story_id == story, ArticleRow.id != article_id, ArticleRow.newer_id.is_(None))
        .order_by(told, ArticleRow.id)
        .limit(limit)
    )
    with reading(engine) as session:
        return [Copy(*row) for row in session.execute(query)]
