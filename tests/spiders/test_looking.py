"""What front pages and robots.txt say, on pages written for the purpose."""

from pathlib import Path

import pytest

from spiders.looking import FrontPage, promise, read_front_page, robots_sitemaps

PAGES = Path(__file__).parent / "front_pages"
HOME = "https://www.quay.example/"


def page(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def below(*paths: str) -> tuple[str, ...]:
    return tuple(HOME + path for path in paths)


def test_a_front_page_in_german():
    assert read_front_page(page("bote.html"), HOME) == FrontPage(
        title="Der Hafenbote",
        language="de-DE",
        feeds=below("feed/alle.rss", "feed/stadt.rss"),
        sections=below("stadt/", "wirtschaft/", "sport.html", "kultur/buehne/"),
    )


def test_a_front_page_with_a_base_and_feeds_in_its_text():
    found = read_front_page(page("courier.html"), "https://quaycourier.example/index.html")
    assert found == FrontPage(
        title="Quay Courier",
        language="en",
        feeds=("https://quaycourier.example/world/rss.xml", "https://feeds.quaycourier.example/city.rss"),
        sections=("https://quaycourier.example/world", "https://quaycourier.example/harbour"),
    )


@pytest.mark.parametrize(
    "text", ["", " ", "nothing", "<html></html>", "\x00", "<a href='http://['>a</a>", "<base href='http://['>"]
)
def test_what_is_no_front_page_says_nothing(text):
    assert read_front_page(text, HOME) == FrontPage()


def test_a_front_page_in_another_script():
    head = "<html lang=ar><title>ميناء</title><link rel=alternate type=application/atom+xml href=/x>"
    text = head + "<nav><a href='/أخبار'>أخبار</a></nav>"
    assert read_front_page(text, HOME) == FrontPage("ميناء", "ar", below("x"), below("أخبار"))


def test_links_that_no_source_may_have_are_mended_or_left_out():
    links = "/my feed.rss", "https://ann:secret@quay.example/a.rss", "http://[::1/a.rss", "//:0/a.rss", "\n/b.rss\n"
    text = "".join(f"<a href='{link}'>RSS</a>" for link in links)
    assert read_front_page(text, HOME).feeds == below("my%20feed.rss", "b.rss")


def test_ten_thousand_links_are_cut_short():
    links = "".join(f"<a href='/part{number}/'>Part {number}</a>" for number in range(10_000))
    assert len(read_front_page(f"<nav>{links}</nav>", HOME).sections) == 15


ROBOTS = b"""User-agent: *
Disallow: /private/
SITEMAP: /sitemap.xml
 sitemap:https://www.quay.example/news/sitemap-latest.xml
Sitemap: https://www.quay.example/video-sitemap.xml
Sitemap: file:///etc/passwd
Sitemap: \xff\xfe
Sitemap: /sitemap.xml
# Sitemap: /no.xml
"""


def test_sitemaps_of_robots_txt_news_first_and_media_last():
    assert robots_sitemaps(ROBOTS, HOME) == below("news/sitemap-latest.xml", "sitemap.xml", "video-sitemap.xml")


@pytest.mark.parametrize("body", [b"", b"<html>", b"\x00\xff", b"Sitemap:", b"Sitemap: http://["])
def test_robots_txt_without_sitemaps(body):
    assert robots_sitemaps(body, HOME) == ()


def test_the_name_of_the_site_is_no_promise():
    assert promise("https://news.example/sitemap.xml") == 1
    assert promise("https://a.example/sitemap_news.xml") == 0
    assert promise("https://a.example/news-video.xml") == 2
