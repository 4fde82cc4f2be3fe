"""Many rows at once, without what SQLAlchemy does for each of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, Insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import StatementError

from db.rows import Row

Processor = Callable[[object], object]


class Prepared(NamedTuple):
    """An insert as the driver takes it."""

    sql: str
    columns: tuple[str, ...]
    """In the order of its places."""
    processors: tuple[Processor | None, ...]
    """What makes of a value the driver's, by column."""

    def over(self, rows: Sequence[Row]) -> Iterator[tuple[Processor | None, list[object]]]:
        """Yield the values of each column, with what to do to them."""
        for name, process in zip(self.columns, self.processors, strict=True):
            yield process, [row[name] for row in rows]


def write(connection: Connection, statement: Insert, rows: Sequence[Row]) -> None:
    """Insert rows, all with the same columns: what `connection.execute(statement, rows)` does, in half the time.

    `statement` is one that lives as long as the program, for it is made ready once.
    """
    if not rows:
        return
    dialect = connection.dialect
    if not dialect.positional:  # the driver takes rows by name, as psycopg does
        connection.execute(statement, rows)
        return
    ready = prepared(statement, dialect, tuple(rows[0]))
    try:
        columns = [list(map(process, column)) if process else column for process, column in ready.over(rows)]
    except ValueError as error:  # a value that cannot be stored, said as `execute` says it
        raise StatementError(str(error), ready.sql, rows, error) from error
    connection.exec_driver_sql(ready.sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=64)
def prepared(statement: Insert, dialect: Dialect, columns: tuple[str, ...]) -> Prepared:
    """Return a statement made ready for rows with these columns."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    names = tuple(compiled.positiontup or ())
    types = [compiled.binds[name].type for name in names]
    return Prepared(str(compiled), names, tuple(type_.dialect_impl(dialect).bind_processor(dialect) for type_ in types))
