"""The spider for sitemaps, alone and in whole crawls."""

import gzip

import pytest

from spiders.sitemap import SitemapSpider

NINE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "no sitemap to read; give its address with -a url=https://example.com/sitemap.xml"),
        ({"url": "http://a.example/", "depth": "1"}, "this spider takes -a url=..., -a since=... and -a source=..."),
        ({"url": "sitemap.xml"}, "'sitemap.xml' is not the address of a sitemap"),
        ({"url": "http://a.example/", "since": "lately"}, "since='lately' is no date"),
    ],
)
def test_misuse(arguments, words):
    assert words in SitemapSpider.misuse(arguments)


def test_use():
    assert SitemapSpider.misuse({"url": "http://a.example/", "since": "2026-11-01", "source": "a"}) is None


def urlset(*entries):
    parts = "".join(f"<url><loc>{url}</loc><lastmod>{date}</lastmod></url>" for url, date in entries)
    return f"<urlset xmlns='{NINE}'>{parts}</urlset>"


def index(*entries):
    parts = "".join(f"<sitemap><loc>{url}</loc><lastmod>{date}</lastmod></sitemap>" for url, date in entries)
    return f"<sitemapindex xmlns='{NINE}'>{parts}</sitemapindex>"


@pytest.fixture
def archive(site, article):
    """A site whose robots.txt names an index that names itself, among others."""
    site.serve("/robots.txt", f"User-agent: *\nDisallow: /private\nSitemap: {site.url('/index.xml')}\n", "text/plain")
    nested = [("/index.xml", "2026-01-01"), ("/2024.xml.gz", "2024-12-31"), ("/2025.xml", "2025-12-31")]
    site.serve("/index.xml", index(*((site.url(path), date) for path, date in nested)), "text/html")
    for year in (2024, 2025):
        for number in range(3):
            site.serve(f"/{year}/{number}", article(f"Story {number} of {year}"))
    pages = {
        year: urlset(*((site.url(f"/{year}/{number}"), f"{year}-06-0{number + 1}") for number in range(3)))
        for year in (2024, 2025)
    }
    site.serve("/2024.xml.gz", gzip.compress(pages[2024].encode()), "application/octet-stream")
    site.serve("/2025.xml", pages[2025], "text/xml")
    return site


def test_from_the_front_page_to_the_articles(archive, desk):
    crawl = desk.crawl("sitemap", "-a", f"url={archive.url('/')}", CONCURRENT_REQUESTS=1)
    assert crawl.code == 0, crawl
    assert desk.kept() == {archive.url(f"/{year}/{number}") for year in (2024, 2025) for number in range(3)}
    assert archive.asked()["/index.xml"] == 1
    assert "Read 3 sitemaps, naming 6 articles" in crawl.report
    asked = [path for path, _ in archive.requests if path.startswith("/202")]
    assert asked.index("/2025.xml") < asked.index("/2024.xml.gz"), "the newest first"
    origin = desk.rows("SELECT DISTINCT source, origin FROM page")
    assert origin == [("127.0.0.1", "spider:sitemap")]


def test_since(archive, desk):
    crawl = desk.crawl("sitemap", "-a", f"url={archive.url('/index.xml')}", "-a", "since=2025-06-02", "-a", "source=us")
    assert crawl.code == 0, crawl
    assert desk.kept() == {archive.url("/2025/1"), archive.url("/2025/2")}
    assert not archive.asked()["/2024.xml.gz"]
    assert desk.rows("SELECT DISTINCT source FROM page") == [("us",)]


def test_sitemaps_that_are_none(site, desk, article):
    """What a person named is told one by one; what an index names, by number."""
    site.serve("/home", article("Home"))
    site.serve("/bomb.xml.gz", gzip.compress(b"<urlset>" + b" " * 60_000_000), "application/x-gzip")
    site.serve("/entities.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;</urlset>", "text/xml")
    site.serve("/index.xml", index((site.url("/gone-1.xml"), "2026"), (site.url("/home"), "2026")), "text/xml")
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    named = ["/home", "/bomb.xml.gz", "/entities.xml", "/index.xml", "/gone.xml", "/private.xml", "/"]
    crawl = desk.crawl("sitemap", "-a", f"url={' '.join(map(site.url, named))}")
    assert crawl.code == 1
    for words in (
        "/home: not a sitemap: the address answers with an HTML page",
        "/bomb.xml.gz: too large",
        "/entities.xml: entity bomb",
        "/gone.xml: http 404",
        "/private.xml: robots.txt",
        "/robots.txt: it names no sitemap",
        "1 sitemap of an index could not be read",
    ):
        assert words in crawl.report, crawl.report
    assert "Traceback" not in crawl.log
