"""What extraction left out in the midst of an article: lists, headings and columns, found by their neighbours.

Extraction falls back to single paragraphs where its first way fails, and takes one column of a body that is cut into
several. What it passed over stands between what it took, in elements of the same kind.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipeline.evidence import INLINE, Line, PageText, name_of

ITEMS = ("li", "dd", "dt")
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LISTS = frozenset(("ul", "ol", "dl", *ITEMS))
WITHIN = frozenset(("p", "blockquote", "h1", *HEADINGS, *LISTS))
"""What stands in the flow of an article and is never its frame."""

FRAME_SHARE = 0.05
"""A frame holds at least this share of the text that extraction took."""

LINK_SHARE = 0.5
"""A list with more of its text inside links leads elsewhere."""

PARAGRAPH_LETTERS = 80
"""A paragraph passed over has so many letters: of 66 such on the benchmark pages 56 are text, of shorter ones half."""

MOST_FRAMES = 3
"""Elements that are looked at for the one that holds an article which extraction did not find."""

COLUMN_LEVELS = 3
"""How far above a frame its further columns are looked for."""

COLUMN_PARAGRAPH = 60
"""A further column has a paragraph of so many characters."""

ELSEWHERE = re.compile(
    r"comment|related|promo|sidebar|newsletter|shar(?:e|ing)|social|footer|header|\bnav|menu|teaser|recommend|trending|"
    r"popular|author|byline|caption|credit|\btags?\b|breadcrumb|cookie|subscri|sign-?up|\bads?\b|advert|sponsor|"
    r"disclaim|\btoc\b|table-?of-?contents|copyright|read-?more|more-on|latest|outbrain|taboola|login",
    re.IGNORECASE,
)
"""Names of elements whose text is not the article's."""

NO_FRAME = frozenset(("nav", "aside", "footer", "header", "form", "figure", "article", "button", "body", "html"))
"""Elements that are no column of an article; a further <article> is another one."""

NO_BOX = frozenset("a nav aside footer button select label figure table form article blockquote time".split())
"""Elements whose text is not a part of the article around them that extraction has overlooked."""

BOX_LETTERS = 400
LINE_LETTERS = 50
BOX_LINK_SHARE = 0.2
"""A box inside an article holds so many letters, so many a line, and at most this share of them in links."""

OF_ITS_OWN = ("h1", "article", "time")
"""What a text of its own has, and a further column has not."""

TEXTS = etree.XPath(".//text()")
LINKED = etree.XPath(".//a//text()")


def frame_of(element: HtmlElement) -> HtmlElement:
    """Return the nearest element around a text that is no paragraph, heading or list."""
    at = element
    while at.tag in WITHIN and (parent := at.getparent()) is not None:
        at = parent
    return at


def fill_gaps(page: PageText, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of an article with those between them that extraction left out, in the page's order."""
    found = [line for line in lines if line.start >= 0]
    frames = frames_of(page, found)
    if not frames:
        return list(lines)
    alike = {name_of(page.container(line)) for line in found}
    paragraphs = (
        line
        for line in lines_left_out(page, lines, paragraphs_in(frames, alike))
        if len(line.needle) >= PARAGRAPH_LETTERS and found[0].start < line.start < found[-1].start
    )
    return merged(lines, [*lines_left_out(page, lines, left_out(frames)), *paragraphs])


def paragraphs_in(frames: Iterable[HtmlElement], alike: Container[str]) -> Iterator[HtmlElement]:
    """Yield the paragraphs directly in a frame: those named as others that were taken, and those in <div>."""
    for frame in frames:
        for element in frame.iterchildren("p", "div"):
            if name_of(element) in alike or (element.tag == "div" and is_plain(element) and is_of_article(element)):
                yield element


def is_plain(element: HtmlElement) -> bool:
    """Return whether an element holds text alone, and no other block-level element."""
    return all(each.tag in INLINE for each in element.iterdescendants())


def lines_left_out(page: PageText, lines: Sequence[Line], elements: Iterable[HtmlElement]) -> Iterator[Line]:
    """Yield the lines of elements that are not among those of an article, nor the same as one of them."""
    known = {line.needle for line in lines}
    covered = Covered((line.start, line.end) for line in lines if line.start >= 0)
    for element in elements:
        first = page.firsts.get(element)
        if first is None or covered.touches(page.starts[first], page.starts[first] + 1):
            continue
        line = page.line_of(element)
        if line and not covered.touches(line.start, line.end) and line.needle not in known:
            yield line


class Covered:
    """Stretches of a page that are taken."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Take stretches in any order."""
        ordered = sorted(stretches)
        self.starts = [start for start, _ in ordered]
        self.ends = list(accumulate((end for _, end in ordered), max))

    def touches(self, start: int, end: int) -> bool:
        """Return whether a stretch has letters in common with those taken."""
        before = bisect_left(self.starts, end) - 1
        return before >= 0 and self.ends[before] > start


def merged(lines: Sequence[Line], added: Iterable[Line]) -> list[Line]:
    """Return lines with others put among them, each before the first one that begins behind it."""
    queue = sorted(added, key=lambda line: line.start)
    result: list[Line] = []
    position = 0
    for line in lines:
        while position < len(queue) and 0 <= queue[position].start < line.start:
            result.append(queue[position])
            position += 1
        result.append(line)
    return result + queue[position:]


def frames_of(page: PageText, found: Iterable[Line]) -> list[HtmlElement]:
    """Return the elements that hold the article."""
    held: Counter[HtmlElement] = Counter()
    for line in found:
        held[frame_of(page.container(line))] += len(line.needle)
    least = FRAME_SHARE * sum(held.values())
    return [frame for frame, letters in held.items() if letters >= least]


def most_prose(page: PageText, tree: HtmlElement) -> list[Line]:
    """Return the lines of the element that holds most paragraphs, for a page of which extraction found hardly any."""
    held: Counter[HtmlElement] = Counter()
    for paragraph in tree.iter("p"):
        size = len(paragraph.text_content())
        if size >= COLUMN_PARAGRAPH:
            held[frame_of(paragraph)] += size
    frame = next((each for each, _ in held.most_common(MOST_FRAMES) if not ELSEWHERE.search(names(each))), None)
    if frame is None:
        return []
    lines = map(page.line_of, frame.iter("p", *HEADINGS, *ITEMS))
    return [line for line in lines if line]


def left_out(frames: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """Yield the elements whose lines belong to the article and are perhaps not among those that extraction took."""
    for frame in frames:
        yield from members(frame)
        yield from boxed(frame)
    for column in dict.fromkeys(column for frame in frames for column in columns_beside(frame)):
        if column not in frames:
            yield from members(column)
            yield from (paragraph for paragraph in column.iter("p") if frame_of(paragraph) is column)


def boxed(frame: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the lines of boxes inside a frame that hold prose: parts of an article that a reader unfolds."""
    boxes: dict[HtmlElement, list[HtmlElement]] = {}
    known: dict[HtmlElement, bool] = {frame: True}
    for element in frame.iter("p", *HEADINGS, *ITEMS):
        box = frame_of(element)
        if box is not frame and is_inside(box, known):
            boxes.setdefault(box, []).append(element)
    for elements in boxes.values():
        if holds_prose(elements):
            yield from elements


def is_inside(box: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Return whether nothing between a box and a frame says that it is no part of it; `known` is filled on the way."""
    path: list[HtmlElement] = []
    at: HtmlElement | None = box
    while at is not None and at not in known and at.tag not in NO_BOX and not ELSEWHERE.search(names(at)):
        path.append(at)
        at = at.getparent()
    answer = at is not None and known.get(at, False)
    known.update(dict.fromkeys(path, answer))
    return answer


def holds_prose(elements: Sequence[HtmlElement]) -> bool:
    """Return whether the lines of a box are long on the whole, many, and not links."""
    size = sum(letters_in(TEXTS(element)) for element in elements)
    linked = sum(letters_in(LINKED(element)) for element in elements)
    return size >= BOX_LETTERS and size >= LINE_LETTERS * len(elements) and linked <= BOX_LINK_SHARE * size


def members(frame: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the headings and list items that stand directly in a frame, but for lists of links."""
    lists: dict[HtmlElement, bool] = {}
    for element in frame.iter(*HEADINGS, *ITEMS):
        top = top_of(element)
        if top.getparent() is frame and top is not element:
            if top not in lists:
                lists[top] = is_of_article(top)
            if lists[top]:
                yield element
        elif top.getparent() is frame and element.tag in HEADINGS and not ELSEWHERE.search(names(element)):
            yield element


def top_of(element: HtmlElement) -> HtmlElement:
    """Return the outermost list around an element, or the element itself."""
    top = at = element
    while (parent := at.getparent()) is not None and parent.tag in WITHIN:
        at = parent
        if at.tag in LISTS:
            top = at
    return top


def is_of_article(element: HtmlElement) -> bool:
    """Return whether a list is text rather than links, and not named as something else."""
    size = letters_in(TEXTS(element))
    return size > 0 and letters_in(LINKED(element)) <= LINK_SHARE * size and not ELSEWHERE.search(names(element))


def letters_in(texts: object) -> int:
    """Return how many characters texts hold, without the space around them."""
    return sum(len(text.strip()) for text in cast("list[str]", texts))


def columns_beside(frame: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that look like a frame, class by class, and stand near it under the same ancestor."""
    classes, above, branch = frame.get("class"), frame.getparent(), frame
    for _ in range(COLUMN_LEVELS):
        if not classes or above is None or branch.tag in NO_FRAME:
            return
        for element in above.iterdescendants(frame.tag):
            looks_like_it = element.get("class") == classes and shape_of(element, above) == shape_of(frame, above)
            if looks_like_it and is_column(element, above):
                yield element
        above, branch = above.getparent(), above


def is_column(element: HtmlElement, above: HtmlElement) -> bool:
    """Return whether an element has a paragraph, and nothing between it and an ancestor makes it another article."""
    branch = element
    while (parent := branch.getparent()) is not None and parent is not above:
        branch = parent
    return next(branch.iter(*OF_ITS_OWN), None) is None and any(
        len(paragraph.text_content()) >= COLUMN_PARAGRAPH for paragraph in element.iterchildren("p")
    )


def shape_of(element: HtmlElement, above: HtmlElement) -> list[str]:
    """Return tags and classes from an element up to, and without, one of its ancestors."""
    found: list[str] = []
    at: HtmlElement | None = element
    while at is not None and at is not above and len(found) <= COLUMN_LEVELS:
        found.append(f"{at.tag} {at.get('class') or ''}")
        at = at.getparent()
    return found


def names(element: HtmlElement) -> str:
    """Return classes and id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"
