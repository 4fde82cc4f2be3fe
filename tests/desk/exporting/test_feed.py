import io
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from lxml import etree

from desk.exporting.feed import About, write_atom, write_rss
from pipeline.article import Article
from spiders.feed_format import read_feed

ABOUT = About("Our <desk> & more", "https://feeds.example/all.xml")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def written(write, found, about=ABOUT) -> bytes:
    stream = io.BytesIO()
    write(found, stream, about)
    return stream.getvalue()


def tree(write, found, about=ABOUT):
    return etree.fromstring(written(write, found, about))


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_feed_readers_read_it(write, hard):
    parsed = feedparser.parse(io.BytesIO(written(write, hard)), sanitize_html=False)
    assert not parsed.bozo
    assert parsed.version == ("rss20" if write is write_rss else "atom10")
    assert parsed.feed.title == ABOUT.title
    assert parsed.entries[0].title == hard[0][1].title
    assert [each.name for each in parsed.entries[2].authors] == ["Ann Lee", "Ben Ray"] or write is write_rss
    link = "https://www.quay.example/%3Ca%3E?b=%22c%22&d=%27e%27%20f"
    assert parsed.entries[0].link == parsed.entries[0].id == link
    assert parsed.entries[0].published_parsed[:5] == (2026, 4, 18, 4, 0)
    assert "&lt;script" not in parsed.entries[2].content[0].value


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_our_own_spider_reads_it(write, hard):
    feed = read_feed(written(write, hard), ABOUT.address, now=NOW)
    (entry,) = (each for each in feed.entries if each.url.startswith("http"))  # the others have no link
    assert entry.hints.title == hard[0][1].title
    assert entry.hints.published == hard[0][1].published


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_nothing_in_it_runs_or_steers(write, hard):
    text = written(write, hard).decode()
    assert not CONTROL.search(text)
    assert "<script" not in text
    assert "&lt;script" in text  # the title is text
    assert "javascript:" not in text
    assert "file:" not in text


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_names_stay_the_same(write, hard):
    one, other = (feedparser.parse(io.BytesIO(written(write, hard))) for _ in range(2))
    ids = [entry.id for entry in one.entries]
    assert ids == [entry.id for entry in other.entries]
    assert len(set(ids)) == len(ids)


def test_rss_has_what_it_has_to(hard):
    channel = tree(write_rss, hard).find("channel")
    assert [channel.findtext(name) for name in ("title", "link")] == [ABOUT.title, "https://www.quay.example/"]
    assert channel.findtext("description")
    assert channel.find("a:link", ATOM).get("href") == ABOUT.address
    for item in channel.iter("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == ("true" if item.find("link") is not None else "false")
        assert item.find("author") is None  # which would have to be a mail address
    assert parsedate_to_datetime(channel.find("item").findtext("pubDate")) == hard[0][1].published


def test_atom_has_what_it_has_to(hard):
    feed = tree(write_atom, hard)
    assert feed.findtext("a:id", namespaces=ATOM) == ABOUT.address
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-04-19T01:02:03+00:00"
    assert feed.findtext("a:author/a:name", namespaces=ATOM)
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 3
    for entry in entries:
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"a:{name}", ATOM)) == 1
            assert entry.findtext(f"a:{name}", namespaces=ATOM)
        assert datetime.fromisoformat(entry.findtext("a:updated", namespaces=ATOM)).utcoffset() is not None
    content = entries[2].find("a:content", ATOM)
    assert (content.get("type"), content.text) == ("html", "<p>It has no address.</p>")


@pytest.mark.parametrize("write", [write_rss, write_atom])
def test_a_feed_without_address_and_links_is_still_one(write):
    found = [(7, Article("", "", ("Text.",)))]
    parsed = feedparser.parse(io.BytesIO(written(write, found, About("Copydesk", ""))))
    assert not parsed.bozo
    assert parsed.feed.link == "http://localhost/"
    assert parsed.entries[0].title == "Text."
    assert not parsed.entries[0].get("links")
