"""Quarantine: what was refused, why and how often, and which of it to try again."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, func, select, update

from db.chunks import chunks
from db.read import body_of, reading
from db.retention import HAS_BODY
from db.rows import raw_page
from db.tables import AddressRow, Base, PageRow, RefusalRow
from db.visits import may_pass
from pipeline.article import RawPage


@dataclass(frozen=True, slots=True)
class Refusals:
    """Which refusals: those with the reasons, of the sources; where none is named, all."""

    reasons: frozenset[str] = frozenset()
    """Codes, as `robots.txt` or `http 404`."""
    sources: frozenset[str] = frozenset()

    def conditions(self, table: type[RefusalRow] | type[AddressRow]) -> list[ColumnElement[bool]]:
        """Return what to say after WHERE."""
        wanted: list[ColumnElement[bool]] = []
        if self.reasons:
            wanted.append(table.reason.in_(sorted(self.reasons)))
        if self.sources:
            wanted.append(table.source.in_(sorted(self.sources)))
        return wanted


class Refusal(NamedTuple):
    """A page that is not kept."""

    url: str
    origin: str
    source: str
    reason: str
    detail: str
    first_at: datetime
    last_at: datetime
    times: int
    """How often it was refused so."""


class Again(NamedTuple):
    """A refused page whose body was kept."""

    number: int
    """Of its refusal."""
    page: RawPage


def refusals(engine: Engine, which: Refusals, limit: int) -> list[Refusal]:
    """Return refusals, the last first."""
    query = select(RefusalRow).where(*which.conditions(RefusalRow)).order_by(RefusalRow.last_at.desc()).limit(limit)
    with reading(engine) as session:
        return [
            Refusal(row.url, row.origin, row.source, row.reason, row.detail, row.first_at, row.last_at, row.count)
            for row in session.scalars(query)
        ]


def count_refusals(engine: Engine, which: Refusals) -> dict[str, int]:
    """Return how many pages were refused for each reason, most first."""
    query = (
        select(RefusalRow.reason, func.count())
        .where(*which.conditions(RefusalRow))
        .group_by(RefusalRow.reason)
        .order_by(func.count().desc(), RefusalRow.reason)
    )
    with reading(engine) as session:
        return dict(session.execute(query).all())


def refused_pages(engine: Engine, which: Refusals, limit: int, after: int = 0) -> list[Again]:
    """Return the first refused pages whose bodies are kept, with numbers above `after`, in order."""
    query = (
        select(RefusalRow.id, PageRow)
        .join(PageRow, PageRow.id == RefusalRow.page_id)
        .where(RefusalRow.id > after, HAS_BODY, *which.conditions(RefusalRow))
        .order_by(RefusalRow.id)
        .limit(limit)
    )
    with reading(engine) as session:
        return [Again(number, raw_page(page, body_of(session, page))) for number, page in session.execute(query)]


def ask_again(connection: Connection, which: Refusals, now: datetime) -> dict[str, int]:
    """Let refused addresses be asked for at once, and return how many of each source these are.

    Where no reason is named, those whose reason may have passed: a server that was down, rather than a page that is
    none.
    """
    query = select(AddressRow.url_key, AddressRow.source, AddressRow.reason).where(
        AddressRow.reason.is_not(None), *which.conditions(AddressRow)
    )
    found = [row for row in connection.execute(query) if which.reasons or may_pass(row.reason)]
    for keys in chunks(row.url_key for row in found):
        connection.execute(update(ADDRESS).where(ADDRESS.c.url_key.in_(keys)).values(due_at=now, failures=0))
    return dict(Counter(row.source for row in found))


ADDRESS = Base.metadata.tables[AddressRow.__tablename__]
