"""What can be wrong with a database file, each as a sentence that says what to do next."""

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


# SQLite's own names of its errors, as prefixes: https://sqlite.org/rescode.html
SENTENCES = (
    ("SQLITE_NOTADB", "{place} is not an SQLite database: give another path with --db, or move that file away"),
    ("SQLITE_CANTOPEN", "cannot open {place}: see whether you may read and write it and its folder"),
    ("SQLITE_PERM", "cannot open {place}: see whether you may read and write it and its folder"),
    ("SQLITE_READONLY", "cannot write to {place}: see whether you may write to it and its folder"),
    ("SQLITE_FULL", "no room left on the disk of {place}: free some and run the same again, what was stored is safe"),
    ("SQLITE_CORRUPT", "{place} is damaged: get it from a backup, or save what is left with: sqlite3 {place} .recover"),
    ("SQLITE_IOERR", "the disk of {place} fails to read or write: look at the disk, then run the same again"),
)
UNREACHABLE = "cannot open {place}: {error}; see whether you may enter its folder, and read and write there"
LOCKED = "{place} is in use by another program: wait for it to end, or stop it, and run the same again"


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what SQLite raises about the file at `place` into a DatabaseError. Mistakes of ours stay as they are."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error.orig, place) or error from error
    except sqlite3.Error as error:
        raise _explain(error, place) or error from error
    except PermissionError as error:
        raise DatabaseError(UNREACHABLE.format(place=place, error=error.strerror)) from error


def _explain(error: BaseException | None, place: str) -> DatabaseError | None:
    """Return the error that says what to do next; None when it is not about the file."""
    name: str = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseLockedError(LOCKED.format(place=place))
    for prefix, sentence in SENTENCES:
        if name.startswith(prefix):
            return DatabaseError(sentence.format(place=place))
    return None
