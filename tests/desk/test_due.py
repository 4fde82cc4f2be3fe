from datetime import UTC, datetime, timedelta

from db.runs import Run
from desk.due import MEMORY, interval, next_due
from spiders.sources import Source

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source("a", "https://a.example/", every_least=HOUR, every_most=24 * HOUR)


def ran(*hours_and_new: tuple[float, int], exit_code: int | None = 0, finish: str | None = "finished") -> list[Run]:
    """Runs that began so many hours ago and brought so many new articles, the newest first."""
    return [
        Run("a", "source", NOON - hours * HOUR, finish=finish, exit_code=exit_code, new=new)
        for hours, new in hours_and_new
    ]


def test_a_source_that_was_never_crawled_is_due_now():
    assert next_due(SOURCE, [], NOON) == NOON


def test_after_the_first_crawl_it_is_looked_at_soon_whatever_had_gathered():
    assert interval(SOURCE, ran((0, 500)), NOON) == HOUR


def test_it_is_crawled_as_often_as_it_publishes():
    assert interval(SOURCE, ran((0, 2), (12, 2), (24, 90)), NOON) == 6 * HOUR


def test_a_busy_source_is_not_crawled_more_often_than_its_file_allows():
    assert interval(SOURCE, ran((0, 50), (1, 50), (2, 50)), NOON) == HOUR


def test_a_quiet_source_is_crawled_as_often_as_its_file_demands():
    assert interval(SOURCE, ran((0, 0), (12, 0), (24, 3)), NOON) == 24 * HOUR


def test_what_was_long_ago_does_not_count():
    long_ago = MEMORY / HOUR + 1
    assert interval(SOURCE, ran((0, 4), (8, 4), (16, 0), (long_ago, 10_000)), NOON) == 2 * HOUR


def test_a_source_that_fails_is_left_alone_twice_as_long_each_time():
    failing = ran((0, 0), (1, 0), exit_code=1) + ran((2, 4), (6, 4), (10, 0))
    worked = interval(SOURCE, failing[2:], NOON)
    assert interval(SOURCE, failing, NOON) == min(4 * (NOON - failing[-1].started) / 8, SOURCE.every_most) > worked


def test_a_killed_run_counts_as_one_that_did_not_work():
    killed = ran((0, 0), exit_code=None, finish="killed") + ran((1, 0))
    assert interval(SOURCE, killed, NOON) == SOURCE.every_most
    going_on = ran((0, 0), exit_code=None, finish=None)
    assert interval(SOURCE, going_on, NOON) == HOUR


def test_what_was_missed_is_due_once():
    moment = next_due(SOURCE, ran((100, 1), (101, 1)), NOON)
    assert moment < NOON
    assert next_due(SOURCE, ran((0, 1), (100, 1), (101, 1)), NOON) > NOON
