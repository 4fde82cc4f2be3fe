"""The one item pipeline: pages are cleaned in worker processes and stored in batches, both beside the reactor."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from db.addresses import Discovered
from db.again import DUE
from db.errors import DatabaseError
from db.place import place_name
from db.retention import days_before, days_to_keep
from db.store import Store, Stored
from db.visits import plan_up_to
from pipeline.article import Outcome, RawPage, Refused, Validators, utc_now
from pipeline.memory import Exceptions
from pipeline.pool import CleaningPool
from spiders.again import clean_again, pages_again
from spiders.closing import DATABASE, PROBLEMS, REFUSED, Stat
from spiders.knowledge import Knowledge, laid_down
from spiders.page import Unchanged

BATCH = 50
"""The most outcomes in one transaction."""

BATCH_SECONDS = 1.0
"""How long the first outcome of a batch waits for others: the work that a killed crawl loses."""

WAITING = 4 * BATCH
"""How many outcomes may wait for the database before the crawl waits too."""

DATABASE_ERROR = "database error"
"""The finish reason of a crawl that could not store."""

logger = logging.getLogger(__name__)


Settled = Outcome | Unchanged
"""What becomes of a page that was asked for."""


class StoreOutcomes:
    """Clean pages and store what becomes of them. The only one that knows the database, and so asked what it holds.

    At the end, articles are cleaned again that the memory has learnt something about since they were cleaned.

    Then pages are let go that are older than pages are kept.

    Settings: COPYDESK_DB, COPYDESK_KEEP_PAGES, COPYDESK_REVISIT, COPYDESK_SITES, COPYDESK_WORKERS,
    COPYDESK_PAGE_SECONDS.
    """

    def __init__(self, crawler: Crawler, place: str, pool: CleaningPool, exceptions: Mapping[str, Exceptions]) -> None:
        """Keep for `crawler`, in the database at `place`, what `pool` makes of pages; `exceptions` are by site."""
        self.crawler = crawler
        self.place = place
        self.pool = pool
        self.exceptions = exceptions
        self._open = ExitStack()
        self._outcomes: asyncio.Queue[Settled | None] = asyncio.Queue(WAITING)
        self._writer: asyncio.Task[None] | None = None
        self._ended = False
        self._failed = False
        self._stopping: asyncio.Task[None] | None = None
        self._days: int | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the item pipeline as the settings ask for it. Raises ExceptionsError."""
        settings = crawler.settings
        pool = CleaningPool(settings.getint("COPYDESK_WORKERS"), settings.getfloat("COPYDESK_PAGE_SECONDS"))
        return cls(crawler, settings["COPYDESK_DB"], pool, laid_down(settings["COPYDESK_SITES"]))

    async def open_spider(self) -> None:
        """Open the database; raises CloseSpider when it cannot be used."""
        try:
            self._days = days_to_keep(str(self.crawler.settings["COPYDESK_KEEP_PAGES"]))
            self.crawler.stats.set_value(DATABASE, place_name(self.place))
            self._store = self._open.enter_context(await asyncio.to_thread(Store.open, self.place))
        except DatabaseError as error:
            self._report(error)
            raise CloseSpider(DATABASE_ERROR) from error
        self._store.plan = plan_up_to(self.crawler.settings.getfloat("COPYDESK_REVISIT"))
        self._knowledge = Knowledge(self._store.notes, self.exceptions)
        self.pool.notes = self._knowledge.notes
        self._open.enter_context(self.pool)
        self._writer = asyncio.create_task(self._write())

    async def process_item(self, item: RawPage | Refused | Unchanged) -> Outcome | RawPage | Unchanged:
        """Clean a page, and line the outcome up to be stored; the page itself when the database fails."""
        try:
            outcome = await self._clean(item) if isinstance(item, RawPage) else item
        except DatabaseError as error:
            self.crawler.stats.inc_value(Stat.LOST)
            self._fail(error)
            return item
        await self._outcomes.put(outcome)
        return outcome

    async def discover(self, pages: Sequence[RawPage]) -> Discovered:
        """Write down the addresses of pages; all are known when the database fails, for then the crawl stops."""
        try:
            return await asyncio.to_thread(self._store.discover, pages)
        except DatabaseError as error:
            self._fail(error)
            return Discovered(0, 0, len(pages))

    async def listing_read(self, listing: RawPage) -> None:
        """Write down that a feed, sitemap or section was read."""
        try:
            await asyncio.to_thread(self._store.listing_read, listing)
        except DatabaseError as error:
            self._fail(error)

    async def listing_validators(self, url: str) -> Validators:
        """Return what to ask for a listing with; empty when the database fails, for then the crawl stops."""
        try:
            return await asyncio.to_thread(self._store.listing_validators, url)
        except DatabaseError as error:
            self._fail(error)
            return Validators()

    def waiting(self, sources: Sequence[str], limit: int, but: Collection[str]) -> list[RawPage]:
        """Return pages to be asked for now; none when the database fails or could not be opened.

        Without a thread, for the scheduler cannot wait; it takes a millisecond or two.
        """
        if self._writer is None:
            return []
        try:
            return self._store.waiting(sources, limit, but)
        except DatabaseError as error:
            self._fail(error)
            return []

    async def close_spider(self) -> None:
        """Store what still waits, clean again what is due, then close the workers and the database."""
        try:
            if self._writer is not None:
                await self._outcomes.put(None)
                await self._writer
                await self._clean_again()
                await self._let_pages_go()
        finally:
            await asyncio.to_thread(self._open.close)

    async def _clean(self, page: RawPage) -> Outcome:
        # In a thread, because the first page starts the workers, which takes a while.
        return await asyncio.wrap_future(await asyncio.to_thread(self.pool.submit, page))

    async def _write(self) -> None:
        try:
            while batch := await self._next_batch():
                await self._store_batch(batch)
        except DatabaseError as error:
            self._report(error)
        finally:  # also after a mistake of ours: no page may wait for a writer that is gone
            if not self._ended:
                self._stop_crawl()
                await self._let_go()

    async def _clean_again(self) -> None:
        """Clean the articles again that are due, unless the crawl was stopped: the next one does it then."""
        batches = clean_again(self._store, self.pool, self._knowledge, pages_again(self._store, DUE, self._knowledge))
        try:
            # One batch after the other, so that a crawl that is told twice to stop waits for no more than one.
            while self._goes_on() and (replaced := await asyncio.to_thread(next, batches, None)):
                self.crawler.stats.inc_value(Stat.AGAIN, replaced.total)
                self.crawler.stats.inc_value(Stat.CHANGED, replaced.changed)
                counts = replaced.changed, replaced.same, replaced.failed
                logger.info("Cleaned again: %d changed, %d same, %d failed", *counts)
        except DatabaseError as error:
            self._report(error)

    async def _let_pages_go(self) -> None:
        """Let the bytes of pages go that are older than pages are kept, unless the crawl was stopped."""
        if self._days is None or not self._goes_on():
            return
        try:
            gone = await asyncio.to_thread(self._store.let_go, days_before(utc_now(), self._days))
            self.crawler.stats.inc_value(Stat.LET_GO, gone.pages)
        except DatabaseError as error:
            self._report(error)

    def _goes_on(self) -> bool:
        """Tell whether neither Ctrl-C nor the database has stopped the crawl."""
        return self.crawler.crawling and not self._failed

    async def _next_batch(self) -> list[Settled]:
        """Return the next outcomes to store; none at the end."""
        batch: list[Settled] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(None) as limit:
                while not self._ended and len(batch) < BATCH:
                    outcome = await self._outcomes.get()
                    if outcome is None:
                        self._ended = True
                        continue
                    if not batch:
                        limit.reschedule(asyncio.get_running_loop().time() + BATCH_SECONDS)
                    batch.append(outcome)
        return batch

    async def _store_batch(self, batch: list[Settled]) -> None:
        outcomes = [each for each in batch if not isinstance(each, Unchanged)]
        unchanged = [each.page for each in batch if isinstance(each, Unchanged)]
        try:
            stored = await asyncio.to_thread(self._store.extend, outcomes)
            if unchanged:
                await asyncio.to_thread(self._store.unchanged, unchanged)
        except BaseException:
            self.crawler.stats.inc_value(Stat.LOST, len(batch))
            raise
        self._count(outcomes, stored)
        self.crawler.stats.inc_value(Stat.UNCHANGED, len(unchanged))
        self._tell_scheduler(batch)
        logger.info("Stored: %d kept, %d refused, %d known, %d changed", *stored)

    def _tell_scheduler(self, batch: list[Settled]) -> None:
        engine = self.crawler.engine
        settled = getattr(engine and engine.scheduler, "settled", None)  # only ours wants to know
        if settled is not None:
            for each in batch:
                settled(each.page)

    def _count(self, outcomes: list[Outcome], stored: Stored) -> None:
        stats = self.crawler.stats
        refused = [outcome.reason.code for outcome in outcomes if isinstance(outcome, Refused)]
        stats.inc_value(Stat.KEPT, stored.kept)
        stats.inc_value(Stat.VERSIONS, stored.changed)
        stats.inc_value(Stat.KNOWN, len(outcomes) - len(refused) - stored.kept - stored.changed)
        for code in refused:
            stats.inc_value(REFUSED + code)

    async def _let_go(self) -> None:
        while await self._outcomes.get() is not None:
            self.crawler.stats.inc_value(Stat.LOST)

    def _fail(self, error: DatabaseError) -> None:
        self._report(error)
        self._stop_crawl()

    def _report(self, error: DatabaseError) -> None:
        self._failed = True
        logger.error("%s", error)
        problems = self.crawler.stats.get_value(PROBLEMS, ())
        self.crawler.stats.set_value(PROBLEMS, tuple(dict.fromkeys((*problems, str(error)))))

    def _stop_crawl(self) -> None:
        # A task, because closing waits for the very code that calls this.
        self._stopping = asyncio.create_task(self.crawler.engine.close_spider_async(reason=DATABASE_ERROR))


def shelf_of(crawler: Crawler) -> StoreOutcomes:
    """Return the item pipeline that knows the database."""
    shelf = crawler.get_item_pipeline(StoreOutcomes)
    if shelf is None:
        raise NotConfigured("this asks the item pipeline StoreOutcomes, which is not in ITEM_PIPELINES")
    return shelf
