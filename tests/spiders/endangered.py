"""Item pipelines for the tests: one whose cleaning kills or hangs its worker at two addresses, one that forgets."""

import os
import signal

from db.errors import DatabaseError
from pipeline.ingest import verdict
from pipeline.pool import CleaningPool
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
