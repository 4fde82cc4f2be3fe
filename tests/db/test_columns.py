from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from db.columns import ExactText, Instant, in_utc, storable

DIALECT = sqlite.dialect()
ANY_TEXT = st.text(st.characters(exclude_categories=()))
MOMENTS = st.datetimes(timezones=st.timezones())


@given(ANY_TEXT)
def test_storable_text_can_be_encoded_and_keeps_its_length(text):
    assert len(storable(text)) == len(text)
    assert "\0" not in storable(text)
    storable(text).encode()


@given(ANY_TEXT | st.text(st.sampled_from("\ufdd0\0\udfff0a")))
def test_exact_text_comes_back_to_the_character(text):
    column = ExactText()
    stored = column.process_bind_param(text, DIALECT)
    assert stored is not None
    assert "\0" not in stored
    stored.encode()
    assert column.process_result_value(stored, DIALECT) == text


def test_plain_text_is_stored_as_it_is():
    assert ExactText().process_bind_param("Zürich", DIALECT) == "Zürich"


def test_a_time_without_zone_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match=r"without zone.*replace\(tzinfo=UTC\)"):
        Instant().process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001


@given(MOMENTS)
def test_any_moment_can_be_told_in_utc(moment):
    assert in_utc(moment).tzinfo is UTC


def test_a_moment_comes_back_aware_in_utc():
    east = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))
    stored = Instant().process_bind_param(east, DIALECT)
    assert stored == datetime(2026, 1, 1, 7, tzinfo=UTC)
    back = Instant().process_result_value(datetime(2026, 1, 1, 7), DIALECT)  # noqa: DTZ001  as SQLite gives it
    assert back == east
    assert back.tzinfo is UTC
