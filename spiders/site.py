"""The spider for pages that list articles: `scrapy crawl site -a url=https://example.com/`."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from pipeline.article import Reason, Refused, url_key
from spiders.closing import Stat
from spiders.entries import Entry
from spiders.links import Link, Listing, Place, read_listing
from spiders.page import content_type, listing_request
from spiders.shapes import Shape, site_of
from spiders.spider import NO_SETTINGS, PageSpider, Whence

ACCEPT_PAGES = "text/html, application/xhtml+xml, */*;q=0.5"

DEPTH, PAGES = 1, 50
"""How deep, and how many listing pages, without other words."""

MOST_BARREN = 3
"""After so many pages of one form in a row that named nothing that the one before had not, no more are asked for."""

IN_ORDER: tuple[Place, ...] = ("around", "heading", "teaser", "body", "foot")
"""Where the sections of a site are found, the likeliest first."""


@dataclass
class Barren:
    """What keeps a crawl out of calendars and of lists without end: listing pages of one form that name nothing new.

    >>> barren = Barren()
    >>> [barren.takes_down("https://a.org/calendar/2026-11-0" + day, {"x"}) for day in "12345"]
    [0, 1, 2, 3, 4]
    >>> barren.avoids("https://a.org/calendar/2026-11-06"), barren.avoids("https://a.org/sport")
    (True, False)
    """

    named: dict[str, set[int]] = field(default_factory=dict)
    in_a_row: dict[str, int] = field(default_factory=dict)

    def takes_down(self, url: str, articles: Iterable[str]) -> int:
        """Take down what a listing page named; return how many of its form in a row have named nothing new."""
        pattern = Shape(url).pattern
        names = {hash(url_key(article)) for article in articles}
        is_new = pattern not in self.named or not names <= self.named[pattern]
        self.in_a_row[pattern] = 0 if is_new and names else self.in_a_row.get(pattern, 0) + 1
        self.named[pattern] = names
        return self.in_a_row[pattern]

    def avoids(self, url: str) -> bool:
        """Tell whether an address is of a form that has named nothing new for too long."""
        return self.in_a_row.get(Shape(url).pattern, 0) >= MOST_BARREN


class SiteSpider(PageSpider):
    """Fetch the articles that the front page and the sections of a site link to and that are not stored yet.

    Spider arguments: `url`, one or more addresses of pages that list articles, separated by spaces; `depth`, how many
    links away from them further lists are read (1; 0: none); `pages`, how many lists are read at most (50); `source`,
    the name to store the articles under (without it, the host name of their list). Other sites are not visited, and
    links in articles are not followed.
    """

    name = "site"
    takes: ClassVar[tuple[str, ...]] = ("url", "depth", "pages", "source")
    reads = "page"

    def __init__(self, depth: str | int = DEPTH, pages: str | int = PAGES, **arguments: Any) -> None:  # noqa: ANN401
        """Take the spider arguments as `-a` gives them."""
        super().__init__(**arguments)
        self.depth = int(depth)
        self.left = int(pages)
        self.barren = Barren()

    @classmethod
    def misuse(cls, arguments: Mapping[str, str], settings: Mapping[str, Any] = NO_SETTINGS) -> str | None:
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        for name in {"depth", "pages"}.intersection(arguments, cls.takes):
            if not (arguments[name].isascii() and arguments[name].isdigit()):
                return f"{name}={arguments[name]!r} is no number; write it as in -a {name}=2"
        return super().misuse(arguments, settings)

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the pages that list articles."""
        for request in self.section_requests(self.urls):
            yield request

    def section_requests(self, urls: Iterable[str]) -> Iterator[Request]:
        """Yield the requests for pages that a person named, whatever the number of pages allowed."""
        for url in urls:
            if not self.is_listed(url):
                self.left -= 1
                yield self.section_request(url, Whence(self.source_of(url)))

    def section_request(self, url: str, whence: Whence) -> Request:
        """Return the request for a page that lists articles."""
        failed = self.guess_failed if whence.depth else self.listing_failed
        return listing_request(url, self.parse_section, failed, ACCEPT_PAGES, whence=whence)

    async def parse_section(self, response: Response, whence: Whence) -> AsyncIterator[Request | Refused]:
        """Ask for the articles that a page links to, and for further lists."""
        listing = await self.listing_in(response)
        if isinstance(listing, Reason):
            if not whence.depth:
                self.report(f"{response.url}: {listing}")
            return
        self.crawler.stats.inc_value(Stat.SECTIONS)
        for found in self.pages(tuple(Entry(link.url) for link in listing.articles), whence):
            yield found
        self.barren.takes_down(response.url, (link.url for link in listing.articles))
        for request in self.further_requests(listing, replace(whence, depth=whence.depth + 1)):
            yield request

    async def listing_in(self, response: Response) -> Listing | Reason:
        """Return the links of a page; why there are none for one of another site, or that is no page."""
        asked = response.request.meta.get("redirect_urls", [response.url])[0] if response.request else response.url
        if site_of(response.url) != site_of(asked):
            return Reason("elsewhere", "it redirects to another site; give that one's address")
        if not isinstance(response, HtmlResponse):
            return Reason("not a page", "the answer is no HTML")
        # In a thread: a front page takes a tenth of a second
        return await asyncio.to_thread(read_listing, response.body, response.url, content_type(response))

    def further_requests(self, listing: Listing, whence: Whence) -> Iterator[Request]:
        """Yield the requests for further lists, as far as depth and number of pages allow."""
        if whence.depth > self.depth:
            return
        for link in (*sorted(listing.lists, key=likely), *listing.further):
            if self.left <= 0:
                self.logger.info("No more lists are read: the number of pages allowed is used up")
                return
            if self.skips(link.url) or self.barren.avoids(link.url) or self.is_listed(link.url):
                continue
            self.left -= 1
            yield self.section_request(link.url, whence)

    def guess_failed(self, failure: Failure) -> None:
        """Pass over a list that nobody named; it may be none."""
        self.logger.info("%s: passed over: %s", failure.request.url, failure.value)  # type: ignore[attr-defined]


def likely(link: Link) -> tuple[bool, int]:
    """Return the rank of a link among those to sections: tags and authors, of which there is no end, come last."""
    return Shape(link.url).in_folder > 0, IN_ORDER.index(link.place)
