"""The option `--sites`: the folder with the exceptions that people laid down for sites."""

import os
from collections.abc import Mapping

import click

from desk.words import F
from pipeline.exceptions import ExceptionsError
from pipeline.memory import Exceptions
from spiders.knowledge import laid_down


def default_folder() -> str:
    """Return the folder that is read where `--sites` is not given; empty for that of the project."""
    return os.environ.get("COPYDESK_SITES") or ""


def sites_option(command: F) -> F:
    """Add `--sites`: a folder; else COPYDESK_SITES; else seeds/sites of the project."""
    return click.option(
        "--sites",
        "exceptions",
        metavar="FOLDER",
        default=default_folder,
        callback=read_option,
        help="Exceptions for single sites, *.toml.  [default: $COPYDESK_SITES, else seeds/sites]",
    )(command)


def read_option(_: click.Context, __: click.Parameter, folder: str) -> Mapping[str, Exceptions]:
    """Return the exceptions in the folder by site; a folder that was named must be there."""
    try:
        return laid_down(folder)
    except ExceptionsError as error:
        raise click.UsageError(str(error)) from error
