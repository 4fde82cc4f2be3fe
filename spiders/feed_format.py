"""Feeds, RSS and Atom: bytes in, entries out. The only door to feedparser."""

import html
import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser
from w3lib.html import remove_tags

from pipeline.article import Hints, Reason
from pipeline.instants import parse_instant

ENTITY_DECLARED = re.compile(
    rb"(?>[^<]+|<\?.*?\?>|<!--.*?-->)*+"  # what may stand before the document type; atomic, so no run of it is slow
    rb"""<!DOCTYPE(?>[^\[>"']+|"[^"]*"|'[^']*')*+\[.*?<!ENTITY""",
    re.DOTALL | re.IGNORECASE,
)
"""A document type that declares entities, before the first element."""

LOOKS_LIKE_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says about one article."""

    url: str
    """Absolute, as the feed gives it."""
    hints: Hints


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that could be read."""

    entries: tuple[Entry, ...]
    """In the order of the feed."""
    without_link: int = 0
    """How many further entries name no address."""
    damage: str = ""
    """What is wrong with the feed's XML, if anything; entries before and often after the fault are there."""


def read_feed(body: bytes, url: str, content_type: str = "") -> Feed | Reason:
    """Return the entries of a feed that was found at `url`, or the reason why the bytes are not a feed.

    >>> feed = read_feed(b"<rss version='2.0'><channel><item><link>/a</link></item></channel></rss>", "http://ex.com/feed")
    >>> [entry.url for entry in feed.entries]
    ['http://ex.com/a']
    >>> print(read_feed(b"<html><p>Not here</p></html>", "http://ex.com/"))
    not a feed: the address answers with an HTML page
    """
    if reason := refuse_unread(body):
        return reason
    # As a stream: feedparser takes a string for the name of a file, or for an address to fetch
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-location": url, "content-type": content_type},
        sanitize_html=False,
    )
    if not parsed.get("version"):
        return Reason("not a feed", "neither RSS nor Atom" + describe_fault(parsed, ": "))
    entries = tuple(map(entry_of, parsed.entries))
    linked = tuple(entry for entry in entries if entry.url)
    return Feed(linked, len(entries) - len(linked), describe_fault(parsed))


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


def entry_of(parsed: Any) -> Entry:  # noqa: ANN401
    """Return feedparser's entry as ours; its address is empty when the feed gives none."""
    authors = (author.get("name", "").strip() for author in parsed.get("authors", ()))
    hints = Hints(
        title=plain_title(parsed),
        authors=tuple(dict.fromkeys(filter(None, authors))),
        published=instant(parsed.get("published", "")),
    )
    return Entry(parsed.get("link", "").strip(), hints)


def plain_title(parsed: Any) -> str | None:  # noqa: ANN401
    """Return the title without markup, on one line; None when there is none."""
    title = str(parsed.get("title", ""))
    if parsed.get("title_detail", {}).get("type") != "text/plain":
        title = html.unescape(remove_tags(title))
    return " ".join(title.split()) or None


def instant(text: str) -> datetime | None:
    """Return a feed's date (RFC 822 or ISO 8601) with the offset that it gives; None without one, or when unreadable.

    >>> instant("Tue, 03 Nov 2026 08:00:00 +0530").isoformat()
    '2026-11-03T08:00:00+05:30'
    >>> instant("2026-11-03T08:00:00Z").isoformat()
    '2026-11-03T08:00:00+00:00'
    >>> instant("2026-11-03T08:00:00"), instant("yesterday")
    (None, None)
    """
    moment = parse_instant(text)
    return moment if moment and moment.tzinfo else None
