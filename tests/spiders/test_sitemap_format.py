import gzip
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.article import Reason
from spiders.sitemap_format import MOST_ENTRIES, Sitemap, read_sitemap

NOW = datetime(2026, 11, 8, tzinfo=UTC)
URL = "https://news.example/sitemap.xml"
NINE = "http://www.sitemaps.org/schemas/sitemap/0.9"

NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/style.xsl"?>
<urlset xmlns="{NINE}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>
  https://news.example/ice </loc><lastmod>2026-11-04T08:00:00+01:00</lastmod>
 <xhtml:link rel="alternate" hreflang="fr" href="https://news.example/fr/glace"/>
 <image:image><image:loc>https://news.example/ice.jpg</image:loc><image:title>A picture</image:title></image:image>
 <news:news><news:publication><news:name>The Quay Courier</news:name><news:language>en-gb</news:language>
 </news:publication><news:publication_date>2026-11-03T08:00:00Z</news:publication_date>
 <news:title>Lake freezes &amp;
 thaws</news:title><news:keywords>winter, lakes,  </news:keywords></news:news></url>
<!-- <url><loc>https://news.example/remark</loc></url> -->
<url><loc>https://news.example/harbour</loc><lastmod>2026-11-05</lastmod></url>
<url><lastmod>2026-11-06</lastmod></url>
</urlset>"""

INDEX = f"""<sitemapindex xmlns="{NINE}"><sitemap><loc>https://news.example/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
<sitemap><loc>https://news.example/new.xml</loc><lastmod>2026-11-08T06:00:00Z</lastmod></sitemap></sitemapindex>"""


def read(body: bytes | str, content_type: str = "application/xml") -> Sitemap:
    sitemap = read_sitemap(body.encode() if isinstance(body, str) else body, URL, content_type, NOW)
    assert isinstance(sitemap, Sitemap)
    return sitemap


def refused(body: bytes | str) -> Reason:
    reason = read_sitemap(body.encode() if isinstance(body, str) else body, URL, "", NOW)
    assert isinstance(reason, Reason)
    return reason


def urls(sitemap: Sitemap) -> list[str]:
    return [entry.url for entry in sitemap.entries]


def with_urls(*parts: str) -> str:
    return f"<urlset xmlns='{NINE}'>{''.join(f'<url>{part}</url>' for part in parts)}</urlset>"


def test_news():
    harbour, ice = read(NEWS).entries
    assert ice.url == "https://news.example/ice"
    assert ice.hints.title == "Lake freezes & thaws"
    assert ice.hints.published == datetime(2026, 11, 3, 8, tzinfo=UTC)
    assert ice.hints.modified == datetime(2026, 11, 4, 8, tzinfo=timezone(timedelta(hours=1)))
    assert (ice.hints.language, ice.hints.tags, ice.hints.place) == ("en", ("winter", "lakes"), "sitemap")
    assert (harbour.url, harbour.hints.modified) == ("https://news.example/harbour", datetime(2026, 11, 5, tzinfo=UTC))
    assert read(NEWS).without_link == 1


def test_index():
    index = read(INDEX)
    assert [entry.url[21:] for entry in index.nested] == ["new.xml", "old.xml"]
    assert index.entries == ()


@pytest.mark.parametrize(
    "namespace", ["", "http://www.google.com/schemas/sitemap/0.84", "https://www.sitemaps.org/schemas/sitemap/0.9"]
)
def test_namespaces(namespace):
    assert len(read(NEWS.replace(NINE, namespace)).entries) == 2
    prefixed = f"<s:urlset xmlns:s='{NINE}'><s:url><s:loc>https://news.example/a</s:loc></s:url></s:urlset>"
    assert urls(read(prefixed)) == ["https://news.example/a"]


def test_what_stands_before_xml_is_no_harm():
    assert len(read(b"\xef\xbb\xbf\n\n  " + NEWS.encode()).entries) == 2
    assert len(read(NEWS.replace("UTF-8", "UTF-16").encode("utf-16")).entries) == 2


def test_damaged_xml_gives_what_stands_before_the_damage():
    damaged = read(
        NEWS.replace("<url><loc>https://news.example/harbour", "<url></oops><loc>https://news.example/harbour")
    )
    assert urls(damaged) == ["https://news.example/ice"]
    assert "oops" in damaged.damage
    broken_off = read(NEWS[: NEWS.index("<lastmod>2026-11-05")])
    assert urls(broken_off) == ["https://news.example/ice"]
    assert broken_off.damage
    assert read(NEWS).damage == ""


def test_a_bare_ampersand_is_part_of_the_address():
    assert urls(read(with_urls("<loc>https://news.example/?a=1&b=2&amp;c=3</loc>"))) == [
        "https://news.example/?a=1&b=2&c=3"
    ]
    assert urls(read(with_urls("<loc><![CDATA[https://news.example/?a=1&b=2]]></loc>"))) == [
        "https://news.example/?a=1&b=2"
    ]


@pytest.mark.parametrize(
    "date", ["2036-11-04", "2026-11-31", "0000-00-00", "-0001-11-30T00:00:00+00:00", "yesterday", "1"]
)
def test_dates_that_are_broken_or_in_the_future_are_dropped(date):
    sitemap = read(with_urls(f"<loc>https://news.example/a</loc><lastmod>{date}</lastmod>"))
    assert sitemap.entries[0].hints.modified is None


@pytest.mark.parametrize("pack", [gzip.compress, lambda body: gzip.compress(body[:300]) + gzip.compress(body[300:])])
def test_gzip_by_its_first_bytes_whatever_the_server_says(pack):
    assert len(read(pack(NEWS.encode()), "text/html").entries) == 2


def test_damaged_gzip_gives_what_stands_before_the_damage():
    many = with_urls(
        *(f"<loc>https://news.example/{zlib.crc32(bytes([n % 256, n // 256]))}</loc>" for n in range(9_000))
    )
    packed = gzip.compress(many.encode())
    broken_off = read(packed[: len(packed) // 2])
    assert 3_000 < len(broken_off.entries) < 6_000
    assert broken_off.damage == "gzip: it ends too early"
    changed = bytearray(packed)
    changed[-8:-4] = b"\0\0\0\0"
    assert len(read(bytes(changed)).entries) > 8_500
    assert "incorrect data check" in read(bytes(changed)).damage


@pytest.mark.parametrize("size", [5_000_000, 60_000_000])
def test_bombs_are_not_unpacked(size):
    bomb = gzip.compress(b"<urlset>" + b" " * size)
    assert refused(bomb).code == "too large"
    assert refused(gzip.compress(bomb)).code == "not a sitemap", "only once unpacked"


def test_entities_are_not_expanded():
    bomb = "<!DOCTYPE urlset [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>"
    assert refused(bomb).code == refused(bomb.encode("utf-16")).code == "entity bomb"


def test_no_file_is_read(tmp_path):
    (tmp_path / "secret").write_text("secret")
    hidden = f"<?xml version='1.0'?><!DOCTYPE urlset SYSTEM 'file://{tmp_path}/secret'>{with_urls('<loc>https://a.example/</loc>')}"
    assert urls(read(hidden)) == ["https://a.example/"]


def test_lists_of_addresses():
    sitemap = read("\ufeffhttps://news.example/a\r\nhttps://news.example/b\r\n\r\nnot one\n", "text/plain")
    assert urls(sitemap) == ["https://news.example/a", "https://news.example/b"]
    assert sitemap.without_link == 1


def test_feeds_as_sitemaps():
    rss = "<rss version='2.0'><channel><item><link>https://news.example/a</link></item></channel></rss>"
    atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><link href='https://news.example/a'/></entry></feed>"
    listed = '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "https://news.example/a"}]}'
    assert urls(read(rss)) == urls(read(atom)) == urls(read(listed)) == ["https://news.example/a"]


def test_more_entries_than_anybody_has_are_left_out():
    many = "<urlset>" + "<url><loc>http://a.example/</loc></url>" * (MOST_ENTRIES + 5) + "</urlset>"
    assert len(read(many).entries) == MOST_ENTRIES
    assert len(read("http://a.example/\n" * (MOST_ENTRIES + 5)).entries) == MOST_ENTRIES


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!doctype html><html><p>Hello</p></html>", "HTML"),
        (b"just words\nand more", "neither XML nor a list"),
        (b"<opml><body/></opml>", "neither a sitemap nor a feed"),
        (b"\x89PNG\r\n\x1a\n", "neither XML"),
        (b"\x1f\x8b", "empty"),
        (gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_what_is_none(body, words):
    reason = refused(body)
    assert reason.code == "not a sitemap"
    assert words in reason.detail


def test_deep_nesting_is_no_harm():
    assert read("<urlset>" + "<a>" * 100_000).damage
