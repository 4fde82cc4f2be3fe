"""The option `--db`, and what is wrong with a database as a sentence and exit code 3."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine

from db.engine import open_reader
from db.errors import DatabaseError
from desk.words import F, Trouble

PASSWORD = re.compile(r"(://[^/@:]*:)[^/@]*@")


def default_database() -> str:
    """Return the database that is used where `--db` is not given."""
    return os.environ.get("COPYDESK_DB") or "copydesk.db"


def database_option(command: F) -> F:
    """Add `--db`: a path or a database URL; else COPYDESK_DB; else copydesk.db here."""
    return click.option(
        "--db",
        "database",
        metavar="PATH|URL",
        default=default_database,
        help="Database: a path or a URL.  [default: $COPYDESK_DB, else copydesk.db]",
    )(command)


def without_password(database: str) -> str:
    """Return a database as a person named it, but for the password in a URL: what is printed ends up in logs.

    >>> without_password("postgresql://ann:secret@host/news"), without_password("news.db")
    ('postgresql://ann:***@host/news', 'news.db')
    """
    return PASSWORD.sub(r"\1***@", database)


def again(database: str) -> str:
    """Return what to type after a command so that it uses the same database.

    >>> again("my news.db")
    " --db 'my news.db'"
    """
    return "" if database == default_database() else f" --db {shlex.quote(without_password(database))}"


@contextmanager
def trouble_told() -> Iterator[None]:
    """Turn a DatabaseError into Trouble, which ends the command."""
    try:
        yield
    except DatabaseError as error:
        raise Trouble(str(error)) from error


@contextmanager
def reader(database: str) -> Iterator[Engine]:
    """Give an engine that reads the database."""
    with trouble_told():
        engine = open_reader(database)
        try:
            yield engine
        finally:
            engine.dispose()
