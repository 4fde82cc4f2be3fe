"""What only a server has; all that both kinds of database do is tested on both, in the other files."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

import db.postgres
from db.engine import open_reader, open_writer
from db.errors import DatabaseError, DatabaseLockedError, DatabaseMissingError
from db.place import place_name
from db.read import get_article, get_page
from db.store import Store
from pipeline.article import Article, Kept
from tests.postgres import schema


def sql(location: str, *statements: str) -> None:
    engine = create_engine(location)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def fresh(on_server):
    """A schema of its own, without a table."""
    yield schema(make_url(on_server), "fresh")
    sql(on_server, "DROP SCHEMA fresh CASCADE")


def test_postgresql_alone_means_psycopg(fresh, make_kept):
    with Store.open(fresh.replace("+psycopg", "")) as store:
        assert store.extend([make_kept()]).kept == 1


def test_a_reader_makes_nothing(fresh):
    with pytest.raises(DatabaseMissingError, match=r"no database at postgresql.*load something first"):
        open_reader(fresh)


def test_the_tables_of_another_program_are_left_alone(fresh):
    sql(fresh, "CREATE TABLE article (id int)")
    with pytest.raises(DatabaseError, match="has the tables of another program"):
        open_writer(fresh)


def test_a_newer_schema_is_refused(fresh):
    Store.open(fresh).close()
    sql(fresh, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(DatabaseError, match=r"newer Copydesk \(schema 0999"):
        open_reader(fresh)


def test_a_migration_that_fails_leaves_nothing(fresh):
    sql(fresh, "CREATE TABLE recleaning (a int)")  # in the way of the last revision
    with pytest.raises(DBAPIError, match="already exists"):
        open_writer(fresh)
    sql(fresh, "DROP TABLE recleaning")
    Store.open(fresh).close()


def test_several_processes_make_the_same_tables(fresh):
    program = f"from db.store import Store; Store.open({fresh!r}).close()"
    started = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    open_reader(fresh).dispose()


def test_a_reader_cannot_write(on_server):
    Store.open(on_server).close()
    reader = open_reader(on_server)
    with reader.connect() as connection, pytest.raises(DBAPIError, match="read-only transaction"):
        connection.exec_driver_sql("DELETE FROM article")
    reader.dispose()


def test_a_writer_waits_for_its_turn_and_says_when_it_was_too_long(on_server, monkeypatch, make_kept):
    with Store.open(on_server) as store, Store.open(on_server) as other, ThreadPoolExecutor(1) as threads:
        with other._writer.begin():
            waiting = threads.submit(store.extend, [make_kept(1)])
            assert not waiting.done()
        assert waiting.result().kept == 1
        monkeypatch.setattr(db.postgres, "PATIENCE", 0.05)
        with other._writer.begin(), pytest.raises(DatabaseLockedError, match="in use by another program"):
            store.extend([make_kept(2)])


def test_a_server_that_is_not_there(tmp_path):
    with pytest.raises(DatabaseError, match=r"cannot reach postgresql\+psycopg://.*see whether the server runs"):
        open_writer(f"postgresql://ann:secret@/news?host={tmp_path}")


def test_a_database_that_is_not_there(on_server):
    location = make_url(on_server).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(DatabaseError, match=r"make it first|cannot reach"):
        open_writer(location)


def test_passwords_are_not_told():
    assert "secret" not in place_name("postgresql://ann:secret@host/news")


def test_a_connection_that_was_ended_is_told_and_the_next_one_works(on_server, make_kept):
    with Store.open(on_server) as store:
        store.extend([make_kept(1)])
        sql(
            on_server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()",
        )
        assert store.extend([make_kept(2)]).kept == 1


def test_long_addresses_and_texts_fit(on_server, make_page):
    """An index of PostgreSQL takes 2,700 bytes, its full text a megabyte."""
    page = make_page(url="https://example.com/" + "ä?b" * 4_000, origin="file:" + "x" * 9_000)
    words = " ".join(f"word{number}" for number in range(700_000))
    article = Article(
        page.url,
        "T" * 100_000,
        (words,),
        canonical_url="https://example.com/" + "c" * 20_000,
        section="ä" * 9_000,
        authors=("Mara Lindqvist",) * 999,
    )
    with Store.open(on_server) as store:
        assert store.extend([Kept(page, article)]).kept == 1
        assert store.holds([page]) == [True]
        reader = open_reader(on_server)
        assert get_article(reader, 1).text == words
        assert get_page(reader, 1).body == page.body
        reader.dispose()
