"""JSON-LD of all shapes, and of no shape at all."""

import json
import time

import pytest

from pipeline.metadata.linked import Linked, names_in, parse_json, read_linked

ADDRESS = "https://www.quaycourier.example/news/crane"
ANN = {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}
NEWS = {"@type": "NewsArticle", "headline": "Crane turns", "datePublished": "2026-04-18"}


def authors(*values):
    linked = Linked(values, ADDRESS)
    return linked.names(linked.article.get("author"))


@pytest.mark.parametrize(
    "values",
    [
        [{"@graph": [{**NEWS, "author": {"@id": "#ann"}}, ANN]}],
        [{"@graph": [ANN, {**NEWS, "author": [{"@id": "#ann"}]}]}],
        [{**NEWS, "author": {"@id": "#ann", "@type": "Person"}}, ANN],
        [{**NEWS, "author": {"@id": "#ann"}}, {"@type": "WebPage", "about": [{"by": {"deep": [ANN]}}]}],
        [{**NEWS, "author": {"@type": "Person", "givenName": "Ann", "familyName": "Lee"}}],
    ],
)
def test_an_author_may_be_named_elsewhere(values):
    assert authors(*values) == ["Ann Lee"]


@pytest.mark.parametrize(
    "values",
    [
        [{**NEWS, "@id": "#a", "author": {"@id": "#a"}}],
        [{**NEWS, "author": {"@id": "#a"}}, {"@id": "#a", "name": {"@id": "#b"}}, {"@id": "#b", "name": {"@id": "#a"}}],
        [{**NEWS, "author": {"@id": "#gone"}}],
        [{**NEWS, "author": {"@id": ["#ann"]}}, ANN],
    ],
)  # fmt: skip
def test_references_that_lead_nowhere_or_in_a_circle_name_nobody(values):
    assert authors(*values) == []


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ([{**NEWS, "headline": "Teaser", "url": "/news/ship"}, {**NEWS, "url": ADDRESS}], "Crane turns"),
        ([{**NEWS, "headline": "Teaser"}, {**NEWS, "mainEntityOfPage": {"@id": f"{ADDRESS}/#page"}}], "Crane turns"),
        ([{**NEWS, "headline": "Of a book", "@type": "Review"}, NEWS], "Crane turns"),
        ([NEWS, {**NEWS, "headline": "Second"}], "Crane turns"),
    ],
)
def test_of_several_articles_this_one_has_the_address_of_the_page(values, headline):
    assert Linked(tuple(values), ADDRESS).article["headline"] == headline


def test_pictures_and_films_do_not_date_the_article():
    film = {"@type": "VideoObject", "datePublished": "2020-01-01"}
    page = {"@type": "WebPage", "datePublished": "2026-04-18"}
    assert Linked((film, page, NEWS), ADDRESS).dated == (NEWS, page)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        (r'{"a": "it\'s"}', {"a": "it's"}),
        ('{"a": "x\ty"}', {"a": "x\ty"}),
        ('{"a": 1', None),
        ("{a: 1}", None),
        ("", None),
        ('{"a": ' * 50_000, None),
        ("[" * 100_000 + "]" * 100_000, None),
    ],
)
def test_broken_json_is_mended_where_pages_break_it_alike(text, value):
    assert parse_json(text) == value


@pytest.mark.parametrize("value", [None, [], {}, 1, "x", [[]], {"author": [[[[[[[["x"]]]]]]]]}, {"@type": [1, None]}])
def test_nothing_in_it_raises(value):
    linked = read_linked([json.dumps(value), json.dumps({"@graph": value, "@type": "Article"})], "https://[")
    assert isinstance(linked.article, dict)
    assert isinstance(linked.names(linked.article.get("author")), list)
    assert isinstance(linked.dated, tuple)
    assert isinstance(names_in(value), list)


def test_a_megabyte_of_it_costs_no_more_than_reading_it():
    many = {"@graph": [{**ANN, "@id": f"#{number}", "knows": [ANN] * 3} for number in range(5_000)]}
    text = json.dumps([{**NEWS, "author": [{"@id": f"#{number}"} for number in range(5_000)]}, many])
    assert len(text) > 1_000_000
    begun = time.process_time()
    linked = read_linked([text], ADDRESS)
    assert linked.names(linked.article.get("author"))
    assert time.process_time() - begun < 2
