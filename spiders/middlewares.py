"""What Copydesk changes between spider and web: robots.txt is always obeyed."""

import asyncio
from collections import defaultdict

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached


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
