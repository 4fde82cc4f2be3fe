"""`copydesk crawl`: one round through sources, each in a process of its own."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import click
from rich.text import Text

from db.engine import open_reader
from db.errors import DatabaseMissingError
from db.runs import runs_of
from desk.consoles import Console, results
from desk.crawls import Crawls, Ended
from desk.database import database_option, trouble_told
from desk.due import next_due
from desk.sources_folder import shown, sources_option, usable_sources
from desk.words import EXIT_NOTHING, Stopped, called, counted, say, visible
from pipeline.article import utc_now
from spiders.sources import Source

EXAMPLES = """\b
Examples:
  copydesk crawl                    all sources that are switched on
  copydesk crawl example other      these two
  copydesk crawl --due              those whose time has come: for cron
  copydesk crawl --due --dry-run    which these are, and when the others will be

What is stored is not fetched again, and a crawl that was killed goes on where it was. Exit code 1 when a crawl did
not work; its last lines say why."""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--due", "only_due", is_flag=True, help="Only sources whose time has come.")
@click.option("--dry-run", is_flag=True, help="Say which sources would be crawled, and do nothing.")
@click.option("--jobs", metavar="N", type=click.IntRange(1, 64), default=2, help="Crawls at a time.  [default: 2]")
@click.option("--verbose", is_flag=True, help="Tell of each page.")
@sources_option
@database_option
def command(  # noqa: PLR0913  one parameter an option
    names: tuple[str, ...],
    jobs: int,
    folder: str,
    database: str,
    *,
    only_due: bool,
    dry_run: bool,
    verbose: bool,
) -> None:
    """Crawl sources: find their new articles, fetch, clean and store them."""
    sources = chosen(usable_sources(folder), names, folder)
    if only_due or dry_run:
        moments = due_moments(sources, database)
        if dry_run:
            print_moments(results(), moments, only_due=only_due)
            return
        sources = [source for source, moment in moments if moment <= utc_now()]
    if not run_all([source.name for source in sources], Crawls(database, folder, verbose), jobs):
        sys.exit(EXIT_NOTHING)


def chosen(sources: Sequence[Source], names: Sequence[str], folder: str) -> list[Source]:
    """Return the sources with these names; without names, all that are switched on. Raises UsageError."""
    by_name = {source.name: source for source in sources}
    if unknown := [name for name in names if name not in by_name]:
        there = ", ".join(by_name) or "none"
        raise click.UsageError(f"there is no source {unknown[0]!r} in {shown(folder)}; there are: {there}")
    if off := [name for name in names if not by_name[name].enabled]:
        raise click.UsageError(f"the source {off[0]!r} is switched off: enabled = false in its file")
    if not names and not any(source.enabled for source in sources):
        what = "no source is switched on" if sources else "there are no sources"
        raise click.UsageError(f"{what} in {shown(folder)}; `{called()} sources add https://example.com/` adds one")
    return [by_name[name] for name in dict.fromkeys(names)] or [source for source in sources if source.enabled]


def due_moments(sources: Iterable[Source], database: str) -> list[tuple[Source, datetime]]:
    """Return when each source is due, the first first; all are due now where there is no database yet."""
    now = utc_now()
    with trouble_told():
        try:
            reader = open_reader(database)
        except DatabaseMissingError:
            return [(source, now) for source in sources]
        moments = [(source, next_due(source, runs_of(reader, source.name), now)) for source in sources]
        reader.dispose()
    return sorted(moments, key=lambda each: each[1])


def print_moments(console: Console, moments: Sequence[tuple[Source, datetime]], *, only_due: bool) -> None:
    """Print which sources would be crawled."""
    now = utc_now()
    for source, moment in moments:
        is_due = not only_due or moment <= now
        when = "now" if is_due else f"in {str(moment - now).partition('.')[0]}"
        console.print(Text(f"{source.name:<30}{when}", "" if is_due else "dim"), soft_wrap=True)


def run_all(names: Sequence[str], crawls: Crawls, jobs: int) -> bool:
    """Crawl the sources, some at a time, and print what came of each; return whether all crawls worked."""
    console, waiting, codes = results(), list(reversed(names)), list[int]()
    try:
        while waiting or crawls.running:
            while waiting and len(crawls.running) < jobs:
                crawls.start(waiting.pop())
            for ended in crawls.wait():
                print_ended(console, ended)
                codes.append(ended.exit_code)
    except KeyboardInterrupt:
        say(f"stopping {counted(len(crawls.running), 'crawl')}; what was fetched is being stored")
        for ended in crawls.stop():
            print_ended(console, ended)
        raise Stopped("stopped; run the same again to go on from there") from None
    return not any(codes)


def print_ended(console: Console, ended: Ended) -> None:
    """Print what came of a crawl."""
    console.print(Text(visible(ended.name), "bold" if ended.exit_code == 0 else "bold red"), soft_wrap=True)
    for line in ended.report.splitlines():
        console.print(Text(f"  {visible(line)}"), soft_wrap=True)
