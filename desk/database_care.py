"""`copydesk db`: looking after a database."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.text import Text

from db.backup import back_up
from db.check import SAMPLE, Check, check_file, check_rows, rebuild_full_text
from db.engine import open_reader, open_writer
from db.errors import DatabaseError, DatabaseMissingError
from db.place import file_of, place_name, place_of
from desk import forget_pages
from desk.consoles import progress_console, results
from desk.database import database_option, reader, trouble_told
from desk.records import print_record
from desk.stop import Stop
from desk.words import EXIT_NOTHING, Stopped, counted, json_option, say, visible

EXAMPLES = """\b
Examples:
  copydesk db check                      is all of it sound?
  copydesk db backup /backups/news.db    a copy, while crawls go on
  copydesk db forget-pages --older-than 365    the raw pages of last year need not be kept"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Look after a database: check it, copy it, let go of what is not to be kept."""


command.add_command(forget_pages.command)


@command.command("check", short_help="Check that it is sound; nothing is changed.")
@click.option("--all", "is_all", is_flag=True, help=f"Every article and page, rather than some {SAMPLE:,} of each.")
@database_option
@json_option
def check_command(database: str, *, is_all: bool, as_json: bool) -> None:
    """Check that a database is sound; nothing in it is changed.

    Looks at the file, at what refers to what, at the full-text index, and at some articles and pages from all over: can
    their edits be undone, do their bodies come back to the byte. Exit code 1 when anything is wrong.
    """
    is_sound = True
    for check in checks(database, None if is_all else SAMPLE):
        is_sound &= not check.faults
        print_record(check._asdict()) if as_json else print_check(check)
    if not is_sound:
        say("what is damaged stays as it is: where no sentence says what to do, go back to a backup")
        sys.exit(EXIT_NOTHING)


def checks(database: str, sample: int | None) -> Iterator[Check]:
    """Yield what was looked at; SQLite's own checks for a file."""
    with reader(database) as engine, trouble_told():
        place = place_of(database)
        if isinstance(place, Path):
            yield from check_file(place)
        yield from check_rows(engine, sample)


def print_check(check: Check) -> None:
    """Print what was looked at and what is wrong with it."""
    console = results()
    style, verdict = ("bold red", "wrong") if check.faults else ("bold green", "sound")
    if check.left_out:
        style, verdict = "bold", f"not looked at: {check.left_out}"
    looked_at = f"  {counted(check.looked_at, 'row')} looked at" if check.looked_at > 1 else ""
    console.print(Text.assemble(f"{check.name:<18}", (verdict, style), (looked_at, "dim")), soft_wrap=True)
    for fault in check.faults:
        console.print(Text(f"  {visible(fault)}"), soft_wrap=True)


@command.command("backup", short_help="Copy it while others write to it.")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of a file of that name.")
@database_option
def backup_command(target: Path, database: str, *, replace: bool) -> None:
    """Copy a database file as it is at this moment, while others go on writing to it.

    The copy is checked, and FILE is there when all of it is. Of a database on a server make one with pg_dump.
    """
    with trouble_told():
        source = file_of(database, "a backup (of a server make one with pg_dump)")
        open_reader(database).dispose()
        check_target(source, target, replace=replace)
        with Stop() as stop, progress_bar() as bar:
            back_up(source, target.absolute(), lambda left, total: advance(bar, stop, left, total))
    say(f"{place_name(database)} is copied to {target}")


def check_target(source: Path, target: Path, *, replace: bool) -> None:
    """Raise UsageError when no copy can be written there."""
    if target.exists() and target.samefile(source):
        raise click.UsageError(f"{target} is the database itself: give another file")
    if target.is_dir():
        raise click.UsageError(f"{target} is a folder: give a file in it, as in {target / source.name}")
    if target.exists() and not replace:
        raise click.UsageError(f"{target} is there already: give another file, or --replace")
    if not target.absolute().parent.is_dir():
        raise click.UsageError(f"the folder {target.absolute().parent} does not exist: make it first")


def progress_bar() -> Progress:
    """Return a bar that is shown on a terminal."""
    console = progress_console()
    columns = TextColumn("[bold]Copying"), BarColumn(), TaskProgressColumn()
    return Progress(*columns, console=console, disable=not console.is_terminal)


def advance(bar: Progress, stop: Stop, left: int, total: int) -> None:
    """Show how far it is; raise Stopped when Ctrl-C was pressed."""
    if stop.asked:
        raise Stopped("stopped; no copy was written")
    task = bar.task_ids[0] if bar.task_ids else bar.add_task("copy", total=total)
    bar.update(task, total=total, completed=total - left)


@command.command("upgrade", short_help="Bring it up to date with this Copydesk.")
@database_option
def upgrade_command(database: str) -> None:
    """Bring a database that an older Copydesk has made up to date, in one transaction: all of it or nothing.

    What stores into it, as load and crawl, does so by itself. Make a backup first where there is room for one.
    """
    with trouble_told():
        try:
            open_reader(database).dispose()
        except DatabaseMissingError:
            raise
        except DatabaseError:
            open_writer(database).dispose()
    say(f"{place_name(database)} is up to date")


@command.command("rebuild", short_help="Make its full-text index anew.")
@database_option
def rebuild_command(database: str) -> None:
    """Make the full-text index of a file anew from the texts, as when `db check` finds that it is not theirs."""
    with trouble_told():
        place = file_of(database, "making the index anew (a server keeps its own)")
        open_reader(database).dispose()
        rebuild_full_text(place)
    say("the full-text index is made anew")
