import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from db.engine import open_reader
from db.read import articles, get_page
from db.store import Store
from db.tables import SketchRow

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "db" / "programs" / "store_batches.py"


def stored_until_killed(place: Path, first: int, seconds: float) -> dict[str, int]:
    """Return what the program said to have stored, edits by address, before it was killed."""
    command = [sys.executable, str(PROGRAM), str(place), str(first), "100000"]
    with subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "open\n"
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        whole = [line.split() for line in run.stdout if line.endswith("\n")]
    return {url: int(edits) for url, edits in whole}


def check_database(place: Path) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")


def check_articles(place: Path, reported: dict[str, int]) -> int:
    """Check each article against its page, and that all reported are there; return how many there are."""
    reader = open_reader(place)
    found = dict(articles(reader))
    for number, article in found.items():
        page = get_page(reader, number)
        told = int(article.url.rsplit("/")[-1])
        assert page is not None
        assert page.body.endswith(b"<p>%d</p>" % told)
        assert len(article.edits) == told % 7
    with reader.connect() as connection:  # each is in the index of copies, and no other
        assert set(connection.scalars(select(SketchRow.article_id))) == set(found)
    reader.dispose()
    edits = {article.url: len(article.edits) for article in found.values()}
    assert edits | reported == edits
    assert len(edits) == len(found)
    return len(found)


@pytest.mark.parametrize("seed", range(2))
def test_a_kill_at_any_moment_loses_nothing_that_was_reported(place, seed, check_memory):
    moments = random.Random(seed)
    reported: dict[str, int] = {}
    for run in range(2):
        reported |= stored_until_killed(place, run * 1_000_000, moments.uniform(0.05, 0.6))
        assert check_articles(place, reported) % 10 == 0  # before a writer tidies up: batches are whole
        check_memory(place)  # what was learnt is of the same batches
    check_database(place)
    assert reported
    Store.open(place).close()
    check_articles(place, reported)
    assert check_memory(place).sites
