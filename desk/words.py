"""What all subcommands share: where words go, exit codes, and the options of the same name."""

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
from rich.console import Console

EXIT_NOTHING = 1
EXIT_USAGE = 2
EXIT_DATABASE = 3

DEFAULT_DATABASE = "copydesk.db"

F = TypeVar("F", bound=Callable[..., Any])


def say(words: str) -> None:
    """Tell a person something, on standard error: standard output is for results."""
    click.echo(words, err=True)


def results() -> Console:
    """Return the console that results go to; colour only on a terminal, and never where NO_COLOR is set."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def progress_console() -> Console:
    """Return the console for progress: standard error."""
    return Console(stderr=True, highlight=False)


def database_option(command: F) -> F:
    """Add `--db`: a path or a database URL; else COPYDESK_DB; else copydesk.db here."""
    return click.option(
        "--db",
        "database",
        metavar="URL",
        default=lambda: os.environ.get("COPYDESK_DB") or DEFAULT_DATABASE,
        help="Database: a path or a URL.  [default: $COPYDESK_DB, else copydesk.db]",
    )(command)


def workers_option(command: F) -> F:
    """Add `--workers`: how many processes clean."""
    return click.option(
        "--workers",
        type=click.IntRange(1, 256),
        default=lambda: os.cpu_count() or 1,
        help="Processes that clean.  [default: one a core]",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`: results as JSON, for scripts."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")(command)
