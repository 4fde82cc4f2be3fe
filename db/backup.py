"""A copy of a database file that others go on writing to."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from db.errors import DatabaseError, explained
from db.sqlite import connect

AT_ONCE = 1_024
"""Pages of the file, of 4 KB each, that are copied between two looks at Ctrl-C."""

Progress = Callable[[int, int], object]
"""Told how many pages are left, and how many there are."""


def back_up(source: Path, target: Path, progress: Progress) -> None:
    """Copy a database as it is at this moment; `target` has all of it or, when this raises or is killed, stays as is.

    Writers go on meanwhile: the copy holds a reader's view, and the log keeps what they write until it is done.
    Raises DatabaseError.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with explained(str(target)):
            with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
                _copy(source, copy, progress)
            _check(draft, target)
            draft.replace(target)
            _sync(target.parent)
    finally:
        for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def _copy(source: Path, copy: sqlite3.Connection, progress: Progress) -> None:
    with explained(str(source)), closing(connect(source, "ro")) as connection:
        # One state: without a transaction of ours SQLite begins anew whenever another process has written.
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.backup(copy, pages=AT_ONCE, progress=lambda _, left, total: progress(left, total))


def _check(draft: Path, target: Path) -> None:
    """Raise DatabaseError when the copy is not sound: the source was not either."""
    with closing(connect(draft, "rw")) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DatabaseError(f"{target} is not written: the database is damaged ({found}); see copydesk db check")
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Wait until the folder is on disk, with the new name in it."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
