"""Database files: SQLite.

Readers do not wait for writers nor writers for readers (WAL). Two writers take turns: each takes the write lock when it
begins (BEGIN IMMEDIATE), because a transaction that reads first and writes later fails at once when another was faster.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, event

from db.columns import AS_JSON
from db.errors import DatabaseError, DatabaseMissingError
from db.hints import HintingCompiler

APPLICATION_ID = 0x434F5059  # "COPY" in ASCII, in the file's header: `file copydesk.db` and we know it as ours by that
PATIENCE = 30  # seconds to wait for another writer; a batch of 50 pages holds the lock for some 0.2 s

# FULL: SQLite waits for the disk at each commit, so that a batch survives a power cut too. It is one wait a batch.
WRITER_SETTINGS = ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL")
READER_SETTINGS = ("PRAGMA query_only = ON",)


def writer(path: Path) -> Engine:
    """Return an engine that writes to the file."""
    return _engine(path, "rw", WRITER_SETTINGS, "BEGIN IMMEDIATE")


def reader(path: Path) -> Engine:
    """Return an engine that reads the file, and cannot change it."""
    return _engine(path, "ro", READER_SETTINGS, "BEGIN")


def upgrader(path: Path) -> Engine:
    """Return an engine that changes the schema of the file, which is made if need be."""
    with closing(connect(path, "rwc")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    return _engine(path, "rw", (), "BEGIN IMMEDIATE")


def revision(path: Path, *, may_make: bool) -> str:
    """Return the revision of the file's schema: four digits, or empty for an empty file.

    Raises DatabaseError when no file can be there or it is another program's, DatabaseMissingError when there is none
    and it may not be made.
    """
    if may_make:
        _check_place(path)
    elif not path.exists():
        raise DatabaseMissingError(f"no database at {path}; load something first: copydesk load PATH --db {path}")
    _check_log(path)
    with closing(connect(path, "rwc" if may_make else "ro")) as connection:
        found = _revision(connection, path)
    _check_length(path)
    return found


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Return a bare connection that begins no transaction by itself. `mode`: ro, rw, or rwc to make the file.

    `--db` may be opened by one thread and used by another (a batch is stored in a thread beside the crawl).
    """
    still = "&immutable=1" if mode == "ro" and _lies_still(path) else ""
    address = f"file:{quote(str(path))}?mode={mode}{still}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


def _lies_still(path: Path) -> bool:
    """Tell whether a file is to be read as one that nobody changes: it has no log, and we may make none in its folder.

    Else SQLite could not read it at all, for it makes the log first: on a disk that is mounted to be read, in a folder
    of somebody else. While its owner writes there is a log, and it is read with that.
    """
    return not _may_make_log(path) and not _beside(path, "-shm").exists() and not _has_log(path)


def _may_make_log(path: Path) -> bool:
    return os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _has_log(path: Path) -> bool:
    log = _beside(path, "-wal")
    return log.exists() and log.stat().st_size > 0


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _check_log(path: Path) -> None:
    """Raise DatabaseError when the file has a log that was left behind, and we may not make the index of that log."""
    if _has_log(path) and not _beside(path, "-shm").exists() and not _may_make_log(path):
        raise DatabaseError(
            f"{path} was not closed by the program that wrote to it last, and its folder may not be written: let its "
            f"owner run a command on it, or copy it with {path.name}-wal to a folder of yours"
        )


def _check_place(path: Path) -> None:
    """Raise DatabaseError when no database file can be at the path."""
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder: give a file in it, as in --db {path / 'copydesk.db'}")
    if not path.parent.is_dir():
        raise DatabaseError(f"the folder {path.parent} does not exist: make it first: mkdir -p {path.parent}")


def _check_length(path: Path) -> None:
    """Raise DatabaseError when the file is shorter than its header says, as after a copy that was cut off.

    SQLite notices only when it comes to what is missing. While there is a log, the header may be ahead of the file.
    """
    if _has_log(path):
        return
    with path.open("rb") as file:
        header = file.read(32)
    size = int.from_bytes(header[16:18])  # of a page; 1 stands for 65,536: https://sqlite.org/fileformat.html, 1.3
    missing = int.from_bytes(header[28:32]) * (65_536 if size == 1 else size) - path.stat().st_size
    if missing > 0:
        raise DatabaseError(
            f"{path} is cut short, {missing:,} bytes are missing at its end: get it from a backup, or save what is "
            f"left with: sqlite3 {path} .recover"
        )


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


def checkpoint(engine: Engine) -> None:
    """Bring what the log still holds into the database file, as far as no reader needs the log."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")  # on the driver: not within a transaction


def _engine(path: Path, mode: str, settings: tuple[str, ...], begin: str) -> Engine:
    """Return an engine over connections that are set up so and begin their transactions so."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=_creator(path, mode, settings),
        poolclass=_pool_for(path, mode),
        json_serializer=AS_JSON,
    )
    engine.dialect.statement_compiler = HintingCompiler
    event.listen(engine, "begin", lambda connection: _begin(connection, begin))
    return engine


def _pool_for(path: Path, mode: str) -> type[Pool]:
    """Return the pool of an engine. What is read as it lies is opened anew each time: its owner may write later."""
    return NullPool if mode == "ro" and _lies_still(path) else QueuePool


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
