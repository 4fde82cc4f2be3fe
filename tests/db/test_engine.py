import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy.exc import OperationalError

import db.sqlite
from db.engine import open_reader, open_writer
from db.errors import DatabaseError, DatabaseLockedError, DatabaseMissingError
from db.place import place_of
from db.sqlite import connect
from db.store import Store


def ask(engine, question):
    with engine.connect() as connection:
        return connection.exec_driver_sql(question).scalar()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_place_is_a_path_or_a_url(tmp_path, form):
    path = tmp_path / "a b?#%41.db"
    where = form.format(path).replace("?", "%3F").replace("#", "%23") if "://" in form else form.format(path)
    if "://" in form:
        path = tmp_path / "plain.db"
        where = f"sqlite:///{path}"
    Store.open(where).close()
    assert path.exists()


def test_a_relative_path_is_of_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert place_of("sqlite:///a.db") == place_of("a.db") == tmp_path / "a.db"


@pytest.mark.parametrize("where", ["", ":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_database_needs_a_file(where):
    with pytest.raises(DatabaseError, match="needs a file: give a path"):
        place_of(where)


@pytest.mark.parametrize(
    ("where", "message"),
    [("mysql://host/name", "only SQLite and PostgreSQL can be used, not mysql"), ("://x", "neither a path nor a URL")],
)
def test_other_urls_are_refused(where, message):
    with pytest.raises(DatabaseError, match=message):
        place_of(where)


def test_settings_of_a_writer(place, store):
    engine = open_writer(place)
    assert ask(engine, "PRAGMA journal_mode") == "wal"
    assert ask(engine, "PRAGMA synchronous") == 2  # FULL
    assert ask(engine, "PRAGMA foreign_keys") == 1
    assert ask(engine, "PRAGMA busy_timeout") == 30_000
    engine.dispose()


def test_a_writer_takes_the_lock_when_it_begins(place, store):
    engine = open_writer(place)
    with engine.begin(), closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as other:  # noqa: SIM117
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    engine.dispose()


def test_a_reader_cannot_write(place, reader):
    with reader.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM article")


def test_a_reader_makes_no_file(place):
    with pytest.raises(DatabaseMissingError, match=r"no database at .*; load something first: copydesk load PATH --db"):
        open_reader(place)
    assert not place.exists()


def test_an_empty_file_is_filled(place):
    place.touch()
    Store.open(place).close()
    open_reader(place).dispose()


@pytest.mark.parametrize("opened", [open_reader, open_writer])
class TestAWrongFile:
    def test_no_sqlite(self, place, opened):
        text = b"I am a text, and longer than the header of a database is. " * 9
        place.write_bytes(text)
        with pytest.raises(DatabaseError, match=r"is not an SQLite database: give another path"):
            opened(place)
        assert place.read_bytes() == text

    @pytest.mark.parametrize("made", ["CREATE TABLE a (b)", "PRAGMA application_id = 7"])
    def test_of_another_program(self, place, opened, made):
        with closing(sqlite3.connect(place)) as connection:
            connection.execute(made)
        with pytest.raises(DatabaseError, match="of another program: give another path"):
            opened(place)

    def test_of_a_newer_schema(self, place, opened):
        Store.open(place).close()
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '0999'")
        with pytest.raises(DatabaseError, match=r"newer Copydesk \(schema 0999.*update this one"):
            opened(place)


def test_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(DatabaseError, match=r"does not exist: make it first: mkdir -p"):
        open_writer(tmp_path / "none" / "a.db")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(DatabaseError, match=r"is a folder: give a file in it"):
        open_writer(tmp_path)


def test_a_folder_that_takes_no_files():
    with pytest.raises(DatabaseError, match=r"cannot open /proc/copydesk\.db: see whether you may"):
        open_writer("/proc/copydesk.db")  # not even root may


def test_a_database_in_use(place, monkeypatch, make_kept):
    monkeypatch.setattr(db.sqlite, "PATIENCE", 0.05)
    with Store.open(place) as store, closing(connect(place, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLockedError, match="in use by another program: wait for it to end"):
            store.extend([make_kept()])
        other.execute("ROLLBACK")
        assert store.extend([make_kept()]).kept == 1


def test_several_processes_make_the_same_file(place):
    program = f"from db.store import Store; Store.open({str(place)!r}).close()"
    started = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
    assert [process.wait() for process in started] == [0, 0, 0, 0]
    open_reader(place).dispose()


def test_reading_and_writing_need_no_alembic(place, store):
    program = (
        "import sys; from db.store import Store; from db.engine import open_reader; "
        f"Store.open({str(place)!r}).close(); open_reader({str(place)!r}); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
