from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select

from db.columns import Instant, Json
from db.functions import days_between, in_numbers, json_length, json_sum, utc_day, whole_days_between
from db.tables import SketchRow

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def ask(reader):
    def ask(expression):
        with reader.connect() as connection:
            return connection.scalar(select(expression))

    return ask


def moment(days: float):
    return literal(NOON + timedelta(days=days), Instant())


def test_lists_and_mappings(ask):
    assert ask(json_length(literal(["a", "b"], Json))) == 2
    assert ask(json_length(literal([], Json))) == 0
    assert ask(json_sum(literal({"a": 3, "b": 4}, Json))) == 7
    assert ask(json_sum(literal({}, Json))) == 0
    assert ask(json_sum(literal(None, Json))) == 0


def test_days(ask):
    assert ask(utc_day(moment(0))) == "2026-03-01"
    assert ask(utc_day(moment(0.5))) == "2026-03-02"
    assert ask(days_between(moment(2.25), moment(0))) == pytest.approx(2.25)
    assert [ask(whole_days_between(moment(days), moment(0))) for days in (0, 0.9, 1, 2.7)] == [0, 0, 1, 2]


def test_numbers(store, reader):
    with store._writer.begin() as connection:
        connection.execute(SketchRow.__table__.insert(), [{"value": value, "article_id": 1} for value in (1, 2, 3)])
    query = select(SketchRow.value).where(in_numbers(SketchRow.value, "wanted")).order_by(SketchRow.value)
    with reader.connect() as connection:
        assert connection.scalars(query, {"wanted": "[3, 1, 9]"}).all() == [1, 3]
        assert connection.scalars(query, {"wanted": "[]"}).all() == []


def test_a_statement_prints_itself_without_a_database():
    assert "json_array_length" in str(select(json_length(literal("[]"))))
