"""Whether a page says that it is free to read."""

import pytest

from pipeline.metadata.access import is_free, paid_parts, told_words
from pipeline.metadata.linked import Linked

NEWS = {"@type": "NewsArticle"}
WALL = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}


@pytest.mark.parametrize(
    ("node", "metas", "free"),
    [
        ({"isAccessibleForFree": True}, {}, True),
        ({"isAccessibleForFree": False}, {}, False),
        ({"isAccessibleForFree": "False"}, {}, False),
        ({"isAccessibleForFree": "true"}, {}, True),
        ({"isAccessibleForFree": "http://schema.org/False"}, {}, False),
        ({"isAccessibleForFree": ["https://schema.org/True"]}, {}, True),
        ({"isAccessibleForFree": ""}, {}, None),
        ({"isAccessibleForFree": {"a": 1}}, {}, None),
        ({"isAccessibleForFree": True, "hasPart": WALL}, {}, False),
        ({"hasPart": [None, "x", WALL]}, {}, False),
        ({"hasPart": {**WALL, "isAccessibleForFree": True}}, {}, None),
        ({}, {"article:content_tier": ["free"]}, True),
        ({}, {"article:content_tier": ["Metered"]}, False),
        ({}, {"og:article:content_tier": ["locked"]}, False),
        ({}, {"article:content_tier": ["gold"]}, None),
        ({}, {"isaccessibleforfree": ["false"]}, False),
        ({}, {"ispremium": ["0"]}, True),
        ({}, {"ispremium": ["true"]}, False),
        ({"isAccessibleForFree": False}, {"article:content_tier": ["free"]}, False),
        ({}, {}, None),
    ],
)
def test_a_page_is_free_where_it_says_so(node, metas, free):
    found = is_free(Linked(({**NEWS, **node},), ""), metas)
    assert (found.value if found else None) is free


def test_what_is_no_article_says_nothing_of_it():
    assert is_free(Linked(({"@type": "VideoObject", "isAccessibleForFree": False},), ""), {}) is None


def test_the_place_is_known():
    assert is_free(Linked(({**NEWS, "hasPart": WALL},), ""), {}).place == "JSON-LD hasPart isAccessibleForFree"
    assert is_free(Linked((), ""), {"article:content_tier": ["free"]}).place == "meta article:content_tier"


def test_the_elements_that_are_paid_for():
    parts = [WALL, {**WALL, "cssSelector": ["div.story > #rest", "p"]}, {**WALL, "isAccessibleForFree": True}, "x"]
    assert paid_parts(Linked(({**NEWS, "hasPart": parts},), "")) == ["wall", "rest"]


@pytest.mark.parametrize(
    ("count", "words"), [(812, 812), ("812", 812), (None, None), ("many", None), (["812"], None), ("9" * 5_000, None)]
)
def test_the_words_that_are_counted(count, words):
    assert told_words(Linked(({**NEWS, "wordCount": count},), "")) == words
