"""Letting raw pages go after a time: the body goes, its row stays, and with it address, key and article.

A body that was let go is an empty one: compressed, even an empty body is some bytes.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, exists, func, select, update
from sqlalchemy.orm import aliased

from db.columns import EARLIEST
from db.errors import DatabaseError, explained
from db.read import reading
from db.tables import Base, PageRow

CHUNK = 500  # pages in one transaction: a writer that waits for it does not wait long

HAS_BODY = func.length(PageRow.body) > 0

SETTING = "COPYDESK_KEEP_PAGES"


class LetGo(NamedTuple):
    """Pages whose bodies are let go."""

    pages: int
    size: int
    """Bytes of the bodies, as they were stored."""


class Chunk(NamedTuple):
    """Such pages of one transaction."""

    ids: list[int]
    size: int


def days_to_keep(said: str | None) -> int | None:
    """Return how many days pages are kept, by the words of the setting; None for ever. Raises DatabaseError.

    >>> days_to_keep("30"), days_to_keep(""), days_to_keep(None)
    (30, None, None)
    """
    if said is None or not said.strip():
        return None
    if said.strip().isascii() and said.strip().isdigit():
        return int(said)
    raise DatabaseError(f"{SETTING} is {said!r}: give a number of days, as in 30, or unset it to keep pages for ever")


def days_before(now: datetime, days: int) -> datetime:
    """Return the moment so many days before; the first of the calendar where there is none.

    >>> days_before(datetime.fromisoformat("2026-03-01T00:00+00:00"), 10**9).year
    1
    """
    try:
        return now - timedelta(days=days)
    except OverflowError:
        return EARLIEST


def would_let_go(engine: Engine, before: datetime) -> LetGo:
    """Return what `let_go` of all pages that were fetched before a moment would let go."""
    wanted = _old(before), ~_has_leaner(fetched_at_least=before)
    with reading(engine) as session:
        size = func.coalesce(func.sum(func.length(PageRow.body)), 0)
        pages, freed = session.execute(select(func.count(), size).where(*wanted)).one()
        return LetGo(pages, int(freed))


def leant_on(engine: Engine, before: datetime) -> int:
    """Return how many pages that old keep their body because a younger one is compressed against it."""
    with reading(engine) as session:
        wanted = _old(before), _has_leaner(fetched_at_least=before)
        return session.execute(select(func.count()).select_from(PageRow).where(*wanted)).scalar_one()


def let_go(connection: Connection, before: datetime, after: int, *, references: bool) -> Chunk:
    """Let the next bodies go of pages that were fetched before a moment, with numbers above `after`; none at the end.

    First those that lean on others; then, with `references`, those that none leans on any more.
    """
    wanted = [_old(before), PageRow.id > after]
    wanted += [~_has_leaner()] if references else [PageRow.reference_id.is_not(None)]
    query = select(PageRow.id, func.length(PageRow.body)).where(*wanted).order_by(PageRow.id).limit(CHUNK)
    found = connection.execute(query).all()
    ids = [number for number, _ in found]
    if ids:
        connection.execute(update(PAGE).where(PAGE.c.id.in_(ids)).values(body=b"", reference_id=None))
    return Chunk(ids, sum(size for _, size in found))


def give_back(engine: Engine) -> None:
    """Give the room of what was let go back to the disk, and wipe what is left of it there.

    SQLite writes the whole file anew, which takes as much room again meanwhile; PostgreSQL does it by itself.
    """
    if engine.dialect.name != "sqlite":
        return
    with explained(str(engine.url.database)), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("VACUUM")  # on the driver: not within a transaction
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log holds the file's old content


def without_body(connection: Connection, ids: list[int]) -> set[int]:
    """Return which of these pages have no body any more."""
    return set(connection.scalars(select(PageRow.id).where(PageRow.id.in_(ids), ~HAS_BODY)))


def _old(before: datetime) -> ColumnElement[bool]:
    return (PageRow.fetched_at < before) & HAS_BODY


def _has_leaner(fetched_at_least: datetime | None = None) -> ColumnElement[bool]:
    """Return whether a page is compressed against this one; one whose own body was let go leans on none any more."""
    leaner = aliased(PageRow)
    wanted = [leaner.reference_id == PageRow.id]
    if fetched_at_least is not None:
        wanted.append(leaner.fetched_at >= fetched_at_least)
    return exists().where(*wanted)


PAGE = Base.metadata.tables[PageRow.__tablename__]
