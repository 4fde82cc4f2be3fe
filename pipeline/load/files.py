"""Finding files: what lies under a path, in a fixed order."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.article import RawPage, Reason, Refused

LATEST_SECOND = 253_402_300_799
"""The last second of the year 9999, the last that `datetime` knows; a file system may say anything."""


class LoadError(ValueError):
    """What was asked for cannot be loaded at all; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found."""

    path: Path
    """As the user gave it, or below the folder that the user gave."""
    size: int
    """In bytes; 0 for what has no size of its own, like a pipe."""
    modified: datetime
    """Aware, UTC."""
    named: bool = False
    """Whether the user named this very file, rather than a folder above it."""


def check_path(path: str | Path) -> None:
    """Raise LoadError when there is nothing at `path`: a slip of the user's, best told before any work is done."""
    if not str(path):
        raise LoadError("the path is empty; give a file, a folder, or - for standard input")
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise LoadError(
            f"there is no file or folder {printable(path)}; check the spelling, or give - to read standard input"
        ) from None
    except OSError:
        return  # it may be there, but cannot be looked at: the walk says so, and the other paths are loaded


def walk(path: Path) -> Iterator[File | Refused]:
    """Yield the file at `path`, or every file below that folder sorted by name, and a refusal for what cannot be read.

    Hidden files and folders are skipped, and so is what is no regular file. Links are followed, but into each folder
    only once, so that a link to a folder above ends.
    """
    waiting, seen = [path], set[tuple[int, int]]()
    while waiting:
        found = waiting.pop()
        try:
            status = found.stat()
            if stat.S_ISDIR(status.st_mode):
                if (status.st_dev, status.st_ino) not in seen:
                    seen.add((status.st_dev, status.st_ino))
                    waiting += _visible(found)
            elif stat.S_ISREG(status.st_mode) or found is path:
                yield File(found, status.st_size, _moment(status.st_mtime), named=found is path)
        except OSError as error:
            yield unreadable(page_of(found), error)


def page_of(path: Path) -> RawPage:
    """Return the page of a file, its body still to be read."""
    return RawPage(path.absolute().as_uri(), b"", origin=printable(path))


def unreadable(page: RawPage, error: OSError) -> Refused:
    """Return the refusal of a file or folder that the system does not let us read."""
    return Refused(page, Reason("unreadable", f"{page.origin}: {error.strerror or error}"))


def printable(path: str | Path) -> str:
    r"""Return a path as text; bytes in a file name that are no UTF-8 become U+FFFD, which a database can store.

    >>> printable("a/caf\udce9.html")
    'a/caf�.html'
    """
    return os.fsencode(path).decode("utf-8", "replace")


def _visible(folder: Path) -> list[Path]:
    """Return what lies in a folder, last name first: the walk takes from the end."""
    return [path for path in sorted(folder.iterdir(), reverse=True) if not path.name.startswith(".")]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(min(max(seconds, 0), LATEST_SECOND), UTC)
