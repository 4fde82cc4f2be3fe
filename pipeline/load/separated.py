"""Tables of text (CSV, TSV): a row is a page, the first row names the columns.

Only the csv module reads rows; here it is given lines, and told where to go on after a row that is broken. Letters are
read as bytes (Latin-1 has a letter for each), so that each page may be in a charset of its own, and none is lost.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO, NamedTuple

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, UTF_16_MARKS, size_in_words, too_large
from pipeline.load.found import Found, RecordError, broken_record
from pipeline.load.table import Columns, columns_of, page_of_row

MAX_ROW_BYTES = 2 * MAX_PAGE_BYTES
"""Twice a page, like a line of JSON: pages may stand beside their text, and each quotation mark is written twice."""

DELIMITERS = ",;\t|"
AS_BYTES = "latin-1"

UNCLOSED = "a quotation mark is opened and never closed; what follows it in the file could not be told apart"


class RowTooLargeError(Exception):
    """A row is over the limit."""


class Lines:
    """The lines of a stream, one after the other, within the limit of a row."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.number = 0
        """Of the line that was read last, from 1."""
        self._size = 0
        self._quotes = 0
        self._at_end_of_line = True
        self.at_end_of_file = False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        """Return the next line of a row. Raises RowTooLargeError when the row is over the limit."""
        line = self._next()
        self._size += len(line)
        if self._size > MAX_ROW_BYTES:
            raise RowTooLargeError
        return line.decode(AS_BYTES)

    def begin_row(self) -> None:
        """Take the next line for the first of a row."""
        self._size = self._quotes = 0

    def pass_over_row(self) -> None:
        """Read to the end of a row that is broken: where as many quotation marks were closed as opened."""
        while self._quotes % 2 or not self._at_end_of_line:
            try:
                self._next()
            except StopIteration:
                return

    def _next(self) -> bytes:
        line = self._stream.readline(MAX_ROW_BYTES + 1)
        if not line:
            self.at_end_of_file = True
            raise StopIteration
        self.number += self._at_end_of_line
        self._at_end_of_line = line.endswith(b"\n")
        self._quotes += line.count(b'"')
        return line


def looks_like_table(opening: bytes) -> bool:
    r"""Return whether the first line of a stream names columns of a table of pages.

    >>> looks_like_table(b"url;title;text\n"), looks_like_table(b"Ice, snow, and a text about it.\n")
    (True, False)
    """
    line = opening.removeprefix(codecs.BOM_UTF8).decode(AS_BYTES).partition("\n")[0]
    try:
        delimiter = delimiter_of(line)
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return len(cells) > 1 and bool(columns_of(cells))
    except (RecordError, csv.Error):
        return False


def delimiter_of(line: str) -> str:
    r"""Return what stands between the names of columns.

    >>> [delimiter_of(line) for line in ("url,html", "url;title;text", "id\turl\thtml", "html")]
    [',', ';', '\t', ',']
    """
    return max(DELIMITERS, key=line.count)


def read_separated(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield a page or its refusal for each row below the first, which names the columns."""
    csv.field_size_limit(MAX_ROW_BYTES)  # of the whole process; nothing else of ours reads CSV
    lines = Lines(stream)
    try:
        first = next(lines, "")
        if first.encode(AS_BYTES).startswith(UTF_16_MARKS):
            raise RecordError("the file is in UTF-16; convert it to UTF-8")
        first = first.removeprefix(codecs.BOM_UTF8.decode(AS_BYTES))
        delimiter = delimiter_of(first)
        header = next(csv.reader(chain([first], lines), delimiter=delimiter, strict=True), [])
        columns = columns_of([cell.encode(AS_BYTES).decode("utf-8", "replace") for cell in header])
    except (RecordError, RowTooLargeError, csv.Error) as error:
        yield broken_record(page, str(error) or "the first row is too long for names of columns")
        return
    for row in _rows(lines, delimiter, page):
        yield row if isinstance(row, Refused) else page_in(row, columns, len(header), page)


class Row(NamedTuple):
    """A row, and the number of its first line."""

    number: int
    cells: list[str]


def page_in(row: Row, columns: Columns, width: int, page: RawPage) -> Found:
    """Return the page in a row, or its refusal; `width` is how many columns there should be."""
    place = replace(page, url="", origin=f"{page.origin}#{row.number}")
    if len(row.cells) != width:
        return broken_record(place, f"the row has {len(row.cells)} columns, the first row {width}")
    return page_of_row(columns.row([cell.encode(AS_BYTES) for cell in row.cells]), place)


def _rows(lines: Lines, delimiter: str, page: RawPage) -> Iterator[Row | Refused]:
    """Yield the rows that are not empty; a refusal for one that is broken, and go on after it."""
    while True:
        lines.begin_row()
        number = lines.number + 1
        place = replace(page, url="", origin=f"{page.origin}#{number}")
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
        except RowTooLargeError:
            lines.pass_over_row()
            detail = f"{place.origin}: the row is over the limit of {size_in_words(MAX_ROW_BYTES)}"
            yield Refused(place, too_large(MAX_ROW_BYTES)._replace(detail=detail))
        except csv.Error as error:
            lines.pass_over_row()
            yield broken_record(place, f"not CSV: {UNCLOSED if lines.at_end_of_file else error}")
        else:
            if cells is None:
                return
            if cells:
                yield Row(number, cells)
