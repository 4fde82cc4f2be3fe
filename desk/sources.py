"""`copydesk sources`: where articles are looked for, as files that a person can read and change."""

import sys
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.text import Text

from desk.consoles import Console, results
from desk.opml import export_command, import_command
from desk.records import Record, print_record
from desk.sources_add import add_command
from desk.sources_check import check_command
from desk.sources_folder import shown, sources_option, usable_sources
from desk.words import EXIT_NOTHING, called, counted, json_option, say, visible
from spiders.sources import Source
from spiders.table import duration_text

EXAMPLES = """\b
Examples:
  copydesk sources add https://example.com/    look where a site has its articles, and write its file
  copydesk sources check                       find mistakes in the files
  copydesk sources list                        what there is
  copydesk sources import feeds.opml           take over the feeds of a feed reader"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Add, check and list sources: one file each, in seeds/sources or a folder of your own."""


@command.command("list")
@sources_option
@json_option
def list_command(folder: str, *, as_json: bool) -> None:
    """List the sources.

    Exit code 1 when there is none.
    """
    sources = usable_sources(folder)
    if as_json:
        for source in sources:
            print_record(source_record(source))
    elif sources:
        print_sources(results(), sources)
    if not sources:
        say(f"no sources in {shown(folder)}; `{called()} sources add https://example.com/` makes one")
        sys.exit(EXIT_NOTHING)


def source_record(source: Source) -> Record:
    """Return a source as a JSON-ready mapping, its keys those of the file, its times as the file has them."""
    times = ("every_least", "every_most", "revisit")
    return (
        asdict(source)
        | {key: duration_text(getattr(source, key)) for key in times}
        | {"skip": [skip.pattern for skip in source.skip]}
    )


def print_sources(console: Console, sources: Sequence[Source]) -> None:
    """Print sources for a person, one a line."""
    rows = [
        (
            source.name,
            "" if source.enabled else "off",
            source.language,
            ways(source),
            f"{duration_text(source.every_least)} to {duration_text(source.every_most)}",
            source.home,
        )
        for source in sources
    ]
    heading = ("source", "", "language", "finds articles by", "looked at every", "front page")
    widths = [max(map(len, column)) for column in zip(heading, *rows, strict=True)]
    for row in (heading, *rows):
        style = "bold" if row is heading else "dim" if row[1] else ""
        line = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        console.print(Text(visible(line.rstrip()), style), soft_wrap=True)


def ways(source: Source) -> str:
    """Return in words how articles are found.

    >>> ways(Source("a", "https://a.example/", feeds=("https://a.example/f",), sections=("https://a.example/",) * 2))
    '1 feed, 2 sections'
    """
    found = (("feed", source.feeds), ("sitemap", source.sitemaps), ("section", source.sections))
    return ", ".join(counted(len(each), noun) for noun, each in found if each)


for subcommand in (add_command, check_command, import_command, export_command):
    command.add_command(subcommand)
