"""Which reader reads which file."""

import sys
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from pipeline.article import RawPage
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.files import LoadError
from pipeline.load.found import Found
from pipeline.load.html import read_html
from pipeline.load.jsonl import read_jsonl
from pipeline.load.members import Member
from pipeline.load.mhtml import MAX_MHTML_BYTES, looks_like_mhtml, read_mhtml
from pipeline.load.parquet import PARQUET_MARK, read_parquet
from pipeline.load.separated import looks_like_table, read_separated
from pipeline.load.stream import BLANK
from pipeline.load.tars import USTAR_AT, USTAR_MARK, tar_members
from pipeline.load.text import read_text
from pipeline.load.warc import WARC_MARK, read_warc
from pipeline.load.zips import ZIP_MARKS, zip_members


class Format(NamedTuple):
    """A kind of file that pages come in."""

    name: str
    suffixes: tuple[str, ...]
    """In lower case; each of them may be followed by one of PACKED."""
    read: Callable[[BinaryIO, RawPage], Iterator[Found]]
    """Given the unpacked bytes, and a page that says where they are from; yields what is in them."""
    max_bytes: int = sys.maxsize
    """The size of a file that need not be opened to be refused: where a file is one page, the largest page."""


class Archive(NamedTuple):
    """A kind of file that files come in."""

    name: str
    suffixes: tuple[str, ...]
    members: Callable[[BinaryIO, RawPage], Iterator[Member | Found]]
    """Given the unpacked bytes, and a page that says where they are from; yields the files, each to be read at once."""
    max_bytes: int = sys.maxsize


HTML = Format("html", (".html", ".htm", ".xhtml"), read_html, MAX_PAGE_BYTES)
TEXT = Format("text", (".txt",), read_text, MAX_PAGE_BYTES)
JSONL = Format("jsonl", (".jsonl", ".ndjson"), read_jsonl)
WARC = Format("warc", (".warc",), read_warc)
MHTML = Format("mhtml", (".mhtml", ".mht"), read_mhtml, MAX_MHTML_BYTES)
CSV = Format("csv", (".csv", ".tsv"), read_separated)
PARQUET = Format("parquet", (".parquet",), read_parquet)
ZIP = Archive("zip", (".zip",), zip_members)
TAR = Archive("tar", (".tar", ".tgz", ".tbz2", ".txz", ".tzst"), tar_members)

FORMATS = (HTML, TEXT, JSONL, WARC, MHTML, CSV, PARQUET, ZIP, TAR)

PACKED = (".gz", ".zst", ".bz2", ".xz")

BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def format_named(name: str) -> Format | Archive:
    """Return the format of that name; raises LoadError when there is none.

    >>> format_named("jsonl").suffixes
    ('.jsonl', '.ndjson')
    """
    for form in FORMATS:
        if form.name == name:
            return form
    raise LoadError(f"there is no format {name!r}; the formats are {', '.join(form.name for form in FORMATS)}")


def format_of(path: PurePath) -> Format | Archive | None:
    """Return the format that a file's name tells; None when it tells none.

    >>> [form and form.name for form in map(format_of, map(PurePath, ["a.HTM", "a.jsonl.gz", "a.css", "a.gz"]))]
    ['html', 'jsonl', None, None]
    """
    return BY_SUFFIX.get(_suffix(path))


def sniff(opening: bytes, path: PurePath | None = None) -> Format | Archive | None:
    r"""Return the format that first bytes tell; None where they may be anything, and so may the file by its name.

    >>> [sniff(start).name for start in (b" <!doctype html>", b'{"text": "a"}', b"Ice on the lake", b"WARC/1.1\r\n")]
    ['html', 'jsonl', 'text', 'warc']
    >>> sniff(b"a,b,c", PurePath("table.css")) is None
    True
    """
    is_strange = path is not None and _suffix(path) != ""
    for form, is_so in TELLTALES if is_strange else TELLTALES + HINTS:
        if is_so(opening):
            return form
    return None if is_strange else TEXT


TELLTALES: tuple[tuple[Format | Archive, Callable[[bytes], bool]], ...] = (
    (WARC, lambda opening: opening.startswith(WARC_MARK)),
    (PARQUET, lambda opening: opening.startswith(PARQUET_MARK)),
    (TAR, lambda opening: opening.startswith(USTAR_MARK, USTAR_AT)),
    (HTML, lambda opening: opening.lstrip(BLANK).startswith(b"<")),
    (MHTML, looks_like_mhtml),
)
"""What a stream begins with that is in a format, whatever its name."""

HINTS: tuple[tuple[Format | Archive, Callable[[bytes], bool]], ...] = (
    (ZIP, lambda opening: opening.startswith(ZIP_MARKS)),
    (JSONL, lambda opening: opening.lstrip(BLANK).startswith(b"{")),
    (CSV, looks_like_table),
)
"""The same for formats that others are made of: documents are zip archives, many files begin with a brace."""


def known_suffixes() -> str:
    """Return the suffixes that tell a format, for a person."""
    return f"{', '.join(BY_SUFFIX)} (or these with {', '.join(PACKED)})"


def _suffix(path: PurePath) -> str:
    name = path.name.lower()
    packed = next((suffix for suffix in PACKED if name.endswith(suffix)), "")
    return PurePath(name.removesuffix(packed)).suffix
