"""What all subcommands share: exit codes, what is said to a person, and the options of the same name."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

EXIT_NOTHING = 1
EXIT_TROUBLE = 3
EXIT_STOPPED = 130

F = TypeVar("F", bound=Callable[..., Any])

# Letters that steer a terminal rather than print, as their pictures; a page or a file name may hold any of them.
PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


class Trouble(click.ClickException):
    """The database or the disk cannot do what was asked. The message says what to do next."""

    exit_code = EXIT_TROUBLE

    def show(self, file: object = None) -> None:
        """Say it, without the usage that click puts before: how the command was called is not to blame."""
        say(f"copydesk: {self.message}")


class Stopped(Trouble):
    """Ctrl-C was pressed."""

    exit_code = EXIT_STOPPED


def say(words: str) -> None:
    """Tell a person something, on standard error: standard output is for results."""
    click.echo(visible(words), err=True)


def visible(text: str) -> str:
    r"""Return a text with a picture for each letter that would steer the terminal that it is printed on.

    >>> visible("red: \x1b[31m")
    'red: ␛[31m'
    """
    return text.translate(PICTURES)


def labelled(label: str, text: str) -> str:
    """Return a text with what it is before it, unless it says so itself.

    >>> labelled("Correction", "The lake froze."), labelled("Correction", "CORRECTION: The lake froze.")
    ('Correction: The lake froze.', 'CORRECTION: The lake froze.')
    """
    return text if text.casefold().startswith(f"{label}:".casefold()) else f"{label}: {text}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "edit"), counted(2000, "edit")
    ('1 edit', '2,000 edits')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def standard_input() -> BinaryIO:
    """Return the bytes of standard input; a person at a terminal is told that they are waited for."""
    if sys.stdin.isatty():
        say("reading from the keyboard; end with Ctrl-D")
    return sys.stdin.buffer


def workers_option(command: F) -> F:
    """Add `--workers`: how many processes clean."""
    return click.option(
        "--workers",
        metavar="N",
        type=click.IntRange(1, 256),
        default=lambda: os.cpu_count() or 1,
        help="Processes that clean.  [default: one a core]",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`: results as JSON, for scripts."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")(command)


def called() -> str:
    """Return what to type to run this program again: its name, or its path from here where its name is not known."""
    if shutil.which("copydesk"):
        return "copydesk"
    beside = Path(sys.executable).with_name("copydesk")
    return os.path.relpath(beside) if beside.exists() else "copydesk"
