"""Crawls that go on where they were, ask again what may have changed, and ask for nothing twice."""

import random
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

KILLS = 20
PAGES = 500


def feed(site, path, *entries):
    """Serve an RSS feed of (path, moment) pairs; the moment is when the feed says the article was changed."""
    items = "".join(
        f"<item><link>{link}</link><atom:updated>{moment.isoformat()}</atom:updated></item>" for link, moment in entries
    )
    site.serve(
        path,
        f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel>{items}</channel></rss>",
        "application/rss+xml",
    )


def let_time_pass(desk):
    """Make all that is to be asked for again due now."""
    with sqlite3.connect(desk.database) as connection:
        connection.execute("UPDATE address SET due_at = found_at WHERE due_at IS NOT NULL")
    connection.close()


def answer_304(page, etag):
    """Serve a page with an ETag, and 304 to whoever has it already."""

    def answer(request):
        known = request.headers.get("If-None-Match") == etag
        request.send_response(304 if known else 200)
        request.send_header("ETag", etag)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", "0" if known else str(len(page)))
        request.end_headers()
        if not known:
            request.wfile.write(page)

    return answer


def pages(site):
    """Return what was asked for, without feeds and what is asked of every host."""
    return {path: times for path, times in site.asked().items() if path.startswith("/news")}


def test_a_crawl_killed_at_any_moment_loses_nothing_and_stores_nothing_twice(site, desk, article):
    paths = [f"/news/{number}" for number in range(PAGES)]
    for number, path in enumerate(paths):
        site.serve(path, article(f"Story {number}"))
    site.serve_rss("/rss.xml", *paths)
    moment = random.Random(4)
    stored = 0
    for _ in range(KILLS):
        crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}", LOG_LEVEL="ERROR")
        asked = site.asked().total()
        while site.asked().total() == asked and crawl.poll() is None:
            time.sleep(0.02)  # until it has begun, which takes longer on a busy machine
        time.sleep(moment.uniform(0, 1.5))
        crawl.kill()
        crawl.communicate()
        if desk.database.exists():
            kept = len(desk.kept()) if desk.rows("SELECT 1 FROM sqlite_master WHERE name = 'article'") else 0
            assert kept >= stored
            stored = kept
    # The feed has gone on meanwhile: what it named once is remembered.
    site.serve_rss("/rss.xml", paths[-1])
    assert desk.feed(site.url("/rss.xml")).code == 0
    assert desk.kept() == set(map(site.url, paths))
    assert desk.rows("SELECT count(*), count(DISTINCT url) FROM article") == [(PAGES, PAGES)]
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]


def test_what_a_feed_named_once_is_fetched_though_it_names_it_no_more(site, desk, article):
    for number in range(5):
        site.serve(f"/news/{number}", article(f"Story {number}"))
    site.serve_rss("/rss.xml", *(f"/news/{number}" for number in range(5)))
    first = desk.feed(site.url("/rss.xml"), COPYDESK_PAGES=2)
    assert first.code == 0
    assert len(desk.kept()) == 2
    site.serve_rss("/rss.xml", "/news/0")
    desk.feed(site.url("/rss.xml"))
    assert len(desk.kept()) == 5
    assert set(pages(site).values()) == {1}


def test_a_young_article_that_changed_is_a_new_version(site, desk, article):
    site.serve("/news/1", article("The vote is open"))
    site.serve_rss("/rss.xml", "/news/1")
    desk.feed(site.url("/rss.xml"))
    site.serve("/news/1", article("The vote is lost"))
    desk.feed(site.url("/rss.xml"))  # too early to look again
    assert desk.rows("SELECT title FROM article") == [("The vote is open",)]
    let_time_pass(desk)
    crawl = desk.feed(site.url("/rss.xml"))
    assert "1 changed" in crawl.report
    assert desk.rows("SELECT title, newer_id FROM article ORDER BY id") == [
        ("The vote is open", 2),
        ("The vote is lost", None),
    ]


def test_a_page_that_differs_at_each_fetch_is_no_new_version(site, desk, article):
    site.serve("/news/1", article("The vote", head="<!-- 1 -->"))
    site.serve_rss("/rss.xml", "/news/1")
    desk.feed(site.url("/rss.xml"))
    for visit in range(2, 4):
        site.serve("/news/1", article("The vote", head=f"<!-- {visit} --><meta name=visit content={visit}>"))
        let_time_pass(desk)
        assert desk.feed(site.url("/rss.xml")).code == 0
    assert pages(site) == {"/news/1": 3}
    assert desk.rows("SELECT count(*) FROM article") == [(1,)]
    assert desk.rows("SELECT count(*) FROM page") == [(1,)]


def test_what_has_not_changed_is_not_sent_again(site, desk, article):
    page = article("The vote").encode()
    site.answers["/news/1"] = answer_304(page, '"one"')
    rss = f"<rss version='2.0'><channel><item><link>{site.url('/news/1')}</link></item></channel></rss>".encode()
    site.answers["/rss.xml"] = answer_304(rss, '"feed"')
    desk.feed(site.url("/rss.xml"))
    let_time_pass(desk)
    crawl = desk.feed(site.url("/rss.xml"))
    assert crawl.code == 0, crawl
    assert "1 listing not changed since the last crawl." in crawl.report
    assert pages(site) == {"/news/1": 2}
    (first, second) = desk.rows("SELECT bytes, new, unchanged FROM run ORDER BY id")
    assert first[1:] == (1, 0)
    assert second[1:] == (0, 1)
    assert second[0] < first[0]
    assert desk.rows("SELECT count(*) FROM article") == [(1,)]


def test_a_feed_that_could_not_be_read_is_asked_for_in_full_again(site, desk, article):
    site.answers["/rss.xml"] = answer_304(b"<html><p>Be right back</p></html>", '"x"')
    assert desk.feed(site.url("/rss.xml")).code == 1
    assert desk.feed(site.url("/rss.xml")).code == 1  # and not: nothing new


def test_what_the_feed_says_has_changed_is_fetched_again(site, desk, article):
    old = datetime.now(UTC) - timedelta(days=300)
    site.serve("/news/1", article("The vote is open"))
    feed(site, "/rss.xml", ("/news/1", old))
    desk.feed(site.url("/rss.xml"))
    desk.feed(site.url("/rss.xml"))
    assert pages(site) == {"/news/1": 1}
    site.serve("/news/1", article("The vote is lost"))
    feed(site, "/rss.xml", ("/news/1", datetime.now(UTC)))
    desk.feed(site.url("/rss.xml"))
    assert pages(site) == {"/news/1": 2}
    assert desk.rows("SELECT count(*) FROM article") == [(2,)]


def test_a_host_that_was_down_is_asked_again_when_it_is_time(site, desk, article):
    site.serve("/news/1", "<p>Oops</p>", status=503)
    site.serve_rss("/rss.xml", "/news/1")
    desk.feed(site.url("/rss.xml"))
    assert desk.refused() == {site.url("/news/1"): "http 503"}
    site.serve("/news/1", article("The vote"))
    tried = pages(site)["/news/1"]
    desk.feed(site.url("/rss.xml"))
    assert pages(site)["/news/1"] == tried  # not yet
    let_time_pass(desk)
    desk.feed(site.url("/rss.xml"))
    assert desk.kept() == {site.url("/news/1")}


def test_every_crawl_is_a_row(site, desk, article):
    site.serve("/news/1", article("The vote"))
    site.serve_rss("/rss.xml", "/news/1", "/news/gone")
    desk.feed(site.url("/rss.xml"))
    columns = "spider, finish, exit_code, named, new, changed, refused"
    assert desk.rows(f"SELECT {columns} FROM run") == [("feed", "finished", 0, 2, 1, 0, '{"http 404": 1}')]
    ((started, ended, requests, size),) = desk.rows("SELECT started, ended, requests, bytes FROM run")
    assert started < ended
    assert requests >= 4  # robots.txt, the feed, two pages
    assert size > 500


def test_a_crawl_that_was_killed_is_called_so_by_the_next(site, desk, article):
    site.answers["/rss.xml"] = lambda request: time.sleep(60)
    crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}")
    while not desk.database.exists() or not desk.rows("SELECT 1 FROM sqlite_master WHERE name = 'run'"):
        time.sleep(0.1)
    while not desk.rows("SELECT 1 FROM run"):
        time.sleep(0.1)
    crawl.kill()
    crawl.communicate()
    site.serve_rss("/rss.xml")
    desk.feed(site.url("/rss.xml"))
    assert [finish for (finish,) in desk.rows("SELECT finish FROM run ORDER BY id")] == ["killed", "finished"]


def test_the_date_of_a_feed_is_the_order_of_the_crawl(site, desk, article):
    now = datetime.now(UTC)
    paths = [f"/news/{days}" for days in range(6)]
    items = "".join(
        f"<item><link>{path}</link><pubDate>{format_datetime(now - timedelta(days=days + 1))}</pubDate></item>"
        for days, path in enumerate(paths)
    )
    for path in paths:
        site.serve(path, article(f"Story {path}"))
    # The oldest first, as no feed should have it.
    site.serve("/rss.xml", f"<rss version='2.0'><channel>{items}</channel></rss>", "application/rss+xml")
    desk.feed(site.url("/rss.xml"), COPYDESK_PAGES=2, CONCURRENT_REQUESTS=1)
    assert set(pages(site)) == {"/news/0", "/news/1"}


def test_a_database_that_another_program_holds_is_waited_for(site, desk, article):
    site.serve("/news/1", article("The vote"))
    site.serve_rss("/rss.xml", "/news/1")
    desk.feed(site.url("/rss.xml"))
    site.serve("/news/2", article("The count"))
    site.serve_rss("/rss.xml", "/news/1", "/news/2")
    other = sqlite3.connect(desk.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}")
    time.sleep(4)
    assert crawl.poll() is None
    other.execute("ROLLBACK")
    other.close()
    assert desk.finish(crawl).code == 0
    assert len(desk.kept()) == 2


def test_waiting_pages_are_asked_for_without_their_feed(site, desk, article):
    for number in range(3):
        site.serve(f"/news/{number}", article(f"Story {number}"))
    site.serve_rss("/rss.xml", *(f"/news/{number}" for number in range(3)))
    desk.feed(site.url("/rss.xml"), COPYDESK_PAGES=1)
    site.forget()
    assert desk.crawl("waiting", "-a", "source=127.0.0.1").code == 0
    assert len(desk.kept()) == 3
    assert "/rss.xml" not in site.asked()
    assert "no source" in desk.crawl("waiting").log
