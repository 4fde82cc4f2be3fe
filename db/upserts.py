"""Rows that are written over what stands under their key, in both databases' words."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from db.rows import Row
from db.tables import Base
from db.writing import write

Given = ReadOnlyColumnCollection[str, ColumnElement[object]]
"""The columns of the row that was to be inserted."""

Changes = Callable[[Given], dict[str, object]]

INSERTS: dict[str, Callable[[type[Base]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def put(
    connection: Connection, table: type[Base], keys: tuple[str, ...], columns: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Insert the rows; of one whose key is there already, take these columns over."""
    write(connection, _statement(connection.dialect.name, table, keys, columns), rows)


def put_changed(
    connection: Connection, table: type[Base], keys: tuple[str, ...], changes: Changes, rows: Sequence[Row]
) -> None:
    """Insert the rows; of one whose key is there already, change what `changes`, a function, makes of the new one."""
    if rows:
        connection.execute(_statement(connection.dialect.name, table, keys, changes), rows)


@lru_cache(maxsize=64)
def _statement(dialect: str, table: type[Base], keys: tuple[str, ...], what: tuple[str, ...] | Changes) -> Insert:
    """Return the statement, made once for each use."""
    statement = INSERTS[dialect](table)
    given = statement.excluded
    changes = what(given) if callable(what) else {name: given[name] for name in what}
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)
