"""Every crawl is a row: when it began, why it ended, and what it brought."""

import asyncio
import logging
from dataclasses import replace
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from db.errors import DatabaseError
from db.runs import AlreadyRunningError, Run
from db.store import Store
from pipeline.article import utc_now
from spiders.closing import PROBLEMS, Closing

ALREADY_RUNNING = "already running"
"""The finish reason of a crawl of a source that is being crawled."""

logger = logging.getLogger(__name__)


class WriteDownRuns:
    """An extension that writes a row for each crawl, at its begin and at its end. Setting: COPYDESK_DB."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._number: int | None = None
        self._run: Run | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the extension of a crawler, told of its begin and end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.begin, signals.spider_opened)
        crawler.signals.connect(extension.end, signals.spider_closed)
        return extension

    async def begin(self, spider: Spider) -> None:
        """Write down that the crawl has begun; raises CloseSpider when another one of its source goes on."""
        self._run = Run(source_of(spider), spider.name, utc_now())
        try:
            self._number = await self._with_store(Store.begin_run, self._run)
        except AlreadyRunningError as error:
            self.crawler.stats.set_value(PROBLEMS, (*self.crawler.stats.get_value(PROBLEMS, ()), str(error)))
            raise CloseSpider(ALREADY_RUNNING) from error

    async def end(self, spider: Spider, reason: str) -> None:
        """Write down how the crawl ended."""
        if self._run is None or self._number is None:
            return
        await self._with_store(Store.end_run, self._number, ended(self._run, self.crawler.stats.get_stats(), reason))

    async def _with_store(self, write: Any, *arguments: Any) -> Any:  # noqa: ANN401  one of two methods of Store
        """Return what a method of a store gives; None when the database fails, which others say."""

        def work() -> Any:  # noqa: ANN401
            with Store.open(self.crawler.settings["COPYDESK_DB"]) as store:
                return write(store, *arguments)

        try:
            return await asyncio.to_thread(work)
        except AlreadyRunningError:
            raise
        except DatabaseError as error:
            logger.debug("This crawl is not written down: %s", error)
            return None


def source_of(spider: Spider) -> str:
    """Return the name of the source that a spider crawls, or of all."""
    return " ".join(getattr(spider, "sources", ())) or spider.name


def ended(run: Run, stats: dict[str, Any], reason: str) -> Run:
    """Return a run with how it ended, from the stats of its crawl."""
    closing = Closing.from_stats({**stats, "finish_reason": reason})
    return replace(
        run,
        ended=utc_now(),
        finish=reason,
        exit_code=closing.exit_code,
        requests=stats.get("downloader/request_count", 0),
        bytes=stats.get("downloader/response_bytes", 0),
        named=closing.entries,
        new=closing.kept,
        changed=closing.versions,
        unchanged=closing.unchanged + closing.known,
        refused=closing.refused,
        complaints=tuple(closing.complaints()),
    )
