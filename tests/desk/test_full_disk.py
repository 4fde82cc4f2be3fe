"""A disk that is full in the middle: the sentence, exit code 3, and a sound database with all that was stored before.

A file that may not grow beyond a limit stands for the disk: SQLite names that otherwise, and the rest is the same.
"""

import json
import resource
import sqlite3
from contextlib import closing

import pytest


def no_room_beyond(size):
    """Return what lets no file of a process grow beyond so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def fail_for_room(desk, here):
    """Run a command without room and check what it says."""

    def fail_for_room(size, *arguments):
        process = desk.start(*arguments, preexec_fn=no_room_beyond(size))
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (3, b""), err.decode()
        said = err.decode().splitlines()[-1]
        assert said.startswith(f"copydesk: {here / 'copydesk.db'} cannot grow: see whether the disk is full"), said
        assert desk.run("db", "check", "--all")[0] == 0

    return fail_for_room


@pytest.fixture
def many_lines(here):
    """600 texts of some 4 KB, none like another, as lines to load."""

    def text(number):
        return " ".join(f"The ice of lake {number * place} broke, says Ann." for place in range(1, 100))

    path = here / "many.jsonl"
    path.write_text("".join(json.dumps({"text": text(number)}) + "\n" for number in range(1, 601)))
    return path


def test_a_load_keeps_what_was_stored_and_goes_on_later(desk, many_lines, stored, rows, fail_for_room):
    fail_for_room(1_500_000, "load", many_lines, "--workers", 1)
    (some,) = rows(stored, "SELECT count(*) FROM article")[0]
    assert 3 < some < 603
    assert desk.run("load", many_lines)[0] == 0
    assert rows(stored, "SELECT count(*) FROM article") == [(603,)]


def test_a_reclean_keeps_what_was_done_and_goes_on_later(desk, many_lines, here, rows, fail_for_room):
    place = here / "copydesk.db"
    assert desk.run("load", many_lines)[0] == 0
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE article SET title = 'Spoilt'")
    before = rows(place, "SELECT id, text FROM article ORDER BY id")
    fail_for_room(500_000, "reclean", "--all", "--workers", 1)
    assert rows(place, "SELECT id, text FROM article ORDER BY id") == before
    (left,) = rows(place, "SELECT count(*) FROM article WHERE title = 'Spoilt'")[0]
    assert 0 < left <= 600
    assert desk.run("reclean", "--all")[0] == 0
    assert rows(place, "SELECT count(*) FROM article WHERE title = 'Spoilt'") == [(0,)]
