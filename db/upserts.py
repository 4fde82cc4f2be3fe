"""Rows that are written over what stands under their key, in both databases' words."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from db.rows import Row
from db.tables import Base

Given = ReadOnlyColumnCollection[str, ColumnElement[object]]
"""The columns of the row that was to be inserted."""

INSERTS: dict[str, Callable[[type[Base]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def put(
    connection: Connection, table: type[Base], keys: Sequence[str], columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert the rows; of one whose key is there already, take these columns over."""
    put_changed(connection, table, keys, lambda given: {name: given[name] for name in columns}, rows)


def put_changed(
    connection: Connection,
    table: type[Base],
    keys: Sequence[str],
    changes: Callable[[Given], dict[str, object]],
    rows: Sequence[Row],
) -> None:
    """Insert the rows; of one whose key is there already, change what `changes` makes of the one that was given."""
    if rows:
        statement = INSERTS[connection.dialect.name](table)
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes(statement.excluded)), rows)
