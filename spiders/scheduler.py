"""What to ask for next: listings from memory, article pages from the database."""

import heapq
from collections import deque
from collections.abc import Iterable
from itertools import count
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from pipeline.article import RawPage, url_key
from spiders.item_pipeline import shelf_of
from spiders.page import PageCallback, failed_page, page_request

TAKEN_AT_ONCE = 100
"""Pages read from the database in one question, which takes a millisecond or two."""

MOST_HELD = 500
"""Pages in memory, when the first hundred are all of hosts that let us wait."""

IN_LINE = 4
"""Requests for one host in the downloader, for each that may be on its way at once: more would wait there, and keep
those for other hosts out."""


class Frontier(BaseScheduler):
    """Hand out listings first, and then the pages that wait in the database, the newest first.

    Memory holds a hundred pages and the addresses that are on their way, however many wait. A crawl that is killed
    goes on where it was, for a page waits until something is stored of it. Settings: COPYDESK_PAGES, the most pages
    of a run.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Serve a crawl."""
        self.crawler = crawler
        self.most = crawler.settings.getint("COPYDESK_PAGES")
        self._listings: list[tuple[int, int, Request]] = []
        self._order = count()
        self._pages: deque[RawPage] = deque()
        self._taken: set[str] = set()
        self._handed_out = 0
        self._is_drained = False
        self._sources: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the scheduler of a crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take the spider whose pages are handed out."""
        self._parse_page: PageCallback = spider.parse_page  # type: ignore[attr-defined]  # of all our spiders
        self._sources.update(getattr(spider, "sources", ()))

    def has_pending_requests(self) -> bool:
        """Tell whether there may be something to ask for."""
        return bool(self._listings) or (not self._is_spent() and (bool(self._pages) or not self._is_drained))

    def enqueue_request(self, request: Request) -> bool:
        """Take a request that does not wait in the database: for a listing, or one more try for a page."""
        heapq.heappush(self._listings, (-request.priority, next(self._order), request))
        return True

    def next_request(self) -> Request | None:
        """Return what to ask for now; None when there is nothing."""
        if self._listings:
            return heapq.heappop(self._listings)[-1]
        page = None if self._is_spent() else self._next_page()
        if page is None:
            return None
        self._handed_out += 1
        return page_request(page, self._parse_page, failed_page)

    def discovered(self, sources: Iterable[str]) -> None:
        """Be told that more pages may wait, of these sources."""
        self._sources.update(sources)
        self._is_drained = False

    def settled(self, page: RawPage) -> None:
        """Be told that what came of a page is stored."""
        self._taken.discard(url_key(page.url))

    def _is_spent(self) -> bool:
        return bool(self.most) and self._handed_out >= self.most

    def _next_page(self) -> RawPage | None:
        """Return the first page whose host has not enough to do; None when there is none now."""
        while True:
            page = next((page for page in self._pages if not self._is_busy(page)), None)
            if page is not None:
                self._pages.remove(page)
                return page
            if self._is_drained or len(self._pages) >= MOST_HELD:
                return None
            self._take()

    def _is_busy(self, page: RawPage) -> bool:
        downloader = self.crawler.engine.downloader if self.crawler.engine else None
        slot = downloader.slots.get(urlsplit(page.url).hostname or "") if downloader else None
        return slot is not None and len(slot.active) >= IN_LINE * slot.concurrency

    def _take(self) -> None:
        """Read the next pages, if there are any."""
        found = shelf_of(self.crawler).waiting(sorted(self._sources), TAKEN_AT_ONCE, self._taken)
        self._is_drained = not found
        self._pages.extend(found)
        self._taken.update(url_key(page.url) for page in found)
