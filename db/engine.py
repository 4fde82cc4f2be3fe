"""Opening a database: to write, which makes or upgrades it, or to read, which never does."""

from pathlib import Path

from sqlalchemy import URL, Engine

from db import postgres, sqlite
from db.errors import DatabaseError, explained
from db.place import Place, place_name, place_of

HEAD = "0004"  # the newest revision in db/migrations/versions


def open_writer(location: str | Path) -> Engine:
    """Return an engine that writes to the database at a path or URL, making or upgrading it if need be.

    Raises DatabaseError when the place or what is there cannot be used.
    """
    place = place_of(location)
    with explained(place_name(place)):
        if not _is_current(place, may_make=True):
            _upgrade(place)
        return postgres.writer(place) if isinstance(place, URL) else sqlite.writer(place)


def open_reader(location: str | Path) -> Engine:
    """Return an engine that reads the database at a path or URL, and cannot change it.

    Raises DatabaseMissingError when there is none, DatabaseError when what is there cannot be used.
    """
    place = place_of(location)
    name = place_name(place)
    with explained(name):
        if not _is_current(place, may_make=False):
            raise DatabaseError(
                f"{name} was made by an older Copydesk; bring it up to date: copydesk db upgrade --db {name}"
            )
        return postgres.reader(place) if isinstance(place, URL) else sqlite.reader(place)


def _is_current(place: Place, *, may_make: bool) -> bool:
    """Tell whether the database has the schema of this program; not so when it is empty or older.

    Raises DatabaseError when it is newer, or another program's.
    """
    if isinstance(place, URL):
        revision = postgres.revision(place, may_make=may_make)
    else:
        revision = sqlite.revision(place, may_make=may_make)
    if revision > HEAD:
        raise DatabaseError(
            f"{place_name(place)} was written by a newer Copydesk (schema {revision}, this one knows {HEAD}): update "
            "this one, or give another path with --db"
        )
    return revision == HEAD


def _upgrade(place: Place) -> None:
    """Bring the database to the newest schema. Alembic is imported here: most runs do not need it."""
    from db.migrate import upgrade  # noqa: PLC0415

    engine = postgres.upgrader(place) if isinstance(place, URL) else sqlite.upgrader(place)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
