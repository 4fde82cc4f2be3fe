from datetime import UTC, datetime, timedelta

import pytest

from db.visits import LIVE_AGE, LIVE_WAIT, MOST_TRIES, YOUNG, may_pass, next_live_visit, next_try, next_visit

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


def test_a_live_blog_that_says_something_new_each_time_is_looked_at_each_half_hour_for_a_day():
    visits, now = 0, NOON
    while now < NOON + LIVE_AGE:
        assert next_live_visit(NOON, now, now) == now + LIVE_WAIT
        visits, now = visits + 1, now + LIVE_WAIT
    assert visits == 48
    assert next_live_visit(NOON, now, now) == next_visit(NOON, now)


def test_a_live_blog_that_is_silent_is_left_alone_twice_as_long_each_time():
    visits, now = [], NOON
    while now < NOON + LIVE_AGE:
        now = next_live_visit(NOON, NOON, now)
        visits.append((now - NOON) / timedelta(hours=1))
    assert visits == [0.5, 1, 2, 4, 8, 12, 24]  # at 12 hours, each article is looked at


def test_a_live_blog_is_looked_at_as_early_as_any_article():
    now = NOON + timedelta(hours=1, minutes=50)
    assert next_live_visit(NOON, NOON, now) == NOON + YOUNG[0]


def test_a_live_blog_that_is_too_old_for_the_plan_is_done():
    assert next_live_visit(NOON, NOON + timedelta(hours=3), NOON + timedelta(hours=3), YOUNG[:1]) is None
    assert next_live_visit(NOON, NOON, NOON, ()) is None


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
