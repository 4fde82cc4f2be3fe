import pytest

from spiders.closing import PROBLEMS, REFUSED, Closing, Stat


@pytest.mark.parametrize(
    ("closing", "code"),
    [
        (Closing("finished", feeds=1, entries=3, kept=3), 0),
        (Closing("finished", feeds=1, entries=3, kept=1, refused={"http 404": 2}), 0),
        (Closing("finished", feeds=1, entries=3, skipped=3), 0),
        (Closing("finished", feeds=1, entries=3, known=3), 0),
        (Closing("finished", feeds=1, entries=3, skipped=1, refused={"http 404": 1, "robots.txt": 1}), 0),
        (Closing("finished", feeds=1, entries=3, refused={"http 404": 3}), 1),
        (Closing("finished", feeds=1), 0),
        (Closing("finished", feeds=1, entries=3, skipped=1, refused={"http 403": 2}), 1),
        (Closing("finished", feeds=1, entries=3, kept=3, problems=("other feed: http 404",)), 1),
        (Closing("finished", feeds=1, entries=3, kept=2, lost=1), 1),
        (Closing("finished", feeds=1, entries=3, kept=2, failures=1), 1),
        (Closing("shutdown", feeds=1, entries=3, kept=2), 1),
        (Closing("start_error"), 1),
        (Closing(), 1),
    ],
)
def test_exit_code(closing, code):
    assert closing.exit_code == code
    assert ("Did not work" in str(closing)) == bool(code)


def test_the_report_of_a_good_crawl():
    refused = {"robots.txt": 1, "http 404": 1}
    closing = Closing("finished", feeds=1, entries=12, skipped=3, kept=7, refused=refused, database="/desk.db")
    assert str(closing) == (
        "Read 1 feed, naming 12 articles; 3 known already.\n"
        "Asked for 9 pages: 7 kept, 2 refused.\n"
        "       1 refused: robots.txt\n"
        "       1 refused: http 404\n"
        "Database: /desk.db"
    )


def test_the_report_says_what_was_cleaned_again():
    lines = str(Closing("finished", 1, 1, kept=1, again=1200, changed=7)).splitlines()
    assert lines[-1] == "1,200 articles cleaned again, 7 changed: the memory has learnt what their sites repeat."
    assert "1 article cleaned again, 0 changed" in str(Closing("finished", 1, again=1))


def test_the_report_says_what_was_read():
    assert "Read 2 feeds, 1 sitemap and 3 sections, naming 4 articles." in str(
        Closing("finished", feeds=2, entries=4, sitemaps=1, sections=3)
    )
    assert str(Closing("finished", sections=1)) == "Read 1 section, naming 0 articles.\nNothing new."


def test_sitemaps_of_an_index_that_cannot_be_read():
    closing = Closing("finished", sitemaps=1, broken=2)
    assert closing.exit_code == 1
    assert "Did not work: 2 sitemaps of an index could not be read: see the log above." in str(closing)


def test_read_from_stats():
    stats = {
        "finish_reason": "finished",
        "spider_exceptions/count": 1,
        Stat.FEEDS: 1,
        Stat.KEPT: 2,
        REFUSED + "http 404": 3,
        PROBLEMS: ("a",),
        Stat.AGAIN: 4,
        Stat.CHANGED: 2,
        "downloader/request_count": 9,
    }
    expected = Closing(
        "finished", feeds=1, kept=2, refused={"http 404": 3}, again=4, changed=2, problems=("a",), failures=1
    )
    assert Closing.from_stats(stats) == expected
