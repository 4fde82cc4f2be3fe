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


def test_each_page_is_asked_for_once():
    spider = FeedSpider("https://news.example/rss")
    page = RawPage("https://news.example/a?utm_source=feed#top", b"")
    assert spider.visit(page).cb_kwargs == {"page": page}
    assert spider.visit(RawPage("https://news.example/a", b"")) is None


def test_an_address_that_cannot_be_asked_for_is_refused():
    assert isinstance(FeedSpider("https://news.example/rss").visit(RawPage("mailto:desk@news.example", b"")), Refused)
