"""The places of a page in which it speaks about itself, each read once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from pipeline.letters import letters
from pipeline.metadata.lines import clean_line, plain_line
from pipeline.metadata.linked import Linked, read_linked

LINKED_DATA = "application/ld+json"
META_NAMES = ("name", "property", "itemprop", "http-equiv")
SPEAKING = ("a", "span", "p", "div", "address", "li")
"""The elements that bylines stand in."""

AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?i:(?:[a-z]*[_-]{1,2})?(?:by-?line|authors?|autor(?:en|in|es)?|auteurs?|autore|signature|writer"
    r"|verfasser|redacteur)"
    r"(?:[_-]{0,2}(?:name|names|link|list|item|text|info|meta|item-name|list-item|title-link))?)(?:$|\s)"
    r"|[a-z](?:Author|Byline|Autor)s?(?:Name|Names|Link|List|Info|Text)?(?:$|[\s_-])",
)
NOT_AUTHOR_CLASS = re.compile(
    r"comment|teaser|media|caption|figure|credit|quote|testimonial|related|recommend|bio\b|avatar|image|photo|img|reply",
    re.IGNORECASE,
)
AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autori|contributors?|journalists?|reporters?|by)/[^/]"
)
"""Where a link in a byline leads: the page of its author."""

LONGEST_BYLINE = 120
"""Characters. The longest byline that named the authors of a benchmark page has 48."""

MOST_HEADINGS = 8
"""How many <h1> are read; the headline of a benchmark page is among the first four."""

LONGEST_HEADING = 1000
"""Characters, spaces and all. A heading that holds more holds the article, or is there to hurt."""

SURE_HEADLINE = 20
"""Letters of a headline that a heading does not end with by accident."""

MOST_TEXTS = 24
"""How many texts after the headline are looked at for byline and date, and before it a quarter as many. Of 92
benchmark pages whose date stands in sight only, 77 have it after the headline, at most as the 14th text, 15 before,
at most as the third."""

PROPERTIES = etree.XPath("//*[@itemprop]")
AFTER = etree.XPath(f"following::text()[normalize-space()][position() <= {MOST_TEXTS}]")
BEFORE = etree.XPath(f"preceding::text()[normalize-space()][position() <= {MOST_TEXTS // 4}]")


@dataclass(frozen=True)
class Places:
    """One page, and where in it to look."""

    tree: HtmlElement
    url: str

    @cached_property
    def by_tag(self) -> dict[str, list[HtmlElement]]:
        """The elements that speak of the page by their tag; one walk for all of them."""
        found: dict[str, list[HtmlElement]] = {tag: [] for tag in ("meta", "link", "h1", "title", "time", "script")}
        for element in self.tree.iter(*found):
            found[str(element.tag)].append(element)
        return found

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of the meta elements by name, property or itemprop in lower case, in order, each once."""
        found: dict[str, list[str]] = {}
        for meta in self.by_tag["meta"]:
            content = (meta.get("content") or "").strip()
            for name in {name.strip().lower() for attribute in META_NAMES if (name := meta.get(attribute))}:
                if content and content not in (said := found.setdefault(name, [])):
                    said.append(content)
        return found

    def links(self, relation: str) -> Iterator[str]:
        """Yield the addresses of the link elements with a relation."""
        for link in self.by_tag["link"]:
            if relation in (link.get("rel") or "").lower().split() and (href := link.get("href")):
                yield href

    @cached_property
    def linked(self) -> Linked:
        """The JSON-LD of the page."""
        scripts = (script for script in self.by_tag["script"] if (script.get("type") or "").lower() == LINKED_DATA)
        return read_linked((script.text or "" for script in scripts), self.url)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The texts of the first <h1> elements."""
        texts = (heading.text_content() for heading in self.by_tag["h1"][:MOST_HEADINGS])
        return tuple(line for text in texts if (line := plain_line(text)))

    @cached_property
    def search_title(self) -> str | None:
        """The text of the <title> in the head; drawings have titles too."""
        for title in self.by_tag["title"]:
            parent = title.getparent()
            if parent is not None and parent.tag == "head":
                return plain_line(title.text_content())
        return None

    @cached_property
    def properties(self) -> dict[str, list[HtmlElement]]:
        """The elements in sight that are microdata, by the name that schema.org gives to what they hold."""
        found: dict[str, list[HtmlElement]] = {}
        for element in cast("list[HtmlElement]", PROPERTIES(self.tree)):
            if element.tag != "meta":
                found.setdefault((element.get("itemprop") or "").strip(), []).append(element)
        return found

    def items(self, name: str) -> Iterator[str]:
        """Yield what the microdata of the page says under a name."""
        for element in self.properties.get(name, ()):
            shown = element.text_content()[:LONGEST_HEADING]
            yield element.get("datetime") or element.get("content") or clean_line(shown) or ""

    @cached_property
    def bylines(self) -> tuple[HtmlElement, ...]:
        """The elements in sight whose names, or whose links, say that they hold the author."""
        properties = {*self.properties.get("author", ()), *self.properties.get("creator", ())}
        found = []
        names_author: dict[str, bool] = {}
        for element in self.tree.iter(*SPEAKING):
            names = element.get("class", "")
            if names not in names_author:
                names_author[names] = bool(AUTHOR_CLASS.search(names) and not NOT_AUTHOR_CLASS.search(names))
            is_link_to_author = element.tag == "a" and _leads_to_author(element)
            if names_author[names] or is_link_to_author or element in properties:
                found.append(element)
        return tuple(found)


@dataclass(frozen=True)
class BesideHeadline:
    """The texts around the heading that is the headline, nearest first; none in a page without headings."""

    places: Places
    headlines: tuple[str, ...]

    @cached_property
    def after(self) -> tuple[str, ...]:
        """What a reader sees after the headline."""
        return () if self.heading is None else _lines(AFTER(self.heading))

    @cached_property
    def before(self) -> tuple[str, ...]:
        """What a reader sees before the headline, from the headline upwards."""
        return () if self.heading is None else _lines(BEFORE(self.heading))[::-1]

    @cached_property
    def with_kickers(self) -> tuple[str, ...]:
        """The headings that end with one of the headlines, after a kicker."""
        known = [shown for headline in self.headlines if len(shown := letters(headline)) >= SURE_HEADLINE]
        texts = (text for each in self._headings if len(text := each.text_content()) <= LONGEST_HEADING)
        lines = (line for text in texts if (line := clean_line(text)))
        return tuple(line for line in lines if letters(line).endswith(tuple(known)))

    @cached_property
    def _headings(self) -> tuple[HtmlElement, ...]:
        """The headings that may be the headline, the surest first."""
        return (*self.places.by_tag["h1"], *self.places.tree.iter("h2", "h3"))

    @cached_property
    def heading(self) -> HtmlElement | None:
        """The first heading that says one of the headlines, maybe after a kicker; else the first <h1>."""
        known = {letters(headline) for headline in self.headlines}
        for heading in self._headings:
            text = heading.text_content()
            shown = letters(text) if len(text) <= LONGEST_HEADING else ""
            if shown and any(shown.endswith(headline) for headline in known):
                return heading
        return next((each for each in self.places.by_tag["h1"] if clean_line(each.text_content())), None)


def _lines(texts: object) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := clean_line(str(text)))) if isinstance(texts, list) else ()


def _leads_to_author(link: HtmlElement) -> bool:
    return link.get("rel", "").lower() == "author" or bool(AUTHOR_PATH.search(link.get("href", "")))
