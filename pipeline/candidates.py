"""Other places of a page that may hold its article than its visible text: JSON-LD, and the state of a script."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import pairwise
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipeline.evidence import INLINE, Line, PageText
from pipeline.metadata import Json
from pipeline.tree import parse

JSON_BODY = "JSON-LD articleBody"

SHORTEST_BODY = 400
"""Letters below which a text in a script is a teaser rather than an article."""

PROSE_LENGTH = 40
"""Letters that the paragraphs of a text have on average, if it is prose and no list of labels."""

PROSE_RUN = 60
"""Letters of a stretch between two tags that is a sentence rather than a label."""

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
