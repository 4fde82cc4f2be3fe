"""The spider for a whole source."""

import pytest

from spiders.source import SourceSpider

SOURCE = """home = "{home}"
feeds = ["/rss.xml"]
sitemaps = ["/sitemap.xml"]
sections = ["/"]
skip = ["/video/"]
delay = 0
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources").mkdir()
    return tmp_path / "sources"


def test_misuse(folder):
    (folder / "off.toml").write_text('home = "https://a.example/"\nfeeds = ["/rss"]\nenabled = false')
    (folder / "wrong.toml").write_text('feeds = ["/rss"]')
    settings = {"COPYDESK_SOURCES": str(folder)}
    wrong = {
        "no source to crawl; name one with -a name=example": {},
        "unknown spider argument 'url'; this spider takes -a name=...": {"url": "https://a.example/", "name": "off"},
        "there are: off, wrong": {"name": "../off"},
        "is switched off": {"name": "off"},
        "say where its front page is": {"name": "wrong"},
    }
    for words, arguments in wrong.items():
        assert words in SourceSpider.misuse(arguments, settings)


def test_all_ways_of_a_source(site, desk, article, folder):
    (folder / "town.toml").write_text(SOURCE.format(home=site.url("/")))
    for way in ("feed", "map", "list"):
        site.serve(f"/news/harbour-wall-in-{way}-10001", article(f"Harbour wall {way}"))
    site.serve_rss("/rss.xml", "/news/harbour-wall-in-feed-10001", "/video/1")
    site.serve(
        "/sitemap.xml",
        f"<urlset><url><loc>{site.url('/news/harbour-wall-in-map-10001')}</loc></url></urlset>",
        "text/xml",
    )
    teasers = "".join(
        f"<h2><a href='{path}'>The harbour wall is to be rebuilt</a></h2>"
        for path in ("/news/harbour-wall-in-list-10001", "/video/harbour-wall-on-film-10002")
    )
    site.serve("/", f"<html><body>{teasers}</body></html>")
    crawl = desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert crawl.code == 0, crawl
    assert desk.kept() == {site.url(f"/news/harbour-wall-in-{way}-10001") for way in ("feed", "map", "list")}
    assert not [path for path in site.asked() if path.startswith("/video")]
    assert desk.rows("SELECT DISTINCT source, origin FROM page") == [("town", "spider:source")]
    assert "Read 1 feed, 1 sitemap and 1 section, naming 5 articles" in crawl.report


def test_a_source_that_is_not_there_is_told_before_anything_is_fetched(desk, folder):
    crawl = desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert crawl.code == 2
    assert "there is no source 'town'" in crawl.log
    assert "Traceback" not in crawl.log
