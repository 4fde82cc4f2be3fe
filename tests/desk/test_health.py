from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.health import FIELDS, Arrivals, Look, Past
from db.runs import KILLED, Run
from desk.findings import Kind
from desk.health import BLOCKED, judge

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKS = tuple(Look(number, frozenset(FIELDS), 1000 + number, 0.0) for number in range(100))


def run(ago, **changes):
    ended = {"ended": NOW - ago, "finish": "finished", "exit_code": 0}
    return Run("a", "feed", NOW - ago, **(ended | changes))


def hourly(*first, **changes):
    """Twenty hourly runs, the newest first; the newest are given, the others worked."""
    given = [run(HOUR * (number + 1), **each) for number, each in enumerate(first)]
    return (*given, *(run(HOUR * number, **changes) for number in range(len(given) + 1, 21)))


def arrived(ago, days=(10,) * 28, gap=8 * HOUR):
    return Arrivals(NOW - 90 * DAY, NOW - ago, 9, days, gap)


WELL = Past(
    "a",
    runs=hourly(),
    asking=hourly(new=1),
    last_success=NOW - HOUR,
    arrivals=arrived(2 * HOUR),
    recent=LOOKS[:20],
    before=LOOKS[20:],
)


def findings(*, wanted=None, **changes):
    return [(each.kind, each.words) for each in judge(replace(WELL, **changes), NOW, wanted=wanted).findings]


def kinds(**changes):
    return [kind for kind, _ in findings(**changes)]


def test_a_source_that_is_well():
    health = judge(WELL, NOW)
    assert (health.findings, health.unknown, health.rests, health.usual) == ((), (), "", 10)


# Silent


def test_a_long_silence_is_told():
    assert findings(arrivals=arrived(3 * DAY)) == [
        (
            Kind.SILENT,
            "No new article came for 2 days 23 hours, though crawls worked. The longest silence in the four weeks "
            "before was 8 hours; some 30 articles would have been usual.",
        )
    ]


@pytest.mark.parametrize(
    "arrivals",
    [
        arrived(11 * HOUR),
        arrived(3 * DAY, gap=2 * DAY),
        arrived(12 * HOUR, gap=HOUR),
        arrived(20 * DAY, (0, 0, 0, 0, 0, 0, 1) * 4, gap=8 * DAY),
        arrived(3 * DAY, (10,) * 6),
        arrived(3 * DAY, (0,) * 27 + (900,)),
        None,
    ],
    ids=[
        "hardly longer than the longest",
        "it was as long before",
        "5 articles are not missing yet",
        "one article a week",
        "not known for a week",
        "all at once, then none",
        "never an article",
    ],
)
def test_a_silence_that_may_be_usual_is_not_told(arrivals):
    assert kinds(arrivals=arrivals) == []


@pytest.mark.parametrize(("days", "expected"), [(40, []), (46, [Kind.SILENT])])
def test_a_weekly_is_told_after_six_weeks(days, expected):
    weekly = arrived(days * DAY, (0, 0, 0, 0, 0, 0, 1) * 4, gap=8 * DAY)
    assert kinds(arrivals=weekly) == expected


def test_what_was_not_asked_is_not_silent():
    """Its last crawl that worked was an hour after its last article."""
    old = {"arrivals": arrived(3 * DAY), "last_success": NOW - 3 * DAY + HOUR}
    assert kinds(**old, runs=hourly(), failures=0) == []
    assert Kind.SILENT not in kinds(**old, failures=9)
    assert kinds(arrivals=arrived(3 * DAY), last_success=None) == []


# Not crawled


def test_a_source_that_is_crawled_no_more_is_told():
    late = tuple(replace(each, started=each.started - 3 * DAY) for each in WELL.runs)
    assert findings(runs=late) == [
        (
            Kind.NOT_CRAWLED,
            "It was not crawled since 2026-11-27 11:00 UTC, for 3 days 1 hour; the longest pause before was 1 hour.",
        )
    ]


@pytest.mark.parametrize(
    "runs",
    [
        [run(35 * HOUR + HOUR * number) for number in range(20)],
        [run(3 * DAY + 3 * DAY * number) for number in range(8)],
        [run(9 * DAY + HOUR * number) for number in range(4)],
        [run(3 * DAY, finish=None, ended=None, exit_code=None), *(run(3 * DAY + HOUR * each) for each in range(9))],
        [],
    ],
    ids=["a day and a half", "as seldom as ever", "four crawls", "it goes on", "never"],
)
def test_a_pause_that_may_be_usual_is_not_told(runs):
    assert kinds(runs=tuple(runs)) == []


def test_a_source_that_is_switched_off_rests():
    health = judge(replace(WELL, failures=9), NOW, wanted=False)
    assert (health.rests, health.findings) == ("switched off", ())


def test_a_source_without_a_file_rests_after_four_weeks():
    long_ago = {
        "runs": tuple(replace(each, started=each.started - 28 * DAY) for each in WELL.runs),
        "arrivals": arrived(28 * DAY + 2 * HOUR),
        "last_success": NOW - 28 * DAY - HOUR,
        "failures": 9,
    }
    health = judge(replace(WELL, **long_ago), NOW)
    assert (health.rests, health.findings) == ("not crawled since 2026-11-02", ())
    assert kinds(**long_ago, wanted=True) == [Kind.NOT_CRAWLED, Kind.FAILING]


# Failing


def test_two_crawls_in_a_row_that_did_not_work_are_told_with_the_newest_complaint():
    broken = hourly({"exit_code": 1, "complaints": ("the feed is gone.", "and more")}, {"exit_code": 1})
    assert findings(runs=broken, failures=2, last_success=NOW - 3 * HOUR) == [
        (
            Kind.FAILING,
            "The last 2 crawls did not work; the last that did ended on 2026-11-30 09:00 UTC. "
            "The newest: the feed is gone (and 1 more).",
        )
    ]


def test_one_crawl_that_did_not_work_is_not_told():
    assert kinds(runs=hourly({"exit_code": 1}), failures=1) == []


def test_crawls_that_were_killed_did_not_work():
    killed = {"exit_code": None, "finish": KILLED}
    ((kind, words),) = findings(runs=hourly(killed, killed), failures=2, last_success=None)
    assert kind is Kind.FAILING
    assert words == "The last 2 crawls did not work; none ever did. The newest: it was killed."


def test_a_crawl_that_goes_on_says_nothing_yet():
    going_on = {"finish": None, "ended": None, "exit_code": None}
    broken = hourly(going_on, {"exit_code": 1, "finish": "shutdown"}, {"exit_code": 1})
    ((_, words),) = findings(runs=broken, failures=2)
    assert words.endswith("The newest: it ended with exit code 1 (shutdown).")


# Blocked, and pages that cannot be had


@pytest.mark.parametrize("reason", sorted(BLOCKED))
def test_pages_that_are_refused_to_us_are_told(reason):
    assert findings(asking=hourly({"new": 5, "refused": {reason: 5}})) == [
        (
            Kind.BLOCKED,
            f"Of the 10 pages asked for since 2026-11-30 11:00 UTC, 5 were refused: {reason} (5).",
        )
    ]


def test_pages_of_several_crawls_are_taken_together():
    one = {"refused": {"http 403": 1}}
    assert kinds(asking=hourly(one, one, {"refused": {"robots.txt": 2, "http 403": 1}})) == [Kind.BLOCKED]


@pytest.mark.parametrize(
    "newest",
    [
        [{"new": 6, "refused": {"http 403": 5}}],
        [{"refused": {"http 403": 2}}],
        [{"new": 5}, {"refused": {"http 403": 50}}],
        [{"new": 1, "refused": {"http 404": 9}}],
        [{"new": 1, "refused": {"no article": 9}}],
    ],
    ids=["less than half", "too few pages", "over again", "gone", "no article"],
)
def test_pages_that_are_refused_otherwise_are_not_told(newest):
    assert kinds(asking=hourly(*newest, new=4)) == []


def test_too_few_pages_say_nothing():
    assert kinds(asking=(run(HOUR, refused={"http 403": 4}),)) == []


def test_pages_that_cannot_be_had_are_told_when_two_crawls_met_them():
    lost = {"new": 1, "refused": {"timed out": 5, "http 503": 2}}
    assert findings(asking=hourly(lost, lost)) == [
        (
            Kind.FAILING,
            "Of the 16 pages asked for since 2026-11-30 10:00 UTC, 14 could not be had: timed out (10), http 503 (4).",
        )
    ]
    assert kinds(asking=hourly(lost, {"new": 20})) == []


# Drifted, and several at a time


def test_several_things_may_be_the_matter():
    changed = tuple(replace(look, filled=frozenset({"title"}), length=100) for look in LOOKS[:20])
    health = judge(replace(WELL, recent=changed, arrivals=arrived(3 * DAY)), NOW)
    assert health.kinds == (Kind.SILENT, Kind.DRIFTED)
    assert len(health.findings) == 9


# Not known yet


def test_what_is_not_known_yet_is_said():
    young = judge(replace(WELL, arrivals=arrived(HOUR, (5,) * 3), before=LOOKS[:7]), NOW)
    assert young.usual is None
    assert young.unknown == (
        "what it usually publishes: it is known for 3 days of the 7 that this takes",
        "whether its articles have changed: 7 articles to compare with of the 20 that this takes",
    )


def test_of_a_source_that_was_never_crawled_nothing_is_known():
    health = judge(Past("a"), NOW, wanted=True)
    assert health.findings == ()
    assert health.unknown == ("how its crawls go: none is written down", "all of its articles: it has given none yet")
