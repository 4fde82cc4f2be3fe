"""Live blogs: lists of timed entries, in sight or in JSON-LD, so that they come out whole and in the page's order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from pipeline.candidates import paragraphs_of
from pipeline.evidence import Line, PageText
from pipeline.gaps import ELSEWHERE, HEADINGS, ITEMS, lines_left_out, merged, names
from pipeline.metadata import Json

LEAST_ENTRIES = 3
"""Two texts with a time are an article and a teaser."""

ENTRY_LEVELS = 5
"""How far above its time an entry is looked for."""

SEEN_SHARE = 1 / 3
"""Extraction took a part of at least this share of the entries; of teasers and comments it takes hardly any."""

TEXT_SHARE = 0.5
"""The entries hold at least this share of what extraction took."""


def timed_entries(body: HtmlElement) -> list[HtmlElement]:
    """Return the elements of the longest list whose members, of one tag and class, have a <time> each."""
    lists: dict[tuple[HtmlElement, object, str | None], dict[HtmlElement, None]] = {}
    for time in body.iter("time"):
        at: HtmlElement = time
        for _ in range(ENTRY_LEVELS):
            parent = at.getparent()
            if parent is None or at is body:
                break
            lists.setdefault((parent, at.tag, at.get("class")), {})[at] = None
            at = parent
    longest = max(lists.values(), key=len, default={})
    return list(longest) if len(longest) >= LEAST_ENTRIES else []


def is_live(page: PageText, lines: Iterable[Line], entries: Sequence[HtmlElement]) -> bool:
    """Return whether an article is a list of timed entries, from what extraction took of each."""
    members = set(entries)
    seen: set[HtmlElement] = set()
    inside = total = 0
    for line in lines:
        total += len(line.needle)
        entry = next((at for at in page.around(line) if at in members), None)
        if entry is not None:
            seen.add(entry)
            inside += len(line.needle)
    return len(seen) >= SEEN_SHARE * len(entries) and inside >= TEXT_SHARE * total


def whole_entries(page: PageText, lines: Sequence[Line], entries: Iterable[HtmlElement]) -> list[Line]:
    """Return the lines of a live blog with those of its entries that extraction left out."""
    elements = (
        element
        for entry in entries
        for element in entry.iter("p", *HEADINGS, *ITEMS)
        if not ELSEWHERE.search(names(element))
    )
    return merged(lines, lines_left_out(page, lines, elements))


def told_entries(nodes: Iterable[Mapping[str, Json]]) -> list[list[str]]:
    """Return the paragraphs of each entry that JSON-LD lists, in its order."""
    return [
        paragraphs
        for node in nodes
        for update in _list(node.get("liveBlogUpdate"))
        if isinstance(update, dict) and (paragraphs := list(_entry(update)))
    ]


def _entry(update: Mapping[str, Json]) -> Iterator[str]:
    headline, body = update.get("headline"), update.get("articleBody")
    if isinstance(body, str) and body.strip():
        if isinstance(headline, str):
            yield from paragraphs_of(headline)
        yield from paragraphs_of(body)


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else [value]


def with_told_entries(page: PageText, lines: Sequence[Line], entries: Iterable[Sequence[str]]) -> list[Line]:
    """Return the lines of a live blog with the entries of JSON-LD that it lacks: in their place, else at the end."""
    known = "\n".join(line.needle for line in lines)
    missing = [line for entry in entries for line in page.place(entry) if line.needle not in known]
    placed = [line for line in missing if line.start >= 0]
    return [*merged(lines, placed), *(line for line in missing if line.start < 0)]
