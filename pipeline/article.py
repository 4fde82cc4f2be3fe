"""The types that travel, frozen, and how edits are taken back.

RawPage -> Draft -> Article + Edits -> Kept | Refused -> a Shelf
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol
from urllib.parse import urlsplit

from courlan import normalize_url
from w3lib.url import canonicalize_url

LIVE = "live blog"
"""The flag of an article that is a list of timed entries."""


def utc_now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SEGMENT = "[A-Za-z0-9_~,-][A-Za-z0-9_~,.-]*"  # none that is or begins with a dot: those lead elsewhere
PLAIN = re.compile(rf"https?://(?![^/]*xn--){_LABEL}(?:\.{_LABEL}){{1,8}}(?:(?:/{_SEGMENT})+/?|/)")
"""Addresses without query that are their own key: most are. There are others; these are just quickly told."""


def url_key(url: str) -> str:
    """Return the form of a web address under which it is looked up: never fetch it, only compare it.

    >>> url_key("HTTP://Example.com:80/a/../news/?utm_source=x&b=2&a=1#top")
    'http://example.com/news/?a=1&b=2'

    What is no address stands for itself:

    >>> url_key("https://[::1/")
    'https://[::1/'
    """
    return url if PLAIN.fullmatch(url) else _url_key(url)


@lru_cache(maxsize=1_024)  # a page on its way into the database is asked for it six times, at some 0.1 ms each
def _url_key(url: str) -> str:
    try:
        return canonicalize_url(normalize_url(url))
    except ValueError:
        return url.strip()


LONGEST_HOST = 253
"""Characters that a name of the Internet can have (RFC 1035, 2.3.4, without the last dot)."""


def host_of(url: str) -> str:
    """Return the host of an address, in lower case and without www.; empty when it has none, or one too long to be one.

    >>> host_of("https://www.Example.com:8080/a"), host_of("file:///a/b.html"), host_of("http://[")
    ('example.com', '', '')
    """
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if len(host) <= LONGEST_HOST else ""


@dataclass(frozen=True, slots=True)
class Hints:
    """What whoever handed the page in said about it (a feed entry, a line of JSON); the page itself is asked first."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    """ISO 639-1, in lower case."""
    tags: tuple[str, ...] = ()
    content: str = field(default="", repr=False)
    """The article itself as HTML, where it was given in full."""
    place: str = "feed"
    """What said so, for the provenance: `feed`, `sitemap`."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave an answer to know it by: sent back, it says whether there is a newer one (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it came in: bytes, and where they are from."""

    url: str
    """The address that was asked for; `file:` for files; empty when nobody said."""
    body: bytes = field(repr=False)
    content_type: str = "text/html"
    """As HTTP gives it. `text/plain` is text already extracted, its first line the title when a blank line
    follows; with `; header=absent` (the parameter of text/csv) the first line is body like the rest."""
    fetched_at: datetime = field(default_factory=utc_now)
    """Aware, UTC."""
    source: str = ""
    """The name of the source that it was fetched for; empty for files."""
    origin: str = ""
    """Which spider or file brought it: `spider:feed`, `dump.jsonl#412`."""
    final_url: str = ""
    """Where redirects ended, when that is another address than `url`."""
    hints: Hints = Hints()
    rights: tuple[str, ...] = ()
    """What its publisher reserves of it: `tdm reserved`, `noai`, `noimageai`; also where only HTTP said so."""
    validators: Validators = Validators()
    """Kept with the address, not with the page."""
    record_id: str | int | None = None
    """The name the input gave this page, handed back with the answer; never stored."""
    _key: str = field(default="", init=False, repr=False, compare=False)
    """What `key` found: on its way into the database a page is asked for it five times, at some 0.3 ms each."""

    @property
    def address(self) -> str:
        """The address the body really came from."""
        return self.final_url or self.url

    @property
    def key(self) -> str:
        """The page's identity, 64 hex digits: same web address and same bytes, or for files the same bytes anywhere.

        >>> RawPage("file:///a.html", b"x").key == RawPage("file:///b/c.html", b"x").key
        True
        >>> RawPage("https://a.org/1", b"x").key == RawPage("https://a.org/2", b"x").key
        False
        """
        if not self._key:
            place = url_key(self.url) if self.url.startswith(("http:", "https:")) else ""
            digest = hashlib.sha256(place.encode("utf-8", "replace") + b"\0" + self.body).hexdigest()
            object.__setattr__(self, "_key", digest)  # the same for ever: the page is frozen
        return self._key


class Span(NamedTuple):
    """Characters `start` (in) to `end` (out) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stood around a block in its page. Offsets are characters of the block's text."""

    tag: str
    """The nearest block-level element: p, li, h2, div ..."""
    ancestors: tuple[str, ...]
    """Elements around it, nearest first, at most eight, each as `tag class names id` in lower case."""
    apart: frozenset[str] = frozenset()
    """The words in the names of those ancestors that hold less than three tenths of the article's text: what sets the
    block apart from the rest. A name around the whole article says nothing about one block."""
    links: tuple[Span, ...] = ()
    """The stretches of text inside <a>."""
    seams: tuple[int, ...] = ()
    """Where a tag begins or ends between two characters of one word: places where a space may have been lost."""
    element: int = -1
    """The number of that block-level element in the page: lines in one element have it in common. -1: not known."""


class Provenance(NamedTuple):
    """Where in the page a field was found: `published` at `JSON-LD datePublished`."""

    field: str
    place: str


Kind = Literal["paragraph", "heading", "item", "quote", "cell"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a draft (never with a line break inside), and the evidence around it, if there was a page."""

    text: str
    kind: Kind = "paragraph"
    evidence: Evidence | None = None

    @property
    def link_share(self) -> float:
        """The share, 0 to 1, of the text that is inside links; 0 without evidence."""
        if self.evidence is None or not self.text:
            return 0.0
        return sum(span.end - span.start for span in self.evidence.links) / len(self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """What extraction found in a page, before any cleaning."""

    url: str
    title: str | None = None
    headlines: tuple[str, ...] = ()
    """All that the page gives as its headline, in its head and in sight; one of them is the title."""
    standfirst: str | None = None
    """The summary that the page sets with the headline; where the text begins with it, it is the first block too."""
    blocks: tuple[Block, ...] = ()
    canonical_url: str | None = None
    site: str | None = None
    """Host name without `www.`, in lower case."""
    site_name: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """Aware, with the offset the page gave; None where the page gives no zone."""
    modified: datetime | None = None
    language: str | None = None
    """ISO 639-1, as the page declares it."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    free: bool | None = None
    """Whether it is free to read, where the page says so."""
    provenance: tuple[Provenance, ...] = ()
    """Where each of these was found, a field once."""
    extractor: str = ""
    """Which candidate the body is from: `trafilatura fast`, `trafilatura full`, `plain text`."""
    flags: tuple[str, ...] = ()
    """What a reader of the article should know: `published: zone assumed`."""

    @property
    def text(self) -> str:
        """The extracted text: blocks, one a line. Undoing all edits of its article gives exactly this."""
        return "\n".join(block.text for block in self.blocks)


Field = Literal["title", "text"]


class Where(NamedTuple):
    """The place of an edit: a field, and the offset in characters, in that field as it stood when the edit was made."""

    field: Field
    start: int

    def __str__(self) -> str:
        """Return the form that scripts read: `text:1042`."""
        return f"{self.field}:{self.start}"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: at `where`, `before` became `after`.

    A cut block takes the line break next to it along. Where two are joined, the line break between them became a space.
    """

    rule: str
    where: Where
    before: str
    after: str

    def undo(self, text: str) -> str:
        """Return `text` (the field as this edit left it) as it was before.

        Raises ValueError when `after` does not stand at the edit's place: text and edits do not belong together.

        >>> Edit("rule", Where("text", 2), "BB", "b").undo("aabcc")
        'aaBBcc'
        """
        start = self.where.start
        end = start + len(self.after)
        if text[start:end] != self.after:
            raise ValueError(f"edit {self.rule} at {self.where}: expected {self.after!r}, found {text[start:end]!r}")
        return text[:start] + self.before + text[end:]


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article, with the list of edits that made it so."""

    url: str
    title: str | None = None
    paragraphs: tuple[str, ...] = ()
    canonical_url: str | None = None
    site: str | None = None
    site_name: str | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    fetched_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    free: bool | None = None
    """Whether it is free to read, where the page says so."""
    provenance: tuple[Provenance, ...] = ()
    """Where in the page each of these was found, a field once."""
    standfirst: str | None = None
    """The summary under the headline, where the page sets it with the headline."""
    credit: str | None = None
    """Whose work it is beside the authors': agencies, further reporters."""
    correction: str | None = None
    """The editor's note of a correction or update."""
    author_note: str | None = None
    """What the page says of its author: who they are, how to reach them."""
    extractor: str = ""
    memory: int = 0
    """The version of the site's memory with which it was cleaned."""
    edits: tuple[Edit, ...] = ()
    """In the order in which they were made."""
    flags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)

    def original(self, name: Field = "text") -> str:
        """Return the field as extraction found it, to the byte, by taking back the edits from last to first.

        Raises ValueError when the edits are not this article's.
        """
        found = self.text if name == "text" else self.title or ""
        for edit in reversed(self.edits):
            if edit.where.field == name:
                found = edit.undo(found)
        return found


def split_paragraphs(text: str) -> tuple[str, ...]:
    r"""Return the lines of a text as paragraphs; only a line feed parts them.

    >>> split_paragraphs("One.\nTwo.")
    ('One.', 'Two.')
    >>> split_paragraphs("")
    ()
    """
    return tuple(text.split("\n")) if text else ()


class Reason(NamedTuple):
    """Why a page is not kept: a short code to count by, and a sentence for a person."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        """Return both, as one line."""
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(frozen=True, slots=True)
class Kept:
    """The end of the road for a page that is an article."""

    page: RawPage
    article: Article


@dataclass(frozen=True, slots=True)
class Refused:
    """The end of the road for a page that is not. A record that could not even be read has an empty body."""

    page: RawPage
    reason: Reason


Outcome = Kept | Refused


class Shelf(Protocol):
    """Where outcomes end: the database, or in a test a list."""

    def extend(self, outcomes: Iterable[Outcome], /) -> object:
        """Take all of them in, or none."""


def without_body(page: RawPage) -> RawPage:
    """Return the page without its bytes, for a refusal whose bytes are not worth keeping."""
    return replace(page, body=b"")
