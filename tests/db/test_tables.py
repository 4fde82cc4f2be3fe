import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from db.migrate import is_of_the_tables
from db.tables import Base

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_what_it_holds(column: Column[object]):
    assert column.comment


def test_the_tables_are_as_the_migrations_make_them(reader):
    with reader.connect() as connection:
        options = {"include_name": is_of_the_tables, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("name", list(Base.metadata.tables))
def test_the_tables_can_be_made_in_postgresql(name):
    assert str(CreateTable(Base.metadata.tables[name]).compile(dialect=postgresql.dialect()))
