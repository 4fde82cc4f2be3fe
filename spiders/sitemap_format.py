"""Sitemaps (sitemaps.org, Google's news extension), indexes of them, lists of addresses: bytes in, entries out."""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from lxml import etree

from pipeline.article import Hints, Reason, utc_now
from pipeline.instants import parse_instant
from spiders.entries import Entry, is_ahead, language, newest_first, tags
from spiders.feed_format import ENTITY_DECLARED, LOOKS_LIKE_HTML, read_feed

SITEMAP = "sitemap"
"""The place of what a sitemap says, for the provenance."""

MOST_BYTES = 52_428_800
"""What a sitemap has unpacked at most, by the protocol: 50 MB."""

MOST_RATIO, FREE_BYTES = 250, 1_048_576
"""How much unpacking may gain beyond the first megabyte. Real sitemaps gain 10 to 60 times, bombs 1,000."""

MOST_ENTRIES = 200_000
"""How many entries are read: the protocol allows 50,000."""

GZIP = b"\x1f\x8b"
STEP = 16_384
"""Bytes unpacked at once, and lost where the packing is damaged."""

FEEDS = frozenset({"rss", "feed", "RDF"})
"""The root elements of feeds, which the protocol takes for sitemaps."""

STRAY_AMPERSAND = re.compile(rb"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap that could be read, or an index of sitemaps."""

    entries: tuple[Entry, ...] = ()
    """Pages, the newest first."""
    nested: tuple[Entry, ...] = ()
    """Further sitemaps, the newest first; `hints.modified` is when they changed."""
    without_link: int = 0
    """How many further entries name no address."""
    damage: str = ""
    """What is wrong with it, if anything; the entries before the fault are there."""


def read_sitemap(body: bytes, url: str, content_type: str = "", now: datetime | None = None) -> Sitemap | Reason:
    r"""Return what a sitemap that was found at `url` names, or the reason why the bytes are none.

    Dates in the future of `now`, by default this moment, are left out. A day without an hour is its midnight, UTC.

    >>> sitemap = read_sitemap(b"<urlset><url><loc>https://example.com/a</loc></url></urlset>", "https://example.com/s")
    >>> [entry.url for entry in sitemap.entries]
    ['https://example.com/a']
    >>> read_sitemap(b"https://example.com/a\nhttps://example.com/b\n", "https://example.com/s.txt").entries[1].url
    'https://example.com/b'
    >>> print(read_sitemap(b"<html><p>Not here</p></html>", "https://example.com/s"))
    not a sitemap: the address answers with an HTML page
    """
    now = now or utc_now()
    unpacked = unpack(body)
    if isinstance(unpacked, Reason):
        return unpacked
    body, damage = unpacked
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if reason := refuse_unread(body):
        return reason
    if not body.startswith(b"<") and not body.startswith((b"\xff\xfe", b"\xfe\xff", b"{")):
        return read_lines(body, damage)
    root, xml = root_of(body)
    if root in FEEDS or body.startswith(b"{"):
        return of_feed(body, url, content_type, now)
    if root not in {"urlset", "sitemapindex"}:
        return Reason("not a sitemap", f"neither a sitemap nor a feed{xml and ': ' + xml}")
    return read_xml(body, now, damage)


def unpack(body: bytes) -> tuple[bytes, str] | Reason:
    """Return the bytes unpacked if they are packed by gzip, and what is wrong with the packing, if anything.

    >>> import gzip
    >>> unpack(gzip.compress(b"<urlset/>"))
    (b'<urlset/>', '')
    >>> print(unpack(gzip.compress(bytes(60_000_000))))
    too large: unpacked, the sitemap is over the limit: a gzip bomb, or a mistake
    """
    unpacked = bytearray()
    rest = body
    while rest.startswith(GZIP):
        unzip = zlib.decompressobj(wbits=31)
        try:
            while rest and not unzip.eof:
                unpacked += unzip.decompress(rest, STEP)
                rest = unzip.unconsumed_tail
                if len(unpacked) > MOST_BYTES or len(unpacked) > FREE_BYTES + MOST_RATIO * len(body):
                    return Reason("too large", "unpacked, the sitemap is over the limit: a gzip bomb, or a mistake")
        except zlib.error as error:
            return bytes(unpacked), f"gzip: {error}"
        if not unzip.eof:
            return bytes(unpacked), "gzip: it ends too early"
        rest = unzip.unused_data
    if not body.startswith(GZIP):
        return (body, "") if len(body) <= MOST_BYTES else Reason("too large", "the sitemap is over the limit")
    return bytes(unpacked), ""


def refuse_unread(body: bytes) -> Reason | None:
    """Return why bytes are not even given to a parser; None when they are."""
    start = body.replace(b"\0", b"") if b"\0" in body else body  # UTF-16 must not hide a declaration
    if not start.strip():
        return Reason("not a sitemap", "the answer is empty")
    if ENTITY_DECLARED.match(start):
        return Reason("entity bomb", "the sitemap declares XML entities, which no sitemap needs and an attack does")
    if LOOKS_LIKE_HTML.match(start):
        return Reason("not a sitemap", "the address answers with an HTML page")
    return None


def read_lines(body: bytes, damage: str) -> Sitemap | Reason:
    """Return the addresses of a list, one a line."""
    lines = (line.decode("utf-8", "replace").strip() for line in io.BytesIO(body.replace(b"\r", b"\n")))
    said = list(islice(filter(None, lines), MOST_ENTRIES))
    linked = [line for line in said if line.startswith(("http://", "https://")) and not any(map(str.isspace, line))]
    if len(linked) * 2 <= len(said):
        return Reason("not a sitemap", "neither XML nor a list of addresses")
    return Sitemap(tuple(Entry(line, Hints(place=SITEMAP)) for line in linked), (), len(said) - len(linked), damage)


def of_feed(body: bytes, url: str, content_type: str, now: datetime) -> Sitemap | Reason:
    """Return the entries of a feed that is used as a sitemap."""
    feed = read_feed(body, url, content_type, now)
    return feed if isinstance(feed, Reason) else Sitemap(feed.entries, (), feed.without_link, feed.damage)


def root_of(body: bytes) -> tuple[str, str]:
    """Return the name of the first element, without its namespace, and what is wrong before it, if anything."""
    try:
        for _, element in parse(body, "start"):
            return etree.QName(element).localname, ""
    except etree.XMLSyntaxError as error:
        return "", str(error)
    return "", ""


def parse(body: bytes, event: str, *tags: str) -> "etree.iterparse[etree._Element]":
    """Return the elements of XML one by one, with nothing fetched and nothing expanded."""
    return etree.iterparse(
        io.BytesIO(body), events=(event,), tag=tags or None, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def read_xml(body: bytes, now: datetime, damage: str) -> Sitemap:
    """Return what a sitemap or an index in XML names, as far as it is sound."""
    if b"<![CDATA[" not in body:  # where an ampersand means itself
        body = STRAY_AMPERSAND.sub(b"&amp;", body)
    entries: list[Entry] = []
    nested: list[Entry] = []
    try:
        for _, element in islice(parse(body, "end", "{*}url", "{*}sitemap"), MOST_ENTRIES):
            into = entries if etree.QName(element).localname == "url" else nested
            into.append(entry_of(element, now))
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        damage = damage or str(error)
    linked, further = newest_first(filter(has_link, entries)), newest_first(filter(has_link, nested))
    return Sitemap(linked, further, len(entries) + len(nested) - len(linked) - len(further), damage)


def has_link(entry: Entry) -> bool:
    """Return whether an entry names an address."""
    return bool(entry.url)


def entry_of(element: "etree._Element", now: datetime) -> Entry:
    """Return what a <url> or <sitemap> says, whatever namespace it is in; its pictures are passed over."""
    hints = Hints(
        title=text_in(element, "news", "title") or None,
        published=day_or_instant(text_in(element, "news", "publication_date"), now),
        modified=day_or_instant(text_in(element, "lastmod"), now),
        language=language(text_in(element, "news", "publication", "language")),
        tags=tags(text_in(element, "news", "keywords").split(",")),
        place=SITEMAP,
    )
    return Entry("".join(text_in(element, "loc").split()), hints)


def text_in(element: "etree._Element", *names: str) -> str:
    """Return the text at the end of a path of names, on one line; empty when there is none."""
    found = element.find("/".join(f"{{*}}{name}" for name in names))
    return " ".join("".join(texts(found)).split()) if found is not None else ""


def texts(element: "etree._Element") -> Iterator[str]:
    """Yield the texts in an element."""
    yield from (str(text) for text in element.itertext())


def day_or_instant(text: str, now: datetime) -> datetime | None:
    """Return a date with its zone, UTC where it has none; None when it is broken or in the future.

    >>> now = datetime(2026, 11, 3, tzinfo=UTC)
    >>> day_or_instant("2026-11-02", now).isoformat(), day_or_instant("2026-11-02T08:00+01:00", now).isoformat()
    ('2026-11-02T00:00:00+00:00', '2026-11-02T08:00:00+01:00')
    >>> day_or_instant("2036-11-02", now), day_or_instant("0000-00-00", now), day_or_instant("", now)
    (None, None, None)
    """
    moment = parse_instant(text)
    if moment is None:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None if is_ahead(moment, now) else moment
