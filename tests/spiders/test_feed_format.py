from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.article import Reason
from spiders.feed_format import Feed, read_feed

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>
<item><title>Fish &amp;amp; &lt;i&gt;chips&lt;/i&gt;</title><link> https://news.example/fish </link>
  <dc:creator>Ada Lovelace</dc:creator><pubDate>Tue, 03 Nov 2026 08:00:00 +0530</pubDate></item>
<item><title>Harbour reopens</title><link>/harbour</link><pubDate>3 November</pubDate></item>
<item><title>No address</title></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/2026/"><title>News</title>
<entry><title type="html">Ice &lt;b&gt;melts&lt;/b&gt;</title><link rel="alternate" href="ice"/><id>1</id>
  <author><name>Ada Lovelace</name></author><author><name>Alan Turing</name></author>
  <published>2026-11-03T08:00:00Z</published><updated>2026-11-04T08:00:00Z</updated></entry>
<entry><title>1 &lt; 2</title><link href="https://news.example/sums"/><id>2</id>
  <updated>2026-11-04T08:00:00Z</updated></entry>
</feed>"""


def read(body: bytes | str, content_type: str = "application/xml") -> Feed:
    feed = read_feed(body.encode() if isinstance(body, str) else body, "https://news.example/feeds/all", content_type)
    assert isinstance(feed, Feed)
    return feed


def refused(body: bytes | str, content_type: str = "application/xml") -> Reason:
    reason = read_feed(body.encode() if isinstance(body, str) else body, "https://news.example/feeds/all", content_type)
    assert isinstance(reason, Reason)
    return reason


def test_rss():
    feed = read(RSS)
    fish, harbour = feed.entries
    assert fish.url == "https://news.example/fish"
    assert fish.hints.title == "Fish & chips"
    assert fish.hints.authors == ("Ada Lovelace",)
    assert fish.hints.published == datetime(2026, 11, 3, 8, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert harbour.url == "https://news.example/harbour"
    assert harbour.hints.published is None
    assert (feed.without_link, feed.damage) == (1, "")


def test_atom():
    ice, sums = read(ATOM).entries
    assert ice.url == "https://news.example/2026/ice"
    assert ice.hints.title == "Ice melts"
    assert ice.hints.authors == ("Ada Lovelace", "Alan Turing")
    assert ice.hints.published == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert sums.hints.title == "1 < 2"
    assert sums.hints.published is None, "when it was updated is not when it was published"


def test_a_feed_without_entries_is_a_feed():
    assert read("<rss version='2.0'><channel><title>Quiet</title></channel></rss>").entries == ()


def test_a_damaged_feed_gives_what_it_has():
    feed = read(RSS.replace("<title>Harbour", "<title>Harbour & <oops>"))
    assert [entry.url for entry in feed.entries] == ["https://news.example/fish", "https://news.example/harbour"]
    assert feed.damage


def test_a_truncated_feed_gives_what_it_has():
    feed = read(RSS[: RSS.index("<item><title>Harbour") + 20])
    assert feed.entries[0].url == "https://news.example/fish"
    assert feed.damage


def test_a_wrong_encoding_is_no_damage():
    feed = read(RSS.replace("Ada", "Zoë").encode("utf-8"), "application/rss+xml; charset=iso-8859-1")
    assert feed.entries[0].hints.authors == ("Zoë Lovelace",)
    assert feed.damage == ""


BOMB = (
    '<?xml version="1.0"?><!-- quiet --><!DOCTYPE rss SYSTEM ">" [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    '<rss version="2.0">&b;</rss>'
)


@pytest.mark.parametrize("body", [BOMB.encode(), BOMB.encode("utf-16"), BOMB.replace("DOCTYPE", "doctype").encode()])
def test_an_entity_bomb_is_not_parsed(body):
    assert refused(body).code == "entity bomb"


def test_a_feed_may_write_about_entities():
    about = RSS.replace("Harbour reopens", "<![CDATA[How <!DOCTYPE x [<!ENTITY y 'z'>]> explodes]]>")
    assert len(read(about).entries) == 2
    assert len(read(RSS.replace("<rss", "<!DOCTYPE rss PUBLIC 'x' 'rss-0.91.dtd'><rss")).entries) == 2


def test_many_comments_are_no_work():
    assert refused(b"<!-- c -->" * 50_000).code == "not a feed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><body><p>Hello</p></body></html>", "HTML"),
        (b"\n<!-- hello --><html lang=en><p>Hello</p>", "HTML"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "neither RSS nor Atom"),
        (b"just words", "neither RSS nor Atom"),
        (b"<sitemapindex></sitemapindex>", "neither RSS nor Atom"),
        (bytes(range(256)), "neither RSS nor Atom"),
    ],
)
def test_what_is_not_a_feed(body, words):
    reason = refused(body)
    assert reason.code == "not a feed"
    assert words in reason.detail


def test_the_body_is_never_taken_for_a_file_or_an_address(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    assert refused(str(file)).code == "not a feed"
    assert refused("file://" + str(file)).code == "not a feed"
