"""Other places that may hold an article than its page in sight: JSON-LD, the state of a script, its feed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import accumulate, pairwise
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipeline.evidence import INLINE, Line, PageText, cut_line
from pipeline.metadata import Json
from pipeline.tree import parse

JSON_BODY = "JSON-LD articleBody"

FEED_CONTENT = "feed content"

SHORTEST_BODY = 400
"""Letters below which a text in a script is a teaser rather than an article."""

PROSE_LENGTH = 40
"""Letters that the paragraphs of a text have on average, if it is prose and no list of labels."""

PROSE_RUN = 60
"""Letters of a stretch between two tags that is a sentence rather than a label."""

SEEN_SHARE = 0.75
"""Of a text out of sight so much stands in sight as well, if the page's own breaks are its breaks."""

FARTHEST = 20_000
"""Letters that may follow each other in such a text and not in sight; a longer search takes too long on bad pages."""

SURE_PIECE, SLACK = 40, 20
"""Letters of a piece that is no accident anywhere in the text, and letters that may lie between two shorter ones."""

AROUND = frozenset("a nav aside footer button select option textarea label figure noscript".split())

MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|span|a|b|i|em|strong)\s*>|<(?:p|br)\b[^<>]*>", re.IGNORECASE)
ESCAPED_MARKUP = re.compile(r"&lt;/?(?:p|br|div|h[1-6]|li|ul)\b", re.IGNORECASE)
STRINGS = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)', re.DOTALL)
"""The strings of a script; one that never ends takes the rest along, so that each letter is read once."""

PARAGRAPHS_IN_STRING = re.compile(r"(?:<|\\u003[cC])p\b")
LEAST_PARAGRAPHS = 3
"""So many paragraphs a string in a script has at least, if it is the body of an article."""


def other_bodies(nodes: Iterable[Mapping[str, Json]], scripts: Iterable[HtmlElement]) -> Iterator[tuple[str, str]]:
    """Yield names and texts of the bodies that a page gives out of sight, the longest of each place."""
    said = [body for node in nodes if isinstance(body := node.get("articleBody"), str) and len(body) >= SHORTEST_BODY]
    if said:
        yield JSON_BODY, max(said, key=len)
    states = state_bodies(scripts)
    if states:
        yield "script state", max(states, key=len)


def handed_bodies(content: str) -> Iterator[tuple[str, str]]:
    """Yield the article as a feed gives it, if that is more than a teaser."""
    if len(content) >= SHORTEST_BODY:
        yield FEED_CONTENT, content


def state_bodies(scripts: Iterable[HtmlElement]) -> list[str]:
    """Return the strings with paragraphs of HTML in the scripts of a page that draws itself."""
    texts = (script.text or "" for script in scripts if script.tag == "script")
    return [string for text in texts if PARAGRAPHS_IN_STRING.search(text) for string in markup_strings(text)]


def markup_strings(script: str) -> Iterator[str]:
    r"""Yield the strings of a script that hold paragraphs of HTML, also those inside a string.

    >>> list(markup_strings('push({"body": "\\u003cp>One.</p><p>Two.</p><p>Three.</p>", "title": "<p>No</p>"})'))
    ['<p>One.</p><p>Two.</p><p>Three.</p>']
    """
    for literal in STRINGS.findall(script):
        if len(PARAGRAPHS_IN_STRING.findall(literal)) >= LEAST_PARAGRAPHS and (text := string_of(literal)):
            within = list(markup_strings(text)) if '"' in text and text.lstrip()[:1] in "{[0123456789" else []
            yield from within or [text]


def string_of(literal: str) -> str | None:
    """Return the text of a string as JSON writes it, None where it is broken."""
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return None


def paragraphs_of(body: str) -> list[str]:
    r"""Return the paragraphs of an article that is given as one string, with markup or without.

    >>> paragraphs_of("<p>The lake <b>froze</b>.</p>\n<p>Nobody fell&nbsp;in.<br>It thawed.</p>")
    ['The lake froze.', 'Nobody fell in.', 'It thawed.']
    >>> paragraphs_of("The lake froze &amp; thawed.\n\n Nobody fell in.")
    ['The lake froze & thawed.', 'Nobody fell in.']
    """
    if ESCAPED_MARKUP.search(body):
        body = unescape(body)
    text = "\n".join(markup_lines(body)) if MARKUP.search(body) else unescape(body)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]


def markup_lines(markup: str) -> Iterator[str]:
    """Yield the text of markup, broken where a block begins or ends."""
    tree = parse(markup)
    if tree is None:
        return
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag not in INLINE or element.tag == "br":
            yield " ".join("".join(pieces).split())
            pieces.clear()
        pieces.append(cast("str", element.text if event == "start" else element.tail) or "")
    yield " ".join("".join(pieces).split())


def is_prose(paragraphs: list[str]) -> bool:
    """Return whether paragraphs are an article's rather than a teaser or a list of labels."""
    letters = sum(map(len, paragraphs))
    return letters >= SHORTEST_BODY and letters >= PROSE_LENGTH * len(paragraphs)


def as_page_has_it(page: PageText, paragraphs: list[str]) -> list[Line]:
    """Return paragraphs as lines with their places in the page, broken where the page breaks them."""
    return [part for line in page.place(paragraphs) for part in page.broken(line)]


def broken_as_shown(page: PageText, lines: Sequence[Line]) -> list[Line]:
    """Return a text that the page gives out of sight with the breaks that it has in sight, if it is there as a whole.

    Its own breaks stay; where it has none, headings and paragraphs stand in one line.
    """
    said = "".join(line.needle for line in lines)
    seen = list(_seen_pieces(page, said))
    if sum(end - start for start, end, _ in seen) < SEEN_SHARE * len(said):
        return list(lines)
    cuts = {start for start, _, _ in seen}
    cuts.update(accumulate(len(line.needle) for line in lines))
    whole = Line(" ".join(line.text for line in lines), said, -1)
    places = {start: place for start, _, place in seen}
    parts = cut_line(whole, sorted(cuts - {0, len(said)}))
    begun = accumulate((len(part.needle) for part in parts), initial=0)
    return [part._replace(start=places.get(start, -1)) for part, start in zip(parts, begun, strict=False)]


def _seen_pieces(page: PageText, said: str) -> Iterator[tuple[int, int, int]]:
    """Yield where pieces of a page begin and end in a text that has them in their order, and where in the page.

    Of a piece that goes on otherwise, only the beginning is found.
    """
    cursor = -1
    for start, end in page.pieces():
        piece = page.letters[start:end]
        if len(piece) >= SURE_PIECE:
            found = said.find(piece[:SURE_PIECE], max(cursor, 0), max(cursor, 0) + FARTHEST)
        else:
            found = said.find(piece, cursor, cursor + len(piece) + SLACK) if cursor >= 0 else -1
        if found >= 0:
            cursor = found + (len(piece) if said.startswith(piece, found) else SURE_PIECE)
            yield found, cursor, start


def letters_of_prose(page: PageText, at_least: float) -> int:
    """Return how many letters of a page stand in long stretches outside links and what is around an article.

    With links and all, it is an upper bound: returned as it is when it does not reach `at_least`.
    """
    sizes = [(high - low, owner) for owner, (low, high) in zip(page.owners, pairwise(page.starts), strict=True)]
    long = [(size, owner) for size, owner in sizes if size >= PROSE_RUN]
    if sum(size for size, _ in long) <= at_least:
        return 0
    around: dict[HtmlElement, bool] = {}
    return sum(size for size, owner in long if not is_around(owner, around))


def is_around(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Return whether an element stands in a link or in what is around an article; `known` is filled on the way."""
    path: list[HtmlElement] = []
    at: HtmlElement | None = element
    while at is not None and at not in known and at.tag not in AROUND:
        path.append(at)
        at = at.getparent()
    answer = at is not None and known.get(at, True)
    known.update(dict.fromkeys(path, answer))
    return answer
