"""Who wrote it, from all places that may say so."""

import time

import pytest
from lxml.html import document_fromstring

from pipeline.metadata import PageWords

ADDRESS = "https://www.quaycourier.example/news/crane"
SITE = '<meta property="og:site_name" content="Quay Courier">'


def words(head="", body=""):
    page = f"<html><head>{head}</head><body>{body}<p>It turned.</p></body></html>"
    return PageWords(document_fromstring(page), ADDRESS)


def metas(**named):
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in named.items())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<div class="article__author-name">Ann Lee</div>', ("Ann Lee",)),
        ('<div class="metaInfoAuthorList"><a>Ann Lee</a></div>', ("Ann Lee",)),
        ('<ul><li class="authors__list-item">von Anna Lehmann</li></ul>', ("Anna Lehmann",)),
        ('<ul><li class="author">Ann Lee</li><li class="author">Bo Chen</li></ul>', ("Ann Lee", "Bo Chen")),
        ('<p><a href="/author/ann-lee">Ann Lee</a></p>', ("Ann Lee",)),
        ('<p><a href="/autor/anna-lehmann/">Anna Lehmann</a></p>', ("Anna Lehmann",)),
        ('<a rel="author">Ann Lee</a><a rel="author">Bo Chen</a>', ("Ann Lee", "Bo Chen")),
        ('<div itemprop="author"><span itemprop="name">Ann Lee</span></div>', ("Ann Lee",)),
        ('<div class="byline">By Ann Lee 4 min read</div><span class="author-name">Ann Lee</span>', ("Ann Lee",)),
        ("<h1>Crane turns</h1><p>By Ann Lee</p>", ("Ann Lee",)),
        ("<h1>Crane turns</h1><p>By <a>Ann Lee</a>, <a>Bo Chen</a> and <a>Cy Dow</a></p>",
         ("Ann Lee", "Bo Chen", "Cy Dow")),
        ("<h1>Crane turns</h1><p>By Ann Lee, Ports Correspondent</p>", ("Ann Lee",)),
        # what is no byline
        ('<div class="comment"><span class="author">Cy Dow</span></div>', ()),
        ('<div class="teaser"><span class="byline">By Cy Dow</span></div>', ()),
        ('<figure class="media"><span class="byline">Cy Dow</span></figure>', ()),
        ('<span class="quoteAuthor">Cy Dow</span><span class="author-image">Cy Dow</span>', ()),
        ('<span class="author">Follow Us</span><span class="author">18 April 2026</span>', ()),
        ('<a href="/by-the-sea">Harbour Walks</a>', ()),
        ("<h1>Crane turns</h1><p>By the quay stood Ann Lee</p>", ()),
        ("<h1>Crane turns</h1>" + "<p>It turned.</p>" * 40 + "<p>By Ann Lee</p>", ()),
    ],
)  # fmt: skip
def test_a_byline_in_sight(body, found):
    assert words(body=body).authors == found


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (metas(**{"twitter:label1": "Written by", "twitter:data1": "Ann Lee"}), ("Ann Lee",)),
        (metas(**{"twitter:label1": "Verfasst von", "twitter:data1": "Anna Lehmann"}), ("Anna Lehmann",)),
        (metas(**{"twitter:label1": "Reading time", "twitter:data1": "4 Minutes"}), ()),
        (metas(author="a.lee@quaycourier.example", **{"twitter:label1": "Author", "twitter:data1": "Ann Lee"}),
         ("Ann Lee",)),
        (metas(citation_author="Lee, Ann"), ("Ann Lee",)),
        (metas(author="Quay Courier", byl="By Ann Lee"), ("Ann Lee",)),
        (metas(author="annlee"), ("annlee",)),
        (metas(author="26258"), ()),
    ],
)  # fmt: skip
def test_a_byline_in_the_head(head, found):
    assert words(SITE + head).authors == found


def test_a_person_in_sight_is_better_than_a_house_or_an_account_in_the_head():
    byline = '<p class="byline">By Ann Lee</p>'
    assert words(SITE + metas(author="Quay Courier"), byline).authors == ("Ann Lee",)
    assert words(SITE + metas(author="annlee"), byline).authors == ("Ann Lee",)
    assert words(SITE + metas(author="Bo Chen"), byline).authors == ("Bo Chen",)
    assert words(SITE + metas(author="Quay Courier"), '<p class="byline">Harbour</p>').authors == ("Quay Courier",)


def test_where_the_first_byline_is_the_house_later_ones_are_of_others():
    body = '<span class="author">Quay Courier</span><span class="author">Cy Dow</span>'
    assert words(SITE, body).authors == ("Quay Courier",)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="author">' * 200 + "Ann Lee " * 20_000,
        '<span class="author">Follow Us</span>' * 20_000,
        "<h1>Crane turns</h1>" + "<p>By</p>" * 20_000,
        "<h1>" * 200 + "Crane " * 50_000,
        "<h2>" + "Crane " * 100_000 + "</h2>",
        "<h1>Crane</h1>" + "18.04.2026 " * 50_000,
        "<time>" * 200 + "18.04.2026 " * 20_000,
        "<p>word</p>" * 10_000,
        '<p class="' + "a-" * 100_000 + '">x</p>',
        '<a href="' + "/author" * 50_000 + '">x</a>',
        '<p itemprop="datePublished">' + "2026 " * 100_000 + "</p>",
    ],
)
def test_a_hostile_page_costs_little(body):
    page = words("<title>" + "Crane | " * 20_000 + "</title>" + metas(author="x, " * 50_000), body)
    begun = time.process_time()
    assert isinstance(page.provenance, tuple)
    assert time.process_time() - begun < 2
