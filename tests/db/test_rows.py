from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rows import address_key, hints_map, hints_of, host_of, offset_of, with_offset
from pipeline.article import Hints

URLS = st.text(st.characters(exclude_categories=())) | st.from_regex(r"https?://.{0,20}", fullmatch=True)


@given(URLS)
def test_no_address_is_too_strange(url):
    assert isinstance(address_key(url), str)
    assert isinstance(host_of(url), str)


def test_hints_come_back_with_their_zone():
    hints = Hints("a", ("b", "c"), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=2))))
    found = hints_of(hints_map(hints))
    assert found == hints
    assert found.published.utcoffset() == timedelta(hours=2)


WHEN = datetime(2026, 4, 18, 9, 30, tzinfo=UTC)


def test_all_hints_come_back():
    hints = Hints("a", ("b",), WHEN, WHEN, "de", ("ice", "snow"), "<p>Ice</p>", "sitemap")
    assert hints_of(hints_map(hints)) == hints


def test_hints_that_an_older_version_stored():
    assert hints_of({"title": "a", "authors": [], "published": None}) == Hints("a")


def test_no_hints_are_nothing():
    assert hints_map(Hints()) is None
    assert hints_of(None) == Hints()


@pytest.mark.parametrize("minutes", [-720, -210, 0, 330, 840])
def test_offsets(minutes):
    moment = datetime(2026, 1, 1, tzinfo=timezone(timedelta(minutes=minutes)))
    assert offset_of(moment) == minutes
    assert with_offset(moment.astimezone(UTC), minutes).isoformat() == moment.isoformat()


def test_no_moment_has_no_offset():
    assert offset_of(None) is None
    assert with_offset(None, None) is None
