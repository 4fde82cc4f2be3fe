"""The small readings that all fields share: a text as one line, an address in full, a value and its place."""

import re
from html import unescape
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """What was found, and in which place of the page: `<h1>`, `meta og:title`, `JSON-LD headline`."""

    value: T
    place: str


NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


def clean_line(text: str | None) -> str | None:
    """Return a text as one line, without space around it and without control characters; None if nothing is left."""
    return " ".join(NO_TEXT.sub("", text).split()) or None if text else None


def plain_line(text: str | None) -> str | None:
    """Return a text as one line, without entities, which some pages escape twice; None if nothing is left.

    >>> plain_line("Fish &amp;amp; chips"), plain_line(" ")
    ('Fish & chips', None)
    """
    return clean_line(unescape(unescape(text))) if text else None


def absolute(base: str, url: str | None) -> str | None:
    """Return a web address in full; None when it is none."""
    try:
        joined = urljoin(base, url.strip()) if url else ""
        return joined if urlsplit(joined).scheme in {"http", "https"} and urlsplit(joined).netloc else None
    except ValueError:
        return None


def path_of(url: str) -> str:
    """Return the path of an address, without a slash at its end; empty when it has none or is no address.

    >>> path_of("https://example.com/news/ice/#top"), path_of("http://[")
    ('/news/ice', '')
    """
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""
