"""RawPage -> Draft: the only door to trafilatura."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipeline.article import LIVE, Block, Draft, RawPage, host_of
from pipeline.candidates import (
    JSON_BODY,
    SHORTEST_BODY,
    as_page_has_it,
    broken_as_shown,
    handed_bodies,
    is_prose,
    letters_of_prose,
    other_bodies,
    paragraphs_of,
)
from pipeline.cut_off import CUT_OFF, gate_of
from pipeline.decode import decode
from pipeline.evidence import Line, PageText, squeeze
from pipeline.gaps import fill_gaps, most_prose
from pipeline.joiners import disguised, revealed
from pipeline.live import LEAST_ENTRIES, is_live, timed_entries, told_entries, whole_entries, with_told_entries
from pipeline.metadata import Json, PageWords, provenance_of_text
from pipeline.rules.encoding import repair_page_encoding
from pipeline.signature import signatures
from pipeline.standfirst import with_standfirst
from pipeline.tree import parse
from pipeline.wrapped import unwrapped

# It logs each page that it finds no text in; here that is a reason to refuse the page, and is stored.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

FAST = Extractor(fast=True, comments=False, output_format="python")
FULL = Extractor(fast=False, comments=False, output_format="python")

THIN_SHARE = 0.3
THIN_LENGTH = 210
"""When a candidate is thin: under this share of the page's prose, or under so many letters."""

ARTICLE_BODY = '"articleBody"'
MOST_TOLD = 3
"""trafilatura gives what it takes from JSON-LD without breaks as one line, or one for each."""

BODY_GAIN = 1.5
"""By how much the body that a page gives in its scripts must exceed what is found in sight."""

PROSE_GAIN = 3
"""By how much the element with most paragraphs must exceed what trafilatura found, if it is to be trusted instead."""

UNREAD = (
    "script", "style", "svg", "template", "iframe", "noscript", "object", "canvas", "audio", "video", "picture",
    "source", "img", "map", "select", "input", "textarea", "datalist",
)  # fmt: skip
"""No text of theirs is ever the article's, and trafilatura copies the tree four times: without them and the <head> its
fast mode takes about a quarter less time, and finds the same."""


def extract(page: RawPage) -> Draft:
    """Return what a page holds, as it stands there: metadata, and the body as blocks with their evidence.

    A page without an article gives a draft without blocks. Raises nothing for what a page holds, so far as lxml
    and trafilatura do not.
    """
    text = decode(page.body, page.content_type)
    if page.content_type.split(";")[0].strip().lower() == "text/plain":
        return extract_text(page, text)
    markup = repair_page_encoding(text)
    disguise = disguised(markup)
    tree = parse(disguise)
    if tree is None:
        return Draft(page.address)
    draft = extract_tree(page, tree)
    if disguise is not markup:
        draft = revealed(draft)
    return draft if markup == text else replace(draft, flags=(*draft.flags, "mojibake repaired before extraction"))


def extract_text(page: RawPage, text: str) -> Draft:
    """Return the draft of text that was extracted before: its lines are blocks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    title = page.hints.title
    if title is None and "header=absent" not in page.content_type:
        title, lines = split_title(lines)
    return Draft(
        url=page.address,
        title=title,
        blocks=tuple(Block(line) for line in lines if line.strip()),
        site=host_of(page.address) or None,
        authors=page.hints.authors,
        published=aware(page.hints.published),
        modified=aware(page.hints.modified),
        language=page.hints.language,
        tags=page.hints.tags,
        provenance=provenance_of_text(page.hints, title),
        extractor="plain text",
    )


def split_title(lines: list[str]) -> tuple[str | None, list[str]]:
    """Return title and body: the first line is the title when a blank line follows and more text after that.

    >>> split_title(["Ice", "", "The lake froze."])
    ('Ice', ['', 'The lake froze.'])
    >>> split_title(["The lake froze.", "Nobody fell in."])
    (None, ['The lake froze.', 'Nobody fell in.'])
    """
    is_title = len(lines) > 2 and lines[0].strip() and not lines[1].strip() and any(line.strip() for line in lines[2:])
    return (lines[0].strip(), lines[1:]) if is_title else (None, lines)


def extract_tree(page: RawPage, tree: HtmlElement) -> Draft:
    """Return the draft of a parsed page. The tree is used up."""
    words = PageWords(tree, page.address, page.hints)
    nodes, scripts = words.linked, list(tree.iter("script"))
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    gate = gate_of(tree, words.places.linked, free=words.free)
    # Where it finds next to nothing, trafilatura looks for the body in JSON-LD; that it shall find.
    spoken = [script for script in scripts if ARTICLE_BODY in (script.text or "")]
    with without_head(tree, spoken):
        body = best_body(tree, page.address, nodes, scripts, page.hints.content)
    is_cut = gate.holds_back("\n".join(line.text for line in body.lines))
    lines, standfirst = with_standfirst(body.page, body.lines, words)
    signed = words.signed(signatures(body.page, lines))
    return Draft(
        url=page.address,
        title=words.title,
        headlines=words.headlines,
        standfirst=standfirst,
        blocks=body.page.blocks_of(lines),
        canonical_url=words.canonical_url,
        site=host_of(page.address) or host_of(words.canonical_url or "") or None,
        site_name=words.site_name,
        authors=signed.authors,
        published=aware(words.published),
        modified=aware(words.modified),
        language=words.language,
        section=words.section,
        tags=words.tags,
        image=words.image,
        free=words.free,
        provenance=signed.provenance,
        extractor=body.extractor,
        flags=(
            *body.flags,
            *(("published: zone assumed",) if words.has_assumed_zone else ()),
            *((CUT_OFF,) if is_cut else ()),
        ),
    )


def body_of(tree: HtmlElement) -> HtmlElement:
    """Return the <body> of a page, or the whole tree when it has none."""
    body = tree.find("body")
    return tree if body is None else body


def aware(instant: datetime | None) -> datetime | None:
    """Return an instant with a zone: UTC where the page gave none."""
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant


@contextmanager
def without_head(tree: HtmlElement, scripts: Sequence[HtmlElement]) -> Iterator[None]:
    """Put scripts in the place of the <head> of a tree for a while."""
    head = tree.find("head")
    if head is not None:
        tree.remove(head)
    tree.extend(scripts)
    try:
        yield
    finally:
        for script in scripts:
            tree.remove(script)
        if head is not None:
            tree.insert(0, head)


class Body(NamedTuple):
    """A candidate: the lines of an article, where they are in the page, and what found them."""

    page: PageText
    lines: list[Line]
    extractor: str
    flags: tuple[str, ...] = ()

    @property
    def letters(self) -> int:
        """How many letters it holds."""
        return sum(len(line.needle) for line in self.lines)


def best_body(
    tree: HtmlElement, url: str, nodes: Sequence[Mapping[str, Json]], scripts: Sequence[HtmlElement], handed: str
) -> Body:
    """Return the lines of the article from the first candidate that is not thin, or the longest.

    `handed` is the article as a feed gives it; empty without one.
    """
    page = PageText(body_of(tree))
    best = Body(page, lines_found_by(page, tree, url, FAST), "trafilatura fast")
    if is_thin(best):
        best = longer(best, Body(page, lines_found_by(page, tree, url, FULL), "trafilatura full"))
        if is_thin(best):
            prose = Body(page, most_prose(page, tree), "most prose")
            best = prose if prose.letters > max(PROSE_GAIN * best.letters, SHORTEST_BODY) else best
    best = named(best, nodes)
    told = other_bodies(nodes, scripts if best.letters < THIN_LENGTH else ())
    for extractor, body in chain(told, handed_bodies(handed)):
        best = clearly_longer(best, Body(page, as_page_has_it(page, paragraphs_of(body)), extractor))
    return live_body(best, body_of(tree), nodes)


def live_body(found: Body, tree: HtmlElement, nodes: Sequence[Mapping[str, Json]]) -> Body:
    """Return a body with all its entries if it is a live blog, else as it is."""
    page, lines = found.page, found.lines
    entries, told = timed_entries(tree), told_entries(nodes)
    is_list = bool(entries) and is_live(page, lines, entries)
    if not is_list and len(told) < LEAST_ENTRIES:
        return found
    whole = with_told_entries(page, whole_entries(page, lines, entries) if is_list else lines, told)
    return Body(page, whole, found.extractor if len(whole) == len(lines) else LIVE, (LIVE,))


def is_thin(body: Body) -> bool:
    """Return whether a candidate holds so little of its page's prose that another one may be better."""
    return body.letters < THIN_LENGTH or body.letters < THIN_SHARE * letters_of_prose(
        body.page, at_least=body.letters / THIN_SHARE
    )


def named(found: Body, nodes: Sequence[Mapping[str, Json]]) -> Body:
    """Return a body that trafilatura took from JSON-LD by that name, with the page's own breaks."""
    out_of_sight = all(line.start < 0 for line in found.lines)
    if len(found.lines) > MOST_TOLD and not out_of_sight:
        return found
    bodies = [body for node in nodes if isinstance(body := node.get("articleBody"), str)]
    said = {squeeze("".join(paragraphs_of(body))) for body in bodies}
    whole = "".join(line.needle for line in found.lines)
    if whole not in said and not any(line.needle in said for line in found.lines):
        return found
    page = found.page
    lines = [part for line in found.lines for part in page.broken(line)]
    is_seen = all(line.start >= 0 for line in lines)
    return Body(page, lines if is_seen else broken_as_shown(page, lines), JSON_BODY)


def longer(one: Body, other: Body) -> Body:
    """Return the candidate with more letters, the first if they are even."""
    return other if other.letters > one.letters else one


def clearly_longer(found: Body, said: Body) -> Body:
    """Return what a page says in its scripts only where it is prose and much longer than what was found in sight."""
    return said if said.letters > BODY_GAIN * found.letters and is_prose([line.text for line in said.lines]) else found


def lines_found_by(page: PageText, tree: HtmlElement, url: str, options: Extractor) -> list[Line]:
    """Return the lines that trafilatura finds, as the page breaks them, with those that it left out among them."""
    return fill_gaps(page, unwrapped(page, page.place(found_by(tree, url, options))))


def found_by(tree: HtmlElement, url: str, options: Extractor) -> list[str]:
    """Return the lines that trafilatura finds."""
    found = bare_extraction(tree, url=url, options=options)
    text = found.text if found is not None and not isinstance(found, dict) else None
    return [line for line in (text or "").splitlines() if line.strip()]
