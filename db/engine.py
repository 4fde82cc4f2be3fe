"""Opening a database file: to write, which makes or upgrades it, or to read, which never does.

Readers do not wait for writers nor writers for readers (WAL). Two writers take turns: each takes the write lock when it
begins (BEGIN IMMEDIATE), because a transaction that reads first and writes later fails at once when another was faster.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from db.errors import DatabaseError, DatabaseMissingError, explained
from db.hints import HintingCompiler

APPLICATION_ID = 0x434F5059  # "COPY" in ASCII, in the file's header: `file copydesk.db` and we know it as ours by that
HEAD = "0004"  # the newest revision in db/migrations/versions
PATIENCE = 30  # seconds to wait for another writer; a batch of 50 pages holds the lock for some 0.2 s

# FULL: SQLite waits for the disk at each commit, so that a batch survives a power cut too. It is one wait a batch.
WRITER_SETTINGS = ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL")
READER_SETTINGS = ("PRAGMA query_only = ON",)


def open_writer(location: str | Path) -> Engine:
    """Return an engine that writes to the database at a path or `sqlite:///` URL, making or upgrading it if need be.

    Raises DatabaseError when the place or the file there cannot be used.
    """
    path = path_of(location)
    with explained(str(path)):
        check_place(path)
        if not is_current(path):
            _upgrade(path)
    return _engine(path, "rw", WRITER_SETTINGS, "BEGIN IMMEDIATE")


def open_reader(location: str | Path) -> Engine:
    """Return an engine that reads the database at a path or `sqlite:///` URL, and cannot change it.

    Raises DatabaseMissingError when there is none, DatabaseError when the file there cannot be used.
    """
    path = path_of(location)
    with explained(str(path)):
        if not path.exists():
            raise DatabaseMissingError(f"no database at {path}; load something first: copydesk load PATH --db {path}")
        if not is_current(path, mode="ro"):
            raise DatabaseError(
                f"{path} was made by an older Copydesk; bring it up to date: copydesk load PATH --db {path}"
            )
    return _engine(path, "ro", READER_SETTINGS, "BEGIN")


def path_of(location: str | Path) -> Path:
    """Return the path of the file that `--db` names. Raises DatabaseError when it names no file.

    >>> path_of("sqlite:///news.db").name, path_of("/tmp/news.db").name
    ('news.db', 'news.db')
    """
    name = str(location)
    if "://" in name:
        name = _file_of_url(name)
    if not name or name == ":memory:":
        raise DatabaseError("a database needs a file: give a path, as in --db copydesk.db")
    return Path(name).absolute()


def _file_of_url(location: str) -> str:
    """Return the file that an SQLAlchemy URL names; empty when none."""
    try:
        url = make_url(location)
    except ArgumentError as error:
        raise DatabaseError(f"--db {location} is neither a path nor a URL such as sqlite:///copydesk.db") from error
    if url.get_backend_name() != "sqlite":
        raise DatabaseError(
            f"only SQLite can be used so far, not {url.drivername}: give a path, as in --db copydesk.db"
        )
    return url.database or ""


def check_place(path: Path) -> None:
    """Raise DatabaseError when no database file can be at the path."""
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder: give a file in it, as in --db {path / 'copydesk.db'}")
    if not path.parent.is_dir():
        raise DatabaseError(f"the folder {path.parent} does not exist: make it first: mkdir -p {path.parent}")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Return a bare connection that begins no transaction by itself. `mode`: ro, rw, or rwc to make the file.

    `--db` may be opened by one thread and used by another (a batch is stored in a thread beside the crawl).
    """
    address = f"file:{quote(str(path))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


def is_current(path: Path, mode: str = "rwc") -> bool:
    """Tell whether the file has the schema of this program; not so when it is empty or older.

    Raises DatabaseError when it is newer, or the database of another program.
    """
    with closing(connect(path, mode)) as connection:
        revision = _revision(connection, path)
    if revision > HEAD:
        raise DatabaseError(
            f"{path} was written by a newer Copydesk (schema {revision}, this one knows {HEAD}): update this one, "
            "or give another path with --db"
        )
    return revision == HEAD


def _revision(connection: sqlite3.Connection, path: Path) -> str:
    """Return the revision of the file's schema: four digits, or empty. Raises when the file is another program's."""
    connection.execute("BEGIN")  # one state for all three questions, though another process be making the tables
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark == APPLICATION_ID:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if mark or tables:
        raise DatabaseError(f"{path} is the database of another program: give another path with --db")
    return ""


def _upgrade(path: Path) -> None:
    """Bring the file to the newest schema. Alembic is imported here: most runs do not need it."""
    from db.migrate import upgrade  # noqa: PLC0415

    with closing(connect(path, "rwc")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    engine = _engine(path, "rw", (), "BEGIN IMMEDIATE")
    try:
        upgrade(engine)
    finally:
        engine.dispose()


def _engine(path: Path, mode: str, settings: tuple[str, ...], begin: str) -> Engine:
    """Return an engine over connections that are set up so and begin their transactions so."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=_creator(path, mode, settings),
        json_serializer=partial(json.dumps, ensure_ascii=False),  # names as they are written, so that LIKE finds them
    )
    engine.dialect.statement_compiler = HintingCompiler
    event.listen(engine, "begin", lambda connection: _begin(connection, begin))
    return engine


def _begin(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _creator(path: Path, mode: str, settings: tuple[str, ...]) -> Callable[[], sqlite3.Connection]:
    """Return what makes the engine's connections."""

    def connect_and_set() -> sqlite3.Connection:
        connection = connect(path, mode)
        for setting in settings:
            connection.execute(setting)
        return connection

    return connect_and_set
