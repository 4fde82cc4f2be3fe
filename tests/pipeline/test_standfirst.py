"""The standfirst: found in sight by what the page says of itself, part of the text where its language has it so."""

import json
import time

import pytest

from pipeline.article import RawPage
from pipeline.clean import clean
from pipeline.extract import extract
from pipeline.memory import Exceptions, Known, SiteNotes, fingerprint

CRANE = "The old harbour crane at the east quay turned again on Saturday morning, and people came to watch it."
TEXTS = [f"{number}. {CRANE}" for number in range(6)]
LEAD = "Nobody in the town remembers when it last moved. Now it lifts again."
AGAIN = "The harbour master is surprised, and will not say who mended it."


def page(above, described=LEAD, language="de", headline="<h1>Crane turns</h1>", more_head=""):
    said = f'<meta name="description" content="{described}">' if described else ""
    story = "".join(f"<p>{text}</p>" for text in TEXTS)
    markup = (
        f'<html lang="{language}"><head><title>Crane turns</title>{said}{more_head}</head>'
        f"<body><nav><p>{LEAD}</p></nav><article><header>{headline}{above}</header><div class=body>{story}</div>"
        "</article></body></html>"
    )
    return RawPage("https://example.com/a", markup.encode())


HIDDEN = '<div class="teaser"><span>{}</span></div>'
"""What extraction passes over."""


@pytest.mark.parametrize(
    "described",
    [LEAD, LEAD.rstrip("."), f"{LEAD} {LEAD}"],
)
def test_it_is_the_first_paragraph(described):
    article = clean(page(HIDDEN.format(LEAD), described))
    assert article.paragraphs == (LEAD, *TEXTS)
    assert article.standfirst == LEAD


def test_a_place_may_stand_before_it():
    article = clean(page(HIDDEN.format(f"<b>Berlin.</b> {LEAD}")))
    assert article.paragraphs[0] == f"Berlin. {LEAD}"


def test_in_english_it_is_told_beside_the_text():
    for language in ("en", "en-GB", ""):
        article = clean(page(HIDDEN.format(LEAD), language=language))
        assert (article.paragraphs, article.standfirst) == (tuple(TEXTS), LEAD)


def test_a_description_of_several_paragraphs_is_found_whole():
    above = f'<div class="teaser"><div>{LEAD}</div><div>{AGAIN}</div></div>'
    article = clean(page(above, f"{LEAD} {AGAIN}"))
    assert article.paragraphs == (LEAD, AGAIN, *TEXTS)
    assert article.standfirst == f"{LEAD}\n{AGAIN}"


def test_one_cut_short_in_the_description_is_whole_in_the_text():
    whole = f"{LEAD} {AGAIN} {LEAD}"
    article = clean(page(HIDDEN.format(whole), whole[:140] + "..."))
    assert article.paragraphs[0] == whole


@pytest.mark.parametrize("name", ["article__lead", "excerpt", "c-vorspann", "sub-title"])
def test_it_may_be_known_by_its_name(name):
    article = clean(page(f'<div class="teaser"><div class="{name}">{LEAD}</div></div>', described=""))
    assert article.paragraphs[0] == LEAD


@pytest.mark.parametrize(
    "above",
    [
        f"<figure><figcaption>{LEAD}</figcaption></figure>",
        f'<div class="gallery"><div class="text">{LEAD}</div></div>',
        f'<a href="x"><div>{LEAD}</div></a>',
        f"<aside><div>{LEAD}</div></aside>",
        f'<div class="leadership"><span>{AGAIN}</span></div>',
        '<div class="lead">Sport</div>',
    ],
)
def test_captions_boxes_and_labels_are_none(above):
    draft = extract(page(above))
    assert draft.standfirst is None


def test_one_that_is_told_twice_is_taken_once():
    assert clean(page(HIDDEN.format(LEAD) * 2)).paragraphs.count(LEAD) == 1


def test_what_stands_above_the_headline_is_none():
    draft = extract(page("", headline=f'<div class="teaser"><span>{LEAD}</span></div><h1>Crane turns</h1>'))
    assert draft.standfirst is None


def test_the_headline_and_the_text_itself_are_none():
    assert extract(page("", described="Crane turns")).standfirst is None
    assert extract(page("", described=TEXTS[0])).standfirst is None


def test_one_that_extraction_took_as_a_heading_stays_in_the_text():
    article = clean(page(f'<h2 class="subtitle">{LEAD}</h2>'))
    assert article.paragraphs == (LEAD, *TEXTS)


def test_what_the_site_repeats_and_what_a_person_struck_out_is_none():
    known = fingerprint(LEAD)
    for notes in (
        SiteNotes(1, {known: Known(4, first=4, last=0)}),
        SiteNotes(exceptions=Exceptions(cut=frozenset([known]))),
    ):
        assert clean(page(HIDDEN.format(LEAD)), notes).paragraphs == tuple(TEXTS)


def test_a_long_alternative_headline_that_is_the_description_is_no_headline():
    said = {"@type": "NewsArticle", "headline": "Crane turns", "alternativeHeadline": LEAD, "description": LEAD}
    head = f'<script type="application/ld+json">{json.dumps(said)}</script>'
    assert clean(page(HIDDEN.format(LEAD), described="", more_head=head)).paragraphs[0] == LEAD


@pytest.mark.parametrize(
    ("above", "described"),
    [
        ("<div>" + "a" * 300_000 + "</div>", "a" * 500),
        ("".join(f"<div>{'a' * 30}</div>" for _ in range(20_000)), "a" * 30 + "b"),
        ('<div class="lead">' * 200 + LEAD + "</div>" * 200, ""),
    ],
)
def test_it_is_looked_for_in_linear_time(above, described):
    begun = time.process_time()
    extract(page(above, described))
    assert time.process_time() - begun < 10
