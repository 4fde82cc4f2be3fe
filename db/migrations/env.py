"""How Alembic runs our migrations. Four traps of SQLite are met here."""

from alembic import context
from sqlalchemy import Connection, Engine

from db.migrate import is_of_the_tables
from db.tables import Base


def run(connection: Connection) -> None:
    """Run the migrations in one transaction that the engine began with BEGIN IMMEDIATE, so that it is all or nothing.

    Two processes that both upgrade take turns: the second reads the revision under the lock and finds nothing to do.
    """
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=is_of_the_tables,
        render_as_batch=True,  # SQLite alters a table by making a new one: that drops the triggers, make them again
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()


def main(engine: Engine) -> None:
    """Run the migrations, on SQLite with foreign keys off: a table made anew would take rows that refer to it along."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            run(connection)
        return
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")  # on the driver, because within a transaction it has no effect
        with connection.begin():
            run(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration leaves rows that refer to nothing: {broken[:5]}")
        driver.execute("PRAGMA foreign_keys = ON")


main(context.config.attributes["engine"])
