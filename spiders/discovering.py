"""What spiders find is written down before it is asked for, and what has not changed is not read again."""

from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from pipeline.article import RawPage, Validators
from spiders.closing import Stat
from spiders.item_pipeline import shelf_of
from spiders.page import LISTING, NotModified, conditions, page_asked_for, validators_of
from spiders.scheduler import Frontier

WRITTEN_AT_ONCE = 500
"""How many addresses are written down in one transaction."""

NOT_MODIFIED = 304


class Discover:
    """A spider middleware that writes down the article pages that a spider asks for; the scheduler hands them out.

    When all that a listing names is written down, so is that it was read, with what the server knows it by: the next
    crawl asks for it only if it has changed. Not so for a listing that names other listings, for these do not wait in
    the database; nor for one that names nothing, for that may be a failure.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Pass on what a spider found, without the requests for article pages."""
        found: list[RawPage] = []
        names_pages = names_listings = False
        async for each in result:
            page = page_asked_for(each) if isinstance(each, Request) else None
            if page is None:
                names_listings = names_listings or isinstance(each, Request)
                yield each
                continue
            names_pages = True
            found.append(page)
            if len(found) == WRITTEN_AT_ONCE:
                await self.discover(found)
                found = []
        await self.discover(found)
        if response.meta.get(LISTING) and names_pages and not names_listings:
            await self.listing_read(response)

    async def discover(self, pages: list[RawPage]) -> None:
        """Write down the addresses of pages."""
        if not pages:
            return
        discovered = await shelf_of(self.crawler).discover(pages)
        self.crawler.stats.inc_value(Stat.SKIPPED, discovered.known)
        scheduler = self.crawler.engine.scheduler if self.crawler.engine else None
        if isinstance(scheduler, Frontier):
            scheduler.discovered({page.source for page in pages})

    async def listing_read(self, response: Response) -> None:
        """Write down that a listing was read."""
        validators = validators_of(response)
        if validators != Validators():
            address = asked_first(response.request)
            await shelf_of(self.crawler).listing_read(RawPage(address, b"", validators=validators))


class AskIfChanged:
    """A downloader middleware that asks for listings only if they have changed, and says of answers that they have not.

    What has not changed fails with NotModified.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Add to the request for a listing what its last answer was known by."""
        if request.meta.get(LISTING) and not request.meta.get("redirect_times"):
            validators = await shelf_of(self.crawler).listing_validators(request.url)
            for name, value in conditions(validators).items():
                request.headers[name] = value

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the answer; raise NotModified when there is no newer one."""
        if response.status == NOT_MODIFIED and conditioned(request):
            if request.meta.get(LISTING):
                self.crawler.stats.inc_value(Stat.UNREAD)
            raise NotModified(f"not modified: {response.url}")
        return response


def conditioned(request: Request) -> bool:
    """Return whether a request asks for a newer answer only."""
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


def asked_first(request: Request | None) -> str:
    """Return the address that a request was made for, before redirects."""
    assert request is not None
    return str(request.meta.get("redirect_urls", [request.url])[0])
