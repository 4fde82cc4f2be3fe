"""`copydesk load`: files and folders into the database."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from db.again import DUE
from db.place import place_name
from db.recleaning import Recleaned
from db.retention import SETTING, days_before, days_to_keep
from db.store import Store
from desk.article_view import refusal
from desk.consoles import progress_console, results
from desk.database import again, database_option, trouble_told
from desk.loading import Tally, fill
from desk.recleaning import reclean
from desk.records import Record, print_record
from desk.sites import sites_option
from desk.stop import Stop
from desk.words import (
    EXIT_NOTHING,
    Stopped,
    called,
    counted,
    json_option,
    standard_input,
    visible,
    workers_option,
)
from desk.workers import cleaning_pool
from pipeline.article import RawPage, Refused, utc_now
from pipeline.load import LoadError, Survey, load, survey
from pipeline.load.formats import FORMATS
from pipeline.load.found import OTHER_KIND
from pipeline.memory import Exceptions
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk load pages/                     all pages below a folder
  copydesk load dump.jsonl page.html.gz    files, of several kinds
  copydesk load news.warc.gz pages.zip     the pages in archives
  curl -s URL | copydesk load -            standard input
  copydesk load pages/ --json              the report as JSON, for scripts

Reads saved pages (.html, .mhtml), texts (.txt), lists and tables of pages (.jsonl, .csv, .parquet), web archives
(.warc) and archives of files (.zip, .tar), each also packed (.gz, .zst, .bz2, .xz). Loading the same page twice stores
it once; a run that was stopped or killed is simply started again. At the end, articles are cleaned again that the
memory has learnt something about since they were cleaned. Exit code 1 when pages came in, and none is an article or was
stored before."""


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|-...")
@click.option(
    "--format",
    "format_name",
    metavar="NAME",
    help=f"Read every file as this: {', '.join(form.name for form in FORMATS)}.  [default: by its suffix]",
)
@click.option("--retry", is_flag=True, help="Clean pages again that were refused when they were loaded before.")
@database_option
@workers_option
@sites_option
@json_option
def command(  # noqa: PLR0913  one parameter an option
    paths: tuple[str, ...],
    format_name: str | None,
    database: str,
    workers: int,
    exceptions: Mapping[str, Exceptions],
    *,
    retry: bool,
    as_json: bool,
) -> None:
    """Clean files and folders into the database, with a report at the end."""
    tally = Tally()
    try:
        surveys = [survey(path, format_name=format_name) for path in paths]
        with trouble_told(), Store.open(database) as store:
            days = days_to_keep(os.environ.get(SETTING))
            knowledge = Knowledge(store.notes, exceptions)
            with cleaning_pool(workers, knowledge.notes) as pool, Stop() as stop:
                with progress(surveys, tally) as (read, stored):
                    tally.passed_over[OTHER_KIND.kind] += sum(each.passed_over for each in surveys)
                    pages = stop.until_asked(pages_of(paths, format_name, read, tally.passed_over))
                    for _ in fill(store, pool, knowledge, pages, tally, retry=retry):
                        stored()
                tally.again = reclean(store, pool, knowledge, DUE, stop).done
            if days is not None and not stop.asked:
                tally.let_go = store.let_go(days_before(utc_now(), days)).pages
    except LoadError as error:
        raise click.UsageError(str(error)) from error
    if stop.asked:
        raise Stopped(f"stopped; {counted(tally.kept, 'new article')} stored. Run the same again to go on from there")
    report(tally, database, as_json=as_json)
    if tally.pages and not tally.kept and not tally.known:
        sys.exit(EXIT_NOTHING)


def pages_of(
    paths: tuple[str, ...], format_name: str | None, advance: Callable[[int], object], passed_over: Counter[str]
) -> Iterator[RawPage | Refused]:
    """Yield the pages of all paths, one path after the other; what is none is counted."""
    for path in paths:
        stdin = standard_input() if path == "-" else None
        yield from load(path, stdin, format_name, advance=advance, pass_over=lambda kind: passed_over.update([kind]))


@contextmanager
def progress(surveys: list[Survey], tally: Tally) -> Iterator[tuple[Callable[[int], object], Callable[[], object]]]:
    """Show a progress bar, on a terminal; give what to call with bytes read, and after each stored batch."""
    columns = (
        SpinnerColumn(),
        TextColumn("[bold]Cleaning"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[stored]}"),
        TimeRemainingColumn(),
    )
    console = progress_console()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("clean", total=sum(each.size for each in surveys) or None, stored="")

        def read(size: int) -> None:
            bar.advance(task, size)

        def stored() -> None:
            bar.update(task, stored=f"{counted(tally.kept, 'article')} stored")

        yield read, stored


def report(tally: Tally, database: str, *, as_json: bool) -> None:
    """Print what came of the run, for a person or a script."""
    place = place_name(database)
    if as_json:
        print_record(report_record(tally, place))
        return
    console = results()
    print_counts(console, tally)
    console.print(Text.assemble("\nThe database is ", (visible(place), "bold")), soft_wrap=True)
    print_next_steps(console, tally, database)


def report_record(tally: Tally, place: str) -> Record:
    """Return the report as a JSON-ready mapping."""
    return {
        "pages": tally.pages,
        "kept": tally.kept,
        "known": tally.known,
        "refused": dict(tally.refused.most_common()),
        "refusals": [refusal(refused) for refused in tally.refusals],
        "edits": dict(tally.edits.most_common()),
        "cleaned_again": {
            "changed": tally.again.changed,
            "same": tally.again.same,
            "failed": tally.again.failed + tally.again.let_go,
        },
        "pages_let_go": tally.let_go,
        "passed_over": tally.passed_over.total(),
        "passed_over_kinds": dict((+tally.passed_over).most_common()),
        "database": place,
    }


def print_counts(console: Console, tally: Tally) -> None:
    """Print how many pages came in, what became of them, and how often each rule changed something."""
    console.print()
    print_count(console, tally.pages, "page in" if tally.pages == 1 else "pages in")
    print_count(console, tally.kept, "article kept" if tally.kept == 1 else "articles kept", "bold green")
    if tally.known:
        print_count(console, tally.known, "stored already")
    if tally.refused:
        print_refusals(console, tally)
    for kind, number in (+tally.passed_over).most_common():
        print_count(console, number, f"passed over: {kind}", "dim")
    if tally.again.looked_at:
        print_again(console, tally.again)
    if tally.let_go:
        words = "page let go" if tally.let_go == 1 else "pages let go"
        print_count(console, tally.let_go, f"{words}: older than {SETTING} says; their articles stay", "dim")
    if tally.edits:
        console.print(Text("\nEdits by rule", "bold"))
    for rule, number in tally.edits.most_common():
        print_count(console, number, rule, "")


def print_count(console: Console, number: int, words: str, style: str = "bold") -> None:
    """Print a number, right-aligned with all the others, and what it counts."""
    console.print(Text.assemble((f"{number:>9,}", style), f"  {words}"), soft_wrap=True)


def print_refusals(console: Console, tally: Tally) -> None:
    """Print how many pages were refused and why, and the first of them."""
    print_count(console, tally.refused.total(), "refused", "bold yellow")
    for code, number in tally.refused.most_common():
        console.print(Text(f"{number:>17,}  {code}"), soft_wrap=True)
    for refused in tally.refusals:
        console.print(Text(f"{'':11}{visible(refusal(refused))}", "dim"), soft_wrap=True)
    if tally.refused.total() > len(tally.refusals):
        console.print(Text(f"{'':11}...", "dim"))


def print_again(console: Console, again: Recleaned) -> None:
    """Print how many articles were cleaned again, and why, and what became of them."""
    number, failed = again.looked_at, again.failed + again.let_go
    words = "article cleaned again" if number == 1 else "articles cleaned again"
    print_count(console, number, f"{words}: the memory has learnt what their sites repeat")
    for some, became in ((again.changed, "changed"), (again.same, "same"), (failed, "failed: as they were")):
        if some:
            console.print(Text(f"{some:>17,}  {became}"), soft_wrap=True)


def print_next_steps(console: Console, tally: Tally, database: str) -> None:
    """Print what to type next, once there is an article to look at."""
    if not tally.kept and not tally.known:
        return
    steps = (
        (f"{called()} search WORDS{again(database)}", "find an article"),
        (f"{called()} show 1 --edits{again(database)}", "see what was changed, in place"),
        (f"{called()} export{again(database)} > articles.jsonl", "take everything out"),
    )
    width = max(len(words) for words, _ in steps)
    console.print("\nNext:")
    for words, meaning in steps:
        console.print(Text.assemble((f"  {words:<{width}}  ", "cyan"), (meaning, "dim")), soft_wrap=True)
