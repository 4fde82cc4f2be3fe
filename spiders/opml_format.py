"""OPML, the lists of feeds that feed readers hand to each other: bytes in, outlines out, and back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from spiders.feed_format import ENTITY_DECLARED
from spiders.source_format import UNREADABLE

DEEPEST = 32
"""Folders within folders; further down nobody keeps feeds."""


class OpmlError(Exception):
    """What cannot be read as OPML; says why, and in which line where that is known."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list of feeds."""

    feed: str
    """Its address, as the list has it."""
    home: str = ""
    title: str = ""
    language: str = ""
    folders: tuple[str, ...] = ()
    """The names of what it lies in, outermost first."""
    enabled: bool = True
    line: int = 0
    """Where it stands in its file, from 1."""


def read_opml(body: bytes) -> tuple[Outline, ...]:
    """Return the feeds in a list, in its order. Raises OpmlError.

    >>> body = b"<opml><body><outline text='News'><outline text='A' xmlUrl='https://a.example/f'/></outline></body></opml>"
    >>> [(outline.feed, outline.title, outline.folders) for outline in read_opml(body)]
    [('https://a.example/f', 'A', ('News',))]
    """
    if ENTITY_DECLARED.match(body.replace(b"\0", b"")):
        raise OpmlError("it declares XML entities, which no list of feeds needs and an attack does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise OpmlError(f"line {error.lineno or 1}: not XML: {error.msg}; a & must be written &amp;") from error
    if etree.QName(root).localname.lower() != "opml":
        raise OpmlError(f"not OPML: its first element is <{etree.QName(root).localname}>, not <opml>")
    return tuple(outlines(root.find("body"), (), enabled=True))


def outlines(parent: "etree._Element | None", folders: tuple[str, ...], *, enabled: bool) -> Iterator[Outline]:
    """Yield the feeds below an element, in order."""
    if parent is None or len(folders) > DEEPEST:
        return
    for element in parent.iterchildren("outline"):
        said = {str(name).lower(): str(value).strip() for name, value in element.items()}
        title = said.get("title") or said.get("text", "")
        is_on = enabled and said.get("iscomment", "").lower() != "true"
        feed = said.get("xmlurl", "")
        if feed:
            home, language, line = said.get("htmlurl", ""), said.get("language", ""), line_of(element)
            yield Outline(feed, home, title, language, folders, is_on, line)
        yield from outlines(element, (*folders, title) if title and not feed else folders, enabled=is_on)


def line_of(element: Any) -> int:  # noqa: ANN401  the stubs of lxml have no type for it
    """Return the line on which an element stands, from 1."""
    return int(element.sourceline or 0)


def opml(title: str, feeds: Iterable[Outline]) -> bytes:
    """Return a list of feeds as a file, in UTF-8; each folder once, in the order in which they come."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = UNREADABLE.sub(" ", title)
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for outline in feeds:
        for depth in range(1, len(outline.folders) + 1):
            place = outline.folders[:depth]
            if place not in folders:
                folders[place] = etree.SubElement(folders[place[:-1]], "outline", attributes(text=place[-1]))
        said = attributes(
            text=outline.title,
            title=outline.title,
            type="rss",
            xmlUrl=outline.feed,
            htmlUrl=outline.home,
            language=outline.language,
            isComment="" if outline.enabled else "true",
        )
        etree.SubElement(folders[outline.folders], "outline", said)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def attributes(**said: str) -> dict[str, str]:
    """Return those that are not empty, without letters that no XML may hold."""
    return {name: UNREADABLE.sub(" ", value) for name, value in said.items() if value}
