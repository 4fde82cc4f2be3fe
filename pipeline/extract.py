"""RawPage -> Draft: the only door to trafilatura."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import cast

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipeline.article import Block, Draft, RawPage, host_of
from pipeline.decode import decode
from pipeline.evidence import PageText
from pipeline.metadata import PageWords
from pipeline.tree import parse

# It logs each page that it finds no text in; here that is a reason to refuse the page, and is stored.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

FAST = Extractor(fast=True, comments=False, output_format="python")
FULL = Extractor(fast=False, comments=False, output_format="python")

THIN_SHARE = 0.25
THIN_LENGTH = 250
"""When the fast mode's text is thin: under this share of what stands in the page's <p>, or under this many characters.

Measured per page on 1,119 benchmark pages, word F1 of the fast mode alone / of this rule / of the full mode on all:
aeb 0.961 / 0.958 / 0.954, publishers 0.945 / 0.956 / 0.953, wcxb 0.918 / 0.937 / 0.939; it sends 4 in 100 pages to the
full mode, which costs about half as much again. Shares of 0.2 to 0.4 give the same to 0.001."""

# No text of theirs is ever read, and trafilatura copies the tree several times.
UNREAD = etree.XPath('//script[not(@type="application/ld+json")]|//style|//svg|//template|//iframe')


def extract(page: RawPage) -> Draft:
    """Return what a page holds, as it stands there: metadata, and the body as blocks with their evidence.

    A page without an article gives a draft without blocks. Raises nothing for what a page holds, so far as lxml
    and trafilatura do not.
    """
    text = decode(page.body, page.content_type)
    if page.content_type.split(";")[0].strip().lower() == "text/plain":
        return extract_text(page, text)
    tree = parse(text)
    return Draft(page.address) if tree is None else extract_tree(page, tree)


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
    words = PageWords(tree, page.address)
    drop_elements(cast("list[HtmlElement]", UNREAD(tree)))
    lines, extractor = body_lines(tree, page.address)
    hints = page.hints
    published = best_instant(words.published, hints.published)
    return Draft(
        url=page.address,
        title=next(iter(words.headlines), None) or hints.title,
        headlines=words.headlines,
        blocks=PageText(body_of(tree)).blocks(lines),
        canonical_url=words.canonical_url,
        site=host_of(page.address) or host_of(words.canonical_url or "") or None,
        site_name=words.site_name,
        authors=words.authors or hints.authors,
        published=aware(published),
        modified=aware(words.modified),
        language=words.language,
        section=words.section,
        tags=words.tags,
        image=words.image,
        extractor=extractor,
        flags=("published: zone assumed",) if published and published.tzinfo is None else (),
    )


def best_instant(said: datetime | None, hint: datetime | None) -> datetime | None:
    """Return what the page says, or the hint where the page says nothing, or no zone and the hint is within a day."""
    if said is None:
        return hint
    if said.tzinfo or not (hint and hint.tzinfo):
        return said
    return hint if abs(hint.replace(tzinfo=None) - said) <= timedelta(days=1) else said


def body_of(tree: HtmlElement) -> HtmlElement:
    """Return the <body> of a page, or the whole tree when it has none."""
    body = tree.find("body")
    return tree if body is None else body


def aware(instant: datetime | None) -> datetime | None:
    """Return an instant with a zone: UTC where the page gave none."""
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant


def drop_elements(elements: Iterable[HtmlElement]) -> None:
    """Take elements out of their tree and leave the text that follows them in place."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def body_lines(tree: HtmlElement, url: str) -> tuple[list[str], str]:
    """Return the article text as lines, and which mode of trafilatura found it."""
    lines = _lines(tree, url, FAST)
    found = sum(map(len, lines))
    in_paragraphs = sum(len(paragraph.text_content()) for paragraph in tree.iter("p"))
    if found >= max(THIN_LENGTH, THIN_SHARE * in_paragraphs):
        return lines, "trafilatura fast"
    full = _lines(tree, url, FULL)
    return (full, "trafilatura full") if sum(map(len, full)) > found else (lines, "trafilatura fast")


def _lines(tree: HtmlElement, url: str, options: Extractor) -> list[str]:
    found = bare_extraction(tree, url=url, options=options)
    text = found.text if found is not None and not isinstance(found, dict) else None
    return [line for line in (text or "").splitlines() if line.strip()]
