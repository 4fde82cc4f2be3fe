import pytest

from spiders.shapes import IMPOSSIBLE, Shape, bare_address, site_of


@pytest.mark.parametrize(
    "path",
    [
        "/2026/11/03/lake-freezes",
        "/2026/nov/03/lake-freezes-over",
        "/20261103/lake",
        "/news/lake-freezes-over-and-nobody-falls-in-48213",
        "/articles/clymn8zyrp9o",
        "/article/3834/lake-freezes-over",
        "/artikel/see-zugefroren-keiner-faellt-hinein",
        "/озеро-замерзло-и-никто-не-упал",
        "/%D8%A7%D9%84%D8%A8%D8%AD%D9%8A%D8%B1%D8%A9-%D8%AA%D8%AA%D8%AC%D9%85%D8%AF-%D9%81%D9%8A-%D8%A7%D9%84%D8%B4%D9%85%D8%A7%D9%84-4821377",
        "/news_view.html?idxno=101563",
        "/lake/freezes-over-again/index.html?id=4821377",
        "/3e7f1c58-0b3a-4c52-9d3f-6a1f2b3c4d5e",
        "/autor/ann-lee/lake-freezes-over-in-the-north-2026-11-03",
    ],
)
def test_addresses_of_articles(path):
    assert Shape(f"https://news.example{path}").points >= 2


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sport",
        "/sport/football/",
        "/2026/11/",
        "/2026/11/03",
        "/archive/2026-11-03",
        "/tag/lake-freezes-over-in-the-north",
        "/authors/ann-lee",
        "/thema/see",
        "/impressum.html",
        "/about/accessibility-statement",
        "/ice.jpg",
        "/feed.xml",
        "/search?q=lake+freezes",
    ],
)
def test_other_addresses(path):
    assert Shape(f"https://news.example{path}").points < 1


def test_what_no_words_make_an_article():
    assert Shape("https://news.example/login").points == Shape("https://news.example/a/b.pdf").points == IMPOSSIBLE


def test_alike():
    one, other = (Shape(f"https://news.example/2026/11/0{n}/lake-freezes-over-{n}4821?p={n}") for n in (3, 4))
    assert one.pattern == other.pattern == "/0/0/0/a-0?p"
    assert Shape("https://news.example/sport").pattern != Shape("https://news.example/politics").pattern


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://a.example/x?PHPSESSID=1a2b&id=7#top", "https://a.example/x?id=7"),
        ("https://a.example/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "https://a.example/x.aspx"),
        ("https://a.example/x;jsessionid=0A1B.node?b=1", "https://a.example/x?b=1"),
        ("https://a.example/x?sid=9a8b7c6d5e4f3a2b1c0d", "https://a.example/x"),
        ("https://a.example/x?sid=4821377&utm_medium=rss&fbclid=1", "https://a.example/x?sid=4821377"),
        ("https://a.example/x?b=2&a=1&b=3", "https://a.example/x?b=2&a=1&b=3"),
        ("https://a.example/%D9%81?q=%20a", "https://a.example/%D9%81?q=%20a"),
    ],
)
def test_what_names_the_visitor_is_no_part_of_the_address(url, bare):
    assert bare_address(url) == bare


def test_sites():
    assert (
        site_of("https://sport.example.co.uk/") == site_of("https://example.co.uk/") != site_of("https://other.co.uk/")
    )
    assert site_of("http://127.0.0.1:8000/a") != site_of("http://localhost:8000/a")
