"""Keeping: tables, migrations, the one writer, search and export."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.archive import Archive

__all__ = ["Archive"]


def __getattr__(name: str) -> object:
    """Load what is asked for from outside only then: each import of a module of ours begins here."""
    if name != "Archive":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from db.archive import Archive  # noqa: PLC0415

    return Archive
