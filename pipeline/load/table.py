"""What CSV and Parquet have in common: a row is a page, and what its columns mean is told by their names."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from pipeline.article import Hints, RawPage, Refused
from pipeline.decode import decode
from pipeline.instants import parse_instant
from pipeline.judge import MAX_PAGE_BYTES, too_large
from pipeline.load.found import Found, RecordError, broken_record
from pipeline.load.jsonl import without_surrogates

NAMES = {
    "url": "url link uri address href permalink pageurl articleurl sourceurl newsurl targeturi warctargeturi",
    "html": "html rawhtml pagehtml htmlcontent contenthtml bodyhtml fullhtml htmlbody pagesource",
    "text": "text articletext maintext fulltext plaintext bodytext contenttext newstext articlebody",
    "either": "content body article page story articlecontent newscontent fullcontent",
    "title": "title headline heading articletitle newstitle",
    "authors": "authors author byline creator writer articleauthor",
    "published": "published date publishedat publishdate publisheddate datepublished datepublish publicationdate "
    "pubdate datetime publishtime publishedtime publisheddatetime articledate newsdate",
    "fetched_at": "fetchedat fetched crawledat crawldate scrapedat scrapedate downloadedat datedownload retrievedat "
    "fetchtime crawltime warcdate",
    "id": "id articleid docid recordid newsid uuid",
}
"""By what they mean: the usual names of columns, without spaces and marks, in the order in which they are believed.
`either` may hold a page or its text; its first character tells."""

MEANINGS = {name: meaning for meaning, names in NAMES.items() for name in names.split()}
BODIES = ("html", "text", "either")

HTML, TEXT, UTF_8 = "text/html", "text/plain; header=absent", "; charset=utf-8"

SHOWN_COLUMNS, SHOWN_LETTERS = 12, 40

BRACKETED = re.compile(r"\[.*\]", re.DOTALL)
QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:,|\]$)""", re.DOTALL)
BETWEEN_AUTHORS = re.compile(r"\s*[;|\n]\s*")
COMMA = re.compile(r"\s*,\s*")

Cell = object
"""A value in a table: bytes in the charset of the file, or what the file says it is: text, number, date, list."""


class Columns(NamedTuple):
    """Which column means what."""

    places: Mapping[str, int]
    """By meaning, from 0."""

    def row(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        """Return the cells of a row by their meaning."""
        return {meaning: cells[place] for meaning, place in self.places.items()}


def columns_of(names: Sequence[str]) -> Columns:
    """Return what columns mean. Raises RecordError, which names them, when none is a page or a text.

    >>> columns_of(["URL", "Published At", "HTML"]).places
    {'url': 0, 'published': 1, 'html': 2}
    """
    found: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(names):
        plain = re.sub(r"[\W_]", "", name.casefold())
        if meaning := MEANINGS.get(plain):
            rank = NAMES[meaning].split().index(plain)
            found[meaning] = min(found.get(meaning, (rank, place)), (rank, place))
    if not any(body in found for body in BODIES):
        raise RecordError(
            f"no column is called html, text or content; the columns are {shown(names)}. "
            "Wanted: html or text; and, if there are any: url, title, authors, published, fetched_at, id"
        )
    return Columns({meaning: place for meaning, (_, place) in found.items()})


def shown(names: Sequence[str]) -> str:
    """Return the names of columns for a person."""
    each = [name[:SHOWN_LETTERS] for name in names[:SHOWN_COLUMNS]]
    return ", ".join(each) + (f" and {len(names) - len(each)} more" if len(names) > len(each) else "")


def page_of_row(row: Mapping[str, Cell], place: RawPage) -> Found:
    """Return the page in a row, given its cells by their meaning, or its refusal. `place` says where the row is from.

    >>> page = page_of_row({"url": "https://a.org/1", "either": b"Ice.", "authors": "Ann; Ben"}, RawPage("", b""))
    >>> page.url, page.body, page.content_type, page.hints.authors
    ('https://a.org/1', b'Ice.', 'text/plain; header=absent', ('Ann', 'Ben'))
    """
    try:
        place = replace(place, record_id=record_id(row.get("id")), url=(text_of(row.get("url"), "url") or "").strip())
        body, content_type = body_of(row)
        published = instant_of(row.get("published"))
        hints = Hints(text_of(row.get("title"), "title"), authors_of(row.get("authors")), published)
    except RecordError as error:
        return broken_record(place, error)
    if len(body) > MAX_PAGE_BYTES:
        return Refused(place, too_large(len(body)))
    fetched_at = instant_of(row.get("fetched_at"))
    if fetched_at:
        fetched_at = fetched_at.replace(tzinfo=UTC) if fetched_at.tzinfo is None else fetched_at.astimezone(UTC)
    return replace(place, body=body, content_type=content_type, hints=hints, fetched_at=fetched_at or place.fetched_at)


def body_of(row: Mapping[str, Cell]) -> tuple[bytes, str]:
    """Return the body of a row and its type: of the first column that is not empty, pages before texts."""
    for meaning in BODIES:
        cell = row.get(meaning)
        if cell is None or cell in ("", b""):
            continue
        if not isinstance(cell, str | bytes):
            raise RecordError(f"the {meaning if meaning != 'either' else 'content'} is no text but {kind_of(cell)}")
        body = without_surrogates(cell).encode() if isinstance(cell, str) else cell
        is_page = meaning == "html" or (meaning == "either" and body.lstrip().startswith(b"<"))
        return body, (HTML if is_page else TEXT) + (UTF_8 if isinstance(cell, str) else "")
    return b"", TEXT


def text_of(cell: Cell, name: str) -> str | None:
    """Return a cell as text on its own; None for none. Raises RecordError when it is something else."""
    if isinstance(cell, bytes):
        cell = decode(cell, "text/plain")
    if cell is None or isinstance(cell, str):
        return without_surrogates(cell).strip() or None if cell else None
    raise RecordError(f"the {name} is no text but {kind_of(cell)}")


def record_id(cell: Cell) -> str | int | None:
    """Return a cell as the name of a record; None for what is no name."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    return text_of(cell, "id") if isinstance(cell, str | bytes) else None


def authors_of(cell: Cell) -> tuple[str, ...]:
    """Return the names in a cell: a list, one written out as programs do, or names with marks between.

    >>> authors_of("['Ann Lee', 'Ben Ray']"), authors_of("Ann Lee, Ben Ray"), authors_of(b"Lee, Ann")
    (('Ann Lee', 'Ben Ray'), ('Ann Lee', 'Ben Ray'), ('Lee, Ann',))
    """
    if isinstance(cell, list):
        return names(each for each in cell if isinstance(each, str))
    text = text_of(cell, "author")
    if not text:
        return ()
    if BRACKETED.fullmatch(text):
        with suppress(ValueError, RecursionError):
            return names(each for each in json.loads(text) if isinstance(each, str))
        return names(found[2] for found in QUOTED.finditer(text)) or names(COMMA.split(text[1:-1]))
    pieces = BETWEEN_AUTHORS.split(text)
    # "Lee, Ann" is one name, "Ann Lee, Ben Ray" are two.
    by_comma = COMMA.split(text)
    return names(by_comma if len(pieces) == 1 and all(" " in piece for piece in by_comma) else pieces)


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Return names without space around them, each once."""
    plain = (without_surrogates(name).strip() for name in found)
    return tuple(dict.fromkeys(name for name in plain if name))


def instant_of(cell: Cell) -> datetime | None:
    """Return the instant or day that a cell tells, naive where it gives no zone; None where none can be read."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = text_of(cell, "date") if isinstance(cell, str | bytes) else None
    return parse_instant(text) if text else None


def kind_of(value: Cell) -> str:
    """Return what a value is, for a person."""
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a record"}
    return kinds.get(type(value), f"a {type(value).__name__}")
