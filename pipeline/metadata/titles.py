"""Which of the headlines that a page gives is its title, and what at its ends is not part of it."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.article import host_of
from pipeline.letters import letters
from pipeline.metadata.lines import Found

SITE_SEPARATORS = re.compile(r"\s+[|\u2013\u2014\u2022\u00b7\u00bb\u00ab:/-]+\s+|\s*[|\u2502\uff5c\u3163]\s*|\s+::\s+")
SECTION_SEPARATORS = re.compile(r"\s*[|\u2502\uff5c\u3163\u00b7\u00bb/-]\s*|\s+[\u2013\u2014]\s+")
QUOTES = str.maketrans("\u2018\u2019\u02bc\u0060\u00b4\u201c\u201d\u201e\u00ab\u00bb", "'''''\"\"\"\"\"")

LONGEST_HEADLINE = 200
"""In characters. The longest title of 898 benchmark pages has 156; what is longer in `headline` is a summary."""

LIKELY_CUT = range(90, 112)
"""Characters at which systems cut their `headline`: Google asked for 110 at most."""

SHARED_WORDS = 0.5
"""The share of its words that a heading must have in common with og:title to say the same in its own words.

On 116 wcxb pages without JSON-LD whose og:title repeats <title>, and whose <h1> says something else, 73 truths are
the heading and 40 og:title.
"""


@dataclass(frozen=True)
class Site:
    """How the page's site is known: what must not count as part of a title, nor as an author."""

    name: str | None
    url: str

    @cached_property
    def host(self) -> str:
        """The letters of its host."""
        return letters(host_of(self.url))

    @cached_property
    def known(self) -> str:
        """The letters of its name."""
        return letters(self.name or "")

    def is_named(self, text: str) -> bool:
        """Return whether a text names the site, by its name or by its host."""
        part = letters(text)
        return bool(part) and (
            part in {self.known, self.host}
            or (len(part) >= 3 and (part in self.host or part == self.known.removeprefix("the")))
        )

    def dropped_from(self, title: str) -> str:
        """Return a title without the name of the site at its end or its start."""
        cuts = list(SITE_SEPARATORS.finditer(title))
        while cuts and self.is_named(title[cuts[-1].end() :]):
            title = title[: cuts.pop().start()].strip()
        if cuts and self.is_named(title[: cuts[0].start()]):
            return title[cuts[0].end() :].strip()
        return title


@dataclass(frozen=True)
class Offered:
    """The headlines that a page offers, by place, already without the name of the site."""

    headline: str | None
    """In JSON-LD."""
    shared: Found[str] | None
    """og:title, or where there is none twitter:title and the like: what is shown where the page is shared."""
    headings: tuple[str, ...]
    """The <h1>."""
    name: str | None
    """`name` in JSON-LD."""
    searched: str | None
    """<title>."""

    @property
    def all(self) -> tuple[Found[str], ...]:
        """All of them, the most trusted first."""
        in_order = (
            Found(self.headline, "JSON-LD headline"),
            self.shared,
            *(Found(heading, "<h1>") for heading in self.headings),
            Found(self.name, "JSON-LD name"),
            Found(self.searched, "<title>"),
        )
        return tuple(Found(each.value, each.place) for each in in_order if each and each.value)


def choose_title(offered: Offered) -> Found[str] | None:
    """Return the headline that was written as such.

    <title> is written for search engines. Where JSON-LD and og:title differ, the one that only repeats <title> was
    filled from the same field, and the other is the headline that an editor wrote. Measured on the 150 publisher
    pages, whose truth was taken from any of the places: 0.93 right with this and with ends cut off; JSON-LD first
    0.86, og:title first 0.81, <h1> first 0.74.
    """
    headline, shared = offered.headline, offered.shared
    if headline and shared:
        is_shared = _repeats_title(offered, headline, shared.value) or _lacks_kicker(offered, headline, shared.value)
        return shared if is_shared else Found(headline, "JSON-LD headline")
    if shared and not headline and _is_better_said(offered, shared.value):
        return Found(offered.headings[0], "<h1>")
    return next(iter(offered.all), None)


def _repeats_title(offered: Offered, headline: str, shared: str) -> bool:
    """Return whether the JSON-LD repeats <title> and og:title does not, nor only adds words to the headline."""
    adds_words = set(headline.lower().split()) <= set(shared.lower().split())
    return same(headline, offered.searched) and not same(shared, offered.searched) and not adds_words


def _lacks_kicker(offered: Offered, headline: str, shared: str) -> bool:
    """Return whether og:title and the heading have the same words before the headline of the JSON-LD."""
    if len(shared) <= len(headline) or not offered.headings:
        return False
    return letters(shared).endswith(letters(headline)) and any(same(heading, shared) for heading in offered.headings)


def _is_better_said(offered: Offered, shared: str) -> bool:
    """Return whether the only heading says in its own words what og:title and <title> say."""
    if len(offered.headings) != 1 or not same(shared, offered.searched):
        return False
    heading = offered.headings[0]
    words, others = set(heading.lower().split()), set(shared.lower().split())
    holds = letters(shared) in letters(heading)
    return not holds and len(words & others) >= SHARED_WORDS * min(len(words), len(others))


def without_ends(texts: Sequence[str | None]) -> tuple[str | None, ...]:
    """Return the headlines without endings that another of them lacks, and without those that were cut short.

    >>> without_ends(("Lake freezes over | Sport", "Lake freezes over", None))
    ('Lake freezes over', 'Lake freezes over', None)
    >>> without_ends(("Interview - What the mayor says", "Interview"))
    ('Interview - What the mayor says', 'Interview')
    """
    known = [text for text in dict.fromkeys(texts) if text]
    return tuple(_without_end(text, known) if text else None for text in texts)


def _without_end(text: str, known: Iterable[str]) -> str | None:
    plain = text.translate(QUOTES)
    for other in known:
        if other == text:
            continue
        is_start = plain.startswith(other.translate(QUOTES))
        if is_start and 2 * len(other) >= len(text) and SITE_SEPARATORS.match(text, len(other)):
            return other
        if len(text) in LIKELY_CUT and _is_cut(plain, other.translate(QUOTES)):
            return None
    return text if len(text) <= LONGEST_HEADLINE else None


def _is_cut(text: str, other: str) -> bool:
    start = text.rstrip("\u2026. ")
    return len(other) > len(text) and other.startswith(start) and not SITE_SEPARATORS.match(other, len(start))


def same(one: str | None, other: str | None) -> bool:
    """Return whether two headlines say the same, but for case and punctuation."""
    return bool(one and other) and (one == other or letters(one or "") == letters(other or ""))


def drop_site(title: str, site_name: str | None, url: str) -> str:
    """Return a page title without the name of the site at its end or its start.

    >>> drop_site("Lake freezes over | Example News", "Example News", "https://www.example.com/a")
    'Lake freezes over'
    >>> drop_site("Lake freezes over - example.com", None, "https://www.example.com/a")
    'Lake freezes over'

    What is not the site's name stays:

    >>> drop_site("Interview - What the mayor says", "Example News", "https://www.example.com/a")
    'Interview - What the mayor says'
    """
    return Site(site_name, url).dropped_from(title)


def drop_section(title: str, sections: Iterable[str]) -> str:
    """Return a title without the name of the section at its end.

    >>> drop_section("Lake freezes over | Weather", ["weather"]), drop_section("Dry weather", ["Weather"])
    ('Lake freezes over', 'Dry weather')
    """
    cut = next(iter(deque(SECTION_SEPARATORS.finditer(title), maxlen=1)), None)
    if cut and cut.start() and letters(title[cut.end() :]) in {letters(section) for section in sections} - {""}:
        return title[: cut.start()]
    return title


def is_site(name: str, site_name: str | None, url: str) -> bool:
    """Return whether a part of a title names the site, by its name or by its host."""
    return Site(site_name, url).is_named(name)
