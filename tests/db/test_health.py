import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise

import pytest

from db.health import DAYS, FIRST_AND_LAST, LONGEST_GAP, MOST_BEFORE, NEWEST, Asked, read_pasts, source_names
from db.runs import KILLED, Run
from db.store import Store
from pipeline.article import Article, Edit, Kept, RawPage, Where

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = f"{socket.gethostname()}:4194305"


@pytest.fixture
def come(store):
    """Let an article come so long before now."""
    numbers = count(1)

    def outcome(ago, source, url, fields):
        number = next(numbers)
        where = url or f"https://{source}.example/{number}"
        page = RawPage(where, b"<p>%d</p>" % number, fetched_at=NOW - ago, source=source, origin="spider:feed")
        text = {"title": f"Lake {number}", "paragraphs": (f"Text {'i' * number}.",)}
        return Kept(page, Article(where, fetched_at=NOW - ago, source=source, **(text | fields)))

    def come(*before, source="a", url="", **fields):
        store.extend([outcome(ago, source, url, fields) for ago in before])

    return come


@pytest.fixture
def crawl(store):
    """Let a source be crawled so long before now, for two minutes."""

    def crawl(*before, source="a", ends=True, **brought):
        for ago in before:
            begun = Run(source, "feed", NOW - ago)
            number = store.begin_run(begun)
            if ends:
                ended = {"ended": NOW - ago + timedelta(minutes=2), "finish": "finished", "exit_code": 0}
                store.end_run(number, replace(begun, **(ended | brought)))

    return crawl


@pytest.fixture
def past(reader):
    """Return what is stored of a source."""
    return lambda source="a": read_pasts(reader, [source], NOW)[0]


def test_nothing_is_stored_of_an_empty_database(reader, past):
    assert source_names(reader) == []
    assert past().runs == past().recent == ()
    assert past().arrivals is None


def test_sources_are_those_that_were_crawled_or_gave_articles(reader, come, crawl):
    come(DAY, source="b")
    come(DAY, source="")
    crawl(DAY, source="c")
    crawl(2 * DAY, source="d.example e.example")
    assert source_names(reader) == ["b", "c", "d.example", "e.example"]


def test_a_crawl_of_several_feeds_counts_for_each(crawl, past):
    crawl(DAY, source="a b")
    assert [run.started for source in "ab" for run in past(source).runs] == [NOW - DAY] * 2


def test_a_name_with_a_space_is_one_name_when_articles_have_it(reader, come, crawl):
    come(DAY, source="my news")
    crawl(DAY, source="my news")
    assert source_names(reader) == ["my news"]


def test_failures_count_since_the_last_success(crawl, past):
    crawl(9 * HOUR, exit_code=1)
    crawl(8 * HOUR)
    crawl(7 * HOUR, 6 * HOUR, 5 * HOUR, exit_code=1, complaints=("the feed is gone",))
    assert past().last_success == NOW - 8 * HOUR + timedelta(minutes=2)
    assert past().failures == 3
    assert past().runs[0].complaints == ("the feed is gone",)


def test_without_a_success_all_failures_count(crawl, past):
    crawl(7 * HOUR, 6 * HOUR, exit_code=1)
    assert (past().last_success, past().failures) == (None, 2)


def test_a_run_that_goes_on_is_no_failure(crawl, past):
    crawl(2 * HOUR)
    crawl(HOUR, ends=False)
    assert past().runs[0].finish is None
    assert past().failures == 0


def test_a_run_whose_process_is_gone_was_killed(crawl, past, monkeypatch):
    crawl(2 * HOUR)
    monkeypatch.setattr("db.store.this_process", lambda: NOBODY)
    crawl(HOUR, ends=False)
    assert past().runs[0].finish == KILLED
    assert past().failures == 1


def test_pages_asked_for_are_told_by_day(crawl, past):
    crawl(40 * DAY, new=99)
    crawl(2 * DAY, new=3, changed=1, unchanged=2, refused={"no article": 4, "http 404": 1})
    crawl(2 * DAY - HOUR, new=1)
    crawl(DAY)
    crawl(HOUR, refused={"http 403": 2})
    assert past().asked == (Asked("2026-11-28", 12, 4), Asked("2026-11-30", 2, 0))
    assert [run.started for run in past().asking] == [NOW - HOUR, NOW - 2 * DAY + HOUR, NOW - 2 * DAY, NOW - 40 * DAY]


def test_when_articles_came_is_told_by_days_before_the_last_24_hours(come, past):
    come(*(DAY * day + HOUR for day in range(10)), 2 * HOUR, 5 * DAY - HOUR)
    arrivals = past().arrivals
    assert (arrivals.first, arrivals.last) == (NOW - 9 * DAY - HOUR, NOW - HOUR)
    assert arrivals.last_day == 2
    assert arrivals.days == (1, 1, 1, 2, 1, 1, 1, 1)
    assert arrivals.longest_gap == pytest.approx(DAY, abs=timedelta(seconds=1))


def test_after_a_silence_days_count_from_the_last_article(come, past):
    come(*(20 * DAY + 23 * HOUR * number for number in range(5)))
    arrivals = past().arrivals
    assert (arrivals.last, arrivals.last_day, arrivals.days) == (NOW - 20 * DAY, 0, (2, 1, 1))


def test_no_more_than_four_weeks_are_looked_at(come, past):
    come(80 * DAY, 60 * DAY, *(DAY * day for day in range(40)))
    arrivals = past().arrivals
    assert arrivals.first == NOW - 80 * DAY
    assert len(arrivals.days) == 28
    assert arrivals.longest_gap == pytest.approx(DAY, abs=timedelta(seconds=1))


def test_a_new_version_is_no_new_article(come, past):
    come(9 * DAY, url="https://a.example/vote", title="The vote is open")
    come(DAY, url="https://a.example/vote", title="The vote is lost")
    assert past().arrivals.last == NOW - 9 * DAY
    assert len(past().recent) == 1


def test_how_an_article_looks(come, past):
    edits = (
        Edit("cut_line", Where("text", 4), "\n" + "x" * 4, ""),
        Edit("mend", Where("text", 0), "a", "bcd"),
        Edit("mend_title", Where("title", 0), "xxxxxxx", ""),
    )
    come(HOUR, title=None, authors=("Ann",), tags=(), language="en", paragraphs=("bcde",), edits=edits)
    (look,) = past().recent
    assert look.filled == {"authors", "language"}
    assert look.length == 4
    assert look.cut == pytest.approx(5 / 7)  # of "ae" and the line: 7 letters before, 5 of them taken out


def test_every_field_counts_when_it_is_filled(come, past):
    full = {"published": NOW, "modified": NOW, "section": "s", "image": "i", "tags": ("t",), "authors": ("Ann",)}
    come(HOUR, language="en", **full)
    assert past().recent[0].filled == {"title", "language", *full}


@pytest.mark.parametrize(
    ("ages", "recent"),
    [
        ([HOUR * number for number in range(30)], 20),
        ([HOUR * 9 * number for number in range(30)], 9),
        ([DAY * number for number in range(30)], 5),
        ([HOUR] * 3, 3),
    ],
    ids=["20 at most", "of three days", "5 at least", "all there are"],
)
def test_recent_are_the_newest_articles(come, past, ages, recent):
    come(*reversed(ages))
    assert [look.article_id for look in past().recent] == list(range(len(ages), len(ages) - recent, -1))
    assert len(past().before) == len(ages) - recent


def test_many_articles_are_looked_at_evenly(come, past):
    come(*(HOUR * number / 2 for number in reversed(range(1000))))
    before = [look.article_id for look in past().before]
    assert MOST_BEFORE - 10 <= len(before) <= MOST_BEFORE
    assert len({newer - older for newer, older in pairwise(before)}) == 1
    assert before[-1] < 10


@pytest.mark.parametrize("source", ["a' OR 1=1 --", "b\n", "c d", "%"])
def test_any_name_is_a_name(come, crawl, past, source):
    come(HOUR, source=source)
    come(HOUR, source="other")
    crawl(HOUR, source=source)
    assert len(past(source).recent) == 1
    assert len(past(source).runs) == 1


def test_files_are_no_source(tmp_path, make_kept):
    with Store.open(tmp_path / "files.db") as store:
        store.extend([replace(make_kept(), page=replace(make_kept().page, source=""))])
        assert source_names(store._reader) == []


@pytest.mark.parametrize("question", [FIRST_AND_LAST, DAYS, LONGEST_GAP, NEWEST])
def test_articles_of_a_source_are_found_without_reading_all(place, reader, question):
    compiled = question.compile(dialect=reader.dialect)
    with reader.connect() as connection:
        values = (1,) * len(compiled.positiontup)
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)]
    assert [step for step in plan if "COVERING INDEX ix_article_source_fetched_at (source=?" in step], plan
    assert not [step for step in plan if step.startswith("SCAN article")], plan
