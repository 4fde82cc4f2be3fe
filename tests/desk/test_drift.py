from datetime import UTC, datetime, timedelta

import pytest

from db.health import FIELDS, Asked, Look, Past
from db.runs import Run
from desk.drift import can_compare, drifted
from desk.findings import Kind

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ALL = frozenset(FIELDS)


def looks(number, filled=ALL, length=1000, cut=0.05):
    """Articles that differ a little from each other."""
    return tuple(Look(each, filled, length + each, cut + each / 10_000) for each in range(number))


def told(**changes):
    past = Past("a", **({"recent": looks(20), "before": looks(100)} | changes))
    findings = list(drifted(past))
    assert all(finding.kind is Kind.DRIFTED for finding in findings)
    return [finding.words for finding in findings]


def test_articles_that_are_as_before_are_well():
    assert told() == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_is_missing_suddenly_is_told(field):
    assert told(recent=looks(20, ALL - {field})) == [
        f"{field.capitalize()}: found in 0 of the newest 20 articles, before in 100%."
    ]


def test_two_fields_are_told_each_by_itself():
    assert len(told(recent=looks(5, ALL - {"published", "authors"}))) == 2


@pytest.mark.parametrize(
    ("having", "of", "expected"),
    [(12, 20, True), (13, 20, False), (2, 5, True), (4, 5, False), (0, 4, False)],
)
def test_a_share_has_to_fall_far_and_not_by_chance(having, of, expected):
    mixed = looks(having) + looks(of - having, ALL - {"authors"})
    assert bool(told(recent=mixed)) is expected


def test_a_field_that_few_articles_had_can_be_missing_in_five_by_chance():
    before = looks(50) + looks(50, ALL - {"tags"})
    assert told(recent=looks(5, ALL - {"tags"}), before=before) == []
    assert told(recent=looks(20, ALL - {"tags"}), before=before) != []


def test_a_field_that_is_new_is_no_trouble():
    assert told(before=looks(100, ALL - {"section"})) == []


@pytest.mark.parametrize(
    ("length", "expected"), [(100, True), (480, True), (600, False), (1800, False), (2200, True), (0, True)]
)
def test_text_of_half_or_twice_the_length_is_told(length, expected):
    words = told(recent=looks(20, length=length))
    assert bool(words) is expected
    assert not expected or "characters of text" in words[0]


def test_a_few_short_texts_among_texts_of_all_lengths_are_chance():
    before = tuple(Look(each, ALL, 40 * each, 0.0) for each in range(100))
    recent = tuple(Look(each, ALL, length, 0.0) for each, length in enumerate((900, 700, 3000, 800, 500)))
    assert told(recent=recent, before=before) == []


@pytest.mark.parametrize(("cut", "expected"), [(0.4, True), (0.2, False), (0.0, False)])
def test_much_more_cut_than_before_is_told(cut, expected):
    words = told(recent=looks(20, cut=cut))
    assert bool(words) is expected
    assert not expected or "40% was cut" in words[0]


@pytest.mark.parametrize(("recent", "before"), [(4, 100), (20, 19), (0, 0)])
def test_nothing_is_told_of_too_few(recent, before):
    past = Past("a", recent=looks(recent, frozenset(), 1), before=looks(before))
    assert list(drifted(past)) == []
    assert not can_compare(past)


def asking(*brought):
    """Runs an hour apart, the newest first."""
    return tuple(Run("a", "feed", NOW - timedelta(hours=hours), **each) for hours, each in enumerate(brought))


DAYS = tuple(Asked(f"2026-11-{day}", 20, 1) for day in range(10, 30))
EMPTY = {"new": 4, "refused": {"no article": 16}}


def test_pages_without_an_article_are_told():
    assert told(asking=asking(EMPTY), asked=DAYS) == [
        "Of the 20 pages asked for last, 16 held no article; on other days 5% of them."
    ]


def test_pages_of_several_runs_are_taken_together():
    assert len(told(asking=asking(*({"refused": {"no article": 5}} for _ in range(3))), asked=DAYS)) == 1


@pytest.mark.parametrize(
    ("runs", "days"),
    [
        ([{"new": 10, "refused": {"no article": 10}}], DAYS),
        ([{"refused": {"http 404": 20}}], DAYS),
        ([{"refused": {"no article": 9}}], DAYS),
        ([{"new": 20}, EMPTY], DAYS),
        ([EMPTY], [Asked(f"2026-11-{day}", 20, 3) for day in range(10, 30)]),
        ([EMPTY], DAYS[:4]),
        ([EMPTY], [Asked(f"2026-11-{day}", 1, 0) for day in range(10, 20)]),
        ([EMPTY], [Asked("2026-11-30", 200, 0)] * 9),
        ([], DAYS),
    ],
    ids=[
        "half",
        "other reasons",
        "too few pages",
        "over again",
        "as usual",
        "too few days",
        "too few pages before",
        "the same day",
        "nothing asked for",
    ],
)
def test_pages_without_an_article_are_not_told(runs, days):
    assert told(asking=asking(*runs), asked=tuple(days)) == []


def test_one_bad_day_is_not_the_usual():
    days = (*DAYS, Asked("2026-11-29", 500, 500))
    assert len(told(asking=asking(EMPTY), asked=days)) == 1
