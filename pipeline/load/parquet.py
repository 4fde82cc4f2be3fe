"""Parquet: a row is a page. The only door to pyarrow, which is an extra: it is larger than all the rest together."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from pipeline.article import RawPage, Reason, Refused
from pipeline.load.found import Found, RecordError, broken_archive, broken_record
from pipeline.load.packing import FREE_BYTES, MOST_TIMES
from pipeline.load.stream import BUFFER, Unpacked
from pipeline.load.table import Cell, Columns, columns_of, page_of_row

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

PARQUET_MARK = b"PAR1"

BATCH_ROWS = 16
"""Rows taken at a time: sixteen pages of the largest size fit into memory, and more at a time is not faster."""


def read_parquet(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield a page or its refusal for each row; a refusal of the file where pyarrow is not installed."""
    try:
        from pyarrow import ArrowException  # noqa: PLC0415
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError:
        yield Refused(page, Reason("not installed", f"{page.origin}: Parquet is read by pyarrow: pip install pyarrow"))
        return
    number = 0
    with closing(cast("Unpacked", stream).seekable_file()) as file:
        try:
            # Buffered, so that a column is not read as a whole: one of a row group may be larger than memory.
            table = ParquetFile(file, buffer_size=BUFFER, pre_buffer=False, page_checksum_verification=True)
            for number, found in enumerate(_found(table, page), 1):  # noqa: B007  told of in the refusal
                yield found
        except RecordError as error:
            yield broken_record(page, error)
        except (ArrowException, OSError, ValueError) as error:
            place = replace(page, url="", origin=f"{page.origin}#{number + 1}")
            said = str(error).splitlines()[0]
            yield broken_archive(place, f"row {number + 1:,} cannot be read, nor what comes after it: {said}")


def _found(table: "ParquetFile", page: RawPage) -> Iterator[Found]:
    """Yield what is in each row of a table."""
    names = [str(name) for name in table.schema_arrow.names]
    columns = columns_of(names)
    check_size(table)
    wanted = [names[place] for place in columns.places.values()]
    columns = Columns({meaning: place for place, meaning in enumerate(columns.places)})
    number = 0
    groups = range(table.metadata.num_row_groups)
    # Group by group: a batch that reaches into a damaged one would be lost as a whole.
    by_group = (
        table.iter_batches(BATCH_ROWS, row_groups=[group], columns=wanted, use_threads=False) for group in groups
    )
    for batch in chain.from_iterable(by_group):
        for cells in zip(*(cells_of(batch.column(name)) for name in wanted), strict=True):
            number += 1
            yield page_of_row(columns.row(cells), replace(page, url="", origin=f"{page.origin}#{number}"))


def cells_of(column: Any) -> list[Cell]:  # noqa: ANN401  pyarrow has no types
    """Return the cells of a column; None for a moment that the calendar does not have."""
    try:
        return cast("list[Cell]", column.to_pylist())
    except OverflowError:
        return [cell_of(cell) for cell in column]


def cell_of(cell: Any) -> Cell:  # noqa: ANN401  pyarrow has no types
    """Return a cell; None for a moment that the calendar does not have."""
    try:
        return cast("Cell", cell.as_py())
    except OverflowError:
        return None


def check_size(table: Any) -> None:  # noqa: ANN401  pyarrow has no types
    """Raise RecordError when a table unpacks to far more than it is."""
    groups = [table.metadata.row_group(number) for number in range(table.metadata.num_row_groups)]
    columns = [group.column(place) for group in groups for place in range(group.num_columns)]
    packed = sum(column.total_compressed_size for column in columns)
    if sum(column.total_uncompressed_size for column in columns) > FREE_BYTES + MOST_TIMES * packed:
        raise RecordError(f"it unpacks to more than {MOST_TIMES:,} times its size")
