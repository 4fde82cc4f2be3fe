"""Which headline is the title, and what at its ends is not of it."""

import pytest

from pipeline.metadata.lines import Found
from pipeline.metadata.titles import Offered, Site, choose_title, drop_section, without_ends

OURS, THEIRS = "Crane turns after long repair", "Harbour has its crane back"


def chosen(headline=None, shared=None, headings=(), searched=None, name=None):
    offered = Offered(headline, Found(shared, "meta og:title") if shared else None, tuple(headings), name, searched)
    return choose_title(offered)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        # the one that only repeats <title> was filled from the same field
        ({"headline": OURS, "shared": THEIRS, "headings": [OURS], "searched": OURS}, (THEIRS, "meta og:title")),
        ({"headline": OURS, "shared": THEIRS, "headings": [OURS], "searched": THEIRS}, (OURS, "JSON-LD headline")),
        ({"headline": OURS, "shared": THEIRS, "headings": [THEIRS], "searched": OURS}, (THEIRS, "meta og:title")),
        ({"headline": OURS, "shared": THEIRS, "searched": "Crane"}, (OURS, "JSON-LD headline")),
        # og:title that only adds words is the headline, made longer
        ({"headline": OURS, "shared": f"Live: {OURS}", "searched": OURS}, (OURS, "JSON-LD headline")),
        # a kicker that the heading has too is part of it
        (
            {"headline": OURS, "shared": f"Port / {OURS}", "headings": [f"Port{OURS}"], "searched": "x"},
            (f"Port / {OURS}", "meta og:title"),
        ),
        ({"headline": OURS, "shared": f"Port / {OURS}", "headings": [OURS]}, (OURS, "JSON-LD headline")),
        # without JSON-LD: the only heading, where og:title repeats <title> and both say the same
        (
            {"shared": OURS, "headings": ["After long repair the crane turns"], "searched": OURS},
            ("After long repair the crane turns", "<h1>"),
        ),
        ({"shared": OURS, "headings": ["Harbour News"], "searched": OURS}, (OURS, "meta og:title")),
        ({"shared": OURS, "headings": [f"Port {OURS}"], "searched": OURS}, (OURS, "meta og:title")),
        ({"shared": OURS, "headings": [THEIRS], "searched": "Crane"}, (OURS, "meta og:title")),
        ({"headings": [THEIRS, OURS], "searched": OURS}, (THEIRS, "<h1>")),
        ({"name": OURS, "searched": THEIRS}, (OURS, "JSON-LD name")),
        ({"searched": OURS}, (OURS, "<title>")),
        ({}, None),
    ],
)
def test_the_title_is_the_headline_that_was_written_as_one(places, found):
    assert chosen(**places) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((f"{OURS} | Sport", OURS), (OURS, OURS)),
        ((f"{OURS} - National", OURS), (OURS, OURS)),
        (("Crane’s “long” repair ends | QC", 'Crane\'s "long" repair ends'), ('Crane\'s "long" repair ends',) * 2),
        ((f"{OURS} and falls", OURS), (f"{OURS} and falls", OURS)),
        ((f"Port | {OURS}", OURS), (f"Port | {OURS}", OURS)),
        (("Interview - What the mayor says", "Interview"), ("Interview - What the mayor says", "Interview")),
        ((None, OURS), (None, OURS)),
        (("x" * 201, OURS), (None, OURS)),
        (("y" * 100, "y" * 130), (None, "y" * 130)),
        (("y" * 50, "y" * 130), ("y" * 50, "y" * 130)),
    ],
)
def test_an_ending_that_another_headline_lacks_is_not_of_the_title(texts, found):
    assert without_ends(texts) == found


@pytest.mark.parametrize(
    ("title", "sections", "found"),
    [
        (f"{OURS} | Harbour", ["Harbour"], OURS),
        (f"{OURS} - harbour", ["Harbour"], OURS),
        (f"{OURS}-Harbour", ["Harbour"], OURS),
        (f"{OURS} | Harbour", ["Sport"], f"{OURS} | Harbour"),
        ("Harbour", ["Harbour"], "Harbour"),
        ("All about the Harbour", ["Harbour"], "All about the Harbour"),
        (f"{OURS} | ", [""], f"{OURS} | "),
    ],
)
def test_the_section_is_not_of_the_title(title, sections, found):
    assert drop_section(title, sections) == found


def test_a_site_is_named_by_its_name_and_its_host():
    site = Site("The Quay Courier", "https://www.quaycourier.example/a")
    assert all(map(site.is_named, ("Quay Courier", "the quay courier", "quaycourier.example", "QuayCourier")))
    assert not any(map(site.is_named, ("", "Quay News", "Courier of the Quay", "|")))
