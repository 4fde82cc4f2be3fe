"""What the log says about pages: their addresses, never their text."""

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure

NOISY = (
    "alembic",
    "scrapy.addons",
    "scrapy.crawler",
    "scrapy.extensions.throttle",
    "scrapy.middleware",
    "scrapy.utils.log",
)
"""Loggers that open every run with lists of settings and components."""


class AddressesOnly(LogFormatter):
    """Log items by the address of their page. Scrapy's own formatter prints the whole item."""

    def scraped(self, item: Any, response: "Response | Failure | None", spider: "Spider") -> LogFormatterResult:  # noqa: ANN401
        """Return the line for an item that went through the item pipeline."""
        return {"level": logging.DEBUG, "msg": "Passed on %(address)s", "args": {"address": address_of(item)}}

    def item_error(
        self,
        item: Any,  # noqa: ANN401
        exception: BaseException,
        response: "Response | Failure | None",
        spider: "Spider",
    ) -> LogFormatterResult:
        """Return the line for an item that the item pipeline stumbled over."""
        return {"level": logging.ERROR, "msg": "Error processing %(address)s", "args": {"address": address_of(item)}}


def address_of(item: object) -> str:
    """Return the address of a page or of an outcome's page."""
    return str(getattr(getattr(item, "page", item), "url", type(item).__name__))


def without_traceback(record: logging.LogRecord) -> bool:
    """Drop the traceback of a record, as a logging filter; the message says what happened."""
    record.exc_info = None
    return True


def quieten() -> None:
    """Keep Scrapy's opening lists, and its traceback for each host without an answer to robots.txt, out of the log.

    To be called when logging is set up, which resets the levels.
    """
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(without_traceback)
