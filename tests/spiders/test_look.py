"""What is found at sites that are a mapping of addresses to answers."""

import asyncio
import gzip

import pytest

from pipeline.article import RawPage, Reason, Refused
from spiders.asking import Answer
from spiders.look import Findings, Listed, look, read_feed_at, read_sitemap_at

HOME = "https://quay.example/"
MISSING = Reason("http 404", "the server answered 404 Not Found")


class Site:
    """Answers from a mapping of paths, and remembers what it was asked for."""

    def __init__(self, **answers):
        self.answers = {HOME + path: answer for path, answer in answers.items()}
        self.asked = []

    def serve(self, path, answer):
        self.answers[HOME + path] = answer

    async def ask(self, url):
        self.asked.append(url)
        answer = self.answers.get(url, MISSING)
        if isinstance(answer, Reason):
            return answer
        return Answer(url, answer if isinstance(answer, bytes) else answer.encode())

    def look(self, path=""):
        return asyncio.run(look(HOME + path, self.ask))


def feed(*numbers):
    items = "".join(
        f"<item><title>Ice {number}</title><link>{HOME}ice/{number}</link>"
        f"<pubDate>{number:02} Nov 2026 08:00:00 +0100</pubDate></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def sitemap(*numbers, news=True):
    marks = "<n:news><n:publication_date>2026-11-{0:02}T08:00:00Z</n:publication_date><n:title>Ice</n:title></n:news>"
    urls = "".join(
        f"<url><loc>{HOME}ice/{number}</loc>{marks.format(number) if news else ''}</url>" for number in numbers
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='urn:n'>{urls}</urlset>"


def index(*paths):
    nested = "".join(f"<sitemap><loc>{HOME}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{nested}</sitemapindex>"


def front(*feeds, body=""):
    links = "".join(f"<link rel=alternate type=application/rss+xml href={each}>" for each in feeds)
    return f"<html lang=en><head><title>Quay</title>{links}</head><body>{body}</body></html>"


def addresses(listings):
    return [each.url.removeprefix(HOME) for each in listings]


def test_feeds_that_a_page_names_are_read_and_copies_left_out():
    site = Site()
    site.serve("", front("/rss", "/atom", "/city", "/gone", "/empty"))
    for path, numbers in {"rss": (1, 2), "atom": (2, 1), "city": (3,), "empty": ()}.items():
        site.serve(path, feed(*numbers))
    found = site.look()
    assert addresses(found.feeds) == ["rss", "city"]
    assert (found.home, found.front.title, found.front.language) == (HOME, "Quay", "en")


def test_without_them_the_usual_places_are_asked_until_one_answers():
    site = Site()
    site.serve("", front())
    site.serve("rss.xml", feed(1))
    site.serve("rss", feed(1))
    assert addresses(site.look().feeds) == ["rss.xml"]
    assert HOME + "rss" not in site.asked


def test_a_host_that_does_not_answer_is_not_asked_for_every_place():
    site = Site()
    site.serve("", front())
    for path in ("feed/", "robots.txt", "news-sitemap.xml"):
        site.serve(path, Reason("timed out", "no complete answer"))
    assert site.look() == Findings(HOME, site.look().front)
    assert len(site.asked) == 2 * 4


def test_news_sitemaps_are_told_from_others():
    site = Site()
    site.serve("", front())
    site.serve("robots.txt", "Sitemap: /all.xml\nSitemap: /news.xml\nSitemap: /gone.xml")
    site.serve("all.xml", sitemap(1, news=False))
    site.serve("news.xml", sitemap(2))
    found = site.look()
    assert (addresses(found.news_sitemaps), found.sitemaps) == (["news.xml"], (HOME + "all.xml",))


@pytest.mark.parametrize(
    ("child", "url", "is_news"), [("news.xml", "news.xml", True), ("news-2026-11.xml", "index.xml", False)]
)
def test_of_an_index_the_news_sitemap_is_taken_unless_its_name_has_a_date(child, url, is_news):
    site = Site()
    site.serve("index.xml", index("a.xml", child))
    site.serve("a.xml", sitemap(1, news=False))
    site.serve(child, gzip.compress(sitemap(2).encode()))
    listed = asyncio.run(read_sitemap_at(HOME + "index.xml", site.ask))
    assert (listed.url, listed.is_news, len(listed.entries)) == (HOME + url, is_news, 1)
    assert HOME + "a.xml" not in site.asked


def test_the_three_newest_articles_are_fetched_once_each():
    site = Site()
    site.serve("", front("/rss"))
    site.serve("rss", feed(5, 7, 6, 4))
    site.serve("robots.txt", "Sitemap: /news.xml")
    site.serve("news.xml", sitemap(7, 6, 5))
    for number in (7, 5):
        site.serve(f"ice/{number}", f"<p>Ice {number}")
    first, second, third = site.look().newest
    assert isinstance(first, RawPage)
    assert (first.url, first.body, first.hints.published.isoformat()) == (
        HOME + "ice/7",
        b"<p>Ice 7",
        "2026-11-07T08:00:00+01:00",
    )
    assert isinstance(second, Refused)
    assert (second.page.url, second.reason) == (HOME + "ice/6", MISSING)
    assert third.url == HOME + "ice/5"


def test_without_feed_and_sitemap_the_links_of_the_page_lead_to_articles():
    site = Site()
    links = "".join(f"<h2><a href=/city/the-lake-froze-over-{n}>The lake froze over {n} times</a></h2>" for n in "abc")
    site.serve("", front(body=f"<nav><a href=/city/>City</a></nav>{links}"))
    found = site.look()
    assert not found.feeds
    assert found.front.sections == (HOME + "city/",)
    assert [each.page.url for each in found.newest] == [f"{HOME}city/the-lake-froze-over-{n}" for n in "abc"]


def test_the_address_of_a_feed_is_enough():
    site = Site()
    site.serve("rss", feed(1))
    found = site.look("rss")
    assert (found.home, addresses(found.feeds)) == (HOME, ["rss"])
    assert site.asked == [HOME + "rss", HOME + "ice/1"]


def test_a_front_page_that_cannot_be_had_is_a_reason():
    assert Site().look() == MISSING


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<rss", b"<html>", b"{}"])
@pytest.mark.parametrize("read", [read_feed_at, read_sitemap_at])
def test_what_is_neither_feed_nor_sitemap_is_a_reason(body, read):
    site = Site()
    site.serve("x", body)
    assert isinstance(asyncio.run(read(HOME + "x", site.ask)), Reason)


def test_the_newest_of_a_feed():
    site = Site()
    site.serve("x", feed(1, 3, 2))
    assert asyncio.run(read_feed_at(HOME + "x", site.ask)).newest.isoformat() == "2026-11-03T08:00:00+01:00"
    assert Listed("x", ()).newest is None
