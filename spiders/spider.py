"""What all spiders have in common: pages to ask for, listings that fail, arguments that are misused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from pipeline.article import RawPage, Refused, host_of, url_key
from spiders.closing import PROBLEMS, Stat
from spiders.entries import Entry
from spiders.page import NotModified, failed_page, filled_page, page_request, reason_of, refuse_address

NO_SETTINGS: Mapping[str, Any] = {}

SCRAPYD_JOB = "_job"
"""The number of the job, which scrapyd adds to the arguments of each spider."""


@dataclass(frozen=True, slots=True)
class Whence:
    """For what a listing is read; it goes along with the request."""

    source: str
    """The name to store its articles under."""
    depth: int = 0
    """How many listings led to it."""


class PageSpider(Spider):
    """Ask for the pages that listings name: feeds, sitemaps, sections.

    Pages are only asked for: whether they are known, and which comes first, others say. Spider arguments: `url`, one
    or more addresses of listings separated by spaces; `source`, the name to store the articles under (without it, the
    host name of their listing).
    """

    takes: ClassVar[tuple[str, ...]] = ("url", "source")
    """The names of its arguments."""
    reads: ClassVar[str] = "listing"
    """What its addresses are those of, for messages."""
    example: ClassVar[str] = "https://example.com/"

    def __init__(self, url: str = "", source: str = "", **settings: Any) -> None:  # noqa: ANN401
        """Take the spider arguments as `-a` gives them."""
        super().__init__(**settings)
        self.urls = tuple(dict.fromkeys(url.split()))
        self.source = source
        self._listed: set[str] = set()

    @classmethod
    def misuse(cls, arguments: Mapping[str, str], settings: Mapping[str, Any] = NO_SETTINGS) -> str | None:
        """Return what is wrong with spider arguments, and how to put it right; None when nothing is."""
        if unknown := sorted(set(arguments) - {*cls.takes, SCRAPYD_JOB}):
            *first, last = (f"-a {name}=..." for name in cls.takes)
            known = f"{', '.join(first)} and {last}" if first else last
            return f"unknown spider argument {unknown[0]!r}; this spider takes {known}"
        if "url" in cls.takes and not arguments.get("url", "").split():
            return f"no {cls.reads} to read; give its address with -a url={cls.example}"
        for url in arguments.get("url", "").split():
            if reason := refuse_address(url):
                return f"{url!r} is not the address of a {cls.reads}: {reason.detail}"
        return None

    @property
    def sources(self) -> tuple[str, ...]:
        """The names that this crawl stores articles under."""
        return tuple(dict.fromkeys(map(self.source_of, self.urls)))

    def source_of(self, url: str) -> str:
        """Return the name to store the articles of a listing under."""
        return self.source or host_of(url)

    def skips(self, url: str) -> bool:
        """Tell whether an address is not to be asked for."""
        return False

    def pages(self, entries: tuple[Entry, ...], whence: Whence) -> Iterator[Request | Refused]:
        """Yield what comes of the entries of a listing."""
        self.crawler.stats.inc_value(Stat.ENTRIES, len(entries))
        for entry in each_once(entries):
            page = RawPage(entry.url, b"", source=whence.source, origin=f"spider:{self.name}", hints=entry.hints)
            if found := self.visit(page):
                yield found

    def visit(self, page: RawPage) -> Request | Refused | None:
        """Return the request for a page, the refusal of its address, or None if the source skips it."""
        if reason := refuse_address(page.url):
            return Refused(page, reason)
        return None if self.skips(page.url) else page_request(page, self.parse_page, failed_page)

    def parse_page(self, response: Response, page: RawPage) -> RawPage:
        """Hand an article page on."""
        return filled_page(page, response)

    def is_listed(self, url: str) -> bool:
        """Tell whether a listing was asked for in this crawl already; from now on it was."""
        key = url_key(url)
        if key in self._listed:
            return True
        self._listed.add(key)
        return False

    def listing_failed(self, failure: Failure) -> None:
        """Remember why a listing could not be had; one that has not changed was had."""
        if not isinstance(failure.value, NotModified):
            self.problem(failure.request.url, str(reason_of(failure.value)), depth_of(failure))  # type: ignore[attr-defined]

    def problem(self, url: str, words: str, depth: int) -> None:
        """Take down what is wrong with a listing: one by one for those that a person named, else as a number."""
        if depth == 0:
            self.report(f"{url}: {words}")
            return
        self.logger.warning("%s: %s", url, words)
        self.crawler.stats.inc_value(Stat.BROKEN)

    def report(self, problem: str) -> None:
        """Log a problem, and keep it for the closing report, where it makes the crawl one that did not work."""
        self.logger.error(problem)
        self.crawler.stats.set_value(PROBLEMS, (*self.crawler.stats.get_value(PROBLEMS, ()), problem))

    def note_damage(self, url: str, damage: str, entries: int, without_link: int) -> None:
        """Log what is wrong with a listing that could be read."""
        if damage:
            self.logger.warning("%s: damaged (%s); %d entries read", url, damage, entries)
        if without_link:
            self.logger.warning("%s: %d entries have no link", url, without_link)


def each_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries without those whose address an earlier one has: `#comments` behind it makes no other page.

    >>> [entry.url for entry in each_once([Entry("https://a.org/b"), Entry("https://a.org/b#top")])]
    ['https://a.org/b']
    """
    met: set[str] = set()
    for entry in entries:
        key = url_key(entry.url)
        if key not in met:
            met.add(key)
            yield entry


def depth_of(failure: Failure) -> int:
    """Return how many listings led to the one that failed."""
    whence = failure.request.cb_kwargs.get("whence")  # type: ignore[attr-defined]
    return whence.depth if isinstance(whence, Whence) else 0
