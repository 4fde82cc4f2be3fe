"""Asking for a few pages and having them in hand: as polite and guarded as a crawl, and nothing is stored."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import DownloadFailedError, IgnoreRequest, UnsupportedURLSchemeError
from scrapy.settings import Settings

from pipeline.article import Reason
from spiders.page import FAILURES, content_type, http_reason, reason_of, refuse_address

T = TypeVar("T")

FAILED: tuple[type[Exception], ...] = (
    *(kind for kind, _ in FAILURES), DownloadFailedError, IgnoreRequest, UnsupportedURLSchemeError
)  # fmt: skip
"""What the downloader and its middlewares raise when a page cannot be had."""

NO_REQUESTS: tuple[Request, ...] = ()

WITHOUT_DATABASE: dict[str, Any] = {
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "LOG_ENABLED": False,
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "SPIDER_MIDDLEWARES": {},
    "SPIDER_MODULES": [],
}
"""Settings: what is asked for is handed back, and not written down."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, with success."""

    url: str
    """Where redirects ended."""
    body: bytes
    content_type: str = ""


Ask = Callable[[str], Awaitable[Answer | Reason]]
"""Returns what the address answers, or why that cannot be had."""


class Asking(Spider):
    """Runs one job that asks for pages."""

    name = "asking"

    def __init__(self, job: Callable[[Ask], Awaitable[None]], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self.job = job

    async def start(self) -> AsyncIterator[Request]:
        """Do the job; there is nothing to crawl after it."""
        await self.job(self.ask)
        for request in NO_REQUESTS:
            yield request

    async def ask(self, url: str) -> Answer | Reason:
        """Return what an address answers."""
        if reason := refuse_address(url):
            return reason
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except FAILED as error:
            return reason_of(error)
        if response.status != 200:
            return http_reason(response.status)
        return Answer(response.url, response.body, content_type(response))


def run_asking(job: Callable[[Ask], Awaitable[T]], **settings: object) -> T:
    """Return what a job that asks for pages returns. Once a process, because Twisted's reactor runs only once.

    Raises what the job raises, and KeyboardInterrupt.
    """
    results: list[T] = []
    failures: list[BaseException] = []

    async def kept(ask: Ask) -> None:
        try:
            results.append(await job(ask))
        except Exception as error:
            failures.append(error)
            raise

    given = Settings()
    given.setmodule("spiders.settings", priority="project")
    given.update({**WITHOUT_DATABASE, **settings}, priority="cmdline")
    process = AsyncCrawlerProcess(given)
    crawl = process.crawl(Asking, job=kept)
    try:
        process.start(install_signal_handlers=False)  # so that Ctrl-C ends it at once: nothing is to be saved
    except KeyboardInterrupt:
        end_threads()
        raise
    if failures:
        raise failures[0]
    if not crawl.done():
        raise KeyboardInterrupt
    crawl.result()
    return results[0]


def end_threads() -> None:
    """End the threads of Twisted's reactor, which was not left to stop: Python would wait for them for ever."""
    from twisted.internet import reactor  # noqa: PLC0415  the import installs one, unless there is one already

    reactor.getThreadPool().stop()
