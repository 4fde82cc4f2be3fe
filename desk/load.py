"""`copydesk load`: files and folders into the database."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from db.store import Store
from desk.loading import Tally, fill
from desk.words import (
    DEFAULT_DATABASE,
    EXIT_NOTHING,
    database_option,
    json_option,
    progress_console,
    results,
    workers_option,
)
from pipeline.article import RawPage, Refused
from pipeline.load import LoadError, Survey, load, survey
from pipeline.pool import CleaningPool

EXAMPLES = """\b
Examples:
  copydesk load pages/                     all pages below a folder
  copydesk load dump.jsonl page.html.gz    files, of several kinds
  zcat dump.jsonl.gz | copydesk load -     standard input
  copydesk load pages/ --json              the report as JSON, for scripts

Reads .html, .htm, .txt and .jsonl, each also gzipped (.gz). Loading the same page twice stores it once; a run that
was killed is simply started again. Exit code 1 when pages came in and none is an article."""


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|-...")
@click.option("--format", "format_name", help="Read every file as this: html, text or jsonl.  [default: by its suffix]")
@database_option
@workers_option
@json_option
def command(paths: tuple[str, ...], format_name: str | None, database: str, workers: int, *, as_json: bool) -> None:
    """Clean files and folders into the database, with a report at the end."""
    try:
        surveys = [survey(path, format_name=format_name) for path in paths]
        with Store.open(database) as store, CleaningPool(workers) as pool, progress(surveys) as (read, stored):
            tally = fill(store, pool, pages_of(paths, format_name, read), stored)
    except LoadError as error:
        raise click.UsageError(str(error)) from error
    passed_over = sum(each.passed_over for each in surveys)
    if as_json:
        click.echo(json.dumps(asdict(tally) | {"passed_over": passed_over, "database": database}))
    else:
        print_report(results(), tally, passed_over, database)
    if tally.pages and not tally.kept and not tally.known:
        sys.exit(EXIT_NOTHING)


def pages_of(
    paths: tuple[str, ...], format_name: str | None, advance: Callable[[int], object]
) -> Iterator[RawPage | Refused]:
    """Yield the pages of all paths, one path after the other."""
    for path in paths:
        yield from load(path, sys.stdin.buffer, format_name=format_name, advance=advance)


@contextmanager
def progress(surveys: list[Survey]) -> Iterator[tuple[Callable[[int], object], Callable[[Tally], object]]]:
    """Show a progress bar while the context lasts; give what to call with bytes read, and with each stored batch."""
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]Cleaning"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[stored]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=progress_console()) as bar:
        task = bar.add_task("clean", total=sum(each.size for each in surveys) or None, stored="")

        def read(size: int) -> None:
            bar.advance(task, size)

        def stored(tally: Tally) -> None:
            bar.update(task, stored=f"{tally.kept:,} articles stored")

        yield read, stored


def print_report(console: Console, tally: Tally, passed_over: int, database: str) -> None:
    """Print what a person wants to know after a run, and what to type next."""
    console.print()
    console.print(Text.assemble((f"{tally.pages:>7,}", "bold"), " pages in"))
    console.print(Text.assemble((f"{tally.kept:>7,}", "bold green"), " articles kept"))
    if tally.known:
        console.print(Text.assemble((f"{tally.known:>7,}", "bold"), " stored already"))
    if tally.refused:
        print_refusals(console, tally)
    if passed_over:
        console.print(Text(f"{passed_over:>7,} files of other kinds passed over", "dim"))
    if tally.edits:
        print_edits(console, tally)
    console.print(Text.assemble("\nThe database is ", (str(Path(database).absolute()), "bold")))
    print_next_steps(console, database)


def print_refusals(console: Console, tally: Tally) -> None:
    """Print how many pages were refused and why, and the first of them."""
    console.print(Text.assemble((f"{tally.refused.total():>7,}", "bold yellow"), " refused"))
    for code, number in tally.refused.most_common():
        console.print(Text(f"{number:>11,} {code}"))
    for refusal in tally.refusals:
        console.print(Text(f"            {refusal}", "dim"), soft_wrap=True)


def print_edits(console: Console, tally: Tally) -> None:
    """Print how often each rule changed something."""
    table = Table(title="Edits by rule", title_justify="left", title_style="bold", box=None, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for rule, number in tally.edits.most_common():
        table.add_row(f"{number:,}", rule)
    console.print()
    console.print(table)


def print_next_steps(console: Console, database: str) -> None:
    """Print what to type next."""
    where = "" if database == DEFAULT_DATABASE else f" --db {database}"
    console.print("\nNext:")
    for words, meaning in (
        (f"copydesk search WORDS{where}", "find an article"),
        (f"copydesk show 1 --edits{where}", "see what was changed, in place"),
        (f"copydesk export{where} > articles.jsonl", "take everything out"),
    ):
        console.print(Text.assemble((f"  {words:<44}", "cyan"), (meaning, "dim")), soft_wrap=True)
