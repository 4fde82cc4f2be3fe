import resource

import pytest

from pipeline.article import RawPage, Refused
from spiders.feed import FeedSpider


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "-a url="),
        ({"url": "  "}, "-a url="),
        ({"url": "http://127.0.0.1/", "uurl": "x"}, "unknown spider argument 'uurl'"),
        ({"url": "http://127.0.0.1/ rss.xml"}, "'rss.xml' is not the address of a feed: only http and https"),
    ],
)
def test_misuse(arguments, words):
    assert words in FeedSpider.misuse(arguments)


def test_use():
    assert FeedSpider.misuse({"url": "http://127.0.0.1/ https://127.0.0.1/", "source": "us"}) is None


def test_a_page_is_asked_for_with_what_the_feed_says():
    page = RawPage("https://news.example/a?utm_source=feed#top", b"")
    assert FeedSpider(url="https://news.example/rss").visit(page).cb_kwargs == {"page": page}


def test_an_address_that_cannot_be_asked_for_is_refused():
    spider = FeedSpider(url="https://news.example/rss")
    assert isinstance(spider.visit(RawPage("mailto:desk@news.example", b"")), Refused)


def test_articles_are_stored_under_the_host_of_their_feed_or_a_given_name():
    assert FeedSpider(url="https://www.news.example/rss https://news.example/b").sources == ("news.example",)
    assert FeedSpider(url="https://news.example/rss", source="us").sources == ("us",)


def own_megabytes() -> int:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_feed_of_twenty_thousand_entries(site, desk, article):
    """All are written down, a few pages are asked for."""
    for number in range(3):
        site.serve(f"/new/{number}", article(f"Story {number}"))
    new = "".join(
        f"<item><link>/new/{n}</link><pubDate>Tue, 03 Nov 2026 08:00:00 +0000</pubDate></item>" for n in range(3)
    )
    old = "".join(
        f"<item><link>/old/{n}</link><pubDate>Mon, 02 Nov 2020 08:00:00 +0000</pubDate></item>" for n in range(20_000)
    )
    site.serve("/rss.xml", f"<rss version='2.0'><channel>{old}{new}</channel></rss>", "application/rss+xml")
    crawl = desk.feed(
        site.url("/rss.xml"),
        COPYDESK_PAGES=3,
        MEMUSAGE_ENABLED=True,
        MEMUSAGE_LIMIT_MB=700 + own_megabytes(),  # Linux hands the peak of the process that forks on to the new one
        DOWNLOAD_MAXSIZE=20_000_000,
    )
    assert "naming 20,003 articles" in crawl.report, crawl
    assert desk.kept() == {site.url(f"/new/{number}") for number in range(3)}, "the newest first"
    assert desk.rows("SELECT count(*) FROM address") == [(20_003,)]
