"""What archives of files have in common: members, each read as a file of its own."""

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import IO, NamedTuple

from pipeline.load.found import PassedOver

NO_FILE = PassedOver("link, device or the like in an archive")


class Member(NamedTuple):
    """A file in an archive. Nothing is ever written to disk, so its name may be any."""

    name: str
    stream: IO[bytes]
    modified: datetime | None = None
    """Aware, UTC."""
    is_counted: bool = False
    """Whether the archive itself was packed, and its bytes are counted already as they are unpacked."""


def is_hidden(name: str) -> bool:
    """Return whether a member or a folder that it is in is hidden: such are passed over, as below a folder.

    >>> is_hidden("./a.html"), is_hidden("__MACOSX/._a.html")
    (False, True)
    """
    return any(part.startswith(".") and part.strip(".") for part in PurePosixPath(name.replace("\\", "/")).parts)


def moment(seconds: float) -> datetime | None:
    """Return a moment in UTC; None where there is no such."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
