"""The spider for feeds: `scrapy crawl feed -a url=https://example.com/rss.xml`."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from pipeline.article import RawPage, Reason, Refused, host_of, url_key
from spiders.closing import PROBLEMS, Stat
from spiders.feed_format import Feed, read_feed
from spiders.page import content_type, failed_page, filled_page, page_request, reason_of, refuse_address

ACCEPT_FEEDS = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


class FeedSpider(Spider):
    """Fetch the articles that RSS and Atom feeds name and that are not stored yet.

    Spider arguments: `url`, one or more feed addresses separated by spaces; `source`, the name to store the articles
    under (without it, the host name of their feed).
    """

    name = "feed"

    def __init__(self, url: str = "", source: str = "", **settings: Any) -> None:  # noqa: ANN401
        """Take the spider arguments as `-a` gives them."""
        super().__init__(**settings)
        self.feed_urls = tuple(dict.fromkeys(url.split()))
        self.source = source
        self._met: set[str] = set()

    @classmethod
    def misuse(cls, arguments: Mapping[str, str]) -> str | None:
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        if unknown := sorted(set(arguments) - {"url", "source"}):
            return f"unknown spider argument {unknown[0]!r}; this spider takes -a url=... and -a source=..."
        if not arguments.get("url", "").split():
            return "no feed to read; give its address with -a url=https://example.com/rss.xml"
        for url in arguments["url"].split():
            if reason := refuse_address(url):
                return f"{url!r} is not the address of a feed: {reason.detail}"
        return None

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the feeds."""
        for url in self.feed_urls:
            yield Request(
                url, self.parse_feed, errback=self.feed_failed, headers={"Accept": ACCEPT_FEEDS}, dont_filter=True
            )

    async def parse_feed(self, response: Response) -> AsyncIterator[Request | Refused]:
        """Ask for the articles of a feed."""
        # In a thread: a long feed takes seconds to parse, and the reactor must go on answering
        feed = await asyncio.to_thread(read_feed, response.body, response.url, content_type(response))
        if isinstance(feed, Reason):
            self.report(f"{response.url}: {feed}{advertised_feeds(response)}")
            return
        self.count_feed(feed, response.url)
        source = self.source or host_of(response.url)
        for entry in feed.entries:
            page = RawPage(entry.url, b"", source=source, origin=f"spider:{self.name}", hints=entry.hints)
            if found := self.visit(page):
                yield found

    def visit(self, page: RawPage) -> Request | Refused | None:
        """Return the request for a page, the refusal of its address, or None if it was met before in this crawl."""
        if reason := refuse_address(page.url):
            return Refused(page, reason)
        key = url_key(page.url)
        if key in self._met:
            return None
        self._met.add(key)
        return page_request(page, self.parse_page, failed_page)

    def parse_page(self, response: Response, page: RawPage) -> RawPage:
        """Hand an article page on."""
        return filled_page(page, response)

    def feed_failed(self, failure: Failure) -> None:
        """Remember why a feed could not be had."""
        self.report(f"{failure.request.url}: {reason_of(failure.value)}")  # type: ignore[attr-defined]

    def count_feed(self, feed: Feed, url: str) -> None:
        """Count a feed that was read, and log what is wrong with it."""
        stats = self.crawler.stats
        stats.inc_value(Stat.FEEDS)
        stats.inc_value(Stat.ENTRIES, len(feed.entries))
        if feed.damage:
            self.logger.warning("%s: the feed is damaged (%s); %d entries read", url, feed.damage, len(feed.entries))
        if feed.without_link:
            self.logger.warning("%s: %d entries have no link", url, feed.without_link)

    def report(self, problem: str) -> None:
        """Log a problem, and keep it for the closing report, where it makes the crawl one that did not work."""
        self.logger.error(problem)
        self.crawler.stats.set_value(PROBLEMS, (*self.crawler.stats.get_value(PROBLEMS, ()), problem))


def advertised_feeds(response: Response) -> str:
    """Return where an HTML page says that its feeds are, as the end of a sentence; empty when it names none."""
    if not isinstance(response, HtmlResponse):
        return ""
    links = response.css(
        "link[rel~=alternate][type='application/rss+xml'],link[rel~=alternate][type='application/atom+xml']"
    )
    feeds = [response.urljoin(link.attrib.get("href", "")) for link in links]
    return f"; it names these feeds: {' '.join(feeds)}" if feeds else ""
