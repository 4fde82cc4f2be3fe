"""Where each extracted line stood in its page: found again by its letters, in one walk over the tree.

Extraction rebuilds the tree and forgets where things were. Its lines still hold the page's characters in the page's
order, so a line without its white space is looked up in the page without its white space.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol, cast

from lxml import etree
from lxml.html import HtmlElement

from pipeline.article import Block, Evidence, Kind, Span

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
BOLD, BOLD_LEVELS = frozenset(("strong", "b")), 3
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th", "tr", "caption"), "cell"),
    "blockquote": "quote",
}

ANCESTORS = 8
"""How far up the evidence looks. Class words are worth something within about six ancestors."""

ANCHOR_LENGTH = 40
"""Lines of this many letters are looked up first, and hold the place of the short ones between them: labels and
headlines, which stand in a page several times, are mostly shorter."""

MOST_LETTERS = 10_000_000
"""Letters that are compared to find one line: pages that say the same over and over would take for ever."""

LINK_DEPTH = 6
"""How far above a text its link may be; cards of teasers wrap picture, headline and text in one."""

LIST_MARK = "- "

LONG_LINE = 1_000
"""Letters; so long is no paragraph of the press, but a body that its page's JSON-LD gives without breaks."""

SENTENCES = re.compile(r"(?<=[.!?।。\"'”’])\s+")

APART_SHARE = 0.3
"""A container with less of the text than this stands beside the article's flow. Measured on 371 news pages: `promo`
names 18 left-over lines and no true one when its container is so small."""

NAME_WORDS = re.compile(r"[a-z]+")


TEXTS = etree.XPath(".//text()[normalize-space()]")
ALL_TEXTS = etree.XPath(".//text()")


class TextNode(Protocol):
    """What lxml gives for a stretch of text: a string that knows where it stood."""

    is_tail: bool

    def getparent(self) -> HtmlElement:
        """Return the element that it is the text of, or stands right behind."""

    def split(self) -> list[str]:
        """Return its words."""


def squeeze(text: "str | TextNode") -> str:
    """Return a text without its white space, and without what cannot be seen, which extraction drops."""
    squeezed = "".join(text.split())
    return squeezed if squeezed.isprintable() else "".join(filter(str.isprintable, squeezed))


def text_runs(tree: HtmlElement) -> tuple[list[str], list[HtmlElement]]:
    """Return the stretches of text between two tags, squeezed, in order, and the element that holds each."""
    runs: list[str] = []
    owners: list[HtmlElement] = []
    for text in cast("list[TextNode]", TEXTS(tree)):
        if run := squeeze(text):
            runs.append(run)
            owners.append(holder_of(text))
    return runs, owners


def holder_of(text: TextNode) -> HtmlElement:
    """Return the element that a stretch of text stands in."""
    at = text.getparent()
    return at.getparent() if text.is_tail else at


class Line(NamedTuple):
    """A line of an article, and where it stands in its page."""

    text: str
    needle: str
    """The text without its white space."""
    start: int
    """Where the needle begins in the page's letters; -1 where it is not found."""

    @property
    def end(self) -> int:
        """Where it ends in the page's letters."""
        return self.start + len(self.needle)


def cut_line(line: Line, cuts: Sequence[int]) -> list[Line]:
    """Return a line cut before some of its letters, counted without white space."""
    offsets = letter_offsets(line.text) if cuts else []
    if len(offsets) != len(line.needle):
        return [line]
    return [
        Line(line.text[offsets[low] : offsets[high - 1] + 1], line.needle[low:high], line.start + low)
        for low, high in pairwise([0, *cuts, len(offsets)])
    ]


def joined(lines: Sequence[Line]) -> Line:
    """Return sentences that follow each other as one line; where the first stands, it stands."""
    if len(lines) == 1:
        return lines[0]
    return Line(" ".join(line.text for line in lines), "".join(line.needle for line in lines), -1)


class PageText:
    """The characters of a page in order, and which element holds each."""

    def __init__(self, tree: HtmlElement) -> None:
        """Walk over `tree`; scripts and styles must be gone from it already."""
        self._tree = tree
        runs, self.owners = text_runs(tree)
        self.letters = "".join(runs)
        self.starts = list(accumulate(map(len, runs), initial=0))
        self._ancestors: dict[HtmlElement, tuple[str, ...]] = {}
        self._numbers: dict[HtmlElement, int] = {}

    def blocks(self, texts: Sequence[str]) -> tuple[Block, ...]:
        """Return the lines of an article as blocks, each with its evidence where it is found in the page."""
        return self.blocks_of(self.place(texts))

    def blocks_of(self, lines: Iterable[Line]) -> tuple[Block, ...]:
        """Return lines that have their places as blocks."""
        return set_apart(tuple(self._block(*line) for line in lines))

    def place(self, texts: Sequence[str]) -> list[Line]:
        """Return the lines of an article with their places in the page."""
        needles = [squeeze(text) for text in texts]
        return [Line(*each) for each in zip(texts, needles, self._places(needles), strict=True)]

    def container(self, line: Line) -> HtmlElement:
        """Return the block-level element in which a line begins that has its place."""
        return enclosing_block(self.owners[bisect_right(self.starts, line.start) - 1])

    def line_of(self, element: HtmlElement) -> Line | None:
        """Return the text that stands in a block-level element itself, None if there is none in one stretch."""
        texts = cast("list[TextNode]", ALL_TEXTS(element))
        own = "".join(str(text) for text in texts if enclosing_block(holder_of(text)) is element)
        text, needle = " ".join(own.split()), squeeze(own)
        if not needle or element not in self.firsts:
            return None
        start = self.starts[self.firsts[element]]
        return Line(text, needle, start) if self.letters.startswith(needle, start) else None

    def around(self, line: Line) -> Iterator[HtmlElement]:
        """Yield the elements in which a line begins, from within, nothing where it has no place."""
        at: HtmlElement | None = self.container(line) if line.start >= 0 else None
        while at is not None:
            yield at
            at = at.getparent()

    def is_bold(self, line: Line) -> bool:
        """Return whether a line is a whole paragraph in bold."""
        if line.start < 0 or self.container(line).tag != "p":
            return False
        runs = range(bisect_right(self.starts, line.start) - 1, bisect_left(self.starts, line.end))
        return all(not BOLD.isdisjoint(_tags_up(self.owners[run], BOLD_LEVELS)) for run in runs)

    def broken(self, line: Line) -> list[Line]:
        """Return a line cut where the page breaks it, by <br> or by another block-level element."""
        if line.start < 0:
            return self._broken_between_sentences(line)
        first, last = bisect_right(self.starts, line.start) - 1, bisect_left(self.starts, line.end)
        containers = [enclosing_block(owner) for owner in self.owners[first:last]]
        changes = enumerate(pairwise(containers), first + 1)
        edges = [at for at, (one, other) in changes if one is not other or at in self.after_breaks]
        return cut_line(line, [self.starts[edge] - line.start for edge in edges])

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Yield where each stretch of text begins and ends that <br> and block-level elements do not break."""
        begun, previous = 0, None
        for run, owner in enumerate(self.owners):
            container = enclosing_block(owner)
            if run and (container is not previous or run in self.after_breaks):
                yield self.starts[begun], self.starts[run]
                begun = run
            previous = container
        yield self.starts[begun], self.starts[-1]

    def _broken_between_sentences(self, line: Line) -> list[Line]:
        """Return a line that the page has only in pieces, cut before those of its sentences that begin there anew."""
        if len(line.needle) < LONG_LINE:
            return [line]
        sentences = self.place(SENTENCES.split(line.text))
        parts: list[list[Line]] = [[]]
        for sentence in sentences:
            if parts[-1] and sentence.start >= 0 and self._begins_anew(sentence.start):
                parts.append([])
            parts[-1].append(sentence)
        return [joined(part) for part in parts]

    def _begins_anew(self, offset: int) -> bool:
        """Return whether the page begins a block, or a line after <br>, at one of its letters."""
        run = bisect_left(self.starts, offset)
        if self.starts[run] != offset or run >= len(self.owners):
            return False
        return run in self.after_breaks or self.firsts.get(enclosing_block(self.owners[run])) == run

    @cached_property
    def after_breaks(self) -> frozenset[int]:
        """The numbers of the runs that follow a <br>."""
        texts = (text for text in cast("list[TextNode]", TEXTS(self._tree)) if squeeze(text))
        return frozenset(at for at, text in enumerate(texts) if text.is_tail and text.getparent().tag == "br")

    @cached_property
    def firsts(self) -> dict[HtmlElement, int]:
        """The number of the first run in each block-level element."""
        found: dict[HtmlElement, int] = {}
        for number, owner in enumerate(self.owners):
            found.setdefault(enclosing_block(owner), number)
        return found

    def _places(self, needles: Sequence[str]) -> list[int]:
        """Return where each needle begins in the page's letters, -1 where it is not found."""
        places = [-1] * len(needles)
        cursor = 0
        for index, needle in enumerate(needles):
            if len(needle) >= ANCHOR_LENGTH:
                places[index] = self._find_run(needle, cursor, len(self.letters))
                if places[index] >= 0:
                    cursor = places[index] + len(needle)
        self._place_short(needles, places)
        return places

    def _place_short(self, needles: Sequence[str], places: list[int]) -> None:
        following = [len(self.letters)] * len(needles)
        for index in range(len(needles) - 2, -1, -1):
            following[index] = places[index + 1] if places[index + 1] >= 0 else following[index + 1]
        cursor = 0
        for index, needle in enumerate(needles):
            if places[index] < 0:
                places[index] = self._find_short(needle, cursor, following[index])
            if places[index] >= 0:
                cursor = places[index] + len(needle)

    def _find_short(self, needle: str, low: int, high: int) -> int:
        """Find a short line between its neighbours; the first lines of an article stand close before the next one."""
        if low == 0 and high < len(self.letters):
            low = max(0, high - 20 * ANCHOR_LENGTH)
        found = self._find_run(needle, low, high)
        if found < 0 and needle.startswith("-"):
            found = self._find_run(needle[1:], low, high)
            return found - 1 if found > 0 else -1
        return found

    def _find_run(self, needle: str, low: int, high: int) -> int:
        """Find a needle that is whole runs; else anywhere, if it is long enough to be no accident."""
        first = found = self.letters.find(needle, low, high) if needle else -1
        for _ in range(MOST_LETTERS // max(len(needle), 1)):
            if found < 0:
                break
            if self._is_edge(found) and (len(needle) >= ANCHOR_LENGTH or self._is_edge(found + len(needle))):
                return found
            found = self.letters.find(needle, found + 1, high)
        return first if len(needle) >= ANCHOR_LENGTH else -1

    def _is_edge(self, offset: int) -> bool:
        """Return whether a run begins, or the page ends, at an offset."""
        return self.starts[bisect_left(self.starts, offset)] == offset

    def _block(self, line: str, needle: str, place: int) -> Block:
        if place < 0:
            return Block(line, "cell" if "|" in line else "paragraph")
        if line.startswith(LIST_MARK) and not self.letters.startswith(needle, place):
            line, place = line.removeprefix(LIST_MARK), place + 1
            needle = squeeze(line)
        first, last = bisect_right(self.starts, place) - 1, bisect_left(self.starts, place + len(needle))
        container = enclosing_block(self.owners[first])
        evidence = Evidence(
            tag=container.tag,
            ancestors=self._around(container),
            links=self._links(line, place, range(first, last)),
            seams=self._seams(line, place, range(first + 1, last)),
            element=self._numbers.setdefault(container, len(self._numbers)),
        )
        kind: Kind = next((KINDS[tag] for tag in _tags_up(container, 3) if tag in KINDS), "paragraph")
        return Block(line, kind, evidence)

    def _around(self, element: HtmlElement) -> tuple[str, ...]:
        """Return the names of an element and its ancestors, nearest first."""
        if element not in self._ancestors:
            parent = element.getparent()
            above = () if parent is None or parent.tag == "html" else self._around_bounded(element)
            self._ancestors[element] = above or (name_of(element),)
        return self._ancestors[element]

    def _around_bounded(self, element: HtmlElement) -> tuple[str, ...]:
        names: list[str] = []
        at: HtmlElement | None = element
        while at is not None and len(names) < ANCESTORS and at.tag != "html":
            names.append(name_of(at))
            at = at.getparent()
        return tuple(names)

    def _links(self, line: str, place: int, runs: range) -> tuple[Span, ...]:
        linked = [run for run in runs if in_link(self.owners[run])]
        if not linked:
            return ()
        offsets = letter_offsets(line)
        spans: list[Span] = []
        for run in linked:
            low = max(self.starts[run] - place, 0)
            high = min(self.starts[run + 1] - place, len(offsets))
            if low < high:
                spans.append(Span(offsets[low], offsets[high - 1] + 1))
        return tuple(spans)

    def _seams(self, line: str, place: int, runs: range) -> tuple[int, ...]:
        if not runs:
            return ()
        offsets = letter_offsets(line)
        inner = [self.starts[run] - place for run in runs if 0 < self.starts[run] - place < len(offsets)]
        return tuple(offsets[at] for at in inner if offsets[at] == offsets[at - 1] + 1)


def set_apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the words that set each apart from the rest."""
    share: Counter[str] = Counter()
    for block in blocks:
        if block.evidence:
            share.update(dict.fromkeys(block.evidence.ancestors, len(block.text)))
    most = APART_SHARE * sum(len(block.text) for block in blocks)
    words = {name: frozenset(NAME_WORDS.findall(name)) for name, held in share.items() if held < most}
    return tuple(
        replace(block, evidence=replace(block.evidence, apart=apart))
        if block.evidence and (apart := frozenset().union(*(words.get(name, ()) for name in block.evidence.ancestors)))
        else block
        for block in blocks
    )


def letter_offsets(line: str) -> list[int]:
    """Return the offset in the line of each of its characters that squeezing leaves."""
    return [offset for offset, character in enumerate(line) if not character.isspace() and character.isprintable()]


def enclosing_block(element: HtmlElement) -> HtmlElement:
    """Return the nearest element around, or the element itself, that is not inline."""
    at = element
    while at.tag in INLINE and (parent := at.getparent()) is not None:
        at = parent
    return at


def in_link(element: HtmlElement) -> bool:
    """Return whether an element is an <a> or stands in one, looking up as far as cards put their links."""
    at: HtmlElement | None = element
    for _ in range(LINK_DEPTH):
        if at is None:
            return False
        if at.tag == "a":
            return True
        at = at.getparent()
    return False


def name_of(element: HtmlElement) -> str:
    """Return tag, classes and id of an element, as one lower-case string."""
    return " ".join(filter(None, (element.tag, element.get("class"), element.get("id")))).lower()


def _tags_up(element: HtmlElement, levels: int) -> Iterator[str]:
    at: HtmlElement | None = element
    for _ in range(levels):
        if at is None:
            return
        yield at.tag
        at = at.getparent()
