import pytest

from pipeline.article import Reason
from spiders.links import Listing, read_listing

HOME = "https://news.example/"


def read(markup: str, url: str = HOME) -> Listing:
    listing = read_listing(markup.encode(), url, "text/html; charset=utf-8")
    assert isinstance(listing, Listing)
    return listing


def paths(links):
    return [link.url.removeprefix(HOME) for link in links]


FRONT = """<html><head><base href="https://news.example/"><link rel=stylesheet href=/style.css></head><body>
<header><a href=/ >The Quay Courier</a><a href=/login>Log in</a></header>
<nav><a href=/sport>Sport</a><a href=/politics/local>Local</a><a href="/de/">Deutsch</a></nav>
<main>
 <article><a href=/sport/lake-freezes-over-again-48213><img alt=""></a>
  <h2><a href="/sport/lake-freezes-over-again-48213?utm_source=a#top">Lake freezes over, and nobody falls in</a></h2>
  <a href=/tag/lake-freezing-in-the-north>Lake freezing in the north</a><a href=/authors/ann-lee>Ann Lee</a>
  <a href=/sport/lake-freezes-over-again-48213#comments>12 comments</a></article>
 <div class="card teaser"><a href=/p/ferry><h3>Ferry runs aground off the north mole</h3></a></div>
 <ul><li><a href=/news/48299>Harbour wall is to be rebuilt this winter</a><li><a href=/news/48300>Museum moved</a>
 <li><a href=/news/48301>Council to meet again about the crane on Thursday</a>
 <li><a href=/news/48302>Ships wait for the tide in the outer harbour</a></ul>
 <a href=https://elsewhere.example/2026/11/03/another-lake-freezes-over-too>Another lake freezes over, too</a>
 <a href="javascript:void(0)">More</a><a href=mailto:a@b.example>Mail</a><a href="http://[">Broken</a><a>None</a>
 <a href="?page=2">2</a><a rel=next href="/?page=2">Older stories</a>
</main>
<footer><a href=/about/who-we-are-and-what-we-do>Who we are and what we do</a><a href=/imprint>Imprint</a></footer>"""


def test_a_front_page():
    listing = read(FRONT)
    assert paths(listing.articles) == [
        "sport/lake-freezes-over-again-48213",
        "p/ferry",
        "news/48299",
        "news/48300",
        "news/48301",
        "news/48302",
    ]
    assert listing.articles[0].text == "Lake freezes over, and nobody falls in"
    assert listing.articles[0].place == "heading"
    assert paths(listing.lists)[:2] == ["sport", "politics/local"]
    assert paths(listing.further) == ["?page=2"]


def test_the_site_is_never_left():
    links = [link.url for part in read(FRONT) for link in part]
    assert links
    assert not [url for url in links if "elsewhere.example" in url]


def test_sessions_make_no_second_address():
    markup = "".join(
        f"<h2><a href='/2026/11/03/lake-freezes-over;jsessionid={n}F?PHPSESSID={n}'>Lake freezes over again</a></h2>"
        for n in range(9)
    )
    assert paths(read(markup).articles) == ["2026/11/03/lake-freezes-over"]


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/haber/48213777", "Göl dondu, düşen olmadı ve herkes evine döndü"),
        ("/articles/ASR48213777.html", "湖が凍り、誰も落ちなかった"),
        ("/news/48213777", "호수가 얼었지만 아무도 빠지지 않았다"),
        ("/новости/озеро-замерзло-и-никто-не-упал", "Озеро замёрзло, и никто не упал"),
        ("/ar/4821377/البحيرة-تتجمد", "البحيرة تتجمد ولم يسقط أحد فيها هذا العام"),
    ],
)
def test_languages_and_scripts(href, text):
    assert len(read(f"<div><h3><a href='{href}'>{text}</a></h3></div>").articles) == 1


SECTION = "https://news.example/sport"


@pytest.mark.parametrize(
    ("href", "text", "is_further"),
    [
        ("/sport?page=2", "2", True),
        ("/sport/page/2", "Older posts »", True),
        ("/sport/2", "Weiter", True),
        ("/sport?page=2&sort=new", "2", False),
        ("/politics?page=2", "2", False),
        ("/sport/lake-freezes-over-again-48213", "Next", False),
        ("https://elsewhere.example/sport?page=2", "2", False),
    ],
)
def test_the_next_pages_of_a_list(*, href, text, is_further):
    assert bool(read(f"<a href='{href}'>{text}</a>", SECTION).further) is is_further


def test_what_is_no_page():
    assert isinstance(read_listing(b"", HOME), Reason)
    assert read("just words") == Listing()


def test_many_links_are_no_work():
    listing = read(
        "".join(
            f"<div><a href='/news/{10_000 + n}'>Harbour wall is to be rebuilt, part {n}</a></div>"
            for n in range(21_000)
        )
    )
    assert len(listing.articles) == 20_000
