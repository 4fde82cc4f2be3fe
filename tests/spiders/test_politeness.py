import time
from itertools import pairwise

import pytest

CHALLENGED = {"cf_mitigated": "challenge"}
ONE_BY_ONE = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0.1, "COPYDESK_FIRST_PAUSE": 0, "RETRY_TIMES": 0}
"""Slow enough that an answer is read before the next request goes out, as it is with any delay that is polite."""


def refusing(status, **headers):
    """Return an answer that refuses, and a list that grows with each."""
    asked = []

    def answer(request):
        asked.append(time.monotonic())
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer, asked


def serve_stories(site, article, number, host="", prefix=""):
    paths = [f"/{prefix}{story}" for story in range(number)]
    for path in paths:
        site.serve(path, article(f"Story {path}"))
    address = site.address.replace("127.0.0.1", host or "127.0.0.1")
    return [address + path for path in paths]


def test_a_host_is_given_the_time_that_it_asks_for_and_the_others_go_on(site, desk, article):
    busy = serve_stories(site, article, 6, prefix="busy/")
    other = serve_stories(site, article, 6, host="localhost", prefix="other/")
    again = dict(site.answers)
    refuse, refused = refusing(429, Retry_After="6")
    answered = []

    def once(request):
        if not refused:
            refuse(request)
        else:
            answered.append(request.path)
            again[request.path](request)

    site.answers |= {url.removeprefix(site.address): once for url in busy}
    site.serve_rss("/rss.xml", *busy, *other)
    crawl = desk.feed(site.url("/rss.xml"), **ONE_BY_ONE)
    assert desk.kept() == {*busy, *other}, crawl
    assert len(refused) == 1
    asked = [path for path, _ in site.requests if path.startswith(("/busy", "/other"))]
    assert max(asked.index(path) for path in asked if path.startswith("/other")) < asked.index(answered[0], 1)


@pytest.mark.parametrize(
    ("status", "headers", "most"),
    [
        (429, {"Retry_After": "0"}, 3),
        (503, {"Retry_After": "Tue, 03 Nov 2020 12:00:00 GMT"}, 3),
        (429, {"Retry_After": "9999"}, 1),
    ],
)
def test_the_pages_of_a_host_that_asks_again_and_again_are_given_back(site, desk, article, *, status, headers, most):
    urls = serve_stories(site, article, 20)
    refuse, refused = refusing(status, **headers)
    site.answers |= {url.removeprefix(site.address): refuse for url in urls}
    site.serve_rss("/rss.xml", *urls)
    desk.feed(site.url("/rss.xml"), **ONE_BY_ONE)
    assert desk.refused() == dict.fromkeys(urls, "asked to wait")
    assert len(refused) == most


def test_a_host_that_fails_again_and_again_is_left_alone(site, desk, article):
    urls = serve_stories(site, article, 20)
    refuse, refused = refusing(500)
    site.answers |= {url.removeprefix(site.address): refuse for url in urls}
    site.serve_rss("/rss.xml", *urls)
    crawl = desk.feed(site.url("/rss.xml"), COPYDESK_MOST_ERRORS=5, **ONE_BY_ONE)
    reasons = list(desk.refused().values())
    assert (reasons.count("http 500"), reasons.count("left alone"), len(refused)) == (5, 15, 5), crawl
    assert "is left alone for this run: the host failed 5 times in a row" in crawl.log


@pytest.mark.parametrize(("headers", "code"), [({}, "http 403"), (CHALLENGED, "bot wall")])
def test_a_host_that_lets_us_in_nowhere_is_not_asked_for_ever(site, desk, article, headers, code):
    urls = serve_stories(site, article, 20)
    refuse, refused = refusing(403, **headers)
    site.answers |= {url.removeprefix(site.address): refuse for url in urls}
    site.serve_rss("/rss.xml", *urls)
    desk.feed(site.url("/rss.xml"), COPYDESK_MOST_ERRORS=3, **ONE_BY_ONE)
    expected = sorted([code] * 6 + ["bot wall"] * 14)
    assert sorted(desk.refused().values()) == expected
    assert len(refused) == 6


def test_crawl_delay_is_kept_to_and_bounded(site, desk, article):
    """AutoThrottle, which would go down to nothing on a fast server, is on."""
    urls = serve_stories(site, article, 5)
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 3600\n", "text/plain")
    moments = []
    answers = dict(site.answers)

    def written_down(request):
        moments.append(time.monotonic())
        answers[request.path](request)

    site.answers |= {url.removeprefix(site.address): written_down for url in urls}
    site.serve_rss("/rss.xml", *urls)
    settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0, "COPYDESK_LONGEST_DELAY": 0.5}
    desk.feed(site.url("/rss.xml"), **settings)
    assert desk.kept() == set(urls)
    assert min(later - sooner for sooner, later in pairwise(moments)) > 0.4


def test_a_stopped_crawl_does_not_wait_for_a_host(site, desk, article):
    urls = serve_stories(site, article, 4)
    refuse, refused = refusing(429, Retry_After="250")
    site.answers |= {url.removeprefix(site.address): refuse for url in urls}
    site.serve_rss("/rss.xml", *urls)
    crawl = desk.start("feed", "-a", f"url={site.url('/rss.xml')}", **ONE_BY_ONE)
    while not refused:
        assert crawl.poll() is None
        time.sleep(0.05)
    crawl.terminate()
    assert desk.finish(crawl).code == 1  # within the PATIENCE of the tests, which is less than what it was asked for
    assert set(desk.refused().values()) <= {"cancelled"}


def test_a_host_has_not_to_answer_for_those_it_redirects_to(site, desk, article):
    urls = serve_stories(site, article, 8)
    refuse, refused = refusing(429, Retry_After="9999")
    site.answers["/busy"] = refuse
    site.answers["/away"], _ = refusing(302, Location=f"{site.address.replace('127.0.0.1', 'localhost')}/busy")
    site.serve_rss("/rss.xml", "/away", *urls)
    desk.feed(site.url("/rss.xml"), **ONE_BY_ONE)
    assert desk.refused() == {site.url("/away"): "asked to wait"}
    assert desk.kept() == set(urls)
    assert len(refused) == 1
