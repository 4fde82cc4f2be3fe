"""Which form an export has, and how it is packed: by its name, or by the suffix of the file."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO, NamedTuple, cast

import click

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdFile
else:
    from backports.zstd import ZstdFile

SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".rss": "rss",
    ".xml": "rss",
    ".atom": "atom",
}
FORMS = tuple(dict.fromkeys(SUFFIXES.values()))
FEEDS = frozenset({"rss", "atom"})
PACKINGS = (".gz", ".zst")

PACKED_INSIDE = {
    ("parquet", ".gz"): "Parquet is packed inside: leave out .gz",
    ("parquet", ".zst"): "Parquet is packed inside: leave out .zst",
    ("warc", ".zst"): "other programs do not read web archives that are packed so: name it .warc.gz",
}


class Form(NamedTuple):
    """How an export is written."""

    name: str
    """One of FORMS."""
    packing: str
    """`.gz`, `.zst`, or empty: not packed."""


def form_of(output: str, name: str | None) -> Form:
    """Return the form of a file, `-` for standard output; `name` is stronger than its suffix. Raises UsageError.

    >>> form_of("a.csv.gz", None), form_of("a.CSV", "warc"), form_of("-", None)
    (Form(name='csv', packing='.gz'), Form(name='warc', packing=''), Form(name='jsonl', packing=''))
    """
    file = PurePath(output.lower()).name
    packing = next((suffix for suffix in PACKINGS if file.endswith(suffix)), "")
    form = name or SUFFIXES.get(PurePath(file.removesuffix(packing)).suffix, FORMS[0])
    if complaint := PACKED_INSIDE.get((form, packing)):
        raise click.UsageError(f"cannot write {output}: {complaint}")
    # One gzip member a record is how web archives go: a pipe gets them so, for nobody has named it otherwise.
    return Form(form, ".gz" if form == "warc" and output == "-" else packing)


@contextmanager
def packed(stream: BinaryIO, packing: str) -> Iterator[BinaryIO]:
    """Give a stream whose bytes are packed into `stream`, which stays open; `stream` itself where nothing is packed."""
    if not packing:
        yield stream
        return
    # Without name and time in the head: the same articles give the same bytes.
    opened = gzip.GzipFile("", "wb", fileobj=stream, mtime=0) if packing == ".gz" else ZstdFile(stream, "wb")
    with opened as file:
        yield cast("BinaryIO", file)
