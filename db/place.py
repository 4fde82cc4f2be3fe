"""Where a database is: a file, or a PostgreSQL server, as `--db` and COPYDESK_DB name it."""

from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.errors import DatabaseError

Place = Path | URL
"""A file of SQLite, or a database of PostgreSQL."""

POSTGRES = "postgresql+psycopg"
"""The one driver that is known to work; `postgresql://` means it too."""


def place_of(location: str | Path) -> Place:
    """Return the place that a path or URL names. Raises DatabaseError when no database can be there.

    >>> place_of("sqlite:///news.db").name, place_of("/tmp/news.db").name
    ('news.db', 'news.db')
    >>> place_of("postgresql://desk@localhost/news")
    postgresql+psycopg://desk@localhost/news
    """
    name = str(location)
    if "://" not in name:
        return _file(name)
    try:
        url = make_url(name)
    except ArgumentError as error:
        raise DatabaseError(f"--db {location} is neither a path nor a URL such as sqlite:///copydesk.db") from error
    if url.drivername in {"postgresql", POSTGRES}:
        return url.set(drivername=POSTGRES)
    if url.get_backend_name() != "sqlite":
        raise DatabaseError(
            f"only SQLite and PostgreSQL can be used, not {url.drivername}: give a path, as in --db copydesk.db, or "
            f"a URL, as in --db {POSTGRES}://user@host/name"
        )
    return _file(url.database or "")


def file_of(location: str | Path, purpose: str) -> Path:
    """Return the file that a location names. Raises DatabaseError when it names a server: `purpose` needs a file."""
    place = place_of(location)
    if isinstance(place, URL):
        raise DatabaseError(f"{purpose} works on a file of SQLite, not on {place_name(place)}: give a path with --db")
    return place


def _file(name: str) -> Path:
    if not name or name == ":memory:":
        raise DatabaseError("a database needs a file: give a path, as in --db copydesk.db")
    return Path(name).absolute()


def place_name(location: str | Place) -> str:
    """Return a place as a person is told of it, without its password.

    >>> place_name("postgresql+psycopg://desk:secret@localhost/news")
    'postgresql+psycopg://desk:***@localhost/news'
    """
    place = place_of(location) if isinstance(location, str) else location
    return str(place) if isinstance(place, Path) else place.render_as_string(hide_password=True)


def engine_place(engine: Engine) -> str:
    """Return the place of an engine as a person is told of it."""
    url = engine.url
    return str(url.database) if url.get_backend_name() == "sqlite" else place_name(url)
