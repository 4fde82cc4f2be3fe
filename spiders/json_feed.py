"""JSON Feed, versions 1.0 and 1.1 (jsonfeed.org): text in, entries out."""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from urllib.parse import urljoin

from pipeline.article import Hints, Reason
from spiders.entries import Entry, Feed, content, instant, language, newest_first, tags

VERSION = "jsonfeed.org/version/"

Json = Mapping[str, object]


def read_json_feed(text: str, url: str, now: datetime | None = None) -> Feed | Reason:
    """Return the entries of a JSON feed that was found at `url`, or the reason why the text is none.

    >>> text = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a", "title": "Ice"}]}'
    >>> [(entry.url, entry.hints.title) for entry in read_json_feed(text, "https://example.com/feed.json").entries]
    [('https://example.com/a', 'Ice')]
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reason("not a feed", f"JSON that cannot be read: {error}")
    if not isinstance(feed, dict) or VERSION not in str(feed.get("version")):
        return Reason("not a feed", "neither RSS nor Atom nor JSON Feed")
    items = [item for item in listed(feed.get("items")) if isinstance(item, dict)]
    entries = [entry_of(item, feed, url, now) for item in items]
    linked = newest_first(entry for entry in entries if entry.url)
    return Feed(linked, len(entries) - len(linked))


def entry_of(item: Json, feed: Json, url: str, now: datetime | None) -> Entry:
    """Return an item as ours; its address is empty when it gives none."""
    link = text_in(item, "url") or text_in(item, "external_url") or identity(item)
    hints = Hints(
        title=" ".join(html.unescape(text_in(item, "title")).split()) or None,
        authors=tuple(dict.fromkeys(authors(item) or authors(feed))),
        published=instant(text_in(item, "date_published"), now),
        modified=instant(text_in(item, "date_modified"), now),
        language=language(text_in(item, "language") or text_in(feed, "language")),
        tags=tags(tag for tag in listed(item.get("tags")) if isinstance(tag, str)),
        content=content(text_in(item, "content_html") or text_in(item, "content_text")),
    )
    return Entry(absolute(url, link), hints)


def authors(of: Json) -> Iterator[str] | list[str]:
    """Return the names of the authors of a feed or item: a list since 1.1, one before."""
    persons = [*listed(of.get("authors")), of.get("author")]
    named = (text_in(cast("Json", person), "name") for person in persons if isinstance(person, dict))
    return [" ".join(name.split()) for name in named if name]


def identity(item: Json) -> str:
    """Return the id of an item where it is an address."""
    found = text_in(item, "id")
    return found if found.startswith(("http://", "https://")) else ""


def absolute(base: str, link: str) -> str:
    """Return an address in full; as it is where it is none, for the refusal."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def text_in(of: Json, key: str) -> str:
    """Return a text; empty when there is none."""
    found = of.get(key)
    return found.strip() if isinstance(found, str) else ""


def listed(found: object) -> Sequence[object]:
    """Return a list; empty when it is none."""
    return found if isinstance(found, list) else ()
