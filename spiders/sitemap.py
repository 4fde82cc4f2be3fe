"""The spider for sitemaps: `scrapy crawl sitemap -a url=https://example.com/sitemap.xml`."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from pipeline.article import Reason, Refused, utc_now
from pipeline.instants import parse_instant
from spiders.closing import Stat
from spiders.entries import Entry
from spiders.looking import robots_sitemaps
from spiders.page import content_type, listing_request, refuse_address
from spiders.sitemap_format import MOST_BYTES, Sitemap, read_sitemap
from spiders.spider import NO_SETTINGS, PageSpider, Whence

ACCEPT_SITEMAPS = "application/xml, text/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
ACCEPT_ROBOTS = "text/plain, */*;q=0.5"

DEEPEST = 4
"""Indexes within indexes that are followed. The protocol allows none; some sites have one more."""

MOST_SITEMAPS = 20_000
"""Sitemaps of one crawl: one a day for fifty years."""

DAYS = re.compile(r"(\d{1,5})d")


class SitemapSpider(PageSpider):
    """Fetch the articles that sitemaps name and that are not stored yet.

    Spider arguments: `url`, one or more addresses, separated by spaces, of sitemaps, of sitemap indexes, or of front
    pages, whose robots.txt says where their sitemaps are; `since`, a date (2026-11-01) or a number of days (7d): what
    sitemaps say is older is not asked for; `source`, the name to store the articles under (without it, the host name
    of their sitemap).
    """

    name = "sitemap"
    takes: ClassVar[tuple[str, ...]] = ("url", "since", "source")
    reads = "sitemap"
    example = "https://example.com/sitemap.xml"

    def __init__(self, since: str = "", **arguments: Any) -> None:  # noqa: ANN401
        """Take the spider arguments as `-a` gives them."""
        super().__init__(**arguments)
        self.since = since_when(since, utc_now())

    @classmethod
    def misuse(cls, arguments: Mapping[str, str], settings: Mapping[str, Any] = NO_SETTINGS) -> str | None:
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        since = arguments.get("since", "")
        if "since" in cls.takes and since and since_when(since, utc_now()) is None:
            return f"since={since!r} is no date; write it as in -a since=2026-11-01, or -a since=7d for seven days"
        return super().misuse(arguments, settings)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the sitemaps."""
        for request in self.sitemap_requests(self.urls):
            yield request

    def sitemap_requests(self, urls: Iterable[str]) -> Iterator[Request]:
        """Yield the requests for sitemaps, or for what names them."""
        for url in urls:
            whence = Whence(self.source_of(url))
            if urlsplit(url).path in {"", "/", "/robots.txt"}:
                robots = urljoin(url, "/robots.txt")
                yield listing_request(robots, self.parse_robots, self.listing_failed, ACCEPT_ROBOTS, whence=whence)
            elif not self.is_listed(url):
                yield self.sitemap_request(url, whence)

    def sitemap_request(self, url: str, whence: Whence) -> Request:
        """Return the request for a sitemap."""
        request = listing_request(url, self.parse_sitemap, self.listing_failed, ACCEPT_SITEMAPS, whence=whence)
        request.meta["download_maxsize"] = MOST_BYTES
        return request

    async def parse_robots(self, response: Response, whence: Whence) -> AsyncIterator[Request]:
        """Ask for the sitemaps that a robots.txt names."""
        named = robots_sitemaps(response.body, response.url)
        if not named:
            words = "it names no sitemap; give the address of one with -a url=https://example.com/sitemap.xml"
            self.report(f"{response.url}: {words}")
        for url in named:
            if not refuse_address(url) and not self.is_listed(url):
                yield self.sitemap_request(url, whence)

    async def parse_sitemap(self, response: Response, whence: Whence) -> AsyncIterator[Request | Refused]:
        """Ask for the articles of a sitemap, and for the sitemaps of an index, the newest first."""
        # In a thread: 50,000 entries take a second to parse, and the reactor must go on answering
        sitemap = await asyncio.to_thread(read_sitemap, response.body, response.url, content_type(response))
        if isinstance(sitemap, Reason):
            self.problem(response.url, str(sitemap), whence.depth)
            return
        self.crawler.stats.inc_value(Stat.SITEMAPS)
        self.note_damage(response.url, sitemap.damage, len(sitemap.entries), sitemap.without_link)
        for found in self.pages(tuple(filter(self.is_new, sitemap.entries)), whence):
            yield found
        for request in self.nested_requests(sitemap, response.url, replace(whence, depth=whence.depth + 1)):
            yield request

    def nested_requests(self, sitemap: Sitemap, url: str, whence: Whence) -> Iterator[Request]:
        """Yield the requests for the sitemaps of an index, each once in a crawl."""
        nested = [entry for entry in sitemap.nested if self.is_new(entry) and not refuse_address(entry.url)]
        if nested and whence.depth > DEEPEST:
            self.problem(url, f"an index of sitemaps under {DEEPEST} others is not followed", whence.depth)
            return
        for entry in nested:
            if len(self._listed) >= MOST_SITEMAPS:
                self.problem(url, f"over {MOST_SITEMAPS:,} sitemaps; the rest is left out", whence.depth)
                return
            if not self.skips(entry.url) and not self.is_listed(entry.url):
                yield self.sitemap_request(entry.url, whence)

    def is_new(self, entry: Entry) -> bool:
        """Tell whether an entry is not known to be older than asked for."""
        return self.since is None or entry.told is None or entry.told >= self.since


def since_when(text: str, now: datetime) -> datetime | None:
    """Return the instant that a date or a number of days before `now` means; None when it means none.

    >>> now = datetime(2026, 11, 8, tzinfo=UTC)
    >>> since_when("2026-11-01", now).isoformat(), since_when("7d", now).isoformat(), since_when("lately", now)
    ('2026-11-01T00:00:00+00:00', '2026-11-01T00:00:00+00:00', None)
    """
    if days := DAYS.fullmatch(text.strip()):
        return now - timedelta(days=min(int(days[1]), 36_500))
    moment = parse_instant(text)
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
