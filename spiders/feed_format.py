"""Feeds, RSS, RDF, Atom and JSON: bytes in, entries out. The only door to feedparser."""

import html
import io
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import feedparser
from w3lib.html import remove_tags

from pipeline.article import Hints, Reason, utc_now
from spiders.entries import Entry, Feed, content, instant, language, newest_first, tags
from spiders.json_feed import read_json_feed

ENTITY_DECLARED = re.compile(
    rb"(?>[^<]+|<\?.*?\?>|<!--.*?-->)*+"  # what may stand before the document type; atomic, so no run of it is slow
    rb"""<!DOCTYPE(?>[^\[>"']+|"[^"]*"|'[^']*')*+\[.*?<!ENTITY""",
    re.DOTALL | re.IGNORECASE,
)
"""A document type that declares entities, before the first element."""

LOOKS_LIKE_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE)


ENTRY = re.compile(rb"<((?:[\w-]+:)?(?:item|entry))[\s/>]")

SLICE = 1_000
"""So many entries are parsed at once: feedparser takes some 3 kB of memory for each, and more for long ones."""

MOST_ENTRIES = 200_000
"""Four times as many as a sitemap may have. What a feed names beyond them is not read, and said to be so."""

LONGEST_HEAD = 100_000
"""Bytes before the first entry, which each slice begins with. A feed with more is read as far as its first slice."""

MARKUP = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


def read_feed(body: bytes, url: str, content_type: str = "", now: datetime | None = None) -> Feed | Reason:
    """Return the entries of a feed that was found at `url`, or the reason why the bytes are not a feed.

    Dates in the future of `now`, by default this moment, are left out.

    >>> feed = read_feed(b"<rss version='2.0'><channel><item><link>/a</link></item></channel></rss>", "http://ex.com/feed")
    >>> [entry.url for entry in feed.entries]
    ['http://ex.com/a']
    >>> print(read_feed(b"<html><p>Not here</p></html>", "http://ex.com/"))
    not a feed: the address answers with an HTML page
    """
    now = now or utc_now()
    if reason := refuse_unread(body):
        return reason
    if body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return read_json_feed(body.decode("utf-8-sig", "replace"), url, now)
    entries: list[Entry] = []
    faults: list[str] = []
    for part in slices(body, faults):
        # As a stream: feedparser takes a string for the name of a file, or for an address to fetch
        parsed = feedparser.parse(
            io.BytesIO(part),
            response_headers={"content-location": url, "content-type": content_type},
            sanitize_html=False,
        )
        if not parsed.get("version"):
            return Reason("not a feed", "neither RSS nor Atom nor JSON Feed" + describe_fault(parsed, ": "))
        entries += (entry_of(entry, parsed, now) for entry in parsed.entries)
        faults.append(describe_fault(parsed))
    linked = newest_first(entry for entry in entries if entry.url)
    return Feed(linked, len(entries) - len(linked), next(filter(None, faults), ""))


def slices(body: bytes, faults: list[str]) -> Iterator[bytes]:
    """Yield a feed in parts that are feeds themselves, of so many entries that no parser fills the memory.

    What is left out is said in `faults`.

    >>> SLICE
    1000
    >>> parts = list(slices(b"<rss><channel>" + b"<item/>" * 1_002 + b"</channel></rss>", []))
    >>> [part.count(b"<item/>") for part in parts], parts[1]
    ([1000, 2], b'<rss><channel><item/><item/></channel></rss>')
    """
    starts = [found.start() for found in ENTRY.finditer(body)]
    if len(starts) <= SLICE:
        yield body
        return
    most = SLICE if starts[0] > LONGEST_HEAD else MOST_ENTRIES
    if len(starts) > most:
        faults.append(f"it names {len(starts):,} articles, of which the first {most:,} are read")
    ends = list(re.finditer(rb"</(?:[\w-]+:)?(?:item|entry)\s*>|<(?:[\w-]+:)?(?:item|entry)\s*/>", body[starts[-1] :]))
    end = starts[-1] + ends[-1].end() if ends else len(body)
    head, tail = body[: starts[0]], body[end:]
    edges = [*starts[: most + 1 : SLICE], *([end] if len(starts) <= most else [])]
    for low, high in pairwise(edges):
        yield head + body[low:high] + tail[:LONGEST_HEAD]


def refuse_unread(body: bytes) -> Reason | None:
    """Return why bytes are not even given to a parser; None when they are.

    >>> print(refuse_unread(b'<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss/>'))
    entity bomb: the feed declares XML entities, which no feed needs and an attack does
    """
    start = body.replace(b"\0", b"")  # UTF-16 and UTF-32 must not hide a declaration
    if not start.strip():
        return Reason("not a feed", "the answer is empty")
    if ENTITY_DECLARED.match(start):
        return Reason("entity bomb", "the feed declares XML entities, which no feed needs and an attack does")
    if LOOKS_LIKE_HTML.match(start):
        return Reason("not a feed", "the address answers with an HTML page")
    return None


def describe_fault(parsed: Any, before: str = "") -> str:  # noqa: ANN401
    """Return in words what feedparser found wrong with the XML; empty when nothing, or only the declared encoding."""
    fault = parsed.get("bozo_exception")
    if fault is None or isinstance(fault, feedparser.ThingsNobodyCaresAboutButMe):
        return ""
    return f"{before}{fault}"


def entry_of(parsed: Any, feed: Any, now: datetime) -> Entry:  # noqa: ANN401
    """Return feedparser's entry as ours; its address is empty when the feed gives none."""
    authors = (author.get("name", "").strip() for author in parsed.get("authors", ()))
    # Asked for by name, because feedparser gives `published` where there is no `updated`
    published, updated = parsed.get("published", ""), parsed["updated"] if "updated" in parsed else ""  # noqa: SIM401
    if not published and feed.version.startswith("rss"):  # whose dc:date, told as `updated`, is of the publication too
        published = updated
    hints = Hints(
        title=plain_title(parsed),
        authors=tuple(dict.fromkeys(filter(None, authors))),
        published=instant(published, now),
        modified=instant(updated, now),
        language=language(parsed.get("language") or feed.feed.get("language", "")),
        tags=tags(tag.get("label") or tag.get("term") or "" for tag in parsed.get("tags", ())),
        content=full_content(parsed),
    )
    return Entry(parsed.get("link", "").strip(), hints)


def full_content(parsed: Any) -> str:  # noqa: ANN401
    """Return the article as the feed gives it (content:encoded, Atom's content); empty when it does not."""
    given = (part.get("value", "") for part in parsed.get("content", ()) if part.get("type") in MARKUP)
    return content(max(given, key=len, default=""))


def plain_title(parsed: Any) -> str | None:  # noqa: ANN401
    """Return the title without markup, on one line; None when there is none."""
    title = str(parsed.get("title", ""))
    if parsed.get("title_detail", {}).get("type") != "text/plain":
        title = html.unescape(remove_tags(title))
    return " ".join(title.split()) or None
