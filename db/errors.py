"""What can be wrong with a database, each as a sentence that says what to do next."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError


class DatabaseError(Exception):
    """The database cannot do what was asked. The message names the file and says what to do next."""


class DatabaseMissingError(DatabaseError):
    """There is no database at the place where one was to be read."""


class BodyLetGoError(DatabaseError):
    """The body of a page was let go, for the page is older than pages are kept."""


class DatabaseLockedError(DatabaseError):
    """Another program held the database for longer than we wait."""


NO_ROOM = (
    "{place} cannot grow: see whether the disk is full, fails, or allows no larger file, and run the same again, what "
    "was stored is safe"
)
# SQLite's own names of its errors, as prefixes: https://sqlite.org/rescode.html
SENTENCES = (
    ("SQLITE_NOTADB", "{place} is not an SQLite database: give another path with --db, or move that file away"),
    ("SQLITE_CANTOPEN", "cannot open {place}: see whether you may read and write it and its folder"),
    ("SQLITE_PERM", "cannot open {place}: see whether you may read and write it and its folder"),
    ("SQLITE_READONLY", "cannot write to {place}: see whether you may write to it and its folder"),
    ("SQLITE_FULL", "no room left on the disk of {place}: free some and run the same again, what was stored is safe"),
    ("SQLITE_CORRUPT", "{place} is damaged: get it from a backup, or save what is left with: sqlite3 {place} .recover"),
    ("SQLITE_IOERR_WRITE", NO_ROOM),
    ("SQLITE_IOERR_SHMSIZE", NO_ROOM),
    (
        "SQLITE_IOERR",
        "the disk of {place} fails to read or write: see whether it is full or broken, then run the same again",
    ),
)
# PostgreSQL's codes of its errors, as prefixes: https://www.postgresql.org/docs/current/errcodes-appendix.html
SERVER_SENTENCES = (
    ("25006", "cannot write to {place}: the server takes no changes now; write to the primary server"),
    ("28", "cannot open {place}: the server does not let this user in; see the user and password of the URL"),
    ("3D", "there is no database of this name on the server: make it first, as with createdb, or see {place}"),
    ("42501", "cannot use {place}: its user may not do this there; let the owner grant it"),
    ("53100", "no room left on the disk of {place}: free some and run the same again, what was stored is safe"),
    ("53300", "the server of {place} has too many connections: wait, or let it have more, and run the same again"),
    ("57P", "the server of {place} ended the connection: see whether it runs, and run the same again"),
    ("08", "the server of {place} is gone: see whether it runs, and run the same again; what was stored is safe"),
    ("XX", "the server of {place} says that its data is damaged ({error}): see its log, and get it from a backup"),
)
NO_SERVER = "cannot reach {place}: {error}; see whether the server runs and the URL is right"
UNREACHABLE = "cannot open {place}: {error}; see whether you may enter its folder, and read and write there"
LOCKED_STATES = frozenset({"55P03", "40P01", "40001"})
LOCKED = "{place} is in use by another program: wait for it to end, or stop it, and run the same again"


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what a database raises about its place into a DatabaseError. Mistakes of ours stay as they are."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error.orig, place) or error from error
    except sqlite3.Error as error:
        raise _explain(error, place) or error from error
    except PermissionError as error:
        raise DatabaseError(UNREACHABLE.format(place=place, error=error.strerror)) from error


def _explain(error: BaseException | None, place: str) -> DatabaseError | None:
    """Return the error that says what to do next; None when it is not about the place."""
    name: str = getattr(error, "sqlite_errorname", "")
    if not name:
        return _explain_server(error, place)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseLockedError(LOCKED.format(place=place))
    for prefix, sentence in SENTENCES:
        if name.startswith(prefix):
            return DatabaseError(sentence.format(place=place))
    return None


def _explain_server(error: BaseException | None, place: str) -> DatabaseError | None:
    """Return the same for what psycopg raises, which is not imported for it."""
    if error is None or not type(error).__module__.startswith("psycopg"):
        return None
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        is_gone = type(error).__name__ == "OperationalError"
        said = " ".join(str(error).split())
        return DatabaseError(NO_SERVER.format(place=place, error=said)) if is_gone else None
    if state in LOCKED_STATES:
        return DatabaseLockedError(LOCKED.format(place=place))
    for prefix, sentence in SERVER_SENTENCES:
        if state.startswith(prefix):
            return DatabaseError(sentence.format(place=place, error=error))
    return None
