"""A PostgreSQL server for tests: the one at COPYDESK_TEST_POSTGRES, else one of our own from the installed binaries."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine
from sqlalchemy.engine import make_url

GIVEN = "COPYDESK_TEST_POSTGRES"
NOBODY = 65_534  # PostgreSQL does not run as root
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses='' -c max_wal_size=512MB"


@contextmanager
def running_server() -> Iterator[URL]:
    """Give the URL of a server's own database. Skips the test, and says why, where there is no server to be had."""
    if given := os.environ.get(GIVEN):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    binaries = found_binaries()
    if binaries is None:
        pytest.skip(f"no PostgreSQL here: install its server, or give the URL of one in {GIVEN}")
    folder = Path(tempfile.mkdtemp(prefix="copydesk-postgres-"))
    user = NOBODY if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user, user)
    try:
        call([binaries / "initdb", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"], folder, user)
        call(
            [binaries / "pg_ctl", "start", "--wait", "--silent", "-l", folder / "log", "-o", f"{QUICK} -k {folder}"],
            folder,
            user,
        )
        yield URL.create(
            "postgresql+psycopg", "nobody" if user else None, database="postgres", query={"host": str(folder)}
        )
    finally:
        call([binaries / "pg_ctl", "stop", "--mode=immediate", "--silent"], folder, user, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def found_binaries() -> Path | None:
    """Return the folder of the newest installed server's programs."""
    if beside := shutil.which("initdb"):
        return Path(beside).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def call(command: list[str | Path], folder: Path, user: int | None, *, check: bool = True) -> None:
    environment = {"PGDATA": str(folder / "data"), "PATH": os.environ["PATH"], "LC_ALL": "C"}
    subprocess.run(
        command,
        cwd=folder,
        env=environment,
        user=user,
        group=user,
        check=check,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def made_database(server: URL, name: str) -> Iterator[URL]:
    """Give the URL of a new, empty database on a server."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        yield server.set(database=name)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def emptied(database: URL) -> str:
    """Return the location of a database, as `--db` takes it, without a row in any of its tables."""
    engine = create_engine(database)
    with engine.begin() as connection:
        ours = "schemaname = 'public' AND tablename <> 'alembic_version'"
        tables = connection.exec_driver_sql(f"SELECT tablename FROM pg_tables WHERE {ours}").scalars().all()
        if tables:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
    engine.dispose()
    return database.render_as_string(hide_password=False)


def schema(database: URL, name: str) -> str:
    """Return the location of a new schema of a database, with nothing in it."""
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return database.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
