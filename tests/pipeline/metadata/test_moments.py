"""One instant from the many tellings of it."""

import pytest
from lxml.html import document_fromstring

from pipeline.metadata import PageWords


def published(*linked, head="", body="", lang="en", url="https://www.quaycourier.example/crane"):
    scripts = "".join(
        f'<script type="application/ld+json">{{"@type": "{kind}", "datePublished": "{text}"}}</script>'
        for kind, text in linked
    )
    page = f'<html lang="{lang}"><head>{scripts}{head}</head><body>{body}<p>It turned.</p></body></html>'
    found = PageWords(document_fromstring(page), url).published
    return found.isoformat() if found else None


NEWS = "NewsArticle"


def meta(content):
    return f'<meta property="article:published_time" content="{content}">'


@pytest.mark.parametrize(
    ("linked", "head", "body", "found"),
    [
        # the zone from another telling of the same moment
        ([(NEWS, "2026-04-18T09:30:00")], meta("2026-04-18T09:30:00+02:00"), "", "2026-04-18T09:30:00+02:00"),
        ([(NEWS, "2026-04-18T09:30:00")], "", "<time>2026-04-18T09:30:00+02:00</time>", "2026-04-18T09:30:00+02:00"),
        # the same clock before the same day
        (
            [(NEWS, "2026-04-18T09:30:00")],
            meta("2026-04-18T10:45:00+02:00"),
            "<time>2026-04-18T09:30:00+05:30</time>",
            "2026-04-18T09:30:00+05:30",
        ),
        # the hour from another telling of the same day
        ([(NEWS, "2026-04-18")], meta("2026-04-18T06:00+02:00"), "", "2026-04-18T06:00:00+02:00"),
        # the time of another article is no telling of this moment
        ([(NEWS, "2026-04-18T09:30:00")], "", "<time>2026-06-01T08:00Z</time>", "2026-04-18T09:30:00"),
        ([], meta("2026-04-18 09:30"), "<time>2024-06-01T08:00Z</time>", "2026-04-18T09:30:00"),
        # what has its zone needs nobody
        ([(NEWS, "2026-04-18T09:30+05:30")], meta("2026-04-18T09:30Z"), "", "2026-04-18T09:30:00+05:30"),
        # the date of a picture is not that of the article
        ([("ImageObject", "2020-01-01T00:00Z"), (NEWS, "2026-04-18T09:30Z")], "", "", "2026-04-18T09:30:00+00:00"),
        ([("ImageObject", "2020-01-01T00:00Z")], "", "", None),
        ([("WebPage", "2026-04-18T09:30Z")], "", "", "2026-04-18T09:30:00+00:00"),
        ([], "", "<time>Updated 18 April 2026</time>", None),
    ],
)
def test_tellings_of_a_moment(linked, head, body, found):
    assert published(*linked, head=head, body=body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<h1>Crane turns</h1><div>Harbour</div><div>18 April 2026</div>", "2026-04-18T00:00:00"),
        ("<div>18 April 2026, 9:30 am</div><h1>Crane turns</h1>", "2026-04-18T09:30:00"),
        ("<h1>Crane turns</h1><p>Tue 18.04.26 | 14:07 Uhr</p>", "2026-04-18T14:07:00"),
        ("<h3><span>Harbour</span> Crane turns</h3><p>18.04.2026</p>", "2026-04-18T00:00:00"),
        ("<h1>Crane turns</h1><p>Updated on</p><p>19 April 2026</p><p>18 April 2026</p>", "2026-04-18T00:00:00"),
        ("<h1>Crane turns</h1><p>The crane was built in the old harbour and first turned on 1 May 1931.</p>", None),
        ("<h1>Crane turns</h1>" + "<p>It turned.</p>" * 40 + "<p>18 April 2026</p>", None),
        ("<p>18 April 2026</p>", None),
    ],
)
def test_the_date_may_stand_beside_the_headline_only(body, found):
    assert published(head='<meta property="og:title" content="Crane turns">', body=body) == found


@pytest.mark.parametrize(
    ("lang", "found"), [("en", "2026-05-04"), ("en-US", "2026-05-04"), ("en-GB", "2026-04-05"), ("fr", "2026-04-05")]
)
def test_the_country_says_which_is_the_day(lang, found):
    assert published(body="<time>5/4/2026</time>", lang=lang) == f"{found}T00:00:00"


def test_a_date_at_the_end_of_the_title_or_in_the_address_is_better_than_none():
    assert published(head="<title>Crane turns | Quay Courier | 18.04.2026</title>") == "2026-04-18T00:00:00"
    assert published(url="https://quaycourier.example/2026/04/18/crane") == "2026-04-18T00:00:00"
    assert published(url="https://quaycourier.example/id_20199999") is None
