"""The spider for pages that list articles, alone and in whole crawls."""

import itertools

import pytest

from spiders.site import SiteSpider


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "no page to read; give its address with -a url=https://example.com/"),
        ({"url": "http://a.example/", "depth": "-1"}, "depth='-1' is no number; write it as in -a depth=2"),
        ({"url": "http://a.example/", "pages": "many"}, "pages='many' is no number"),
        ({"url": "http://a.example/", "since": "1d"}, "unknown spider argument 'since'"),
    ],
)
def test_misuse(arguments, words):
    assert words in SiteSpider.misuse(arguments)


def teaser(path, title):
    return f"<article><h2><a href='{path}'>{title} and nobody is any the wiser for it</a></h2></article>"


def listing(*parts, nav=("/sport", "/politics")):
    links = "".join(f"<a href='{path}'>{path.strip('/').title()}</a>" for path in nav)
    return f"<!doctype html><html><body><nav>{links}</nav><main>{''.join(parts)}</main></body></html>"


@pytest.fixture
def town(site, article):
    """A front page, two sections, the next page of one of them, and articles."""
    stories = {
        "/sport/regatta-put-off-for-ice-10001": "Regatta is put off",
        "/sport/ferry-runs-aground-again-10002": "Ferry runs aground",
        "/politics/council-meets-in-old-hall-10003": "Council meets in the old hall",
        "/sport/older-story-of-the-lake-10004": "Lake freezes over",
    }
    for path, title in stories.items():
        site.serve(
            path, article(title, head="<a href='/sport/never-asked-for-because-in-text-10009'>Never asked for</a>")
        )
    regatta, ferry, council, older = (teaser(path, title) for path, title in stories.items())
    elsewhere = teaser("http://localhost:9/2026/11/03/elsewhere-lies-another-harbour", "Elsewhere")
    site.serve("/", listing(regatta, elsewhere, nav=("/sport", "/politics", "/login")))
    site.serve("/sport", listing(regatta, ferry, "<a href='/sport?page=2'>2</a>"))
    site.serve("/sport?page=2", listing(older, "<a href='/sport?page=3'>3</a>"))
    site.serve("/politics", listing(council))
    return site


def crawl_site(desk, url, *arguments, **settings):
    given = (part for argument in arguments for part in ("-a", argument))
    return desk.crawl("site", "-a", f"url={url}", *given, **settings)


def test_sections_one_link_away(town, desk):
    crawl = crawl_site(desk, town.url("/"))
    assert crawl.code == 0, crawl
    assert len(desk.kept()) == 3
    assert "Read 3 sections, naming 4 articles" in crawl.report
    asked = set(town.asked()) - {"/robots.txt"}
    assert asked == {"/", "/sport", "/politics", *(url.removeprefix(town.address) for url in desk.kept())}


def test_deeper(town, desk):
    crawl = crawl_site(desk, town.url("/"), "depth=2")
    assert crawl.code == 0, crawl
    assert len(desk.kept()) == 4
    assert not town.asked()["/sport?page=3"]


def test_only_the_pages_named(town, desk):
    assert crawl_site(desk, town.url("/sport"), "depth=0").code == 0
    assert len(desk.kept()) == 2
    assert not town.asked()["/politics"]


def test_no_more_lists_than_allowed(town, desk):
    crawl = crawl_site(desk, town.url("/"), "depth=9", "pages=2")
    assert crawl.code == 0
    assert "Read 2 sections" in crawl.report


def test_a_calendar_without_end_is_left_soon(site, desk, article):
    """Each day links to the next, and shows the same article beside it."""
    days = itertools.count()
    site.serve("/news/ferry-runs-aground-again-10002", article("Ferry runs aground"))
    same = teaser("/news/ferry-runs-aground-again-10002", "Ferry runs aground")

    def day(request):
        number = int(request.path.rpartition("/")[2])
        next(days)
        answer(request, listing(same, f"<a href='/calendar/2026/11/{number + 1}'>Next</a>", nav=()))

    for number in range(1, 99):
        site.answers[f"/calendar/2026/11/{number}"] = day
    crawl = crawl_site(desk, site.url("/calendar/2026/11/1"), "depth=90", "pages=90")
    assert crawl.code == 0, crawl
    assert len(desk.kept()) == 1
    assert next(days) == 4


def test_sessions_do_not_make_a_site_endless(site, desk, article):
    """Each page gives its links another session."""
    sessions = itertools.count(10**15)

    def page(request):
        links = f"<a href='/sport?PHPSESSID={next(sessions)}'>Sport</a><a href='/?PHPSESSID={next(sessions)}'>Home</a>"
        body = teaser(f"/news/ferry-runs-aground-again-10002;jsessionid={next(sessions)}", "Ferry")
        answer(request, f"<html><nav>{links}</nav>{body}</html>")

    site.answers |= {"/": page, "/sport": page}
    site.serve("/news/ferry-runs-aground-again-10002", article("Ferry runs aground"))
    crawl = crawl_site(desk, site.url("/"), "depth=9")
    assert crawl.code == 0, crawl
    assert set(site.asked()) == {"/robots.txt", "/", "/sport", "/news/ferry-runs-aground-again-10002"}
    assert site.asked()["/sport"] == site.asked()["/"] == 1


def test_pages_that_list_nothing(site, desk):
    site.serve("/words", "just words", "text/plain")
    site.answers["/moved"] = redirect(site.url("/words").replace("127.0.0.1", "localhost"))
    crawl = crawl_site(desk, f"{site.url('/words')} {site.url('/moved')} {site.url('/gone')}")
    assert crawl.code == 1
    for words in ("not a page: the answer is no HTML", "elsewhere: it redirects to another site", "/gone: http 404"):
        assert words in crawl.report


def answer(request, body):
    request.send_response(200)
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.send_header("Content-Length", str(len(body.encode())))
    request.end_headers()
    request.wfile.write(body.encode())


def redirect(location):
    def answer(request):
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer
