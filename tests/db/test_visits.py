from datetime import UTC, datetime, timedelta

import pytest

from db.visits import MOST_TRIES, YOUNG, may_pass, next_try, next_visit

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


def test_an_article_is_looked_at_again_less_and_less_often():
    visits, now = [], NOON
    while (now := next_visit(NOON, now)) is not None:
        visits.append(now - NOON)
    assert tuple(visits) == YOUNG


def test_a_crawl_that_comes_late_looks_once_not_for_each_visit_that_it_missed():
    assert next_visit(NOON, NOON + timedelta(days=3)) == NOON + YOUNG[-1]


def test_without_a_plan_there_is_no_visit():
    assert next_visit(NOON, NOON, ()) is None


def test_waits_grow_and_end():
    waits = [next_try("timed out", failures, NOON) for failures in range(1, MOST_TRIES)]
    assert waits == sorted(waits)
    assert next_try("timed out", MOST_TRIES, NOON) is None


@pytest.mark.parametrize("reason", ["http 500", "http 503", "http 429", "unreachable", "robots.txt", "asked to wait"])
def test_what_may_pass(reason):
    assert may_pass(reason)


@pytest.mark.parametrize("reason", ["http 404", "http 410", "http 451", "no article", "not text", "noarchive"])
def test_what_lies_in_the_page(reason):
    assert not may_pass(reason)
