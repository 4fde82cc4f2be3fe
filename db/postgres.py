"""Databases on a server: PostgreSQL 13 or newer, through psycopg (the extra `postgres`).

As with a file, there is one writer at a time: each takes a lock when it begins, so that row numbers can be given by the
store. Readers see one state of the database for as long as they read, and cannot write.
"""

from sqlalchemy import URL, Connection, Engine, create_engine, event

from db.columns import AS_JSON
from db.errors import DatabaseError, DatabaseMissingError
from db.place import place_name

MARK = "Copydesk"
"""The comment on the table alembic_version by which a schema is known as ours."""

LOCK = 0x434F5059  # "COPY" in ASCII; the other half of the lock's number is the schema's name
PATIENCE = 30  # seconds to wait for another writer
OLDEST = 130_000  # server_version_num from which on text can be normalized, which the full-text index needs


def writer(url: URL) -> Engine:
    """Return an engine that writes."""
    engine = _engine(url)
    event.listen(engine, "begin", _take_lock)
    return engine


upgrader = writer


def reader(url: URL) -> Engine:
    """Return an engine that reads, and cannot write; a transaction sees one state."""
    return _engine(url, isolation_level="REPEATABLE READ", postgresql_readonly=True)


def revision(url: URL, *, may_make: bool) -> str:
    """Return the revision of the schema: four digits, or empty where there is none yet.

    Raises DatabaseError when the server is too old or the tables are another program's, DatabaseMissingError when there
    are none and they may not be made.
    """
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            found = _revision(connection, url)
    finally:
        engine.dispose()
    if not found and not may_make:
        name = place_name(url)
        raise DatabaseMissingError(f"no database at {name}; load something first: copydesk load PATH --db {name}")
    return found


def _revision(connection: Connection, url: URL) -> str:
    name = place_name(url)
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if version < OLDEST:
        raise DatabaseError(f"{name}: the server is PostgreSQL {version // 10_000}; 13 or newer is needed")
    if encoding != "UTF8":
        raise DatabaseError(f"{name}: the database is in {encoding}; make one in UTF8: createdb -E UTF8 -T template0")
    mark = connection.exec_driver_sql("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')").scalar()
    if mark == MARK:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    taken = "SELECT to_regclass('alembic_version'), to_regclass('article'), to_regclass('page')"
    if any(connection.exec_driver_sql(taken).one()):
        raise DatabaseError(f"{name} has the tables of another program: give another database with --db")
    return ""


def _engine(url: URL, **options: object) -> Engine:
    try:
        engine = create_engine(
            url,
            execution_options=options,
            json_serializer=AS_JSON,
            pool_pre_ping=True,  # a schedule runs for months: a server that was restarted meanwhile is no error
        )
    except ModuleNotFoundError as error:
        raise DatabaseError(
            "a database on PostgreSQL needs the package psycopg: install it with pip install 'psycopg[binary]'"
        ) from error
    event.listen(engine, "connect", _set_zone)
    return engine


def _set_zone(driver: object, _record: object) -> None:
    """Tell times in UTC: the server's own zone could shift the first and last days of the calendar out of it."""
    with driver.cursor() as cursor:  # type: ignore[attr-defined]  # DBAPI connections have no common type
        cursor.execute("SET TIME ZONE 'UTC'")
    driver.commit()  # type: ignore[attr-defined]


def _take_lock(connection: Connection) -> None:
    """Wait for the turn to write; it ends with the transaction."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK}, hashtext(current_schema()))")
