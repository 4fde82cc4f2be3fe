"""What a publisher says of the use of a page: noindex, noarchive, noai, and text and data mining reserved.

Functions read it from headers and bytes; the middleware asks them about each article page that comes.
"""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from pipeline.article import Reason
from pipeline.tree import parse
from spiders.page import RIGHTS, Declined, page_asked_for

TDM_RESERVED = "tdm reserved"
"""The publisher reserves text and data mining (TDM Reservation Protocol; Directive (EU) 2019/790, article 4)."""

REASONS = {
    "noindex": Reason("noindex", "the page asks not to be put into an index"),
    "noarchive": Reason("noarchive", "the page asks that no copy of it be kept"),
    TDM_RESERVED: Reason(TDM_RESERVED, "its publisher reserves text and data mining"),
    "noai": Reason("noai", "its publisher reserves its use for machine learning"),
}
"""Why a page is refused for what it says of its use."""

RESERVED = (TDM_RESERVED, "noai")
"""What COPYDESK_SKIP_RESERVED is about."""

RECORDED = (TDM_RESERVED, "noai", "noimageai", "noarchive")
"""What a kept page is marked with."""

VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
"""Directives with a value after a colon, where else the name of a robot stands before one."""

SPEAKS = re.compile(rb"<meta\b[^>]*?\b(?:noindex|none|noarchive|noai|noimageai|tdm-reservation)\b", re.IGNORECASE)
"""A quick look; few pages have to be parsed."""

WELL_KNOWN = "/.well-known/tdmrep.json"
FILE_BYTES = 1_000_000
MOST_RULES = 1_000


class Said(NamedTuple):
    """What one place says of a page."""

    directives: frozenset[str] = frozenset()
    reserved: bool | None = None
    """Whether text and data mining is reserved; None where it does not say."""


def in_headers(robots_tags: Iterable[str], reservations: Iterable[str], robot: str) -> Said:
    """Return what X-Robots-Tag headers say to every robot and to ours, and what tdm-reservation headers say.

    >>> sorted(in_headers(["noai, otherbot: noindex", "Copydesk: noarchive, max-snippet:-1"], ["1"], "copydesk")[0])
    ['noai', 'noarchive']
    """
    directives = (word for tag in robots_tags for word in addressed_to(robot, tag))
    return Said(frozenset(spelt_out(directives)), truth(reservations))


def addressed_to(robot: str, tag: str) -> Iterator[str]:
    """Yield the directives of an X-Robots-Tag header that are for every robot, or for this one."""
    addressee = robot
    for part in tag.lower().split(","):
        name, colon, rest = map(str.strip, part.partition(":"))
        if name in VALUED or " " in name:
            continue
        if colon:
            addressee = name
        if addressee in {robot, "*"}:
            yield rest if colon else name


def in_page(body: bytes, robot: str) -> Said:
    """Return what the <meta> elements of a page say to every robot and to ours.

    >>> in_page(b'<meta name="robots" content="index, noarchive"><meta name=tdm-reservation content=1>', "copydesk")
    Said(directives=frozenset({'noarchive'}), reserved=True)
    >>> in_page(b'<!-- <meta name="robots" content="noindex"> --><meta name=otherbot content=noindex>', "copydesk")
    Said(directives=frozenset(), reserved=None)
    """
    # Latin 1 knows every byte, and the words are ASCII.
    tree = parse(body.decode("latin-1")) if SPEAKS.search(body) else None
    if tree is None:
        return Said()
    metas = [(meta.get("name", "").strip().lower(), meta.get("content", "").lower()) for meta in tree.iter("meta")]
    words = (word.strip() for name, content in metas if name in {"robots", robot} for word in content.split(","))
    return Said(frozenset(spelt_out(words)), truth(content for name, content in metas if name == "tdm-reservation"))


def spelt_out(words: Iterable[str]) -> Iterator[str]:
    """Yield those directives that we know of; `none` is what it stands for."""
    known = {*REASONS, *RECORDED}
    for word in words:
        yield from {"noindex" if word == "none" else word} & known


def truth(values: Iterable[str]) -> bool | None:
    """Return whether one of the values of a reservation is 1; None where none is 0 or 1."""
    said = {value.strip() for value in values} & {"0", "1"}
    return "1" in said if said else None


def reserved_paths(body: bytes) -> ProtegoRobotParser | None:
    """Return the rules of a tdmrep.json as those of a robots.txt, which has the same patterns; None without any.

    >>> entries = [{"location": "/", "tdm-reservation": 1}, {"location": "/free/*", "tdm-reservation": 0}]
    >>> rules = reserved_paths(json.dumps(entries).encode())
    >>> rules.allowed("/news/1", "*"), rules.allowed("/free/1", "*")
    (False, True)
    """
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return None
    lines = [line for entry in entries[:MOST_RULES] if (line := rule(entry))] if isinstance(entries, list) else []
    return ProtegoRobotParser("\n".join(("User-agent: *", *lines)).encode(), None) if lines else None


def rule(entry: object) -> str | None:
    """Return an entry of a tdmrep.json as a line of a robots.txt; None where it is none."""
    if not isinstance(entry, dict):
        return None
    location, reserved = entry.get("location"), truth([str(entry.get("tdm-reservation"))])
    if not isinstance(location, str) or not location.isprintable() or "#" in location or reserved is None:
        return None
    path = location.strip()
    return f"{'Disallow' if reserved else 'Allow'}: {path if path[:1] in ('/', '*') else f'/{path}'}"


def rights_of(page: Said, headers: Said, in_file: bool | None) -> tuple[str, ...]:
    """Return all that is said of a page's use. Of a reservation the page itself has the last word, the file the first.

    >>> rights_of(Said(frozenset({"noai"})), Said(reserved=False), in_file=True)
    ('noai',)
    """
    reserved = next((said for said in (page.reserved, headers.reserved, in_file) if said is not None), False)
    directives = page.directives | headers.directives
    return (*((TDM_RESERVED,) if reserved else ()), *sorted(directives))


class Rights:
    """Refuse pages that ask not to be kept, without their bytes, and mark those whose publisher reserves their use.

    Asks each host once a run for its tdmrep.json. Settings: COPYDESK_KEEP_NOARCHIVE, COPYDESK_SKIP_RESERVED.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.robot = (settings["ROBOTSTXT_USER_AGENT"] or settings["BOT_NAME"]).lower()
        self.refused = {"noindex"} if settings.getbool("COPYDESK_KEEP_NOARCHIVE") else {"noindex", "noarchive"}
        self.skip_reserved = settings.getbool("COPYDESK_SKIP_RESERVED")
        self._files: dict[str, ProtegoRobotParser | None] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Ask for the file of a host before its first page: behind pages in line, it would keep all of them waiting."""
        if page_asked_for(request) is not None:
            await self.in_file(request.url)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Read what a page says of its use; decline it, or hand it on with that."""
        if page_asked_for(request) is None or not 200 <= response.status < 300:
            return response
        headers = in_headers(values(response, "X-Robots-Tag"), values(response, "tdm-reservation"), self.robot)
        # In a thread: a page that has to be parsed takes up to a tenth of a second.
        page = await asyncio.to_thread(in_page, response.body, self.robot)
        found = rights_of(page, headers, await self.in_file(response.url))
        for right in found:
            if right in self.refused or (self.skip_reserved and right in RESERVED):
                raise Declined(REASONS[right])
        request.meta[RIGHTS] = tuple(right for right in found if right in RECORDED)
        return response

    async def in_file(self, url: str) -> bool | None:
        """Return whether the tdmrep.json of a page's host reserves it; None where there is none."""
        parts = urlsplit(url)
        async with self._turns[parts.netloc]:
            if parts.netloc not in self._files:
                self._files[parts.netloc] = await self.fetched(f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}")
        rules = self._files[parts.netloc]
        return None if rules is None else not rules.allowed(url, "*")

    async def fetched(self, url: str) -> ProtegoRobotParser | None:
        """Return the rules of a tdmrep.json; None where there is none to be had."""
        request = Request(url, callback=NO_CALLBACK, meta={"dont_retry": True, "download_maxsize": FILE_BYTES})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001  whatever keeps a host from answering, it has reserved nothing by it
            return None
        return reserved_paths(response.body) if response.status == 200 else None


def values(response: Response, name: str) -> Sequence[str]:
    """Return the values of a header, one each time it was sent."""
    return [value.decode("latin-1") for value in response.headers.getlist(name)]
