from datetime import UTC, datetime, timedelta

from pipeline.article import Hints
from spiders.entries import LONGEST_CONTENT, Entry, content, instant, newest_first, tags

NOW = datetime(2026, 11, 3, tzinfo=UTC)


def test_dates_ahead_of_their_time_are_none():
    assert instant("2026-11-03T20:00:00Z", NOW) is not None, "zones are told wrong by hours"
    assert instant("2026-11-05T00:00:00Z", NOW) is None
    assert instant("9999-12-31T23:59:59Z", NOW) is None


def test_what_changed_last_comes_first():
    old = Entry("old", Hints(published=NOW - timedelta(days=9), modified=NOW))
    entries = [Entry("b"), Entry("new", Hints(published=NOW - timedelta(days=1))), Entry("c"), old]
    assert [entry.url for entry in newest_first(entries)] == ["b", "old", "new", "c"]


def test_too_much_is_nothing():
    assert content("x" * (LONGEST_CONTENT + 1)) == ""
    assert tags(["  Ice\n age ", "", "Ice age", "x" * 101]) == ("Ice age",)
    assert len(tags(map(str, range(1_000)))) == 50
