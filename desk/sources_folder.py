"""The option `--sources`: the folder with the sources, one file each."""

import os
from pathlib import Path

import click

from desk.words import F
from spiders.sources import SHIPPED, Source, SourceError, read_sources


def default_folder() -> str:
    """Return the folder that is read where `--sources` is not given; empty for that of the project."""
    return os.environ.get("COPYDESK_SOURCES") or ""


def sources_option(command: F) -> F:
    """Add `--sources`: a folder; else COPYDESK_SOURCES; else seeds/sources of the project."""
    return click.option(
        "--sources",
        "folder",
        metavar="FOLDER",
        default=default_folder,
        help="Where the sources are, *.toml.  [default: $COPYDESK_SOURCES, else seeds/sources]",
    )(command)


def shown(folder: str) -> str:
    """Return a folder as a person may type it, from here where that is shorter."""
    path = str(folder or SHIPPED)
    return min(path, os.path.relpath(path), key=len)


def place_of(folder: str) -> Path:
    """Return the folder to read and to write."""
    return Path(folder or SHIPPED)


def usable_sources(folder: str) -> tuple[Source, ...]:
    """Return the sources in a folder; what is wrong with their files ends the command."""
    try:
        return read_sources(folder)
    except SourceError as error:
        raise click.UsageError(str(error)) from error
