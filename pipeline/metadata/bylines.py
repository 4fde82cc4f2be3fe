"""Who wrote the page: all places that may say it, asked one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from pipeline.metadata.lines import Found, clean_line
from pipeline.metadata.persons import (
    BETWEEN_PERSONS,
    LEADING_BY,
    is_account,
    is_bare_by,
    is_person,
    persons,
    without_by,
)
from pipeline.metadata.places import LONGEST_BYLINE, NOT_AUTHOR_CLASS, BesideHeadline, Places
from pipeline.metadata.titles import Site

AUTHOR_META = ("author", "article:author", "byl", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author",
               "cxenseparse:author", "article:author_name", "twitter:misc:written by")  # fmt: skip
WRITTEN_BY = frozenset(("written by", "geschrieben von", "verfasst von", "écrit par", "escrito por", "scritto da",
                        "geschreven door", "author", "autor", "auteur", "von", "by", "par", "autore"))  # fmt: skip
"""What twitter:label1 says where twitter:data1 is the author; a widespread extension of WordPress writes both."""


@dataclass(frozen=True)
class Bylines:
    """What a page says of who wrote it."""

    places: Places
    site: Site
    beside: BesideHeadline

    @cached_property
    def authors(self) -> Found[tuple[str, ...]] | None:
        """The persons of the first place that names any; else the first organisation, or account.

        Once a place was found that names nobody, only what looks like a person's name is better.
        """
        organisation = None
        for names, place in self._said_authors():
            found = persons(names, self.site.name)
            named = tuple(name for name in found if not self.site.is_named(name) and not is_account(name))
            if named and (organisation is None or all(map(is_person, named))):
                return Found(named, place)
            organisation = organisation or (Found(named or found, place) if found else None)
        return organisation

    def _said_authors(self) -> Iterator[tuple[list[str], str]]:
        """Yield what may name the author, the most trusted place first."""
        linked, metas = self.places.linked, self.places.metas
        for key in ("author", "creator"):
            yield linked.names(linked.article.get(key)), f"JSON-LD {key}"
        for name in AUTHOR_META:
            yield metas.get(name, [])[:8], f"meta {name}"
        yield [_turned(name) for name in metas.get("citation_author", ())], "meta citation_author"
        for number in ("1", "2"):
            if "".join(metas.get(f"twitter:label{number}", ())).lower().strip(": ") in WRITTEN_BY:
                yield metas.get(f"twitter:data{number}", []), f"meta twitter:data{number}"
        yield self._marked_bylines(), "byline"
        yield self._bylines_beside_headline(), "byline"

    def _marked_bylines(self) -> list[str]:
        """Return the short texts of the first elements that are marked as naming the author, and of those beside."""
        for element in self.places.bylines:
            text = clean_line(element.text_content()) or ""
            if self.site.is_named(without_by(text)):
                return [text]
            if len(text) > LONGEST_BYLINE or not self._names_persons(text) or _is_aside(element):
                continue
            return [text, *_beside(element)]
        return []

    def _names_persons(self, text: str) -> bool:
        found = persons([text], self.site.name)
        return bool(found) and all(is_person(name) for name in found)

    def _bylines_beside_headline(self) -> list[str]:
        """Return the byline that follows the headline: `By Ann Lee`, or `By` and after it `Ann Lee`."""
        texts = self.beside.after
        for at, text in enumerate(texts):
            is_split = is_bare_by(text) and at + 1 < len(texts)
            line = f"{text} {texts[at + 1]}" if is_split else text
            is_byline = len(line) <= LONGEST_BYLINE and LEADING_BY.match(line) and without_by(line) != line
            if is_byline and self._names_persons(line):
                return [line, *self._more_names(texts[at + 1 + is_split :])]
        return []

    def _more_names(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield the names that go on a byline: `,` or `and`, and after it a name."""
        for joint, name in zip(texts[::2], texts[1::2], strict=False):
            if BETWEEN_PERSONS.sub("", joint) or not self._names_persons(name):
                return
            yield name


def signature(texts: Iterable[str], site: Site) -> Found[tuple[str, ...]] | None:
    """Return the persons whom the first text that is nothing but names of persons names: it signs the article."""
    for text in texts:
        names = persons([text], site.name) if len(text) <= LONGEST_BYLINE else ()
        if names and all(is_person(name) and not site.is_named(name) for name in names):
            return Found(names, "signature")
    return None


def _turned(name: str) -> str:
    """Return a name of a bibliography the way it is spoken: `Lee, Ann` is Ann Lee."""
    return " ".join(reversed(name.split(", ", 1)))


def _is_aside(element: HtmlElement) -> bool:
    """Return whether an element belongs to a comment, a teaser or the like: something else has that author."""
    around = [element, *element.iterancestors()][:6]
    return any(NOT_AUTHOR_CLASS.search(each.get("class") or "") for each in around)


def _beside(element: HtmlElement) -> list[str]:
    """Return the texts of the elements beside one that are marked as it is: each names one author of several."""
    parent = element.getparent()
    if parent is None:
        return []
    alike = [each for each in parent.iterchildren(element.tag) if each is not element]
    return [
        text
        for each in alike
        if each.get("class") == element.get("class")
        and each.get("itemprop") == element.get("itemprop")
        and (text := clean_line(each.text_content()))
        and len(text) <= LONGEST_BYLINE
    ]
