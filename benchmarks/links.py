"""How well links to articles are told from others, on pages whose own addresses are known to be articles'."""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.pages import raw_pages
from pipeline.article import RawPage, url_key
from pipeline.decode import decode
from pipeline.tree import parse
from spiders.links import Link, anchors_of, listing_of, merged
from spiders.shapes import Shape

CORPORA = ("aeb", "publishers", "sites", "wcxb")
PROMISING = 2
"""Points of the address alone with which words or place of a link make it one to an article."""

AWAY = ("impressum", "imprint", "privacy", "datenschutz", "terms", "contact", "kontakt", "about", "careers", "login",
        "subscribe", "cookie", "advertise", "newsletter", "faq", "agb")  # fmt: skip
"""Texts of links that are never an article's, in the foot of most pages."""


class Counts(NamedTuple):
    """What was found on the pages of a corpus."""

    pages: int
    links: int
    articles: int
    known: int
    """Links to another page of the corpora: certainly articles."""
    known_found: int
    services: int
    """Links with a text that no article has."""
    services_taken: int
    own_promising: int
    """Pages whose own address looks like an article's, with nothing else known."""


def links() -> None:
    """Print the shares for each corpus."""
    pages = {corpus: raw_pages(corpus) for corpus in CORPORA}
    known = {url_key(page.url) for of in pages.values() for page in of}
    for corpus, of in pages.items():
        counts = count(of, known)
        print(
            f"links, {corpus}: {counts.pages:,} pages, {counts.links:,} links, {counts.articles:,} taken for articles;"
            f" known articles found {counts.known_found} of {counts.known};"
            f" services taken for articles {counts.services_taken} of {counts.services:,};"
            f" own address like an article's {counts.own_promising / counts.pages:.2f}"
        )


def count(pages: list[RawPage], known: set[str]) -> Counts:
    """Return what is found on pages."""
    total = Counts(0, 0, 0, 0, 0, 0, 0, 0)
    for page in pages:
        for found in counted(page, known):
            total = Counts(*map(sum, zip(total, found, strict=True)))
    return total


def counted(page: RawPage, known: set[str]) -> Iterator[Counts]:
    """Yield what is found on one page, if it is one."""
    tree = parse(decode(page.body, page.content_type))
    if tree is None:
        return
    seen = list(merged(anchor.link for anchor in anchors_of(tree, page.url)).values())
    taken = {link.url for link in listing_of(tree, page.url).articles}
    others = [link for link in seen if url_key(link.url) in known - {url_key(page.url)}]
    services = [link for link in seen if is_service(link)]
    yield Counts(
        1,
        len(seen),
        len(taken),
        len(others),
        sum(link.url in taken for link in others),
        len(services),
        sum(link.url in taken for link in services),
        Shape(page.url).points >= PROMISING,
    )


def is_service(link: Link) -> bool:
    """Return whether the text of a link says that it leads to a service of the site."""
    return link.text.lower().startswith(AWAY) and len(link.text) < 20
