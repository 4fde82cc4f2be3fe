"""What crawls know of web addresses: which were found, which are next, and what became of those asked for.

An address is written down before it is asked for, and settled in the transaction that stores what came of it. So a
crawl that is killed goes on where it was.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, bindparam, false, insert, select, true, update

from db.chunks import chunks
from db.read import reading
from db.rows import Row, address_key, hints_map, hints_of
from db.tables import AddressRow, Base, PageRow
from db.versions import live_news
from db.visits import LIVE_AGE, NOT_ASKED, next_live_visit, next_try, next_visit
from pipeline.article import Kept, Outcome, RawPage, Refused, Validators


class Discovered(NamedTuple):
    """What became of addresses that a listing named; each counts once."""

    new: int
    """Not known before: they will be asked for."""
    again: int
    """Known, and changed since they were last asked for, as the listing says: they will be asked for again."""
    known: int
    """Nothing to do, now."""


class Standing(NamedTuple):
    """What is known of an address."""

    found_at: datetime
    newness: datetime
    asked_at: datetime | None
    failures: int
    changed_at: datetime | None = None
    """When its article last said something new, if that is a live blog and young."""


def discover(connection: Connection, pages: Iterable[RawPage], now: datetime) -> Discovered:
    """Write down the addresses of pages that are still to be asked for; those that are stored are known.

    A date in the future is none: it would keep its page ahead of all others.
    """
    found = {address_key(page.url): page for page in pages if page.url}
    standing = _standing(connection, found)
    stored = _stored(connection, found.keys() - standing.keys())
    rows = [
        _row(key, page, now) | ({} if key not in stored else {"due_at": None, "asked_at": stored[key]})
        for key, page in found.items()
        if key not in standing
    ]
    if rows:
        connection.execute(insert(AddressRow), rows)
    asked = {key: known.asked_at for key, known in standing.items()} | dict(stored)
    again = [
        {"key": key, "due_at": now, "hints": hints_map(page.hints)}
        for key, page in found.items()
        if (last := asked.get(key)) and page.hints.modified and last < page.hints.modified <= now
    ]
    if again:
        connection.execute(WRITE, again)
    new = len(rows) - len(stored)
    return Discovered(new, len(again), len(found) - new - len(again))


def waiting(engine: Engine, sources: Sequence[str], now: datetime, limit: int, but: Collection[str]) -> list[RawPage]:
    """Return pages of these sources to be asked for now, the newest first, at most `limit`, without a body.

    Those whose address keys are in `but` are passed over.
    """
    query = (
        select(AddressRow)
        .where(AddressRow.source.in_(sources), AddressRow.listing == false())
        .where(AddressRow.due_at.is_not(None), AddressRow.due_at <= now)
        .order_by(AddressRow.newness.desc())
        .limit(limit + len(but))
    )
    with reading(engine) as session:
        rows = [row for row in session.scalars(query) if row.url_key not in but]
        return [_page(row) for row in rows[:limit]]


def settle(connection: Connection, outcomes: Iterable[Outcome], now: datetime, plan: Sequence[timedelta]) -> None:
    """Write down what came of addresses that were asked for, and when to ask again."""
    given = {address_key(outcome.page.url): outcome for outcome in outcomes if outcome.page.url}
    rows = [_settled(key, given[key], known, now, plan) for key, known in _with_news(connection, given, now).items()]
    if rows:
        connection.execute(WRITE, rows)


def settle_unchanged(
    connection: Connection, pages: Iterable[RawPage], now: datetime, plan: Sequence[timedelta]
) -> None:
    """Write down that pages were asked for again, and that their servers said they had not changed."""
    given = {address_key(page.url): page for page in pages}
    rows = [_had(key, given[key], known, now, plan) for key, known in _with_news(connection, given, now).items()]
    if rows:
        connection.execute(WRITE, rows)


def listing_validators(engine: Engine, url: str) -> Validators:
    """Return by what to ask whether a listing has changed since all that it names was written down."""
    query = select(AddressRow.etag, AddressRow.last_modified).where(
        AddressRow.url_key == address_key(url), AddressRow.listing == true()
    )
    with reading(engine) as session:
        row = session.execute(query).one_or_none()
    return Validators(*row) if row else Validators()


def listing_read(connection: Connection, listing: RawPage, now: datetime) -> None:
    """Write down that a listing was read, and all that it names is written down."""
    key = address_key(listing.url)
    values = {"asked_at": now, "etag": listing.validators.etag, "last_modified": listing.validators.last_modified}
    if connection.execute(update(ADDRESS).where(ADDRESS.c.url_key == key).values(values)).rowcount == 0:
        connection.execute(insert(AddressRow), [_row(key, listing, now) | {"listing": True, "due_at": None} | values])


def _standing(connection: Connection, keys: Iterable[str]) -> dict[str, Standing]:
    query = select(
        AddressRow.url_key, AddressRow.found_at, AddressRow.newness, AddressRow.asked_at, AddressRow.failures
    )
    return {
        row.url_key: Standing(row.found_at, row.newness, row.asked_at, row.failures)
        for some in chunks(keys)
        for row in connection.execute(query.where(AddressRow.url_key.in_(some)))
    }


def _with_news(connection: Connection, keys: Iterable[str], now: datetime) -> dict[str, Standing]:
    standing = _standing(connection, keys)
    news = live_news(connection, [key for key, known in standing.items() if now - known.newness < LIVE_AGE])
    return {key: known._replace(changed_at=news.get(key)) for key, known in standing.items()}


def _stored(connection: Connection, keys: Iterable[str]) -> dict[str, datetime]:
    """Return when each of these addresses was fetched, if its page came in by another way, like a file."""
    return {
        row.key: row.fetched_at
        for some in chunks(keys)
        for column in (PageRow.url_key, PageRow.final_url_key)
        for row in connection.execute(select(column.label("key"), PageRow.fetched_at).where(column.in_(some)))
    }


def _row(key: str, page: RawPage, now: datetime) -> Row:
    said = page.hints.published or page.hints.modified
    return {
        "url_key": key,
        "url": page.url,
        "listing": False,
        "source": page.source,
        "origin": page.origin,
        "hints": hints_map(page.hints),
        "newness": said if said and said < now else now,
        "found_at": now,
        "due_at": now,
        "asked_at": None,
        "failures": 0,
        "reason": None,
        "etag": None,
        "last_modified": None,
    }


def _page(row: AddressRow) -> RawPage:
    return RawPage(
        row.url,
        b"",
        source=row.source,
        origin=row.origin,
        hints=hints_of(row.hints),
        validators=Validators(row.etag, row.last_modified),
    )


def _settled(key: str, outcome: Outcome, known: Standing, now: datetime, plan: Sequence[timedelta]) -> Row:
    if isinstance(outcome, Kept):
        return _had(key, outcome.page, known, now, plan)
    assert isinstance(outcome, Refused)
    reason = outcome.reason.code
    failures = max(known.failures, 1) if reason in NOT_ASKED else known.failures + 1
    # Without validators: what they stand for was not kept.
    return _asked(key, RawPage(outcome.page.url, b""), now) | {
        "due_at": next_try(reason, failures, now),
        "failures": failures,
        "reason": reason,
    }


def _had(key: str, page: RawPage, known: Standing, now: datetime, plan: Sequence[timedelta]) -> Row:
    if known.changed_at is None:
        due = next_visit(known.newness, now, plan)
    else:
        due = next_live_visit(known.newness, known.changed_at, now, plan)
    return _asked(key, page, now) | {"due_at": due, "failures": 0, "reason": None}


def _asked(key: str, page: RawPage, now: datetime) -> Row:
    return {"key": key, "asked_at": now, "etag": page.validators.etag, "last_modified": page.validators.last_modified}


ADDRESS = Base.metadata.tables[AddressRow.__tablename__]
WRITE = update(ADDRESS).where(ADDRESS.c.url_key == bindparam("key"))
