"""For the tests: an item pipeline whose cleaning kills or hangs its worker, one that forgets, a resolver that lies."""

import os
import signal

from scrapy.resolver import dnscache
from twisted.internet.defer import succeed

from db.errors import DatabaseError
from pipeline.ingest import verdict
from pipeline.pool import CleaningPool
from spiders.addresses import PublicResolver
from spiders.item_pipeline import StoreOutcomes


def dangerous_road(page, notes):
    if page.url.endswith("/kills"):
        os._exit(3)
    if page.url.endswith("/hangs"):
        signal.pause()
    return verdict(page, notes)


class Endangered(StoreOutcomes):
    @classmethod
    def from_crawler(cls, crawler):
        settings = crawler.settings
        pool = CleaningPool(2, settings.getfloat("COPYDESK_PAGE_SECONDS"), dangerous_road)
        return cls(crawler, settings["COPYDESK_DB"], pool, {})


class Forgetful(StoreOutcomes):
    """Its database cannot be read when it is asked what is known about the site of the second page."""

    async def open_spider(self):
        await super().open_spider()
        ask, asked = self.pool.notes, []

        def notes(page):
            asked.append(page)
            if len(asked) > 1:
                raise DatabaseError("the disk fails to read: look at the disk")
            return ask(page)

        self.pool.notes = notes


class Pretending(PublicResolver):
    """Gives loopback for public, under names that end in `public.example`; other examples lead there openly."""

    def getHostByName(self, name, timeout=()):  # noqa: N802
        if name.endswith("public.example"):
            return succeed("127.0.0.1")
        dnscache[name] = "127.0.0.1"
        return super().getHostByName(name, timeout)
