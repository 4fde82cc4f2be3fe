"""`copydesk export`: stored articles as JSON lines."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Unpack

import click

from db.read import articles
from desk.choose import Choice, chosen, filter_options
from desk.database import database_option, reader
from desk.records import article_record, line
from desk.words import EXIT_NOTHING, counted, say

EXAMPLES = """\b
Examples:
  copydesk export > articles.jsonl
  copydesk export --site example.com --since 2026-01-01 -o january.jsonl
  copydesk export 'lake -river' > lakes.jsonl
  copydesk export | jq -r .title

Each line is a record as `copydesk clean --jsonl` writes it, with the number of the article as "id". A file given with
-o is replaced when all is written, and stays as it is when nothing is. Exit code 1 when there was nothing to export."""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write.  [default: standard output]")
@click.option("--after", default=0, metavar="ID", help="Only articles with a number above this one.")
@filter_options
@database_option
def command(words: tuple[str, ...], output: str, after: int, database: str, **choice: Unpack[Choice]) -> None:
    """Write stored articles as JSON lines, in the order of their numbers; with words, those that search finds."""
    asked = " ".join(word.strip() for word in words)
    written = 0
    with reader(database) as engine, written_whole(output) as file:
        for number, article in articles(engine, chosen(choice), min(after, sys.maxsize), asked):
            file.write(line(article_record(article, number)))
            written += 1
        if not written:
            say("nothing to export: no stored article fits")
            sys.exit(EXIT_NOTHING)
    if sys.stderr.isatty():
        say(f"{counted(written, 'article')} written")


@contextmanager
def written_whole(name: str) -> Iterator[BinaryIO]:
    """Give what to write to: standard output for `-`, else a file that stands at `name` once all is written."""
    place = Path(name).resolve()
    if name == "-":
        yield sys.stdout.buffer
    elif place.exists() and not place.is_file() and not place.is_dir():
        with place.open("wb") as file:  # a pipe or device: nothing to be put in its place
            yield file
    else:
        with put_in_place(place) as file:
            yield file


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
        if place.exists():
            shutil.copymode(place, draft)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
