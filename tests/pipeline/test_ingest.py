"""The whole road for one page, whatever the page is: it ends kept or refused, and never takes the process along."""

import gzip
import random
from dataclasses import replace

import pytest

from pipeline.article import Kept, RawPage, Refused
from pipeline.ingest import ingest, outcome, verdict
from pipeline.pool import CleaningPool

LINE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it. "
STORY = f"<p>{LINE}</p><p>{LINE.replace('Saturday', 'Sunday')}</p>"


def html(body, head=""):
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>".encode()


@pytest.fixture(scope="module")
def pool():
    with CleaningPool(2, 60) as pool:
        yield pool


def cleaned(pool, body, content_type="text/html"):
    """Return the outcome of a body, from another process."""
    page = RawPage("https://www.quaycourier.example/news/crane", body, content_type)
    found = pool.submit(page).result(90)
    assert found.page is page
    if isinstance(found, Kept):
        assert found.article.text.strip()
        assert found.article.original() is not None
    return found


REFUSED = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t\x0c ", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
    "an archive": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + random.Random(1).randbytes(10_000), "not text"),
    "a document": (b"%PDF-1.7\n\x00\x01\x02", "not text"),
    "a program": (b"\x7fELF\x02\x01\x01\x00" + bytes(1_000), "not text"),
    "nothing but NUL": (bytes(10_000), "not text"),
    "NUL before the markup": (b"\0\0" + html(STORY), "not text"),
    "25 MB": (b"a" * 25_000_000, "too large"),
    "a million open tags": (b"<div>" * 1_000_000 + LINE.encode(), "no article"),
    "a million nested tags": (b"<b>" * 1_000_000 + LINE.encode() + b"</b>" * 1_000_000, "no article"),
    "a million nested items": (b"<ul><li>" * 500_000 + LINE.encode(), "no article"),
    "only a script": (html("<script>var crane = 1;</script>" * 1_000), "no article"),
    "a script without end": (b"<script>" + b"var crane = 1;" * 10_000, "no article"),
    "only a style": (html("<style>p { color: red }</style>"), "no article"),
    "a comment without end": (b"<!--" + html(STORY), "no article"),
    "comments without end": (b"<!--" * 100_000, "no article"),
    "only pictures": (html('<img src="a.jpg" alt="">' * 1_000), "no article"),
    "only tags": (html("<p></p><div> </div>" * 10_000), "no article"),
    "a few labels": (html("<p>Home</p><p>City</p><p>Sign in</p>"), "no article"),
    "a DTD of entities": (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;">]><p>&c;</p>',
        "no article",
    ),
}

KEPT = {
    "NUL within": html(f"<p>{LINE.replace(' ', chr(0) + ' ')}</p>"),
    "control characters": html(f"<p>{LINE.replace(' ', chr(1) + ' ' + chr(0x1B))}</p>"),
    "unclosed tags": f"<html><body><div><p>{LINE}<p>{LINE}<b><i>{LINE}<div".encode(),
    "tags closed that never were open": f"</p></div></html>{STORY}</article></i></b>".encode(),
    "no tags but one": f"<p>{LINE}".encode(),
    "no tags": LINE.encode(),
    "an attribute bomb": html(f"<p {' '.join(f'a{number}=x' for number in range(20_000))}>{LINE}</p>"),
    "a class of 1 MB": html(f'<p class="{"x " * 500_000}">{LINE}</p>'),
    "an attribute without end": html(STORY) + b'<a href="' + b"x" * 100_000,
    "entity soup": html(f"<p>{'&amp;&lt;&#0;&#xD800;&#x110000;&#99999999999;&bogus;&&&#;' * 500}{LINE}</p>"),
    "a paragraph of 1 MB": html(f"<p>{LINE * 10_000}</p>"),
    "a word of 1 MB": html(f"<p>{'a' * 1_000_000}</p>"),
    "10,000 paragraphs of a word": html("".join(f"<p>word{number}</p>" for number in range(10_000))),
    "10,000 paragraphs of a sign": html(STORY + "<p>* * *</p>" * 10_000),
    "200 containers around": html("<div>" * 200 + STORY + "</div>" * 200),
    "a table without rows": html(f"<table><td>{LINE}<td>{LINE}</table>{STORY}"),
    "a million signs": b"<" * 1_000_000,
    "broken JSON-LD": html(STORY, '<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "two bodies": html(STORY) + html(STORY),
    "a frame of a page": f"<p>{LINE}</p><html><body><html><p>{LINE}".encode(),
}


@pytest.mark.parametrize(("body", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_article_is_refused_and_the_reason_says_why(pool, body, code):
    found = cleaned(pool, body)
    assert isinstance(found, Refused)
    assert found.reason.code == code
    assert len(found.reason.detail) > 10


@pytest.mark.parametrize("body", KEPT.values(), ids=KEPT)
def test_what_is_only_odd_is_kept(pool, body):
    found = cleaned(pool, body)
    assert isinstance(found, Kept), found.reason
    assert "\0" not in found.article.text
    found.article.text.encode()


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "ascii", "gbk", "no-such-charset", "", "punycode"])
def test_a_page_that_lies_about_its_charset_is_read(pool, charset):
    body = html(f"<p>{LINE}</p><p>Zu spät für Zürich: „größer“ hieß es, „müßte“ der Kran sein, und schöner.</p>")
    found = cleaned(pool, body.decode().encode("cp1252"), f"text/html; charset={charset}")
    assert "für Zürich" in found.article.text


def test_links_alone_end_somewhere(pool):
    links = "".join(
        f'<li><a href="/{number}">Story number {number} of the town and its people</a></li>' for number in range(500)
    )
    found = cleaned(pool, html(f"<ul>{links}</ul>"))
    assert isinstance(found, Kept) or found.reason.code == "no article"


@pytest.mark.parametrize("seed", range(8))
def test_a_page_cut_and_stirred_ends_somewhere(pool, seed):
    stirred = random.Random(seed)
    whole = (
        html(
            STORY + f"<ul><li><a href=x>{LINE}</a></li></ul><table><tr><td>&amp;{LINE}</table>", "<title>Crane</title>"
        )
        * 3
    )
    pieces = [whole[(at := stirred.randrange(len(whole))) : at + stirred.randrange(60)] for _ in range(200)]
    found = cleaned(pool, b"".join(pieces))
    assert isinstance(found, Kept) or found.reason.code in {"no article", "empty"}


@pytest.mark.parametrize("seed", range(4))
def test_noise_ends_somewhere(pool, seed):
    noise = random.Random(seed).randbytes(20_000)
    for body in (noise, b"<p>" + noise, noise.replace(b"\0", b""), gzip.compress(noise)):
        found = cleaned(pool, body)
        assert isinstance(found, Kept) or found.reason.code in {"no article", "not text"}


@pytest.mark.parametrize(
    "url", ["", "https://[::1/", "file:///a.html", "javascript:0", "https://example.com/\ud800", "x" * 10_000]
)
def test_no_address_costs_the_page(url):
    found = ingest(RawPage(url, html(STORY, '<link rel="canonical" href="crane"><title>Crane | Quay</title>')))
    assert isinstance(found, Kept), found.reason


def test_plain_text_is_taken_at_its_word():
    assert ingest(RawPage("", b"Ice.", "text/plain")).article.paragraphs == ("Ice.",)
    assert ingest(RawPage("", b"Home\nCity", "text/plain; header=absent")).article.paragraphs == ("Home", "City")
    assert ingest(RawPage("", b"\xe2\x80\xa8\xc2\xa0", "text/plain")).reason.code == "no article"


@pytest.mark.parametrize("body", [b"x" * 1_000_000, b"x\n" * 20_000, b"\n" * 1_000_000, (LINE * 10_000).encode()])
def test_large_texts_come_through(pool, body):
    found = cleaned(pool, body, "text/plain")
    assert isinstance(found, Kept) or found.reason.code == "empty"


def test_an_outcome_is_what_the_verdict_says():
    page = RawPage("https://example.com/", html(STORY))
    assert ingest(page) == outcome(page, verdict(page))
    refused = ingest(replace(page, body=b""))
    assert str(refused.reason) == "empty: the page has no content"


def test_nul_is_not_kept_where_a_text_shows_damage_on_purpose():
    found = ingest(RawPage("", (LINE * 20 + "The string “Ã©” is an é,\0 badly read.").encode(), "text/plain"))
    assert "\0" not in found.article.text
