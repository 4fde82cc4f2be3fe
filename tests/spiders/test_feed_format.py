from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.article import Reason
from spiders.entries import Feed
from spiders.feed_format import LONGEST_HEAD, MOST_ENTRIES, SLICE, read_feed

NOW = datetime(2026, 11, 8, tzinfo=UTC)

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
    sent = body.encode() if isinstance(body, str) else body
    feed = read_feed(sent, "https://news.example/feeds/all", content_type, NOW)
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
    sums, ice = sorted(read(ATOM).entries, key=lambda entry: entry.url, reverse=True)
    assert ice.url == "https://news.example/2026/ice"
    assert ice.hints.title == "Ice melts"
    assert ice.hints.authors == ("Ada Lovelace", "Alan Turing")
    assert ice.hints.published == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert sums.hints.title == "1 < 2"
    assert sums.hints.published is None, "when it was updated is not when it was published"
    assert sums.hints.modified == ice.hints.modified == datetime(2026, 11, 4, 8, tzinfo=UTC)


FULL = "<p>" + "The lake froze on Tuesday. " * 5 + "</p>"

RICH = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>de-AT</language>
<item><link>/old</link><description>Short</description><content:encoded><![CDATA[{FULL}]]></content:encoded>
<category>Winter</category><category>Lakes</category><pubDate>Tue, 03 Nov 2026 08:00:00 +0000</pubDate></item>
<item><link>/tomorrow</link><pubDate>Tue, 03 Nov 2036 08:00:00 +0000</pubDate></item>
<item><link>/new</link><pubDate>Wed, 04 Nov 2026 08:00:00 +0000</pubDate></item>
</channel></rss>"""


def test_the_newest_comes_first_with_all_that_the_feed_carries():
    new, old, tomorrow = read(RICH).entries
    assert [each.url[20:] for each in (new, old, tomorrow)] == ["/new", "/old", "/tomorrow"]
    assert old.hints.content == FULL
    assert (old.hints.language, old.hints.tags) == ("de", ("Winter", "Lakes"))
    assert (new.hints.content, new.hints.modified) == ("", None)
    assert tomorrow.hints.published is None, "it lies in the future"


def test_the_content_of_atom():
    given = f'<content type="html">{FULL.replace("<", "&lt;")}</content><content type="audio/mp3">aaaa</content>'
    feed = read(ATOM.replace("<id>1</id>", f"<id>1</id>{given}<category term='ice' label='Ice'/>"))
    ice = next(entry for entry in feed.entries if entry.url.endswith("/ice"))
    assert ice.hints.content.strip() == FULL.strip()
    assert ice.hints.tags == ("Ice",)


OLD = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><item><title>A</title><link>http://news.example/a</link></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title><items><rdf:Seq/></items></channel>
<item><title>A</title><link>http://news.example/a</link><dc:date>2026-11-03T08:00:00Z</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(
    "body",
    [
        OLD,
        OLD.replace("0.91", "0.92"),
        RDF,
        RDF.replace("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"),
    ],
)
def test_old_versions(body):
    (entry,) = read(body).entries
    assert (entry.url, entry.hints.title) == ("http://news.example/a", "A")
    assert entry.hints.published == (datetime(2026, 11, 3, 8, tzinfo=UTC) if "dc:date" in body else None)


def rss_of(items: str, head: str = "") -> str:
    return f"<rss version='2.0'><channel><title>{head}</title>{items}</channel></rss>"


def numbered(count: int) -> str:
    return "".join(f"<item><link>/{number}</link></item>" for number in range(count))


def test_a_long_feed_is_read_in_slices():
    feed = read(rss_of(numbered(2 * SLICE + 1)))
    assert [entry.url for entry in feed.entries] == [f"https://news.example/{n}" for n in range(2 * SLICE + 1)]
    assert feed.damage == ""


def test_a_long_feed_that_breaks_off():
    whole = rss_of(numbered(2 * SLICE + 1))
    feed = read(whole[: whole.index("/2000<") + 3])
    assert [entry.url for entry in feed.entries[:2000]] == [f"https://news.example/{n}" for n in range(2000)]
    assert len(feed.entries) <= 2001
    assert feed.damage


def test_a_long_head_before_many_entries_is_not_read_again_and_again():
    feed = read(rss_of(numbered(SLICE + 1), "x" * (LONGEST_HEAD + 1)))
    assert len(feed.entries) == SLICE
    assert "it names 1,001 articles, of which the first 1,000 are read" in feed.damage


def test_more_entries_than_anybody_has_are_left_out(monkeypatch):
    assert MOST_ENTRIES > 100_000
    monkeypatch.setattr("spiders.feed_format.MOST_ENTRIES", 2 * SLICE)
    feed = read(rss_of(numbered(2 * SLICE + 5)))
    assert len(feed.entries) == 2 * SLICE
    assert feed.damage


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
        (b'{"version": "1.1", "items": []}', "neither RSS nor Atom nor JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "JSON that cannot be read"),
        (b'{"a":' * 20_000, "JSON that cannot be read"),
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
