import json
import sqlite3
from contextlib import closing

import alembic.command

from db.migrate import config
from db.sqlite import upgrader


def test_a_sound_database(run, stored):
    result = run("db", "check")
    assert result.exit_code == 0
    assert "wrong" not in result.stdout
    assert [json.loads(line)["name"] for line in run("db", "check", "--json").stdout.splitlines()][:3] == [
        "file",
        "references",
        "full text",
    ]


def test_a_fault_is_told_and_gives_exit_code_1(run, stored):
    with closing(sqlite3.connect(stored, isolation_level=None)) as connection:
        connection.execute("UPDATE edit SET after = 'nonsense'")
    result = run("db", "check")
    assert result.exit_code == 1
    assert "article 1: its edits cannot be undone" in result.stdout
    assert "go back to a backup" in result.stderr


def test_a_file_that_lost_its_end(run, here, stored, news):
    stored.write_bytes(stored.read_bytes()[:-1_024])
    before = stored.read_bytes()
    (here / "page.html").write_text(news())
    for arguments in (("search", "crane"), ("load", "page.html"), ("db", "check")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (3, "")
    assert stored.read_bytes() == before
    assert "is cut short, 1,024 bytes are missing at its end: get it from a backup" in result.stderr


def test_the_index_is_made_anew(run, stored):
    with closing(sqlite3.connect(stored, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER article_fts_update")
        connection.execute("UPDATE article SET text = 'zebras' WHERE id = 3")
    assert run("db", "check").exit_code == 1
    assert run("db", "rebuild").exit_code == 0
    assert "zebras" in run("search", "zebras").stdout


def test_an_older_database_is_brought_up_to_date(run, here):
    engine = upgrader(here / "copydesk.db")
    alembic.command.upgrade(config(engine), "0001")
    engine.dispose()
    told = run("search", "crane")
    assert told.exit_code == 3
    assert "made by an older Copydesk; bring it up to date: copydesk db upgrade --db" in told.stderr
    result = run("db", "upgrade")
    assert (result.exit_code, result.stderr) == (0, f"{here / 'copydesk.db'} is up to date\n")
    assert run("db", "upgrade").exit_code == 0
    assert run("search", "crane").exit_code == 1


def test_a_backup_can_be_searched(run, stored, here):
    assert run("db", "backup", "copy.db").exit_code == 0
    assert "Harbour crane" in run("search", "crane", "--db", "copy.db").stdout


def test_a_backup_goes_over_nothing_unasked(run, stored, here):
    (here / "copy.db").write_bytes(b"mine")
    result = run("db", "backup", "copy.db")
    assert result.exit_code == 2
    assert "is there already: give another file, or --replace" in result.stderr
    assert (here / "copy.db").read_bytes() == b"mine"
    assert run("db", "backup", "copy.db", "--replace").exit_code == 0


def test_places_where_no_backup_can_be(run, stored, here):
    assert "is the database itself" in run("db", "backup", "copydesk.db", "--replace").stderr
    assert "is a folder" in run("db", "backup", ".").stderr
    assert "does not exist: make it first" in run("db", "backup", "no/copy.db").stderr


def test_without_a_database(run, here):
    for arguments in (("db", "check"), ("db", "backup", "copy.db"), ("db", "rebuild"), ("db", "upgrade")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "no database at" in result.stderr
    assert list(here.iterdir()) == []


def test_a_server_makes_its_own_backups(run, here):
    result = run("db", "backup", "copy.db", "--db", "postgresql://ann:secret@localhost/news")
    assert result.exit_code == 3
    assert "pg_dump" in result.stderr
    assert "secret" not in result.stderr
