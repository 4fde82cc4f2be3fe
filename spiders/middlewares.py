"""What Copydesk changes between spider and web: stored pages are skipped, and robots.txt is always obeyed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from spiders.closing import Stat
from spiders.item_pipeline import StoreOutcomes
from spiders.page import page_asked_for

ASKED_AT_ONCE = 500
"""How many addresses go into one question to the database."""


class SkipStored:
    """Drop requests for article pages that are stored already."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass on what a spider found, without the requests for stored pages."""
        waiting: list[Request] = []
        async for found in result:
            if not isinstance(found, Request) or page_asked_for(found) is None:
                yield found
                continue
            waiting.append(found)
            if len(waiting) == ASKED_AT_ONCE:
                for request in await self.not_stored(waiting):
                    yield request
                waiting.clear()
        for request in await self.not_stored(waiting):
            yield request

    async def not_stored(self, requests: Iterable[Request]) -> list[Request]:
        """Return the requests whose pages are not stored."""
        urls = {page.url: request for request in requests if (page := page_asked_for(request))}
        if not urls:
            return []
        shelf = self.crawler.get_item_pipeline(StoreOutcomes)
        if shelf is None:
            raise NotConfigured("SkipStored asks the item pipeline StoreOutcomes, which is not in ITEM_PIPELINES")
        stored = await shelf.holds_urls(list(urls))
        self.crawler.stats.inc_value(Stat.SKIPPED, len(stored))
        return [request for url, request in urls.items() if url not in stored]


class RobotsTxt(RobotsTxtMiddleware):
    """Scrapy's own, kept to its word where it allows what nobody allowed.

    In Scrapy 2.19 the third and later requests to wait for one robots.txt all get None, which allows everything: each
    makes a Future of the same Deferred, and that replaces its result by None. Here they wait in turn. And while a host
    cannot say what it allows, nothing is fetched from it (RFC 9309, 2.3.1.4), where Scrapy fetches everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._silent: dict[str, Exception] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host, or None without any. Raises what kept us from asking."""
        host = urlparse_cached(request).netloc
        async with self._turns[host]:
            rules = await super().robot_parser(request)
        if host in self._silent:
            raise self._silent[host].with_traceback(None)
        return rules

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(body=b"User-agent: *\nDisallow: /")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        if not isinstance(exc, IgnoreRequest):
            self._silent[netloc] = exc
