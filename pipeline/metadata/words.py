"""The fields of a page, each with the place where it was found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipeline.article import Hints, Provenance
from pipeline.letters import letters
from pipeline.metadata.access import is_free
from pipeline.metadata.bylines import Bylines, signature
from pipeline.metadata.lines import Found, absolute, plain_line
from pipeline.metadata.linked import Node, names_in, text_of
from pipeline.metadata.moments import Moments, best_instant
from pipeline.metadata.persons import is_person
from pipeline.metadata.places import BesideHeadline, Places
from pipeline.metadata.titles import LONGEST_HEADLINE, Offered, Site, choose_title, drop_section, without_ends

T = TypeVar("T")

SECTION_META = ("article:section", "og:article:section", "section", "parsely-section", "sailthru.section",
                "content_category", "category")  # fmt: skip
IMAGE_META = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
SHARED_META = ("og:title", "twitter:title", "title", "dc.title")
DESCRIPTION_META = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?![A-Za-z])")
NO_HINTS = Hints()


def provenance_of_text(hints: Hints, title: str | None) -> tuple[Provenance, ...]:
    """Return where the fields of a text that never was a page come from: who handed it in, or its first line."""
    from_feed = (
        ("title", hints.title), ("authors", hints.authors), ("published", hints.published),
        ("modified", hints.modified), ("language", hints.language), ("tags", hints.tags),
    )  # fmt: skip
    found = tuple(Provenance(field, hints.place) for field, said in from_feed if said)
    return (Provenance("title", "first line"), *found) if title and not hints.title else found


def zoned(instant: datetime) -> datetime:
    """Return an instant that can be compared: with UTC where it has no zone."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


class Signed(NamedTuple):
    """Who wrote an article, and where each field of it was found."""

    authors: tuple[str, ...]
    provenance: tuple[Provenance, ...]


@dataclass(frozen=True)
class PageWords:
    """What one page says about itself; where it says nothing, what whoever handed it in said."""

    tree: HtmlElement
    url: str
    hints: Hints = NO_HINTS

    @cached_property
    def places(self) -> Places:
        """Where in the page to look."""
        return Places(self.tree, self.url)

    @property
    def linked(self) -> tuple[Node, ...]:
        """All JSON-LD objects of the page that stand for themselves, in order."""
        return self.places.linked.nodes

    def _meta(self, *names: str) -> Found[str] | None:
        """Return the first content of the first of `names` that the page has."""
        metas = self.places.metas
        return next((Found(metas[name][0], f"meta {name}") for name in names if name in metas), None)

    def _of_article(self, key: str) -> list[Found[str]]:
        """Return the texts that the JSON-LD of the article has under a key."""
        linked = self.places.linked
        return [Found(text, f"JSON-LD {key}") for text in linked.names(linked.article.get(key))]

    def _hinted(self, said: T | None) -> Found[T] | None:
        """Return what whoever handed the page in said, if anything, with who that was."""
        return Found(said, self.hints.place) if said else None

    @cached_property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where each field was found, in the order in which they are looked for."""
        found = (
            ("title", self._title),
            ("canonical_url", self._canonical_url),
            ("site_name", self._site_name),
            ("authors", self._authors),
            ("published", self._published),
            ("modified", self._modified),
            ("language", self._language),
            ("section", self._section),
            ("tags", self._tags),
            ("image", self._image),
            ("free", self._free),
        )
        return tuple(Provenance(field, said.place) for field, said in found if said)

    @cached_property
    def _canonical_url(self) -> Found[str] | None:
        said = [Found(href, "link canonical") for href in self.places.links("canonical")][:1]
        said += filter(None, [self._meta("og:url")])
        for candidate, place in said:
            url = absolute(self.url, candidate)
            if url and (urlsplit(url).path.strip("/") or not urlsplit(self.url).path.strip("/")):
                return Found(url, place)
        return None

    @property
    def canonical_url(self) -> str | None:
        """The address the page gives itself, absolute; not one that points at the whole site."""
        return self._canonical_url.value if self._canonical_url else None

    @cached_property
    def _site_name(self) -> Found[str] | None:
        linked = self.places.linked
        said = (
            self._meta("og:site_name", "application-name"),
            *(Found(name, "JSON-LD publisher") for name in linked.names(linked.article.get("publisher"))),
            *(Found(name, "JSON-LD WebSite") for name in names_in(linked.typed("WebSite").get("name"))),
            self._meta("apple-mobile-web-app-title"),
        )
        lines = (Found(line, each.place) for each in said if each and (line := plain_line(each.value)))
        return next(lines, None)

    @property
    def site_name(self) -> str | None:
        """The name of the site."""
        return self._site_name.value if self._site_name else None

    @cached_property
    def _site(self) -> Site:
        return Site(self.site_name, self.url)

    @cached_property
    def _offered(self) -> Offered:
        """The headlines without the name of the site, without the section, and without endings that others lack."""
        linked, shared = self.places.linked, self._meta(*SHARED_META)
        headings = [heading for heading in self.places.headings[:2] if not self._site.is_named(heading)]
        said = (text_of(linked.article.get("headline")), shared and shared.value, text_of(linked.article.get("name")),
                self.places.search_title, *headings)  # fmt: skip
        headline, og, name, searched, *shown = without_ends([self._bare(text) for text in said])
        return Offered(
            headline=headline,
            shared=Found(og, shared.place) if og and shared else None,
            headings=tuple(filter(None, shown)),
            name=name,
            searched=searched,
        )

    def _bare(self, text: str | None) -> str | None:
        line = plain_line(text)
        if not line:
            return None
        return drop_section(self._site.dropped_from(line), [self._section.value] if self._section else ())

    @cached_property
    def _title(self) -> Found[str] | None:
        return self._chosen or self._hinted(self.hints.title)

    @cached_property
    def _chosen(self) -> Found[str] | None:
        return choose_title(self._offered)

    @property
    def title(self) -> str | None:
        """The headline that was written as such."""
        return self._title.value if self._title else None

    @cached_property
    def headlines(self) -> tuple[str, ...]:
        """All that the page gives as its headline, each once, without the name of the site; the title first."""
        said = [each.value for each in (self._chosen, *self._offered.all) if each]
        alternative = text_of(self.places.linked.article.get("alternativeHeadline"))
        if alternative and len(alternative) <= LONGEST_HEADLINE and not self._describes(alternative):
            said.append(alternative)
        return tuple(dict.fromkeys((*said, *self._beside.with_kickers)))

    @cached_property
    def _authors(self) -> Found[tuple[str, ...]] | None:
        return Bylines(self.places, self._site, self._beside).authors or self._hinted(self.hints.authors)

    def signed(self, texts: Iterable[str]) -> "Signed":
        """Return the authors, and where all was found, with what the text says: it may be signed with a name.

        `texts` are the lines of the article that may be a signature. They count where the page gives an author field
        that names no person: a site that puts its own name there puts the writer's into the text.
        """
        said = self._authors
        if said and not any(is_person(name) and not self._site.is_named(name) for name in said.value):
            said = signature(texts, self._site) or said
        where = (
            each._replace(place=said.place) if said and each.field == "authors" else each for each in self.provenance
        )
        return Signed(said.value if said else (), tuple(where))

    @property
    def authors(self) -> tuple[str, ...]:
        """The persons who wrote it, without `By`; the organisation where the page names no person."""
        return self._authors.value if self._authors else ()

    @cached_property
    def _beside(self) -> BesideHeadline:
        return BesideHeadline(self.places, tuple(each.value for each in self._offered.all))

    @property
    def heading(self) -> HtmlElement | None:
        """The heading in sight that is the headline."""
        return self._beside.heading

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """The texts in which the page says what it is about, each once."""
        metas, article = self.places.metas, self.places.linked.article
        said = [text for name in DESCRIPTION_META for text in metas.get(name, ())]
        said += (text for key in ("description", "abstract") if (text := text_of(article.get(key))))
        return tuple(dict.fromkeys(line for text in said if (line := plain_line(text))))

    def _describes(self, text: str) -> bool:
        """Return whether a description begins with a text."""
        return any(letters(description).startswith(letters(text)) for description in self.descriptions)

    @cached_property
    def _moments(self) -> Moments:
        return Moments(self.places, self._beside, self.canonical_url)

    @cached_property
    def _published(self) -> Found[datetime] | None:
        said, hinted = self._moments.published, self._hinted(self.hints.published)
        return best_instant([said, hinted]) if said and hinted else said or hinted

    @property
    def published(self) -> datetime | None:
        """When it was published; naive where nobody gives a zone."""
        return self._published.value if self._published else None

    @property
    def has_assumed_zone(self) -> bool:
        """Whether nobody gives the zone of `published`."""
        return self.published is not None and self.published.tzinfo is None

    @cached_property
    def _modified(self) -> Found[datetime] | None:
        """Return what the page says; else what a feed or sitemap does, if that is after the publication."""
        hint = self.hints.modified
        is_later = hint is not None and (self.published is None or zoned(hint) > zoned(self.published))
        return self._moments.modified or (self._hinted(hint) if is_later else None)

    @property
    def modified(self) -> datetime | None:
        """When it was last changed; naive where the page gives no zone."""
        return self._modified.value if self._modified else None

    @cached_property
    def _language(self) -> Found[str] | None:
        """Return what the page declares at its top, unless two other places agree on another."""
        body = self.tree.find("body")
        article = self.places.linked.article.get("inLanguage")
        said = (
            Found(self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang"), "html lang"),
            *(
                Found(text, "JSON-LD inLanguage")
                for key in ("alternateName", "name")
                for text in names_in(article, key)
            ),
            self._meta("og:locale", "content-language", "language"),
            Found(body.get("lang") if body is not None else None, "body lang"),
        )
        codes = [
            Found(code.group(1).lower(), each.place)
            for each in said
            if each and each.value and (code := LANGUAGE.match(each.value))
        ]
        outvoted = len({code.place for code in codes[1:]}) > 1 and len({code.value for code in codes[1:]}) == 1
        return next(iter(codes[1:] if outvoted else codes), None) or self._hinted(self.hints.language)

    @property
    def language(self) -> str | None:
        """The language that the page declares, ISO 639-1."""
        return self._language.value if self._language else None

    @cached_property
    def _section(self) -> Found[str] | None:
        said = (self._meta("article:section"), *self._of_article("articleSection"), self._meta(*SECTION_META))
        return next((Found(line, each.place) for each in said if each and (line := plain_line(each.value))), None)

    @property
    def section(self) -> str | None:
        """The section of the paper."""
        return self._section.value if self._section else None

    @cached_property
    def _tags(self) -> Found[tuple[str, ...]] | None:
        metas = self.places.metas
        said = (
            *((metas.get(name, []), f"meta {name}") for name in ("article:tag", "og:article:tag")),
            ([each.value for each in self._of_article("keywords")], "JSON-LD keywords"),
            *((metas.get(name, [])[:1], f"meta {name}") for name in ("news_keywords", "keywords", "parsely-tags")),
        )
        for texts, place in said:
            lines = [line for text in texts if (line := plain_line(text))]
            words = [word.strip() for line in lines for word in line.split("," if "," in line else ";")]
            if tags := tuple(dict.fromkeys(word for word in words if letters(word))):
                return Found(tags, place)
        return self._hinted(self.hints.tags)

    @property
    def tags(self) -> tuple[str, ...]:
        """What it is about, in the page's order, each once."""
        return self._tags.value if self._tags else ()

    @cached_property
    def _image(self) -> Found[str] | None:
        linked = self.places.linked
        image = linked.article.get("image")
        said = (
            self._meta(*IMAGE_META),
            *(Found(url, "JSON-LD image") for key in ("url", "contentUrl", "@id") for url in names_in(image, key)),
            *(Found(url, "JSON-LD thumbnailUrl") for url in names_in(linked.article.get("thumbnailUrl"), "url")),
            *(Found(href, "link image_src") for href in self.places.links("image_src")),
        )
        urls = (Found(url, each.place) for each in said if each and (url := absolute(self.url, each.value)))
        return next(urls, None)

    @property
    def image(self) -> str | None:
        """The address of the picture that the page shows of itself."""
        return self._image.value if self._image else None

    @cached_property
    def _free(self) -> Found[bool] | None:
        return is_free(self.places.linked, self.places.metas)

    @property
    def free(self) -> bool | None:
        """Whether it is free to read, where the page says so."""
        return self._free.value if self._free else None
