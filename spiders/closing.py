"""How a crawl ended: from Scrapy's stats to words for a person and an exit code for a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class Stat(StrEnum):
    """The counts that Copydesk keeps among Scrapy's stats."""

    FEEDS = "copydesk/feeds"
    """Feeds that could be read."""
    SITEMAPS = "copydesk/sitemaps"
    """Sitemaps and indexes that could be read."""
    SECTIONS = "copydesk/sections"
    """Pages of links that could be read."""
    BROKEN = "copydesk/broken"
    """Sitemaps that an index names and that could not be read."""
    ENTRIES = "copydesk/entries"
    """Articles that they name."""
    SKIPPED = "copydesk/skipped"
    """Articles that were known already: stored, refused, or waiting to be asked for."""
    UNREAD = "copydesk/unread"
    """Feeds, sitemaps and sections that have not changed since they were read."""
    KEPT = "copydesk/kept"
    """New articles stored."""
    VERSIONS = "copydesk/versions"
    """New versions of stored articles."""
    UNCHANGED = "copydesk/unchanged"
    """Pages asked for again whose servers say that they have not changed."""
    KNOWN = "copydesk/known"
    """Pages that were fetched and turned out to be stored already."""
    LOST = "copydesk/lost"
    """Pages that were fetched and could not be stored."""
    AGAIN = "copydesk/again"
    """Articles cleaned again, because the memory of their site had learnt something about them."""
    CHANGED = "copydesk/changed"
    """How many of these are others now."""
    LET_GO = "copydesk/let_go"
    """Pages whose bytes were let go, for they are older than pages are kept."""


REFUSED = "copydesk/refused/"
"""Before the code of a reason: how many pages were refused for it."""

SETTLED = frozenset(
    "bad address|empty|http 404|http 410|no article|noai|noarchive|noindex|not text|private address|robots.txt|"
    "tdm reserved|too large".split("|")
)
"""Reasons that lie in the page. A feed names such pages for days: that they fail again proves nothing."""

HINTS = {"noarchive": "COPYDESK_KEEP_NOARCHIVE=1 keeps such pages, where you may"}
"""What can be done about a reason that strikes good articles."""

PROBLEMS = "copydesk/problems"
"""A tuple of sentences: what kept the crawl from working."""

DATABASE = "copydesk/database"
"""Where the outcomes went, as a person would look for it."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What a crawl did."""

    finish_reason: str = ""
    """Scrapy's word for why it ended; `finished` when there was nothing left to do."""
    feeds: int = 0
    entries: int = 0
    skipped: int = 0
    kept: int = 0
    versions: int = 0
    unchanged: int = 0
    known: int = 0
    lost: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    """Reason code -> pages."""
    again: int = 0
    changed: int = 0
    problems: tuple[str, ...] = ()
    failures: int = 0
    """Exceptions in our own spiders."""
    database: str = ""
    sitemaps: int = 0
    sections: int = 0
    unread: int = 0
    """Feeds, sitemaps and sections that have not changed since they were read."""
    broken: int = 0
    """Sitemaps of an index that could not be read."""
    let_go: int = 0

    @classmethod
    def from_stats(cls, stats: Mapping[str, Any]) -> Self:
        """Read what a crawl did from its stats, as they stand after its end."""
        return cls(
            finish_reason=stats.get("finish_reason", ""),
            feeds=stats.get(Stat.FEEDS, 0),
            sitemaps=stats.get(Stat.SITEMAPS, 0),
            sections=stats.get(Stat.SECTIONS, 0),
            unread=stats.get(Stat.UNREAD, 0),
            broken=stats.get(Stat.BROKEN, 0),
            entries=stats.get(Stat.ENTRIES, 0),
            skipped=stats.get(Stat.SKIPPED, 0),
            kept=stats.get(Stat.KEPT, 0),
            versions=stats.get(Stat.VERSIONS, 0),
            unchanged=stats.get(Stat.UNCHANGED, 0),
            known=stats.get(Stat.KNOWN, 0),
            lost=stats.get(Stat.LOST, 0),
            refused={key.removeprefix(REFUSED): stats[key] for key in sorted(stats) if key.startswith(REFUSED)},
            again=stats.get(Stat.AGAIN, 0),
            changed=stats.get(Stat.CHANGED, 0),
            problems=stats.get(PROBLEMS, ()),
            failures=stats.get("spider_exceptions/count", 0),
            database=stats.get(DATABASE, ""),
            let_go=stats.get(Stat.LET_GO, 0),
        )

    @property
    def pages(self) -> int:
        """How many pages were asked for and came to an end."""
        return self.kept + self.versions + self.unchanged + self.known + self.lost + sum(self.refused.values())

    @property
    def fruitless(self) -> bool:
        """Whether every page failed, though the site has articles or would have, as far as one can tell."""
        if self.kept or self.versions or self.unchanged or self.known or not self.refused:
            return False
        return not self.skipped or not SETTLED.issuperset(self.refused)

    def complaints(self) -> Iterator[str]:
        """Yield, in words, each reason to say that the crawl did not work."""
        yield from self.problems
        if self.broken:
            yield f"{count(self.broken, 'sitemap')} of an index could not be read: see the log above"
        if self.failures:
            yield f"{count(self.failures, 'error')} in the spider itself: the log above has the traceback"
        if self.lost:
            yield f"{count(self.lost, 'page')} fetched and not stored: the next crawl fetches them again"
        if self.fruitless:
            yield "not one of the new pages could be kept"
        if self.finish_reason != "finished" and not self.problems:
            yield f"the crawl stopped early ({self.finish_reason or 'it could not start: see the log above'})"

    @property
    def exit_code(self) -> int:
        """0 when the crawl worked, 1 when it did not."""
        return 1 if any(self.complaints()) else 0

    def __str__(self) -> str:
        """Return the closing report: a few lines for a person."""
        return "\n".join(
            (
                *self.found(),
                *self.fetched(),
                *self.learnt(),
                *self.place(),
                *map("Did not work: {}.".format, self.complaints()),
            )
        )

    def found(self) -> Iterator[str]:
        """Yield what the listings said."""
        read = ((self.feeds, "feed"), (self.sitemaps, "sitemap"), (self.sections, "section"))
        listings = [count(number, noun) for number, noun in read if number]
        if listings:
            said = " and ".join(filter(None, (", ".join(listings[:-1]), listings[-1])))
            stored = f"; {self.skipped:,} known already" if self.skipped else ""
            yield f"Read {said}, naming {count(self.entries, 'article')}{stored}."
        if self.unread:
            yield f"{count(self.unread, 'listing')} not changed since the last crawl."

    def fetched(self) -> Iterator[str]:
        """Yield what became of the pages."""
        if not self.pages:
            if self.feeds or self.sitemaps or self.sections or self.unread:
                yield "Nothing new."
            return
        more = ((self.versions, "changed"), (self.unchanged + self.known, "stored already"))
        rest = "".join(f", {number:,} {what}" for number, what in more if number)
        refused = sum(self.refused.values())
        yield f"Asked for {count(self.pages, 'page')}: {self.kept:,} kept, {refused:,} refused{rest}."
        for code, pages in sorted(self.refused.items(), key=lambda item: -item[1]):
            hint = f" ({HINTS[code]})" if code in HINTS else ""
            yield f"  {pages:>6,} refused: {code}{hint}"

    def learnt(self) -> Iterator[str]:
        """Yield what was cleaned again, and let go."""
        if self.again:
            yield (
                f"{count(self.again, 'article')} cleaned again, {self.changed:,} changed: "
                "the memory has learnt what their sites repeat."
            )
        if self.let_go:
            yield f"{count(self.let_go, 'page')} let go: older than COPYDESK_KEEP_PAGES says; their articles stay."

    def place(self) -> Iterator[str]:
        """Yield where the articles are."""
        if self.database:
            yield f"Database: {self.database}"


def count(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> count(1, "page"), count(1200, "page")
    ('1 page', '1,200 pages')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
