"""Which reader reads which file."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.files import LoadError
from pipeline.load.html import read_html
from pipeline.load.jsonl import read_jsonl
from pipeline.load.stream import BLANK
from pipeline.load.text import read_text


class Format(NamedTuple):
    """A kind of file that pages come in."""

    name: str
    suffixes: tuple[str, ...]
    """In lower case; each of them may be followed by `.gz`."""
    read: Callable[[BinaryIO, RawPage], Iterator[RawPage | Refused]]
    """Given the unpacked bytes, and a page that says where they are from; yields what is in them."""
    max_bytes: int = sys.maxsize
    """The size of a file that need not be opened to be refused: where a file is one page, the largest page."""


HTML = Format("html", (".html", ".htm", ".xhtml"), read_html, MAX_PAGE_BYTES)
TEXT = Format("text", (".txt",), read_text, MAX_PAGE_BYTES)
JSONL = Format("jsonl", (".jsonl", ".ndjson"), read_jsonl)

FORMATS = (HTML, TEXT, JSONL)

BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def format_named(name: str) -> Format:
    """Return the format of that name; raises LoadError when there is none.

    >>> format_named("jsonl").suffixes
    ('.jsonl', '.ndjson')
    """
    for form in FORMATS:
        if form.name == name:
            return form
    raise LoadError(f"there is no format {name!r}; the formats are {', '.join(form.name for form in FORMATS)}")


def format_of(path: Path) -> Format | None:
    """Return the format that a file's name tells; None when it tells none.

    >>> [form and form.name for form in map(format_of, map(Path, ["a.HTM", "a.jsonl.gz", "a.css", "a.gz"]))]
    ['html', 'jsonl', None, None]
    """
    return BY_SUFFIX.get(_suffix(path))


def sniff(opening: bytes, path: Path | None = None) -> Format | None:
    """Return the format that a stream's first bytes tell; None where they may be anything, and so does the file's name.

    >>> [sniff(start).name for start in (b" <!doctype html>", b'{"text": "a"}', b"Ice on the lake")]
    ['html', 'jsonl', 'text']
    >>> sniff(b"a,b,c", Path("table.csv")) is None
    True
    """
    first = opening.lstrip(BLANK)[:1]
    if first == b"<":
        return HTML
    if path is not None and _suffix(path):
        return None
    return JSONL if first == b"{" else TEXT


def known_suffixes() -> str:
    """Return the suffixes that tell a format, for a person."""
    return ", ".join(BY_SUFFIX) + " (or these with .gz)"


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return Path(name.removesuffix(".gz")).suffix
