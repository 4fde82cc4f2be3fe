"""The spider for a whole source: `scrapy crawl source -a name=example`; see spiders/sources.py."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.feed import FeedSpider
from spiders.rendering import RENDERED, cannot_render, render
from spiders.site import SiteSpider
from spiders.sitemap import SitemapSpider
from spiders.sources import SHIPPED, Source, SourceError, read_source, source_files
from spiders.spider import NO_SETTINGS, Whence

FOLDER = "COPYDESK_SOURCES"
"""The setting that names the folder of sources; empty for the project's own."""


class SourceSpider(FeedSpider, SitemapSpider, SiteSpider):
    """Fetch the articles of a source by all ways that its file names: feeds, sitemaps, sections.

    Spider arguments: `name`, that of its file without .toml. How it is asked (delay, budget) stands there too; `-s`
    is stronger.
    """

    name = "source"
    takes: ClassVar[tuple[str, ...]] = ("name",)
    reads = "source"

    def __init__(self, of: Source) -> None:
        """Crawl a source."""
        super().__init__(url="", source=of.name, depth=of.depth, pages=of.budget)
        self.of = of
        self.rendered = frozenset({of.name} if of.javascript else ())

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> Self:  # noqa: ANN401
        """Return the spider for `name`, and let the settings be those of its source. Raises SourceError."""
        of = named_source(arguments.get("name", ""), crawler.settings[FOLDER] or "")
        own = {
            "DOWNLOAD_DELAY": of.delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": of.concurrent,
            "COPYDESK_PAGES": of.budget,
            "COPYDESK_REVISIT": of.revisit.total_seconds(),
            "COPYDESK_SKIP_RESERVED": of.skip_reserved,
        }
        for setting, value in own.items():
            if value is not None:
                crawler.settings.set(setting, value, priority="spider")
        if of.javascript:
            render(crawler)
        spider = cls(of)
        spider._set_crawler(crawler)
        return spider

    @classmethod
    def misuse(cls, arguments: Mapping[str, str], settings: Mapping[str, Any] = NO_SETTINGS) -> str | None:
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        if wrong := super().misuse(arguments, settings):
            return wrong
        if not arguments.get("name"):
            return "no source to crawl; name one with -a name=example"
        try:
            of = named_source(arguments["name"], settings.get(FOLDER) or "")
        except SourceError as error:
            return str(error)
        if not of.enabled:
            return f"the source {of.name!r} is switched off: enabled = false in its file"
        return cannot_render((of.name,), settings) if of.javascript else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The name that this crawl stores articles under."""
        return (self.of.name,)

    def skips(self, url: str) -> bool:
        """Tell whether the source skips an address."""
        return self.of.skips(url)

    def section_request(self, url: str, whence: Whence) -> Request:
        """Return the request for a page that lists articles, to be rendered where the source says so."""
        request = super().section_request(url, whence)
        request.meta[RENDERED] = self.of.javascript
        return request

    async def start(self) -> AsyncIterator[Request]:
        """Ask for all that names articles."""
        for request in self.feed_requests(self.of.feeds):
            yield request
        for request in self.sitemap_requests(self.of.sitemaps):
            yield request
        for request in self.section_requests(self.of.sections):
            yield request


def named_source(name: str, folder: str) -> Source:
    """Return the source of that name. Raises SourceError, with the names that there are."""
    path = Path(folder or SHIPPED) / f"{name}.toml"
    known = source_files(folder)
    if path not in known:
        there = ", ".join(file.stem for file in known) or "none"
        raise SourceError(f"there is no source {name!r} in {path.parent}; there are: {there}")
    return read_source(path)
