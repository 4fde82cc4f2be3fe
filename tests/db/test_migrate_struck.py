"""A migration that is killed or finds no room: the file is as it was, and the next start upgrades it."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from db.check import check_file, check_rows
from db.compression import pack
from db.engine import HEAD, open_reader, open_writer
from db.migrate import config
from db.read import articles
from db.search import count
from db.sqlite import connect, upgrader
from pipeline.article import RawPage

ROOT = Path(__file__).parents[2]
ARTICLES = 100

KILLED_AT = """
import os, sys
from sqlalchemy import Engine, event
from db.engine import open_writer
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def strike(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)
open_writer(sys.argv[1])
print(int(sys.argv[2]) - left)
"""
WITHOUT_ROOM = """
import resource, sys
from db.engine import open_writer
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
open_writer(sys.argv[1])
"""


@pytest.fixture(params=["0001", "0003"])
def old(request, place) -> Path:
    """A database of an earlier schema, with articles."""
    engine = upgrader(place)
    command.upgrade(config(engine), "0001")
    page = {"url_key": "", "final_url": "", "site": "example.com", "content_type": "text/html", "source": ""}
    page |= {
        "origin": "x",
        "fetched_at": "2026-03-01 12:00:00.000000",
        "body_size": len(b"<p>Text</p>"),
        "body": pack(b"<p>Text</p>"),
    }
    article = {"site": "example.com", "source": "", "authors": "[]", "tags": "[]", "extractor": "x", "flags": "[]"}
    article |= {"cleaned_at": "2026-03-01 12:00:00.000000"}
    with closing(connect(place, "rw")) as connection:
        connection.execute("BEGIN")
        for number in range(1, ARTICLES + 1):
            url = f"https://example.com/{number}"
            text = " ".join(f"Lake {number * position} froze." for position in range(200))
            insert(connection, "page", page | {"id": number, "key": RawPage(url, b"<p>Text</p>").key, "url": url})
            here = {"id": number, "page_id": number, "url": url, "title": f"Ice {number}", "text": text}
            insert(connection, "article", article | here)
            cut = {"article_id": number, "position": 0, "rule": "cut", "field": "text", "start": 0}
            insert(connection, "edit", cut | {"before": "x", "after": ""})
        connection.execute("COMMIT")
    command.upgrade(config(engine), request.param)
    engine.dispose()
    return place


def insert(connection, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def run(program: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def content(place: Path) -> list[object]:
    """All tables of a sound file, and what is in those that people fill."""
    with closing(connect(place, "ro")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = "page", "article", "edit", "alembic_version", "sqlite_master"
        return [connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names[:3]] + [
            connection.execute(f"SELECT * FROM {name}").fetchall() for name in names[3:]
        ]


def check_upgrade(place: Path) -> None:
    """Check that the next start upgrades the file, and that nothing is missing in it."""
    open_writer(place).dispose()
    reader = open_reader(place)
    faults = [check for check in (*check_file(place), *check_rows(reader, None)) if check.faults]
    assert faults == []
    found = dict(articles(reader))
    assert [article.title for article in found.values()] == [f"Ice {number}" for number in range(1, ARTICLES + 1)]
    assert all(article.original() == "x" + article.text for article in found.values())
    assert count(reader, "froze") == ARTICLES
    reader.dispose()


def test_a_kill_at_any_step(old, tmp_path):
    before = content(old)
    whole = tmp_path / "whole.db"
    with closing(connect(old, "ro")) as connection, closing(connect(whole, "rwc")) as copy:
        connection.backup(copy)
    steps = int(run(KILLED_AT, whole, 10**9).stdout)
    assert steps > 10
    for moment in (steps // 3, steps):
        assert run(KILLED_AT, old, moment).returncode == -signal.SIGKILL
        assert content(old) == before
    check_upgrade(old)


def test_no_room(old):
    before = content(old)
    failed = run(WITHOUT_ROOM, old)
    assert failed.returncode == 1
    said = failed.stderr.splitlines()[-1]
    assert said.startswith("db.errors.DatabaseError: ")
    assert "see whether" in said  # SQLite names what happens in two ways, after the place where it came upon the limit
    assert str(old) in said
    assert content(old) == before
    check_upgrade(old)
    assert HEAD in str(content(old)[3])
