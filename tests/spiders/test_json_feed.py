import json
from datetime import UTC, datetime

import pytest

from pipeline.article import Reason
from spiders.feed_format import read_feed

NOW = datetime(2026, 11, 8, tzinfo=UTC)
BODY = "<p>" + "The lake froze on Tuesday, and nobody fell in. " * 10 + "</p>"

ICE = {
    "id": "1",
    "url": "/ice",
    "title": "Ice &amp; snow",
    "content_html": BODY,
    "date_published": "2026-11-03T08:00:00+01:00",
    "date_modified": "2026-11-04T08:00:00+01:00",
    "tags": ["Winter", 7, "Lakes"],
    "language": "de-AT",
    "authors": [{"name": " Ada  Lovelace "}, {"name": 5}, "Alan"],
}


def read(**feed: object):
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", **feed})
    return read_feed(body.encode("utf-8-sig"), "https://news.example/feeds/all.json", "application/feed+json", NOW)


def test_all_that_an_item_says():
    (ice,) = read(items=[ICE]).entries
    assert ice.url == "https://news.example/ice"
    assert ice.hints.title == "Ice & snow"
    assert ice.hints.authors == ("Ada Lovelace",)
    assert ice.hints.published == datetime.fromisoformat("2026-11-03T08:00:00+01:00")
    assert ice.hints.modified == datetime.fromisoformat("2026-11-04T08:00:00+01:00")
    assert (ice.hints.language, ice.hints.tags, ice.hints.content) == ("de", ("Winter", "Lakes"), BODY)


def test_version_1_and_what_the_feed_says_for_all():
    item = {"id": "https://news.example/only-an-id", "author": None}
    feed = read(version="https://jsonfeed.org/version/1", author={"name": "The desk"}, language="fr", items=[item])
    assert feed.entries[0].url == "https://news.example/only-an-id"
    assert (feed.entries[0].hints.authors, feed.entries[0].hints.language) == (("The desk",), "fr")


def test_strange_items():
    feed = read(
        items=[1, None, {}, {"url": 5}, {"url": "http://["}, {"url": "/a", "date_published": "2036-01-01T00:00Z"}]
    )
    assert [entry.url for entry in feed.entries] == ["http://[", "/a".join(("https://news.example", ""))]
    assert feed.without_link == 2
    assert feed.entries[1].hints.published is None, "it lies in the future"
    assert read(items={"a": 1}).entries == ()


@pytest.mark.parametrize("body", [b"{", b'{"version": "1.1"}', b'{"items": []}', b'{"a":' * 50_000, b"\xff{}"])
def test_what_is_none(body):
    reason = read_feed(body, "https://news.example/feed.json")
    assert isinstance(reason, Reason)
    assert reason.code == "not a feed"
