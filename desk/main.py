"""The `copydesk` command: one module a subcommand, imported when it is called."""

import importlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from importlib.metadata import version
from typing import Any

import click
from click.exceptions import Exit

from desk.words import Stopped, Trouble

# Name of the subcommand, the module that holds it, and its line in the overview. Modules load only when called:
# `copydesk search` shall not wait for an HTML parser.
COMMANDS = {
    "clean": ("desk.clean", "Clean pages and print the articles; nothing is stored."),
    "load": ("desk.load", "Clean files and folders into the database."),
    "reclean": ("desk.reclean", "Clean stored articles again, with what was learnt since."),
    "memory": ("desk.memory", "Look at what sites repeat, correct it by hand, carry it over."),
    "search": ("desk.search", "Find stored articles by their words."),
    "show": ("desk.show", "Show one article, its edits, or its page."),
    "history": ("desk.history", "List the versions of an article, and what each changed."),
    "diff": ("desk.diff", "Show what changed between two versions, word by word."),
    "copies": ("desk.copies", "List the articles that have the same text as one."),
    "serve": ("desk.serve", "Show the database in a browser: read, search, see each edit and version."),
    "export": ("desk.export", "Write stored articles to a file: JSON lines, CSV, Parquet, a web archive, a feed."),
    "crawl": ("desk.crawl", "Crawl sources: find, fetch, clean and store new articles."),
    "schedule": ("desk.schedule", "Crawl each source when it is due, until stopped."),
    "retry": ("desk.retry", "Try again what was refused and may work now."),
    "sources": ("desk.sources", "Add, check and list the sources that are crawled."),
    "report": ("desk.report", "Tell how each source is, and which needs a look."),
    "db": ("desk.database_care", "Check a database, copy it, let old pages go."),
    "rules": ("desk.rules", "List the rules, with an example each."),
}

EPILOG = """\b
First steps:
  copydesk load seeds/            put the example articles into copydesk.db
  copydesk search crane           find one of them again
  copydesk show 1 --edits         see what was changed, in place

\b
Exit codes:
  0    done
  1    nothing came of it: no article, nothing found; or a source needs a look
  2    wrong usage
  3    trouble with the database or the disk
  130  stopped with Ctrl-C"""


class Overview(click.Group):
    """A group that knows its commands by name and loads each when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; where there is none, say which one may be meant."""
        if near := [] if args[0] in COMMANDS else get_close_matches(args[0], COMMANDS, 1):
            ctx.fail(f"No such command '{args[0]}'. Did you mean {near[0]}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        """Run the subcommand; see `ended_well`."""
        with ended_well():
            return super().invoke(ctx)


@contextmanager
def ended_well() -> Iterator[None]:
    """Write out what was printed, and end what the world outside does to a command without a traceback."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        raise Exit(0) from None  # the reader (head, less) has seen enough
    except OSError as error:
        drop_output()
        place = f"{error.filename}: " if error.filename else ""
        raise Trouble(f"cannot read or write: {place}{error.strerror or error}") from error
    except (Exception, KeyboardInterrupt) as error:
        if not was_interrupted(error):
            raise
        raise Stopped("stopped") from None


def was_interrupted(error: BaseException | None) -> bool:
    """Tell whether an error is Ctrl-C, or came of it: what it strikes in the middle may fail in a way of its own."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def drop_output() -> None:
    """Point standard output to nowhere: what it still holds cannot be written, and Python would try again at exit."""
    with suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_closed_streams() -> None:
    """Give streams that were closed (`copydesk load - <&-`) to nowhere: else the next open file takes their number."""
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: PTH123, SIM115  to stay open until the end
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115


def bear_every_letter() -> None:
    """Let what a terminal's encoding lacks print as a question mark. JSON goes out as bytes, always UTF-8."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@click.group(cls=Overview, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("copydesk"), message="copydesk %(version)s")
def cli() -> None:
    """Raw news pages in; clean, explained, searchable articles out."""


def main() -> None:
    """Run the command line."""
    open_closed_streams()
    bear_every_letter()
    cli(prog_name="copydesk")
