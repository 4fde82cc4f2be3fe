"""`copydesk memory`: what the sites repeat, as it was learnt: to be looked at, corrected and carried over."""

import sys
from collections.abc import Sequence

import click
from rich.text import Text

from db.memory_list import LineLearnt, SiteLearnt, lines_learnt, sites_learnt
from desk.consoles import Console, results
from desk.database import again, database_option, reader, without_password
from desk.memory_carry import export_command, import_command
from desk.memory_rule import ID_SHOWN, cut_command, forget_command, keep_command, no_site, site_named
from desk.records import Record, print_record
from desk.words import EXIT_NOTHING, called, json_option, say, visible

EXAMPLES = """\b
Examples:
  copydesk memory list                                    the sites that were learnt from
  copydesk memory list example.com                        what that site repeats
  copydesk memory cut example.com "Heed the quay"         always take that line out there
  copydesk memory keep example.com 3f9a02b7c1             never take that line out
  copydesk memory forget example.com "Heed the quay"      leave it to the rules again
  copydesk memory export > memory.jsonl                   carry all of it to another database"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Look at what sites repeat, correct it by hand, carry it over."""


@command.command("list", short_help="List sites, or the lines that one repeats.")
@click.argument("site", required=False, metavar="[SITE]")
@click.option("--all", "every", is_flag=True, help="Also lines that are not taken for the site's own yet.")
@database_option
@json_option
def list_command(site: str | None, database: str, *, every: bool, as_json: bool) -> None:
    """List the sites that were learnt from, or the lines that one repeats.

    A line is listed with the number of articles that carried it, in how many of them it was among the first and the
    last lines, whether the memory takes it for the site's own, and what a person ruled. The text of a line is kept once
    it is the site's own. Exit code 1 when there is nothing to list.
    """
    with reader(database) as engine:
        if site is None:
            list_sites(sites_learnt(engine), database, as_json=as_json)
            return
        site = site_named(site)
        lines = lines_learnt(engine, site, every=every)
    if lines is None:
        say(no_site(site, database))
        sys.exit(EXIT_NOTHING)
    list_lines(site, lines, database, every=every, as_json=as_json)


def list_sites(sites: Sequence[SiteLearnt], database: str, *, as_json: bool) -> None:
    """Print the sites, one a line."""
    if as_json:
        for each in sites:
            print_record(each._asdict())
    elif sites:
        heading = ("site", "articles", "lines", "its own", "rulings")
        print_table(results(), heading, [(s.site, *(f"{count:,}" for count in s[1:])) for s in sites])
    if not sites:
        say(f"nothing was learnt yet in {without_password(database)}; load or crawl something first")
        sys.exit(EXIT_NOTHING)


def list_lines(site: str, lines: Sequence[LineLearnt], database: str, *, every: bool, as_json: bool) -> None:
    """Print the lines of a site, one a line."""
    if as_json:
        for line in lines:
            print_record(line_record(site, line))
    elif lines:
        heading = ("id", "articles", "at the start", "at the end", "its own", "ruling", "line")
        print_table(results(), heading, [line_cells(line) for line in lines])
    if not lines:
        more = "" if every else f"; `{called()} memory list {site} --all{again(database)}` lists all lines"
        say(f"{site} repeats nothing so far{more}")
        sys.exit(EXIT_NOTHING)


def line_record(site: str, line: LineLearnt) -> Record:
    """Return a line as a JSON-ready mapping; its text is null where it is not kept."""
    return {"site": site, **line._asdict(), "text": line.text or None}


def line_cells(line: LineLearnt) -> tuple[str, ...]:
    """Return a line as the cells of a table."""
    counts = (f"{count:,}" for count in (line.articles, line.first, line.last))
    return line.id[:ID_SHOWN], *counts, "yes" if line.own else "no", line.ruling or "", line.text or "(text not kept)"


def print_table(console: Console, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows below a heading, in columns; what begins with a digit stands to the right."""
    cells = [heading, *([visible(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column[:-1] if column[0] == "line" else column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(
            f"{cell:{'>' if cell[:1].isdigit() else '<'}{width}}" for cell, width in zip(row, widths, strict=True)
        )
        console.print(Text(line.rstrip(), "bold" if row is heading else ""), soft_wrap=True)


for subcommand in (cut_command, keep_command, forget_command, export_command, import_command):
    command.add_command(subcommand)
