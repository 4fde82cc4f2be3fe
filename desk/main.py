"""The `copydesk` command: one module a subcommand, imported when it is called."""

import importlib
import os
import sys
from importlib.metadata import version

import click

from desk.words import EXIT_DATABASE, say

# Name of the subcommand, the module that holds it, and its line in the overview. Modules load only when called:
# `copydesk search` shall not wait for an HTML parser.
COMMANDS = {
    "clean": ("desk.clean", "Clean pages and print the articles; nothing is stored."),
    "load": ("desk.load", "Clean files and folders into the database."),
    "search": ("desk.search", "Find stored articles by their words."),
    "show": ("desk.show", "Show one article, its edits, or its page."),
    "export": ("desk.export", "Write stored articles as JSON lines."),
    "rules": ("desk.rules", "List the rules, with an example each."),
}

EPILOG = """\b
First steps:
  copydesk load seeds/            put the example articles into copydesk.db
  copydesk search "lake"          find them again
  copydesk show 1 --edits         see what was changed, in place

\b
Exit codes: 0 done, 1 nothing came of it (no article, nothing found), 2 wrong usage, 3 trouble with the database."""


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Overview, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("copydesk"), message="copydesk %(version)s")
def cli() -> None:
    """Raw news pages in; clean, explained, searchable articles out."""


def main() -> None:
    """Run the command line; what goes wrong with a database ends as a sentence and exit code 3."""
    from db.errors import DatabaseError  # noqa: PLC0415  `copydesk --help` needs no database library

    try:
        cli(prog_name="copydesk")
    except DatabaseError as error:
        say(f"copydesk: {error}")
        sys.exit(EXIT_DATABASE)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Without this Python complains once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
