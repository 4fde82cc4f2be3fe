"""How fast hosts are asked, and when they are left alone: what robots.txt, the answers and the errors say of that.

Each host is a download slot of Scrapy's, and waits for itself; the others go on.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from time import monotonic
from typing import Any, Self

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from pipeline.article import Reason, utc_now
from pipeline.walls import BOT_WALL, answers_with_challenge
from spiders.page import Declined
from spiders.patience import ASKED_TO_WAIT, Host, Patience
from spiders.retry_after import seconds_to_wait

ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
"""What the host has to answer for, and may have got over in a while."""

SHUT_OUT = frozenset({401, 403, 405, 406, 429, 503})
"""The statuses with which bot walls answer."""

LONG = 2.0
"""Seconds that a crawl which is stopped may still wait for a host."""

LEAST_DELAY = 0.01
"""Seconds: Scrapy lets a slot without a delay never wait."""

CANCELLED = Reason("cancelled", "the run was stopped while the page waited for its host")

logger = logging.getLogger(__name__)


class Politeness:
    """Let each host set the pace, and leave alone for this run the one that asks for it or does not answer.

    Between Scrapy's retries and the wire, so that it sees each answer. Settings: those of Patience.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.robot = str(crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"])
        patience = Patience.from_settings(crawler.settings)
        self.hosts: defaultdict[str, Host] = defaultdict(lambda: Host(patience))
        """By download slot."""
        self._watching: asyncio.Task[None] | None = None
        for signal, receiver in (
            (signals.robots_parsed, self.robots_parsed),
            (signals.request_reached_downloader, self.keep_pace),
            (signals.response_downloaded, self.keep_pace),
            (signals.spider_opened, self.watch),
            (signals.spider_closed, self.unwatch),
        ):
            crawler.signals.connect(receiver, signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    def watch(self) -> None:
        """Begin to look out for the end of the crawl."""
        self._watching = asyncio.create_task(self._let_go())

    def unwatch(self) -> None:
        """Stop looking out."""
        if self._watching:
            self._watching.cancel()

    async def _let_go(self) -> None:
        """Empty the slots that wait when the crawl is stopped, which else would wait for them."""
        while self.crawler.crawling:
            await asyncio.sleep(1)
        for slot in self.downloader.slots.values():
            if slot.lastseen + slot.delay > monotonic() + LONG:
                empty(slot, CANCELLED)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take the Crawl-delay from a robots.txt."""
        if delay := robotparser.crawl_delay(self.robot):
            self.host(request).slow_down(delay)

    def keep_pace(self, request: Request) -> None:
        """Set a slot's delay to what its host asks for, when it opens and after AutoThrottle has changed it."""
        if slot := self.slot(request):
            slot.delay = max(slot.delay, self.host(request).delay)

    def process_request(self, request: Request) -> None:
        """Decline requests to a host that is left alone."""
        # A redirect inherits the slot of the host that it came from.
        request.meta.pop(Downloader.DOWNLOAD_SLOT, None)
        host = self.host(request)
        if host.given_up:
            raise Declined(host.given_up)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Take note of an answer; ask again, later, for what the host asked us to wait with."""
        headers, status = headers_of(response), response.status
        host, slot, now = self.host(request), self.slot(request), monotonic()
        wait = seconds_to_wait(headers.get("retry-after", ""), utc_now())
        asks = status == 429 or (status == 503 and wait is not None)
        walled = status in SHUT_OUT and answers_with_challenge(headers, response.body)
        if asks:
            host.asks_to_wait(wait, now, slot.delay if slot else 0.0)
        elif walled or status in {401, 403}:
            host.shuts_out()
        elif status >= 500:
            host.fails(now)
        else:
            host.answers(now)
        self.apply(request)
        if walled:
            raise Declined(BOT_WALL)
        return self.ask_again(request) if asks else response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Take note of an error."""
        if isinstance(exception, ERRORS):
            self.host(request).fails(monotonic())
            self.apply(request)

    def ask_again(self, request: Request) -> Request:
        """Return the request once more, or decline it where the host is left alone or it was asked often enough."""
        given_up = self.host(request).given_up
        again = given_up is None and get_retry_request(
            request,
            reason="asked to wait",
            spider=self.crawler.spider,  # type: ignore[arg-type]
            max_retry_times=self.host(request).patience.most_waits,
        )
        if again:
            return again
        raise Declined(given_up or Reason(ASKED_TO_WAIT, "the host asked us to come back later, each time"))

    def apply(self, request: Request) -> None:
        """Let the slot of a request wait as its host asks for, or empty it when the host is left alone."""
        host, slot = self.host(request), self.slot(request)
        if slot is None:
            return
        if host.resume_at > monotonic():
            slot.delay = max(slot.delay, LEAST_DELAY)
            slot.lastseen = max(slot.lastseen, host.resume_at - slot.delay)
        if host.given_up and not host.is_told_of:
            logger.info("%s is left alone for this run: %s", self.key(request), host.given_up.detail)
            host.is_told_of = True
            empty(slot, host.given_up)

    @property
    def downloader(self) -> Downloader:
        """Scrapy's own, whose slots are public and what AutoThrottle works on too."""
        downloader: Downloader = self.crawler.engine.downloader
        return downloader

    def key(self, request: Request) -> str:
        """Return the name of a request's slot, which is its host."""
        return urlparse_cached(request).hostname or ""

    def host(self, request: Request) -> Host:
        """Return what is known of a request's host."""
        return self.hosts[self.key(request)]

    def slot(self, request: Request) -> Slot | None:
        """Return the slot of a request; None where it has not come so far."""
        return self.downloader.slots.get(self.key(request))


def empty(slot: Slot, reason: Reason) -> None:
    """Decline what waits in a slot."""
    while slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(Failure(Declined(reason)))  # type: ignore[no-untyped-call]


def headers_of(response: Response) -> Mapping[str, str]:
    """Return the headers of a response by name in lower case; of several the last."""
    pairs: Any = response.headers.items()
    return {name.decode("latin-1").lower(): values[-1].decode("latin-1") for name, values in pairs if values}
