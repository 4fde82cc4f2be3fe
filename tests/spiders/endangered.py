"""An item pipeline for the tests, whose cleaning kills or hangs its worker at two addresses."""

import os
import signal

from pipeline.ingest import verdict
from pipeline.pool import CleaningPool
from spiders.item_pipeline import StoreOutcomes


def dangerous_road(page):
    if page.url.endswith("/kills"):
        os._exit(3)
    if page.url.endswith("/hangs"):
        signal.pause()
    return verdict(page)


class Endangered(StoreOutcomes):
    @classmethod
    def from_crawler(cls, crawler):
        settings = crawler.settings
        pool = CleaningPool(2, settings.getfloat("COPYDESK_PAGE_SECONDS"), dangerous_road)
        return cls(crawler, settings["COPYDESK_DB"], pool)
