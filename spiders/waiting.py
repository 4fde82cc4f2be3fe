"""The spider for pages that wait: `scrapy crawl waiting -a source=example`; nothing new is looked for."""

from collections.abc import AsyncIterator
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.rendering import cannot_render, render, sources_to_render
from spiders.sources import SourceError
from spiders.spider import NO_SETTINGS, PageSpider


class WaitingSpider(PageSpider):
    """Fetch the pages that were found before and wait to be asked for.

    Spider arguments: `source`, one or more names of sources separated by spaces.
    """

    name = "waiting"
    takes: ClassVar[tuple[str, ...]] = ("source",)

    def __init__(self, source: str = "", **settings: Any) -> None:  # noqa: ANN401
        """Take the spider arguments as `-a` gives them."""
        super().__init__(source=source, **settings)
        self.rendered: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:  # noqa: ANN401
        """Return the spider, with a browser where a source needs one. Raises SourceError."""
        spider = super().from_crawler(crawler, *args, **arguments)
        spider.rendered = sources_to_render(spider.sources, crawler.settings["COPYDESK_SOURCES"])
        if spider.rendered:
            render(crawler)
        return spider

    @classmethod
    def misuse(cls, arguments: Any, settings: Any = NO_SETTINGS) -> str | None:  # noqa: ANN401
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        if wrong := super().misuse(arguments, settings):
            return wrong
        names = arguments.get("source", "").split()
        if not names:
            return "no source; name one or more with -a source=example"
        try:
            return cannot_render(sources_to_render(names, settings.get("COPYDESK_SOURCES") or ""), settings)
        except SourceError as error:
            return str(error)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the sources whose pages are asked for."""
        return tuple(self.source.split())

    async def start(self) -> AsyncIterator[Request]:
        """Ask for no listing."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request
