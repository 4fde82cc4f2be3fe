"""When a page was published and changed: one instant from all that it says of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from pipeline.instants import day_in_address, find_instant, parse_instant
from pipeline.metadata.lines import Found, clean_line
from pipeline.metadata.linked import text_of
from pipeline.metadata.places import BesideHeadline, Places
from pipeline.metadata.titles import SITE_SEPARATORS

PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "article:published:time", "datepublished",
    "article.published", "og:published_time", "parsely-pub-date", "sailthru.date", "dcterms.created", "dcterms.date",
    "dc.date.issued", "dc.date", "dcterms.issued", "pubdate", "publishdate", "publish-date", "publish_date",
    "published_time", "published", "date", "rnews:datepublished", "citation_publication_date", "citation_date",
)  # fmt: skip
MODIFIED_META = ("article:modified_time", "article:modified:time", "og:updated_time", "og:modified_time",
                 "datemodified", "article.updated", "dcterms.modified", "last-modified", "lastmod")  # fmt: skip

SAME_MOMENT = timedelta(minutes=1)
ONE_DAY = timedelta(hours=36)
"""Two dates this near to each other may be the same day, told in two zones and once without its hour."""

MOST_TIMES, LONGEST_SHOWN = 50, 500
"""How many <time> elements are read, and how many characters of each, spaces and all: the article's are the first."""

MONTH_FIRST = re.compile(r"\s*(?:en$|en[-_](?:us|ph)\b)", re.IGNORECASE)
"""Where 5/4/2026 is in May: the United States and the Philippines; English without a country is mostly theirs."""

CHANGED = re.compile(
    r"\b(?:updated?|modified|revised|aktualisiert|stand|geändert|mis à jour|modifié|actualizado|atualizado"
    r"|aggiornato|bijgewerkt|oppdatert|opdateret|uppdaterad|güncelle\w*|обновлено)\b",
    re.IGNORECASE,
)
LONGEST_DATE_LINE = 60
"""Characters. The longest line with the date beside a headline of a benchmark page has 45; captions have more."""

LONGEST_LABEL = 30
"""Characters before a date that may say what date it is: `Last updated on`."""


@dataclass(frozen=True)
class Moments:
    """What a page says of when it was published and changed."""

    places: Places
    beside: BesideHeadline
    canonical_url: str | None

    @cached_property
    def is_day_first(self) -> bool:
        """Whether 5/4/2026 is a day of April where the page is from."""
        return not MONTH_FIRST.match(self.places.tree.get("lang") or "en")

    @cached_property
    def published(self) -> Found[datetime] | None:
        """When it was published: where no place for it says so, the line beside the headline, <title>, the address."""
        said = self._instant("datePublished", PUBLISHED_META)
        return said or self._date_line(is_change=False) or self._date_in_names()

    @cached_property
    def modified(self) -> Found[datetime] | None:
        """When it was changed; the line beside the headline is asked where the page says nothing else of its date."""
        said = self._instant("dateModified", MODIFIED_META)
        return said or (None if self.published else self._date_line(is_change=True))

    def _instant(self, key: str, metas: Iterable[str]) -> Found[datetime] | None:
        """Return the best instant that the page gives under a key of schema.org or one of `metas`."""
        return best_instant(parsed(self._said(key, metas), day_first=self.is_day_first))

    def _said(self, key: str, metas: Iterable[str]) -> Iterator[Found[str]]:
        """Yield all that may be the moment, the most trusted place first."""
        for node in self.places.linked.dated:
            if text := text_of(node.get(key)):
                yield Found(text, f"JSON-LD {key}")
        for name in metas:
            for text in self.places.metas.get(name, ()):
                yield Found(text, f"meta {name}")
        for text in self.places.items(key):
            yield Found(text, f"microdata {key}")
        for time in self.places.by_tag["time"][:MOST_TIMES]:
            shown = clean_line(time.text_content()[:LONGEST_SHOWN]) or ""
            is_change = "dateModified" in (time.get("itemprop") or "") or CHANGED.search(shown[:LONGEST_LABEL])
            if bool(is_change) == (key == "dateModified"):
                yield Found(time.get("datetime") or shown, "<time>")

    def _date_line(self, *, is_change: bool) -> Found[datetime] | None:
        """Return the date that stands beside the headline, and does or does not say that it is one of a change."""
        previous = ""
        for text in (*self.beside.after, *self.beside.before):
            found = find_instant(text, day_first=self.is_day_first) if len(text) <= LONGEST_DATE_LINE else None
            if found and bool(CHANGED.search(text) or CHANGED.search(previous[-LONGEST_LABEL:])) == is_change:
                return Found(found, "line beside the headline")
            previous = text
        return None

    def _date_in_names(self) -> Found[datetime] | None:
        """Return the date at the end of <title>, or in the address."""
        ending = SITE_SEPARATORS.split(self.places.search_title or "")[-1]
        if len(ending) <= LONGEST_DATE_LINE and (found := find_instant(ending, day_first=self.is_day_first)):
            return Found(found, "<title>")
        in_address = day_in_address(self.places.url) or day_in_address(self.canonical_url or "")
        return Found(in_address, "address") if in_address else None


def best_instant(said: Iterable[Found[datetime]]) -> Found[datetime] | None:
    """Return the first instant that was said; with the zone, or the hour, that another telling of the moment has.

    >>> from datetime import UTC
    >>> bare = Found(datetime(2026, 4, 18, 9, 30), "JSON-LD datePublished")
    >>> best_instant([bare, Found(datetime(2026, 4, 18, 9, 30, tzinfo=UTC), "<time>")]).place
    '<time>'
    >>> best_instant([bare, Found(datetime(2024, 1, 1, tzinfo=UTC), "<time>")]) == bare
    True
    """
    first = None
    near: list[Found[datetime]] = []
    for found in said:
        if first is None:
            first = found
        if found.value.tzinfo is None:
            continue
        if found is first or has_same_clock(first.value, found.value):
            return found
        if abs(found.value.replace(tzinfo=None) - first.value) <= ONE_DAY:
            near.append(found)
    return next(iter(near), first)


def has_same_clock(one: datetime, other: datetime) -> bool:
    """Return whether two instants show the same date and minute, whatever their zones."""
    return bool(one.time()) and abs(one.replace(tzinfo=None) - other.replace(tzinfo=None)) < SAME_MOMENT


def parsed(texts: Iterable[Found[str]], *, day_first: bool) -> Iterator[Found[datetime]]:
    """Yield the texts that are instants."""
    seen: set[str] = set()
    for text, place in texts:
        if text not in seen and (instant := parse_instant(text, day_first=day_first)):
            yield Found(instant, place)
        seen.add(text)
