"""The standfirst: the summary that a page sets with its headline, and that extraction passes over as a header.

The page says it twice, in sight and as its description, or names it as what it is. In papers of most languages it is
the first paragraph: `Berlin. The minister ...`, said nowhere else in the text. In English ones it sells the story,
which then begins anew. Where extraction had passed over a text that is also the page's description, 35 of 37
benchmark pages in other languages have it in their text, and 29 of 147 in English.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from pipeline.evidence import Line, PageText, squeeze
from pipeline.gaps import merged
from pipeline.letters import letters
from pipeline.metadata import PageWords

SHORTEST, LONGEST = 25, 600
"""Letters."""

START = 25
"""Letters of a description by which it is looked up in the page."""

MOST_PLACES = 5
"""How many places that begin so are looked at."""

SPARE = 1.4
"""How much longer than the description the text in sight may be: a place, a name and a full stop more."""

CUT_SHORT = 100
"""Letters from which on a description may be only the start of the standfirst."""

PARAGRAPH = 80
"""Letters of the line that begins the text: no date, and mostly no headline."""

NAMED_LETTERS = 80
STOPS = (".", "!", "?", "…", "。")
"""What is only named as a standfirst has so many letters or ends as a sentence does."""

FIRST_LINES = 3
"""Headline and date stand before it at most."""

LEAD_NAMES = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|leadin|dek|standfirst|excerpt|preamble|ingress|chapo|chapeau|vorspann|perex|zajawka"
    r"|entradilla|sommario|sapo|epigraph|sub-?title|sub-?head(?:er|line)?|intro(?:duction|text)?)(?:$|[\s_-])"
)
"""What the element of a standfirst is called, or the one around it."""

BESIDE = re.compile(
    r"(?<![a-z])(?:caption|credit|breadcrumb|comment|related|recommend|author|byline|share|social|gallery|image"
    r"|picture|media|video|audio|promo|newsletter|paywall|subscri|menu|disclaim|notice|cookie|advert|sponsor)"
)
NOT_AROUND = frozenset("figure figcaption nav aside footer form button li a dialog details table".split())
"""Names and tags around texts beside a headline that are no standfirst."""

LEVELS = 6
"""How far up those are looked for."""

MOST_RUNS = 200
"""How many stretches of text between headline and text are looked at."""

SELLING = frozenset({None, "en"})
"""The languages in whose papers the standfirst is no part of the text; a page that gives none is English mostly."""


def with_standfirst(page: PageText, lines: list[Line], words: PageWords) -> tuple[list[Line], str | None]:
    """Return the lines of an article, with its standfirst among them where that is of the text, and the standfirst."""
    is_apart = words.language in SELLING
    known = None if is_apart else _taken(page, lines, words)
    if known:
        return lines, known.text
    found = find_standfirst(page, lines, words)
    return lines if is_apart else merged(lines, found), "\n".join(line.text for line in found) or None


def _taken(page: PageText, lines: Sequence[Line], words: PageWords) -> Line | None:
    """Return the standfirst where extraction took it: among the first lines, no <p>, as the page describes it."""
    said, headlines = tuple(map(squeeze, words.descriptions)), set(map(letters, words.headlines))
    for line in lines[:FIRST_LINES]:
        is_said = len(line.needle) >= SHORTEST and any(each.startswith(line.needle.rstrip(".…")) for each in said)
        if is_said and line.start >= 0 and letters(line.text) not in headlines and page.container(line).tag != "p":
            return line
    return None


def find_standfirst(page: PageText, lines: Sequence[Line], words: PageWords) -> tuple[Line, ...]:
    """Return the lines of the standfirst that stands between the headline and the text, and is not taken yet."""
    heading = words.heading
    above = _place(page, heading)
    if heading is None or above is None:
        return ()
    first = next((line.start for line in lines if line.start > above and len(line.needle) >= PARAGRAPH), 0)
    known = "".join(line.needle for line in lines)
    headlines = set(map(letters, words.headlines))
    around = {heading, *heading.iterancestors()}
    for found in (*_described(page, words.descriptions, above, first), *_named(page, above, first)):
        line = found[0]
        is_new = line.needle not in known and letters(line.text) not in headlines and found[-1].end <= first
        if is_new and not _is_beside(page, line, around):
            return found
    return ()


def _place(page: PageText, heading: HtmlElement | None) -> int | None:
    """Return where a heading begins in the page's letters."""
    if heading is None:
        return None
    number = next((page.firsts[each] for each in heading.iter() if each in page.firsts), None)
    return None if number is None else page.starts[number]


def _described(page: PageText, descriptions: Iterable[str], low: int, high: int) -> Iterator[tuple[Line, ...]]:
    """Yield the texts that say what the page says of itself."""
    for description in descriptions:
        needle = squeeze(description).rstrip(".…")
        if not SHORTEST <= len(needle) <= LONGEST:
            continue
        found = low - 1
        for _ in range(MOST_PLACES):
            found = page.letters.find(needle[:START], found + 1, high)
            if found < 0:
                break
            line = _standing_at(page, found)
            if line and line.needle.rstrip(".…") in needle:
                yield (line, *_going_on(page, line, needle))
            elif line and _holds(line.needle, needle):
                yield (line,)


def _holds(text: str, description: str) -> bool:
    """Return whether a text is hardly more than a description, or goes on where that was cut short."""
    is_cut = len(description) >= CUT_SHORT and text.startswith(description)
    return is_cut or (description in text and len(text) <= SPARE * len(description))


def _going_on(page: PageText, line: Line, needle: str) -> Iterator[Line]:
    """Yield the lines below one with which a description begins that go on as it does."""
    rest = needle[len(line.needle) :]
    while rest and line.end < len(page.letters):
        following = page.line_of(page.container(Line("", "", line.end)))
        if following is None or following.start != line.end or not rest.startswith(following.needle.rstrip(".…")):
            return
        line, rest = following, rest[len(following.needle) :]
        yield line


def _named(page: PageText, low: int, high: int) -> Iterator[tuple[Line, ...]]:
    """Yield the texts whose elements are named as a standfirst."""
    first, last = bisect_left(page.starts, low), bisect_left(page.starts, high)
    seen: set[HtmlElement] = set()
    for start in page.starts[first : min(last, first + MOST_RUNS)]:
        container = page.container(Line("", "", start))
        if container in seen:
            continue
        seen.add(container)
        parent = container.getparent()
        if any(each is not None and LEAD_NAMES.search(_names(each)) for each in (container, parent)):
            line = _standing_at(page, start)
            if line and (len(line.needle) >= NAMED_LETTERS or line.text.rstrip("\"'”’»)").endswith(STOPS)):
                yield (line,)


def _standing_at(page: PageText, start: int) -> Line | None:
    """Return the text of the element that holds a letter, if it is long enough."""
    line = page.line_of(page.container(Line("", "", start)))
    return line if line and SHORTEST <= len(line.needle) <= LONGEST else None


def _is_beside(page: PageText, line: Line, around: Container[HtmlElement]) -> bool:
    """Return whether a text is a caption, a link or the like, by the names up to what holds the headline too."""
    for _, at in zip(range(LEVELS), page.around(line), strict=False):
        if at in around:
            return False
        if at.tag in NOT_AROUND or BESIDE.search(_names(at)):
            return True
    return False


def _names(element: HtmlElement) -> str:
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop", "data-testid")))).lower()
