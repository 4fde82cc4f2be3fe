"""Articles as Parquet. The only door to writing with pyarrow, which is an extra."""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from db.rows import offset_of
from desk.records import article_record
from desk.words import Trouble
from pipeline.article import Article
from pipeline.load.jsonl import without_surrogates

if TYPE_CHECKING:
    from pyarrow import Schema

MISSING = "Parquet is written by pyarrow, which is not installed: pip install pyarrow; or give another --format"

GROUP_ROWS, GROUP_LETTERS = 1_000, 8_000_000
"""Of a row group at most, but for the article that goes beyond: what is in memory at a time."""

SHORT = "url title language site credit correction canonical_url site_name source section image".split()
LATE = "extractor standfirst author_note".split()


class Counted(io.RawIOBase):
    """A stream that knows how much was written to it: pipes do not, and Parquet has to."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self.is_over = False
        """Whether what is written goes nowhere any more: pyarrow ends a file even when its rows failed."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._at

    def write(self, piece: "bytes | memoryview", /) -> int:  # type: ignore[override]  # typeshed: a Buffer, without len
        """Write bytes."""
        if not self.is_over:
            self._stream.write(piece)
        self._at += len(piece)
        return len(piece)


def write_parquet(found: Iterable[tuple[int, Article]], stream: BinaryIO) -> None:
    """Write the articles in row groups of bounded size. Raises Trouble when pyarrow is not installed."""
    try:
        from pyarrow import Table  # noqa: PLC0415
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415
    except ImportError as error:
        raise Trouble(MISSING) from error
    schema, sink = schema_of_articles(), Counted(stream)
    writer = ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True)
    try:
        for rows in groups(found):
            writer.write_table(Table.from_pylist(rows, schema), GROUP_ROWS)
    except BaseException:
        sink.is_over = True  # a footer would make whole what is not
        raise
    finally:
        writer.close()


def schema_of_articles() -> "Schema":
    """Return the columns and their types: the fields of a record, times in UTC and beside them the zone of the page."""
    import pyarrow as pa  # noqa: PLC0415

    text, instant = pa.string(), pa.timestamp("us", tz="UTC")
    texts = pa.list_(text)
    edit = pa.struct([(name, text) for name in ("rule", "where", "before", "after")])
    types = dict.fromkeys([*SHORT, "text", *LATE], text)
    types |= {"id": pa.int64(), "authors": texts, "tags": texts, "flags": texts, "edits": pa.list_(edit)}
    types |= {"published": instant, "modified": instant, "fetched_at": instant, "free": pa.bool_()}
    types |= {"published_offset": pa.int16(), "modified_offset": pa.int16(), "provenance": pa.map_(text, text)}
    return pa.schema([(name, types[name]) for name in row_of(0, Article(""))])


def row_of(number: int, article: Article) -> dict[str, object]:
    """Return an article as a row: a record whose times are instants, with their zones in minutes east of UTC."""
    record = {name: whole(value) for name, value in article_record(article, number).items()}
    return record | {
        "provenance": [(whole(field), whole(place)) for field, place in article.provenance],
        "published": article.published,
        "modified": article.modified,
        "published_offset": offset_of(article.published),
        "modified_offset": offset_of(article.modified),
        "fetched_at": article.fetched_at,
    }


def whole(value: object) -> object:
    """Return a value with U+FFFD in place of each half of a surrogate pair: UTF-8 has no bytes for it.

    >>> whole(["a", {"before": "b"}, None, 3])
    ['a', {'before': 'b'}, None, 3]
    """
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {name: whole(item) for name, item in value.items()}
    return value


def groups(found: Iterable[tuple[int, Article]]) -> Iterator[list[dict[str, object]]]:
    """Yield rows, so many together as go into a row group."""
    rows: list[dict[str, object]] = []
    letters = 0
    for number, article in found:
        rows.append(row_of(number, article))
        letters += len(article.text) + sum(len(edit.before) + len(edit.after) for edit in article.edits)
        if len(rows) >= GROUP_ROWS or letters >= GROUP_LETTERS:
            yield rows
            rows, letters = [], 0
    if rows:
        yield rows
