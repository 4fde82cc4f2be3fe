from datetime import UTC, datetime, timedelta

import pytest

from db.runs import Run
from desk.findings import newest_with, pages_of, percent, reasons_of, span

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def run(**brought):
    return Run("a", "feed", NOW, **brought)


RUNS = (run(new=2), run(new=1, changed=1, unchanged=1, refused={"http 403": 2}), run(new=9))


@pytest.mark.parametrize(("pages", "fewest", "expected"), [(1, 1, 1), (1, 2, 2), (7, 1, 2), (8, 1, 3), (99, 1, 3)])
def test_the_newest_runs_until_there_are_enough_pages(pages, fewest, expected):
    assert newest_with(RUNS, pages, fewest) == RUNS[:expected]


def test_all_that_was_asked_for_counts():
    assert [pages_of(each) for each in RUNS] == [2, 5, 9]
    assert reasons_of((*RUNS, run(refused={"http 403": 1, "empty": 1}))) == {"http 403": 3, "empty": 1}
    assert reasons_of(())["no article"] == 0


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, minutes=5), "2 days"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(minutes=-5), "0 minutes"),
    ],
)
def test_lengths_of_time_are_said_in_two_units_at_most(time, expected):
    assert span(time) == expected


@pytest.mark.parametrize(("share", "expected"), [(0.0, "0%"), (0.0001, "1%"), (0.9999, "99%"), (1, "100%")])
def test_only_none_is_0_percent_and_only_all_100(share, expected):
    assert percent(share) == expected
