"""The links of a page that lists articles: to articles, to further lists, to the next page. Pure: bytes in, links out.

No list of sites: an article is known by the form of its address, by the words and the place of its links, and by
others of the same form on the page.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.article import Reason
from pipeline.decode import decode
from pipeline.tree import parse
from spiders.page import refuse_address
from spiders.shapes import IMPOSSIBLE, LONG_NAME, Shape, bare_address, site_of

Place = Literal["heading", "teaser", "body", "around", "foot"]
"""Where a link stands: in a heading, in what shows one article, anywhere, in the navigation, in the foot."""

WEIGHTS: Mapping[Place, int] = {"heading": 2, "teaser": 1, "body": 0, "around": -2, "foot": -3}

APART = frozenset(("around", "foot"))

ENOUGH = 4
"""Points that make a link one to an article."""

NEARLY = 2
"""Points that do where others of the same form on the page are articles."""

ALIKE = 3
"""So many others."""

LONG_TEXT, FAIR_TEXT = 25, 15
"""Letters. A name of a section has fewer than either; of the headlines of 1,119 benchmark pages 95% have 25 or more."""

WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Letters of East Asia, each of which says as much as two or three of an alphabet."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TAGS: Mapping[str, Place] = {
    **dict.fromkeys(HEADINGS, "heading"),
    **dict.fromkeys(("nav", "aside", "header", "menu"), "around"),
    "article": "teaser",
    "footer": "foot",
}
AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|navigation|menu|submenu|megamenu|breadcrumbs?|toolbar|topbar|topics?|tags?|taglist|share"
    r"|sharing|social|byline|authors?|pagination|pager|lang|language|languages|switcher|login|cookie|consent|masthead)(?:$|[\s_-])"
)
FOOT_NAME = re.compile(r"(?:^|[\s_-])(?:footer|foot|colophon|siteinfo|copyright|imprint|legal)(?:$|[\s_-])")
TEASER_NAME = re.compile(
    r"(?:^|[\s_-])(?:article|teaser|card|story|headline|title|post|entry|news-?item|newsitem|list-?item|promo|item)(?:$|[\s_-])"
)
ROLES: Mapping[str, Place] = {"navigation": "around", "menu": "around", "menubar": "around", "contentinfo": "foot"}

LEVELS = 8
"""How far above a link its place is looked for."""

NEXT_REL = frozenset(("next", "prev", "previous"))
NEXT_TEXT = re.compile(
    r"(?:next|older(?: \w+)?|more (?:news|stories|articles|posts)|load more|show more|see more|weiter|"
    r"nächste(?: seite)?|"
    r"ältere(?: \w+)?|mehr(?: laden| anzeigen)?|suivante?|page suivante|plus anciens?|voir plus|siguiente|anteriores|"
    r"ver más|más noticias|próxima(?: página)?|seguinte|mais(?: notícias)?|successiv[ao]|pagina successiva|avanti|"
    r"volgende|meer|nästa|neste|næste|seuraava|następna|starsze|další|ďalšie|következő|sonraki|daha fazla|следующая|"
    r"далее|ещё|показать ещё|наступна|επόμενη|التالي|المزيد|הבא|अगला|次へ|次のページ|下一页|下一頁|다음|"
    r"berikutnya|selanjutnya|tiếp|trang sau|ถัดไป)?\s*[»›>→]*|\d{1,4}",
    re.IGNORECASE,
)
PAGE_KEYS = frozenset("page p paged pg pagina seite start offset from pagenum pageno page_no pn cursor skip".split())
PAGE_FOLDER = re.compile(
    r"(?:page|pagina|página|seite|p|pg|sida|side|strona|sayfa|stranica)[-_/]?\d{1,4}|\d{1,4}", re.IGNORECASE
)

LONGEST_LIST_PATH = 3
"""Folders that the address of a list has at most."""

LONGEST_NAME = 30
"""Letters in the name of a section, as a link has it."""

MOST_LINKS = 20_000
"""So many links of a page are looked at."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page links to, with all its links taken together."""

    url: str
    """Absolute, without what names the visitor or the way here."""
    text: str = ""
    """The longest of its texts, on one line."""
    place: Place = "body"
    """The place that says most for an article."""


class Listing(NamedTuple):
    """What a page links to on its own site."""

    articles: tuple[Link, ...] = ()
    """In the order of the page."""
    lists: tuple[Link, ...] = ()
    """Perhaps pages that list articles in their turn."""
    further: tuple[Link, ...] = ()
    """The next pages of this very list."""


def read_listing(body: bytes, url: str, content_type: str = "") -> Listing | Reason:
    """Return what a page at `url` links to, or why it is none.

    >>> page = b'''<nav><a href=/sport>Sport</a></nav><h2><a href=/sport/lake-freezes-over-again>Lake freezes over
    ... again, and nobody falls in</a></h2><a href=?page=2>2</a><footer><a href=/imprint>Imprint</a></footer>'''
    >>> listing = read_listing(page, "https://example.com/")
    >>> [[link.url for link in links] for links in listing]
    [['https://example.com/sport/lake-freezes-over-again'], ['https://example.com/sport'],
     ['https://example.com/?page=2']]
    """
    tree = parse(decode(body, content_type))
    if tree is None:
        return Reason("not a page", "the answer holds no markup, so no links")
    return listing_of(tree, url)


def listing_of(tree: HtmlElement, url: str) -> Listing:
    """Return what a parsed page at `url` links to."""
    anchors = list(anchors_of(tree, url))
    links = merged(anchor.link for anchor in anchors)
    own = Shape(bare_address(url))
    links.pop(own.url, None)
    further = {anchor.link.url for anchor in anchors if is_further(anchor, own)}
    articles = chosen([link for link in links.values() if link.url not in further])
    return Listing(
        articles=articles,
        lists=tuple(
            link for link in links.values() if link.url not in further and link not in articles and may_list(link)
        ),
        further=tuple(link for link in links.values() if link.url in further),
    )


class Anchor(NamedTuple):
    """One <a> of a page."""

    link: Link
    rel: frozenset[str]


def anchors_of(tree: HtmlElement, url: str) -> Iterator[Anchor]:
    """Yield the links of a page that stay on its site."""
    base = next((element.get("href", "") for element in tree.iter("base")), "")
    base, site = joined(url, base) or url, site_of(url)
    sites: dict[str, bool] = {}
    for number, element in enumerate(tree.iter("a", "link", "area")):
        if number == MOST_LINKS:
            return
        rel = frozenset((element.get("rel") or "").lower().split())
        if element.tag == "link" and not rel & NEXT_REL:
            continue
        target = joined(base, element.get("href") or "")
        if target is None:
            continue
        host = urlsplit(target).netloc
        if host not in sites:
            sites[host] = site_of(target) == site
        if sites[host]:
            yield Anchor(Link(target, text_of(element), place_of(element)), rel)


def joined(base: str, href: str) -> str | None:
    """Return an address in full, without what names the visitor; None when it is not one of the web."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        url = bare_address(urljoin(base, href))
    except ValueError:
        return None
    return None if refuse_address(url) else url


def text_of(element: HtmlElement) -> str:
    """Return the text of a link on one line; of a picture its description."""
    text = " ".join(element.text_content().split())
    return text or " ".join((element.get("title") or element.get("aria-label") or "").split())


def place_of(element: HtmlElement) -> Place:
    """Return where a link stands; the nearest that says so counts."""
    if any(True for _ in element.iter(*HEADINGS)):
        return "heading"
    at: HtmlElement | None = element
    place: Place = "body"
    for _ in range(LEVELS):
        if at is None or at.tag == "body":
            break
        found = named_place(at)
        if found in {"heading", "around", "foot"}:
            return found if found != "around" or place != "teaser" else "teaser"
        place = found if place == "body" else place
        at = at.getparent()
    return place


def named_place(element: HtmlElement) -> Place:
    """Return what an element says of what stands in it."""
    if told := TAGS.get(element.tag) or ROLES.get(element.get("role") or ""):
        return told
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if FOOT_NAME.search(names):
        return "foot"
    if AROUND_NAME.search(names):
        return "around"
    return "teaser" if TEASER_NAME.search(names) else "body"


def merged(links: Iterable[Link]) -> dict[str, Link]:
    """Return the links by address, each once: with the longest text, and the place that says most."""
    found: dict[str, Link] = {}
    for link in links:
        known = found.get(link.url)
        if known is None:
            found[link.url] = link
            continue
        text = max(known.text, link.text, key=len)
        found[link.url] = replace(known, text=text, place=max(known.place, link.place, key=WEIGHTS.__getitem__))
    return found


class Judged(NamedTuple):
    """A link, and what speaks for it."""

    link: Link
    shape: Shape

    @property
    def points(self) -> int:
        """All points; without words, links weigh less in a heading and more against themselves around the articles."""
        said = text_points(self.link.text)
        less = not said and (self.link.place == "heading" or self.link.place in APART)
        if said < 2 and self.link.place in APART and self.shape.speaks_of_service:
            return IMPOSSIBLE
        return self.shape.points + said + WEIGHTS[self.link.place] - less


def chosen(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links to articles: those with points enough, and those nearly so whose form many of these have."""
    judged = [Judged(link, Shape(link.url)) for link in links]
    sure: defaultdict[str, int] = defaultdict(int)
    doubtful: defaultdict[str, int] = defaultdict(int)
    for each in judged:
        (sure if each.points >= ENOUGH else doubtful)[each.shape.pattern] += 1
    return tuple(
        each.link
        for each in judged
        if each.points >= ENOUGH
        or (
            each.points >= NEARLY
            and each.link.place not in APART
            and sure[each.shape.pattern] >= max(ALIKE, doubtful[each.shape.pattern])
        )
    )


def text_points(text: str) -> int:
    """Return what the words of a link say for an article.

    >>> [text_points(text) for text in ("Lake freezes over, and nobody fell in", "Sport", "湖が凍り、誰も落ちなかった")]
    [2, 0, 2]
    """
    size = len(text) + len(WIDE.findall(text))
    return 2 if size >= LONG_TEXT else 1 if size >= FAIR_TEXT else 0


def is_further(anchor: Anchor, own: Shape) -> bool:
    """Return whether a link leads to the next pages of the list that it stands in."""
    link, shape = anchor.link, Shape(anchor.link.url)
    if urlsplit(link.url).netloc != urlsplit(own.url).netloc or link.url == own.url:
        return False
    is_named_so = bool(link.text and NEXT_TEXT.fullmatch(link.text))
    return is_page_of(shape, own) if is_named_so else bool(anchor.rel & NEXT_REL) and has_page(shape)


def is_page_of(shape: Shape, own: Shape) -> bool:
    """Return whether an address is that of a list with only the number of a page beside it.

    >>> def test(url): return is_page_of(Shape(url), Shape("https://example.com/sport/"))
    >>> test("https://example.com/sport?page=2"), test("https://example.com/sport/page/2"), test("https://example.com/2")
    (True, True, False)
    """
    same = [pair for pair in shape.query if pair[0].lower() not in PAGE_KEYS]
    if same != [pair for pair in own.query if pair[0].lower() not in PAGE_KEYS]:
        return False
    return without_page(shape) == without_page(own)


def has_page(shape: Shape) -> bool:
    """Return whether an address has the number of a page."""
    in_path = bool(shape.segments and PAGE_FOLDER.fullmatch(shape.segments[-1]))
    return in_path or any(key.lower() in PAGE_KEYS for key, _ in shape.query)


def without_page(shape: Shape) -> str:
    """Return a path without the number of a page at its end."""
    segments = list(shape.segments)
    if segments and PAGE_FOLDER.fullmatch(segments[-1]):
        del segments[-1]
        if segments and PAGE_FOLDER.fullmatch(f"{segments[-1]}1"):
            del segments[-1]
    return "/".join(segments)


def may_list(link: Link) -> bool:
    """Return whether a link may be one to a section: a short address, and a short name."""
    shape = Shape(link.url)
    if shape.is_file or shape.is_service or shape.has_id or urlsplit(link.url).query:
        return False
    if not 0 < len(shape.segments) <= LONGEST_LIST_PATH or shape.day_at or shape.words >= LONG_NAME:
        return False
    return bool(link.text) and len(link.text) <= LONGEST_NAME
