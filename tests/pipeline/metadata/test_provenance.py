"""Each field says where it was found, and each place is found."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from pipeline.article import Hints, Provenance, RawPage
from pipeline.extract import extract
from pipeline.metadata import PageWords

ADDRESS = "https://www.quaycourier.example/news/crane"
LINKED = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crane turns",
    "author": {"name": "Ann Lee"}, "datePublished": "2026-04-18T09:30Z", "dateModified": "2026-04-19T09:30Z",
    "inLanguage": "en", "articleSection": "Harbour", "keywords": "crane", "image": "/1.jpg",
    "isAccessibleForFree": true, "publisher": {"name": "Quay Courier"}}</script>"""


def words(head="", body="<p>It turned.</p>", hints=None, url=ADDRESS):
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return PageWords(tree, url, hints or Hints())


def place(field, *args, **named):
    return dict(words(*args, **named).provenance).get(field)


def test_json_ld_is_where_all_of_this_is_from():
    assert dict(words(LINKED).provenance) == {
        "title": "JSON-LD headline",
        "site_name": "JSON-LD publisher",
        "authors": "JSON-LD author",
        "published": "JSON-LD datePublished",
        "modified": "JSON-LD dateModified",
        "language": "JSON-LD inLanguage",
        "section": "JSON-LD articleSection",
        "tags": "JSON-LD keywords",
        "image": "JSON-LD image",
        "free": "JSON-LD isAccessibleForFree",
    }


def test_a_page_that_says_nothing_has_no_provenance():
    assert words().provenance == ()


@pytest.mark.parametrize(
    ("field", "head", "body", "found"),
    [
        ("title", '<meta property="og:title" content="Crane">', "", "meta og:title"),
        ("title", "<title>Crane</title>", "", "<title>"),
        ("title", "", "<h1>Crane</h1>", "<h1>"),
        ("canonical_url", '<link rel="canonical" href="/a">', "", "link canonical"),
        ("canonical_url", '<meta property="og:url" content="/a">', "", "meta og:url"),
        ("site_name", '<meta property="og:site_name" content="Quay">', "", "meta og:site_name"),
        ("authors", '<meta name="author" content="Ann Lee">', "", "meta author"),
        ("authors", "", '<p class="byline">By Ann Lee</p>', "byline"),
        ("authors", "", "<h1>Crane</h1><p>By Ann Lee</p>", "byline"),
        ("published", '<meta name="date" content="2026-04-18">', "", "meta date"),
        ("published", "", '<span itemprop="datePublished">2026-04-18</span>', "microdata datePublished"),
        ("published", "", "<time>18 April 2026</time>", "<time>"),
        ("published", "", "<h1>Crane</h1><p>18 April 2026</p>", "line beside the headline"),
        ("published", "<title>Crane | 18.04.2026</title>", "", "<title>"),
        ("modified", "", '<span itemprop="dateModified">2026-04-18</span>', "microdata dateModified"),
        ("modified", "", "<time>Updated 18 April 2026</time>", "<time>"),
        ("modified", "", "<h1>Crane</h1><p>Last updated: 18 April 2026</p>", "line beside the headline"),
        ("language", '<meta property="og:locale" content="fr_FR">', "", "meta og:locale"),
        ("section", '<meta property="article:section" content="Port">', "", "meta article:section"),
        ("tags", '<meta name="keywords" content="crane">', "", "meta keywords"),
        ("image", '<meta property="og:image" content="/1.jpg">', "", "meta og:image"),
        ("image", '<link rel="image_src" href="/1.jpg">', "", "link image_src"),
        ("free", '<meta name="article:content_tier" content="free">', "", "meta article:content_tier"),
    ],
)  # fmt: skip
def test_the_place_of_a_field(field, head, body, found):
    assert place(field, head, body + "<p>It turned.</p>") == found


def test_the_address_may_hold_the_day():
    page = words(url="https://www.quaycourier.example/2026/04/18/crane")
    assert page.published == datetime(2026, 4, 18)  # noqa: DTZ001
    assert dict(page.provenance) == {"published": "address"}


HINTS = Hints("Crane in the feed", ("Bo Chen",), datetime(2026, 4, 18, 9, 30, tzinfo=UTC))


def test_the_feed_is_asked_where_the_page_says_nothing():
    page = words(hints=HINTS)
    assert (page.title, page.authors, page.published) == (HINTS.title, HINTS.authors, HINTS.published)
    assert dict(page.provenance) == {"title": "feed", "authors": "feed", "published": "feed"}
    assert page.headlines == ()


def test_the_page_is_asked_before_the_feed():
    page = words(LINKED, hints=HINTS)
    assert (page.title, page.authors) == ("Crane turns", ("Ann Lee",))
    assert dict(page.provenance)["published"] == "JSON-LD datePublished"


MORE = Hints(modified=datetime(2026, 4, 19, tzinfo=UTC), language="de", tags=("cranes",), place="sitemap")


def test_what_a_sitemap_says_has_its_own_name():
    page = words(hints=MORE)
    assert (page.modified, page.language, page.tags) == (MORE.modified, "de", ("cranes",))
    assert dict(page.provenance) == dict.fromkeys(("modified", "language", "tags"), "sitemap")


def test_a_change_before_the_publication_is_none():
    head = '<meta property="article:published_time" content="2026-04-20T09:30+02:00">'
    assert words(head, hints=MORE).modified is None
    assert words(head.replace("2026-04-20T09:30+02:00", "2026-04-18T09:30"), hints=MORE).modified == MORE.modified


@pytest.mark.parametrize(
    ("said", "day", "found"),
    [("2026-04-18T09:30", 18, "feed"), ("2026-04-18", 18, "feed"), ("2026-03-01T08:00", 1, "<time>")],
)
def test_the_feed_has_the_zone_that_the_page_lacks_where_it_is_the_same_day(said, day, found):
    page = words(body=f"<time>{said}</time>", hints=HINTS)
    assert (page.published.day, dict(page.provenance)["published"]) == (day, found)
    assert page.has_assumed_zone == (found != "feed")


def test_it_is_in_the_draft():
    draft = extract(RawPage(ADDRESS, f"<html><head>{LINKED}</head><body><p>It turned.</p></body></html>".encode()))
    assert draft.free is True
    assert Provenance("authors", "JSON-LD author") in draft.provenance
    assert len({field for field, _ in draft.provenance}) == len(draft.provenance)


def test_text_that_was_no_page_has_it_too():
    text = b"Crane turns\n\nIt turned.\nAll cheered."
    assert extract(RawPage("file:///a.txt", text, "text/plain")).provenance == (Provenance("title", "first line"),)
    draft = extract(RawPage("file:///a.txt", text, "text/plain", hints=HINTS))
    assert draft.provenance == tuple(Provenance(field, "feed") for field in ("title", "authors", "published"))
