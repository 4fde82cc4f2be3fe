import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.runs import KILLED, AlreadyRunningError, Run, runs_of
from db.store import Store

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def test_a_run_is_a_row_from_its_begin(store, reader):
    store.begin_run(Run("example", "feed", NOON))
    assert runs_of(reader) == [Run("example", "feed", NOON)]


def test_what_a_run_brought_comes_back(store, reader):
    number = store.begin_run(Run("example", "feed", NOON))
    ended = Run(
        "example",
        "feed",
        NOON,
        ended=NOON + timedelta(minutes=2),
        finish="finished",
        exit_code=1,
        requests=12,
        bytes=3_000_000_000,
        named=30,
        new=7,
        changed=1,
        unchanged=2,
        refused={"http 404": 1, "timed out": 2},
        complaints=("the feed is gone",),
    )
    store.end_run(number, ended)
    assert runs_of(reader, "example") == [ended]


def test_the_newest_run_comes_first_and_sources_are_apart(store, reader):
    for minute, source in enumerate(("a", "b", "a")):
        begun = Run(source, "feed", NOON + timedelta(minutes=minute))
        store.end_run(store.begin_run(begun), replace(begun, ended=begun.started, finish="finished", exit_code=0))
    assert [run.started.minute for run in runs_of(reader, "a")] == [2, 0]
    assert [run.source for run in runs_of(reader, limit=2)] == ["a", "b"]


def test_a_run_whose_process_is_gone_was_killed(store, reader, monkeypatch):
    monkeypatch.setattr("db.store.this_process", lambda: f"{socket.gethostname()}:4194305")
    store.begin_run(Run("example", "feed", NOON))
    monkeypatch.undo()
    store.begin_run(Run("example", "feed", NOON + timedelta(hours=1)))
    last, first = runs_of(reader)
    assert (first.finish, first.ended) == (KILLED, NOON + timedelta(hours=1))
    assert last.finish is None


def test_a_source_is_crawled_by_one_process_at_a_time(store, reader):
    store.begin_run(Run("example", "feed", NOON))
    with pytest.raises(AlreadyRunningError, match=r"example is being crawled already, since 2026-11-03 12:00 UTC"):
        store.begin_run(Run("example", "feed", NOON + timedelta(hours=1)))
    store.begin_run(Run("other", "feed", NOON + timedelta(hours=1)))
    assert [run.finish for run in runs_of(reader)] == [None, None]


def test_a_run_that_never_ended_does_not_stop_its_source_for_ever(store, reader):
    store.begin_run(Run("example", "feed", NOON))
    store.begin_run(Run("example", "feed", NOON + timedelta(days=2)))
    assert [run.finish for run in runs_of(reader)] == [None, KILLED]


def test_runs_are_read_without_a_store(location, reader):
    with Store.open(location) as store:
        store.begin_run(Run("example", "feed", NOON))
    assert len(runs_of(reader)) == 1
