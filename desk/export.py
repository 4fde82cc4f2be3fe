"""`copydesk export`: stored articles, or the pages they were made of, as files for other programs."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar, Unpack

import click
from sqlalchemy import Engine

from db.export import newest, pages
from db.filter import Filter
from db.read import articles
from desk.choose import Choice, chosen, filter_options
from desk.database import database_option, reader
from desk.exporting.feed import LATELY, About, link_of, write_atom, write_rss
from desk.exporting.forms import FEEDS, FORMS, Form, form_of, packed
from desk.exporting.lines import write_lines
from desk.exporting.parquet import write_parquet
from desk.exporting.table import write_table
from desk.exporting.warc import write_warc
from desk.words import EXIT_NOTHING, Trouble, counted, say
from pipeline.article import Article, RawPage

EXAMPLES = """\b
Examples:
  copydesk export > articles.jsonl
  copydesk export 'lake -river' --site example.com --since 2026-01-01 -o january.csv
  copydesk export -o articles.parquet           for pandas, polars, DuckDB
  copydesk export -o pages.warc.gz              the pages as they came in
  copydesk export -o feed.xml --title "Our desk" --feed-url https://example.com/feed.xml
  copydesk export | jq -r .title

\b
jsonl    a record a line, as `copydesk clean --jsonl` writes it, with the number of the article as "id"
csv      a row an article; lists with "; " between, edits as JSON
parquet  typed columns, times in UTC
warc     the raw pages, to the byte, as a web archive
rss      a feed of the newest articles, RSS 2.0
atom     the same as Atom

The suffix of FILE tells the format (.xml is RSS), and with .gz or .zst behind it the file is packed. FILE is replaced
when all is written, and stays as it is when nothing is. All is of one state of the database, whatever is written
meanwhile. Exit code 1 when there was nothing to export."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL = "no room left for {place}: free some, or give another file with -o; what was there is as it was"

T = TypeVar("T")


class Wanted(NamedTuple):
    """What was asked for."""

    form: Form
    output: str
    words: str
    only: Filter
    after: int
    limit: int | None
    about: About
    for_spreadsheets: bool


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write.  [default: standard output]")
@click.option(
    "--format",
    "name",
    metavar="NAME",
    type=click.Choice(FORMS),
    help=f"{', '.join(FORMS)}.  [default: by the suffix of FILE, else jsonl]",
)
@click.option("--after", default=0, metavar="ID", help="Only articles with a number above this one.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1),
    help="How many at the most; of a feed the newest.  [default: 50 in a feed, else all]",
)
@click.option("--for-spreadsheets", is_flag=True, help="CSV of which Excel and its like compute nothing.")
@click.option("--title", default="Copydesk", metavar="TEXT", help="What a feed calls itself.  [default: Copydesk]")
@click.option("--feed-url", default="", metavar="URL", help="Where a feed will be found.")
@filter_options
@database_option
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    words: tuple[str, ...],
    output: str,
    name: str | None,
    after: int,
    limit: int | None,
    database: str,
    *,
    for_spreadsheets: bool,
    title: str,
    feed_url: str,
    **choice: Unpack[Choice],
) -> None:
    """Write stored articles to a file: JSON lines, CSV, Parquet, a web archive, a feed; with words, those found."""
    form = form_of(output, name)
    if for_spreadsheets and form.name != "csv":
        raise click.UsageError(f"--for-spreadsheets is for CSV, not for {form.name}: add --format csv")
    if feed_url and not link_of(feed_url):
        raise click.UsageError(f"--feed-url {feed_url} is no web address; write it as in https://example.com/feed.xml")
    asked, only, about = " ".join(word.strip() for word in words), chosen(choice), About(title, feed_url)
    most = None if limit is None else min(limit, sys.maxsize)  # what no number of a row is above
    wanted = Wanted(form, output, asked, only, min(after, sys.maxsize), most, about, for_spreadsheets)
    with reader(database) as engine:
        written = export(engine, wanted)
    if not written:
        say("nothing to export: no stored article fits")
        sys.exit(EXIT_NOTHING)
    if sys.stderr.isatty():
        say(f"{counted(written, 'page' if form.name == 'warc' else 'article')} written")


def export(engine: Engine, wanted: Wanted) -> int:
    """Write what is wanted, and return how many articles or pages that were; where there are none, write nothing."""
    _, output, words, only, after, limit, _, _ = wanted
    if wanted.form.name == "warc":
        name = "" if output == "-" else Path(output).name
        archive = partial(write_warc, name=name, is_packed=bool(wanted.form.packing))
        passed_over = list[int]()
        found = with_body(pages(engine, only, after, words), passed_over)
        written = put_out(islice(found, limit), output, archive)
        if passed_over:
            say(f"{counted(len(passed_over), 'page')} passed over: older than pages are kept, their bytes were let go")
        return written
    if wanted.form.name in FEEDS:
        chosen_ones = newest(engine, only, limit or LATELY, after, words)
    else:
        chosen_ones = islice(articles(engine, only, after, words), limit)
    return put_out(chosen_ones, output, partial(write_packed, wanted))


def with_body(found: Iterator[tuple[int, RawPage | None]], passed_over: list[int]) -> Iterator[tuple[int, RawPage]]:
    """Yield the pages that are there; `passed_over` takes the numbers of the others."""
    for number, page in found:
        if page is None:
            passed_over.append(number)
        else:
            yield number, page


def put_out(found: Iterator[T], output: str, write: Callable[[Iterator[T], BinaryIO], None]) -> int:
    """Write what is found, one after the other, and return how many these were; no file where there are none."""
    first = list(islice(found, 1))
    number = 0

    def counted_off() -> Iterator[T]:
        nonlocal number
        for number, each in enumerate(chain(first, found), 1):  # noqa: B007  told of at the end
            yield each

    if first:
        with written_whole(output) as file:
            write(counted_off(), file)
    return number


def write_packed(wanted: Wanted, found: Iterator[tuple[int, Article]], file: BinaryIO) -> None:
    """Write articles in their form, packed where that is wanted."""
    writers: dict[str, Callable[[Iterator[tuple[int, Article]], BinaryIO], None]] = {
        "jsonl": write_lines,
        "csv": partial(write_table, for_spreadsheets=wanted.for_spreadsheets),
        "parquet": write_parquet,
        "rss": partial(write_rss, about=wanted.about),
        "atom": partial(write_atom, about=wanted.about),
    }
    with packed(file, wanted.form.packing) as stream:
        writers[wanted.form.name](found, stream)


@contextmanager
def written_whole(name: str) -> Iterator[BinaryIO]:
    """Give what to write to: standard output for `-`, else a file that stands at `name` once all is written."""
    place = Path(name).resolve()
    if name == "-":
        yield sys.stdout.buffer
        return
    try:
        if place.exists() and not place.is_file() and not place.is_dir():
            with place.open("wb") as file:  # a pipe or device: nothing to be put in its place
                yield file
        else:
            with put_in_place(place) as file:
                yield file
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise Trouble(FULL.format(place=place)) from error


@contextmanager
def put_in_place(place: Path) -> Iterator[BinaryIO]:
    """Give a new file beside `place`, and put it there when the context ends well."""
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        if place.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        file = draft.open("xb")
    except OSError as error:
        raise click.UsageError(f"cannot write {place}: {error.strerror}; give another file with -o") from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # a power cut after this leaves the old file or the new one
        if place.exists():
            shutil.copymode(place, draft)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
