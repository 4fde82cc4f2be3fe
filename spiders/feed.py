"""The spider for feeds: `scrapy crawl feed -a url=https://example.com/rss.xml`."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from pipeline.article import Reason, Refused
from spiders.closing import Stat
from spiders.feed_format import read_feed
from spiders.page import content_type, listing_request
from spiders.spider import PageSpider, Whence

ACCEPT_FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


class FeedSpider(PageSpider):
    """Fetch the articles that feeds name (RSS, Atom, JSON Feed) and that are not stored yet.

    Spider arguments: `url`, one or more feed addresses separated by spaces; `source`, the name to store the articles
    under (without it, the host name of their feed).
    """

    name = "feed"
    reads = "feed"
    example = "https://example.com/rss.xml"

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the feeds."""
        for request in self.feed_requests(self.urls):
            yield request

    def feed_requests(self, urls: Iterable[str]) -> Iterator[Request]:
        """Yield the requests for feeds."""
        for url in urls:
            whence = Whence(self.source_of(url))
            yield listing_request(url, self.parse_feed, self.listing_failed, ACCEPT_FEEDS, whence=whence)

    async def parse_feed(self, response: Response, whence: Whence) -> AsyncIterator[Request | Refused]:
        """Ask for the articles of a feed."""
        # In a thread: a long feed takes seconds to parse, and the reactor must go on answering
        feed = await asyncio.to_thread(read_feed, response.body, response.url, content_type(response))
        if isinstance(feed, Reason):
            self.report(f"{response.url}: {feed}{advertised_feeds(response)}")
            return
        self.crawler.stats.inc_value(Stat.FEEDS)
        self.note_damage(response.url, feed.damage, len(feed.entries), feed.without_link)
        for found in self.pages(feed.entries, whence):
            yield found


def advertised_feeds(response: Response) -> str:
    """Return where an HTML page says that its feeds are, as the end of a sentence; empty when it names none."""
    if not isinstance(response, HtmlResponse):
        return ""
    links = response.css(
        "link[rel~=alternate][type='application/rss+xml'],link[rel~=alternate][type='application/atom+xml'],"
        "link[rel~=alternate][type='application/feed+json']"
    )
    feeds = [response.urljoin(link.attrib.get("href", "")) for link in links]
    return f"; it names these feeds: {' '.join(feeds)}" if feeds else ""
