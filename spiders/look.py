"""Looking at a site: which feeds, sitemaps and sections it has, and what its newest articles are. Nothing is stored."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

from pipeline.article import Hints, RawPage, Reason, Refused, host_of, url_key, utc_now
from pipeline.decode import decode
from spiders.asking import Answer, Ask
from spiders.entries import Entry
from spiders.feed_format import read_feed
from spiders.links import read_listing
from spiders.looking import (
    USUAL_FEEDS,
    USUAL_SITEMAPS,
    FrontPage,
    promise,
    read_front_page,
    robots_sitemaps,
    usual,
)
from spiders.sitemap_format import Sitemap, read_sitemap

Read = Callable[[str, Ask], Awaitable["Listed | Reason"]]
"""Returns what names articles at an address, or why there is nothing of the kind."""

MOST_FEEDS = 8
"""So many of the feeds that a page names are asked for; some sites have one for every tag."""
MOST_SITEMAPS = 4
NEWEST = 3
"""Articles that are fetched, to show what will come in."""

DATED = re.compile(r"\d{4}")
"""In the address of a sitemap: another will take its place soon."""

LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed or a sitemap that was read."""

    url: str
    entries: tuple[Entry, ...]
    is_news: bool = True
    """False for a sitemap without the marks of a news sitemap: it may have the pages of many years."""

    @property
    def newest(self) -> datetime | None:
        """The latest time that it gives for an article."""
        return max((entry.told for entry in self.entries if entry.told), default=None)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found at a site."""

    home: str
    front: FrontPage = field(default_factory=FrontPage)
    feeds: tuple[Listed, ...] = ()
    news_sitemaps: tuple[Listed, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Others, which may have the pages of many years."""
    newest: tuple[RawPage | Refused, ...] = ()
    """The pages of its newest articles, or why they cannot be had."""


async def look(url: str, ask: Ask) -> Findings | Reason:
    """Return what a site has, from its front page or from the address of a feed; or why that cannot be had."""
    answer = await ask(url)
    if isinstance(answer, Reason):
        return answer
    feed = await asyncio.to_thread(listed_feed, url, answer)
    if isinstance(feed, Listed):
        return Findings(home_of(feed), feeds=(feed,), newest=await newest_pages(feed.entries, ask))
    front = read_front_page(decode(answer.body, answer.content_type), answer.url)
    feeds = await find_feeds(front.feeds[:MOST_FEEDS], answer.url, ask)
    news, others = await find_sitemaps(answer.url, ask)
    entries = [entry for each in (*feeds, *news) for entry in each.entries] or list(linked_entries(answer))
    return Findings(answer.url, front, feeds, news, others, await newest_pages(entries, ask))


def home_of(feed: Listed) -> str:
    """Return the front page of the site that most entries of a feed lead to."""
    homes = [urljoin(entry.url, "/") for entry in feed.entries]
    return max(homes, key=homes.count, default=urljoin(feed.url, "/"))


async def find_feeds(declared: Sequence[str], home: str, ask: Ask) -> tuple[Listed, ...]:
    """Return the feeds that a site has: those that it names, without copies; else the first in a usual place."""
    found: list[Listed] = []
    known: set[str] = set()
    for url in declared:
        feed = await read_feed_at(url, ask)
        if isinstance(feed, Listed) and not (keys := {url_key(entry.url) for entry in feed.entries}) <= known:
            found.append(feed)
            known |= keys
    if not found:
        return await first_of((url for url in usual(USUAL_FEEDS, home) if url not in declared), read_feed_at, ask)
    return tuple(found)


async def find_sitemaps(home: str, ask: Ask) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """Return the news sitemaps of a site, and the addresses of its others."""
    robots = await ask(urljoin(home, "/robots.txt"))
    named = () if isinstance(robots, Reason) else robots_sitemaps(robots.body, home)
    if not named:
        found = await first_of(usual(USUAL_SITEMAPS, home), read_sitemap_at, ask)
        return tuple(each for each in found if each.is_news), tuple(each.url for each in found if not each.is_news)
    read = [await read_sitemap_at(url, ask) for url in named[:MOST_SITEMAPS]]
    news = tuple(each for each in read if isinstance(each, Listed) and each.is_news)
    others = [each.url for each in read if isinstance(each, Listed) and not each.is_news]
    unread = (url for url in named[MOST_SITEMAPS:] if promise(url) < 2)
    return news, (*others, *unread)


async def first_of(urls: Iterable[str], read: Read, ask: Ask) -> tuple[Listed, ...]:
    """Return the first that can be read, alone; none where the site does not even answer that it has it not."""
    for url in urls:
        listed = await read(url, ask)
        if isinstance(listed, Listed):
            return (listed,)
        if not listed.code.startswith(("http 4", "not ", "robots.txt", "empty")):
            break
    return ()


async def read_feed_at(url: str, ask: Ask) -> Listed | Reason:
    """Return the feed at an address, or why there is none."""
    answer = await ask(url)
    return answer if isinstance(answer, Reason) else await asyncio.to_thread(listed_feed, url, answer)


def listed_feed(url: str, answer: Answer) -> Listed | Reason:
    """Return the feed in an answer, or why there is none."""
    feed = read_feed(answer.body, answer.url, answer.content_type)
    if isinstance(feed, Reason):
        return feed
    return Listed(url, feed.entries) if feed.entries else Reason("not a feed", "it names no articles")


async def read_sitemap_at(url: str, ask: Ask) -> Listed | Reason:
    """Return the sitemap at an address, or why there is none; of an index the one of news, or its newest."""
    sitemap = await sitemap_at(url, ask)
    if isinstance(sitemap, Reason) or not sitemap.nested:
        return sitemap if isinstance(sitemap, Reason) else listed_sitemap(url, sitemap.entries)
    child = min((entry.url for entry in sitemap.nested), key=promise)
    nested = await sitemap_at(child, ask)
    if isinstance(nested, Reason):
        return nested
    listed = listed_sitemap(child, nested.entries)
    if isinstance(listed, Listed) and (DATED.search(child) or not listed.is_news):
        return Listed(url, listed.entries, is_news=False)
    return listed


async def sitemap_at(url: str, ask: Ask) -> Sitemap | Reason:
    """Return the sitemap or the index at an address, or why there is none."""
    answer = await ask(url)
    if isinstance(answer, Reason):
        return answer
    return await asyncio.to_thread(read_sitemap, answer.body, answer.url, answer.content_type)


def listed_sitemap(url: str, entries: tuple[Entry, ...]) -> Listed | Reason:
    """Return a sitemap by what it names; those of news give for each article a title and when it was published."""
    if not entries:
        return Reason("not a sitemap", "it names no pages")
    return Listed(url, entries, is_news=any(entry.hints.title and entry.hints.published for entry in entries))


async def newest_pages(entries: Iterable[Entry], ask: Ask) -> tuple[RawPage | Refused, ...]:
    """Return the pages of the newest of some articles, each once."""
    unique: dict[str, Entry] = {}
    for entry in entries:
        unique.setdefault(url_key(entry.url), entry)
    newest = sorted(unique.values(), key=lambda entry: entry.told or LONG_AGO, reverse=True)
    return tuple([await fetched(entry, ask) for entry in newest[:NEWEST]])


async def fetched(entry: Entry, ask: Ask) -> RawPage | Refused:
    """Return the page of an article, or why it cannot be had."""
    answer = await ask(entry.url)
    if isinstance(answer, Reason):
        return Refused(RawPage(entry.url, b"", hints=entry.hints), answer)
    return RawPage(
        entry.url,
        answer.body,
        answer.content_type,
        utc_now(),
        source=host_of(entry.url),
        origin="look",
        final_url=answer.url if answer.url != entry.url else "",
        hints=entry.hints,
    )


def linked_entries(answer: Answer) -> Iterator[Entry]:
    """Yield the articles that a front page links to."""
    listing = read_listing(answer.body, answer.url, answer.content_type)
    if not isinstance(listing, Reason):
        yield from (Entry(link.url, Hints(title=link.text or None)) for link in listing.articles)
