"""Whole crawls of a small site on loopback, by the command a person uses, into a real database."""

import gzip
import itertools
import json
import random
import resource
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from db import Archive
from db.runs import runs_of

STORIES = Path(__file__).parents[1] / "stories.json"

LIMIT = 200_000
"""Bytes: what DOWNLOAD_MAXSIZE is here, for speed."""

CONTACT = "+https://desk.example/about"


def redirect(location):
    def answer(request):
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def drip(request):
    """Answer one byte at a time, for as long as anybody listens."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    stopped = threading.Event()
    while not stopped.wait(0.1):
        request.wfile.write(b" ")


def flood(request):
    """Answer more than the limit without saying so before."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    for _ in range(2):
        request.wfile.write(b"<p>" + b" " * LIMIT)


def cut_off(request):
    """Promise more than is sent."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"<p>And then")


@pytest.fixture
def town(site, article):
    """A site with everything that goes well, and everything that goes wrong, on the web."""
    site.serve(
        "/robots.txt",
        "User-agent: *\nDisallow: /private/\n\nUser-agent: Copydesk\nDisallow: /private/\nDisallow: /not-for-us/\n",
        "text/plain",
    )
    site.serve("/news/fish", article("Fish market"))
    site.serve("/news/harbour", article("Harbour works"))
    site.serve("/moved", article("never seen"))
    site.answers["/moved"] = redirect("/news/moved-here")
    site.serve("/news/moved-here", article("Museum moved"))
    latin = (
        "Die Brücke über den Fluß ist für den Verkehr gesperrt, sagte der Bürgermeister am Montag vor der Kirche. " * 3
    )
    site.serve("/news/latin", article("Brücke gesperrt", latin, latin).encode("latin-1"), "text/html; charset=utf-8")
    site.answers["/circle"] = redirect("/circle/2")
    site.answers["/circle/2"] = redirect("/circle")
    site.answers["/drip"] = drip
    site.answers["/flood"] = flood
    site.answers["/cut-off"] = cut_off
    site.serve("/huge", b"<p>" + b" " * LIMIT)
    site.serve("/bomb", gzip.compress(b" " * 2 * LIMIT), Content_Encoding="gzip")
    site.serve("/broken", "<p>Oops</p>", status=500)
    site.serve("/private/diary", article("never seen"))
    site.serve("/not-for-us/page", article("never seen"))
    site.serve("/empty", "")
    site.serve("/picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png")
    return site


REFUSED = {
    "/circle": "redirects",
    "/drip": "timed out",
    "/flood": "too large",
    "/huge": "too large",
    "/bomb": "too large",
    "/cut-off": "broken off",
    "/broken": "http 500",
    "/gone": "http 404",
    "/private/diary": "robots.txt",
    "/not-for-us/page": "robots.txt",
    "/empty": "empty",
    "/picture": "not text",
}


def serve_feeds(town):
    links = ["news/fish", "/news/latin", town.url("/moved"), *map(town.url, REFUSED)]
    links += ["ftp://127.0.0.1/passwd", "http://127.0.0.1:port/", "http://127.0.0.1:9/closed"]
    town.serve_rss("/rss.xml", *links, town.url("/news/fish#comments"))
    town.serve(
        "/atom.xml",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><entry><id>1</id><title>The feed's title</title>"
        "<author><name>Ada Lovelace</name></author><published>2026-11-03T08:00:00+01:00</published>"
        "<link href='/news/harbour'/></entry></feed>",
        "application/atom+xml",
    )


def test_a_crawl_keeps_what_is_good_and_says_why_it_refuses_the_rest(town, desk):
    serve_feeds(town)
    feeds = town.url("/rss.xml"), town.url("/atom.xml")
    first = desk.feed(*feeds, DOWNLOAD_MAXSIZE=LIMIT, DOWNLOAD_TIMEOUT=5, RETRY_TIMES=0)

    assert first.code == 0, first
    kept = {"/news/fish", "/news/latin", "/moved", "/news/harbour"}
    assert desk.kept() == set(map(town.url, kept))
    expected = {town.url(path): reason for path, reason in REFUSED.items()}
    expected |= {"ftp://127.0.0.1/passwd": "bad address", "http://127.0.0.1:port/": "bad address"}
    expected |= {"http://127.0.0.1:9/closed": "unreachable"}
    assert desk.refused() == expected

    asked = town.asked()
    assert not {"/private/diary", "/not-for-us/page"} & set(asked)
    assert asked["/news/fish"] == asked["/robots.txt"] == 1
    assert {agent.startswith("Copydesk/") and CONTACT in agent for _, agent in town.requests} == {True}

    assert desk.rows("SELECT final_url FROM page WHERE url LIKE '%/moved'") == [(town.url("/news/moved-here"),)]
    assert desk.rows("SELECT DISTINCT source, origin FROM page") == [("127.0.0.1", "spider:feed")]
    assert "für den Verkehr" in desk.rows("SELECT text FROM article WHERE url LIKE '%/latin'")[0][0]
    assert desk.rows("SELECT authors FROM article WHERE url LIKE '%/harbour'") == [('["Ada Lovelace"]',)]

    assert "Read 2 feeds" in first.report
    assert "4 kept" in first.report
    assert "2 refused: robots.txt" in first.report
    assert str(desk.database) in first.report
    assert "Traceback" not in first.log

    town.forget()
    town.serve_rss("/rss.xml", *(town.url(path) for path in kept))
    second = desk.feed(town.url("/rss.xml"))
    assert second.code == 0, second
    assert set(town.asked()) == {"/robots.txt", "/rss.xml"}
    assert "Nothing new." in second.report
    assert "4 known already" in second.report
    assert desk.rows("SELECT count(*) FROM article") == [(4,)]


def test_feeds_that_are_none(town, desk, article):
    """Each gets a message of its own, and one good feed among them is still read.

    They are more than two on purpose: Scrapy 2.19 forgets robots.txt for the third request that waits for it.
    """
    link = "<link rel=alternate type=application/rss+xml href=/rss.xml>"
    town.serve("/home", article("Home", head=link))
    town.serve("/bomb.xml", '<!DOCTYPE rss [<!ENTITY a "ha">]><rss version="2.0">&a;</rss>', "application/rss+xml")
    town.serve("/words", "just words", "text/plain")
    town.serve("/nothing", "")
    town.serve_rss("/private/rss.xml", "/news/fish")
    town.serve_rss("/rss.xml", "/news/fish")
    town.serve("localhost/robots.txt", "Oops", status=503)
    elsewhere = town.url("/rss.xml").replace("127.0.0.1", "localhost")
    paths = {
        "/home": f"not a feed: the address answers with an HTML page; it names these feeds: {town.url('/rss.xml')}",
        "/bomb.xml": "entity bomb",
        "/words": "not a feed: neither RSS nor Atom",
        "/nothing": "not a feed: the answer is empty",
        "/gone": "http 404",
        "/broken": "http 500",
        "/circle": "redirects",
        "/huge": "too large",
        "/private/rss.xml": "robots.txt",
        "localhost": "robots.txt",  # whose server cannot say what it allows
        "127.0.0.1:9": "unreachable: the connection was refused",
    }
    feeds = [town.url(path) for path in (*paths, "/rss.xml") if path.startswith("/")]
    crawl = desk.feed(*feeds, elsewhere, "http://127.0.0.1:9/rss.xml", DOWNLOAD_MAXSIZE=LIMIT)

    assert crawl.code == 1
    complaints = crawl.report.split("Did not work: ")[1:]
    for path, words in paths.items():
        assert any(path in complaint and words in complaint for complaint in complaints), (path, crawl.report)
    assert len(complaints) == len(paths)
    assert desk.rows("SELECT count(*) FROM article") == [(1,)]
    assert town.asked()["/broken"] == 2, "a server error is asked a second time"


def test_every_page_failing_is_a_crawl_that_did_not_work(site, desk, article):
    """And a host whose robots.txt breaks off is not asked for pages."""
    elsewhere = site.address.replace("127.0.0.1", "localhost")
    site.answers["localhost/robots.txt"] = cut_off
    for number in range(3):
        site.serve(f"/{number}", article("never seen"))
    site.serve_rss("/rss.xml", *(f"{elsewhere}/{number}" for number in range(3)))
    crawl = desk.feed(site.url("/rss.xml"))
    assert crawl.code == 1
    assert "not one of the new pages could be kept" in crawl.report
    assert "3 refused: broken off" in crawl.report
    assert set(site.asked()) == {"/robots.txt", "/rss.xml"}


MISUSES = {
    "-a url=": ["feed"],
    "there is no spider 'fed'; there are: feed": ["fed", "-a", "url=http://127.0.0.1/"],
}


def test_wrong_usage(desk):
    started = {words: desk.start(*arguments) for words, arguments in MISUSES.items()}
    for words, process in started.items():
        crawl = desk.finish(process)
        assert crawl.code == 2
        assert words in crawl.log
        assert "Traceback" not in crawl.log
    assert not desk.database.exists()


def test_a_page_that_hangs_or_kills_its_worker_is_refused_and_the_others_go_on(site, desk, article):
    """The road in `endangered.py` kills or hangs its worker for two of the pages."""
    good = [f"/news/{number}" for number in range(8)]
    for path in (*good, "/kills", "/hangs"):
        site.serve(path, article(f"Story {path}"))
    site.serve_rss("/rss.xml", "/kills", "/hangs", *good)
    crawl = desk.feed(site.url("/rss.xml"), ITEM_PIPELINES='{"endangered.Endangered": 500}', COPYDESK_PAGE_SECONDS=3)
    assert crawl.code == 0, crawl
    reasons = {site.url("/kills"): "crashed", site.url("/hangs"): "timed out"}
    assert desk.refused() == reasons
    assert desk.kept() == set(map(site.url, good))


def test_a_killed_crawl_loses_nothing_it_reported_and_the_next_fetches_the_rest(site, desk, article):
    paths = [f"/news/{number}" for number in range(40)]
    for path in paths:
        site.serve(path, article(f"Story {path}"))
    asked, killed, answers = itertools.count(), threading.Event(), dict(site.answers)

    def only_some(request):
        """Answer twenty pages; keep the others waiting until the crawl is dead."""
        if next(asked) < 20 or killed.wait(60):
            answers[request.path](request)

    site.answers |= dict.fromkeys(paths, only_some)
    site.serve_rss("/rss.xml", *paths)
    crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}")
    reported = 0
    while reported < 20:
        line = crawl.stderr.readline()
        assert line, "the crawl ended before it was killed"
        if "Stored: " in line:
            reported += int(line.split("Stored: ")[1].split()[0])
    crawl.kill()
    crawl.communicate()
    killed.set()

    stored = desk.kept()
    assert len(stored) >= reported
    site.forget()
    assert desk.feed(site.url("/rss.xml")).code == 0
    assert set(site.asked()) - {"/rss.xml", "/robots.txt"} == {path for path in paths if site.url(path) not in stored}
    assert desk.kept() == set(map(site.url, paths))
    assert desk.rows("SELECT count(*) FROM article") == [(40,)]


def test_a_file_that_is_no_database(site, desk, article):
    desk.database.write_bytes(b"Dear diary, " * 1000)
    site.serve_rss("/rss.xml", "/news")
    site.serve("/news", article("News"))
    crawl = desk.feed(site.url("/rss.xml"))
    assert crawl.code == 1
    assert f"{desk.database} is not an SQLite database" in crawl.report
    assert not site.asked()
    assert desk.database.read_bytes() == b"Dear diary, " * 1000


def test_a_disk_that_fills_up_stops_the_crawl_and_leaves_what_was_stored(site, desk, article):
    """A limit on the size of files stands for the full disk."""
    site.serve("/news/first", article("First story"))
    site.serve_rss("/rss.xml", "/news/first")
    assert desk.feed(site.url("/rss.xml")).code == 0

    noise = random.Random(7)
    for number in range(20):
        site.serve(f"/news/{number}", article(f"Story {number}", head=f"<!-- {noise.randbytes(100_000).hex()} -->"))
    site.serve_rss("/rss.xml", *(f"/news/{number}" for number in range(20)))
    process = desk.start("feed", "-a", f"url={site.url('/rss.xml')}")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    crawl = desk.finish(process)
    assert crawl.code == 1
    assert "disk" in crawl.report
    assert "not stored: the next crawl fetches them again" in crawl.report
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]
    assert ("First story",) in desk.rows("SELECT title FROM article")

    assert desk.feed(site.url("/rss.xml")).code == 0
    assert desk.rows("SELECT count(*) FROM article") == [(21,)]


FOOTER = "The Quay Courier, all that floats and some that sinks"
TEXTS = "SELECT text FROM article ORDER BY id"
DUE = "SELECT id FROM article WHERE due ORDER BY id"


@pytest.fixture
def courier(site, article):
    """Serve stories that all end in the same line; return a feed of those with these numbers."""
    for number, (title, *paragraphs) in enumerate(json.loads(STORIES.read_text("utf-8"))):
        site.serve(f"/story/{number}", article(title, *paragraphs, FOOTER))

    def courier(*numbers):
        site.serve_rss("/rss.xml", *(f"/story/{number}" for number in numbers))
        return site.url("/rss.xml")

    return courier


def with_footer(desk):
    return [number for number, (text,) in enumerate(desk.rows(TEXTS), 1) if text.endswith(FOOTER)]


def make_due(desk):
    """Let the memory have learnt something about the first article."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE article SET due = 1 WHERE id = 1")


def test_a_crawl_cleans_again_what_the_memory_has_learnt_something_about(courier, desk):
    first = desk.feed(courier(0, 1))
    assert "cleaned again" not in first.report
    assert with_footer(desk) == [1, 2]
    second = desk.feed(courier(0, 1, 2))
    assert second.code == 0, second
    assert "3 articles cleaned again, 3 changed: the memory has learnt what their sites repeat.\n" in second.report
    assert with_footer(desk) == []
    assert desk.rows(DUE) == []
    third = desk.feed(courier(3))
    assert "cleaned again" not in third.report
    assert with_footer(desk) == []

    make_due(desk)
    fourth = desk.feed(courier(3))
    assert fourth.code == 0
    assert "Nothing new.\n1 article cleaned again, 0 changed" in fourth.report
    assert desk.rows(DUE) == []


def test_a_crawl_that_is_stopped_leaves_due_what_is_due(courier, site, desk):
    assert desk.feed(courier(0)).code == 0
    make_due(desk)
    site.answers["/slow"] = drip
    site.serve_rss("/rss.xml", "/slow")
    crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}", DOWNLOAD_TIMEOUT=3, RETRY_TIMES=0)
    while not site.asked()["/slow"]:
        assert crawl.poll() is None
        time.sleep(0.05)
    crawl.send_signal(signal.SIGINT)
    stopped = desk.finish(crawl)
    assert stopped.code == 1
    assert "stopped early (shutdown)" in stopped.report
    assert "cleaned again" not in stopped.report
    assert desk.rows(DUE) == [(1,)]
    assert "1 article cleaned again" in desk.feed(courier(0)).report


def test_exceptions_hold_in_a_crawl(courier, desk, tmp_path):
    (tmp_path / "one.toml").write_text(f'site = "127.0.0.1"\ncut = ["{FOOTER}"]\n')
    (tmp_path / "all.toml").write_text('site = "*"\noff = ["repeats_title"]\n')
    assert desk.feed(courier(0), COPYDESK_SITES=tmp_path).code == 0
    ((text,),) = desk.rows(TEXTS)
    assert FOOTER not in text
    assert text.startswith("Ferry runs aground off the north mole\n")


@pytest.mark.parametrize("text", ['site = "127.0.0.1"\noff = ["no_rule"]\n', None], ids=["wrong", "missing"])
def test_wrong_exceptions_are_told_before_anything_is_fetched(courier, site, desk, tmp_path, *, text):
    if text:
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "one.toml").write_text(text)
    crawl = desk.feed(courier(0), COPYDESK_SITES=tmp_path / "sites")
    assert crawl.code == 2
    assert ("there is no rule 'no_rule'" if text else "no folder of exceptions can be read there") in crawl.log
    assert "Traceback" not in crawl.log
    assert not site.asked()
    assert not desk.database.exists()


def test_a_database_that_fails_when_it_is_asked_about_a_site_stops_the_crawl(courier, desk):
    settings = {"ITEM_PIPELINES": '{"endangered.Forgetful": 500}', "CONCURRENT_REQUESTS": 1}
    crawl = desk.feed(courier(0, 1, 2, 3, 4), **settings)
    assert crawl.code == 1
    assert "Did not work: the disk fails to read: look at the disk.\n" in crawl.report
    assert "fetched and not stored: the next crawl fetches them again" in crawl.report
    assert "Traceback" not in crawl.log
    assert len(desk.kept()) == 1
    assert desk.refused() == {}
    assert desk.feed(courier(0, 1, 2, 3, 4)).code == 0
    assert len(desk.kept()) == 5


def test_a_crawl_into_a_server(site, newsroom, article, on_server):
    for number in range(3):
        site.serve(f"/{number}", article(f"Harbour {number}"))
    site.serve_rss("/feed", *(site.url(f"/{number}") for number in range(3)))
    first = newsroom.feed(site.url("/feed"), COPYDESK_DB=on_server)
    assert first.code == 0, first.log
    again = newsroom.feed(site.url("/feed"), COPYDESK_DB=on_server)
    assert again.code == 0, again.log
    with Archive(on_server) as archive:
        assert archive.count("harbour") == 3
        assert [run.new for run in runs_of(archive.engine)] == [0, 3]
    assert site.asked()["/1"] == 1
