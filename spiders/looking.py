"""Where the front page and the robots.txt of a site say that its feeds, sitemaps and sections are. No I/O."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from pipeline.article import host_of
from pipeline.tree import parse
from spiders.sources import checked_address

FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}

FEED_LINK = re.compile(
    r"(?:\.(?:rss|rdf|atom)|/(?:rss|atom|feeds?)(?:\.xml)?/?|[/~._-](?:rss2?|atom|feed)\.xml)$", re.IGNORECASE
)
"""How the path of a feed ends, where a page links to one in its text."""

COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|commenti", re.IGNORECASE)
"""In the address or the title of a feed: it brings what readers say."""

USUAL_FEEDS = ("/feed/", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/rss.xml", "/index.rdf")
"""Where the systems that sites are made with put their feed, the most common first."""

USUAL_SITEMAPS = (
    "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/googlenews.xml", "/sitemap/news.xml",
    "/sitemap.xml", "/sitemap_index.xml",
)  # fmt: skip

NEWSY = re.compile(r"news|latest|recent|last-?\d|48h|aktuell|nachricht|notici|actu|novost", re.IGNORECASE)
"""In the path of a sitemap: it has the articles of these days."""

NO_ARTICLES = re.compile(
    r"video|image|photo|author|autor|/tags?|categor|section|static|product|podcast|archive", re.IGNORECASE
)
"""In the path of a sitemap: it has other things than articles, or old ones."""

MENUS = (
    "//nav | //header | //*[@role='navigation']"
    " | //*[self::ul or self::div or self::aside][contains(@class, 'nav') or contains(@class, 'menu')"
    " or contains(@id, 'nav') or contains(@id, 'menu')]"
)
"""Where a page has the links to its parts."""

MOST_SECTIONS = 15
"""More than any front page has of topics; what comes behind are services."""

SERVICES = frozenset(
    """
    abo abonnement abonnements abonner about accessibility account advertise advertising agb aide ajuda anzeigen app
    apps archiv assine auth author authors autor autores ayuda bio careers cart classified classifieds codes compte
    condiciones conditions confidentialite contact contacto contacts contato contatti contribute cookie cookies
    coupons credits crossword cuenta datenschutz deals demo disclosure donate edition editions epaper equipe event
    events faq faqs feed feedback feeds gallery games gutscheine help hilfe horoscope horoskop impressum imprint
    inserate job jobs karriere kontakt konto legal lesezeichen licensing live livestream login logout mediathek
    membership merkliste messages meteo my myaccount newsletter newsletters offer offers paper photo photos player
    podcast podcasts policies policy premium press presse pricing privacidad privacidade privacy privatsphaere
    profile programm puzzle puzzles quienes quiz radio recherche redaktion register registrieren rss search services
    shop shopping signin signup sitemap spenden spiele staff stellen store subscribe subscription suche support
    suscribete suscripcion syndication tag tags team terms termsandconditions ticker tickets tiempo traffic trial tv
    ueber user verlag video videos vod weather webinar webinars werben werbung wetter
    """.split()
)
"""Words in the path of a page that lists no articles in text: the site's services, and other media."""

SLUG = re.compile(r"[^-_/]+[-_][^-_/]+[-_][^-_/]+[-_][^-_/]+|\d{5}|/(?:19|20)\d\d(?:/|$)")
"""In a path: four words in a row, a number or a year, as articles have them and sections do not."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a front page says about its site."""

    title: str = ""
    language: str = ""
    feeds: tuple[str, ...] = ()
    """Those that it declares, then those that it links to."""
    sections: tuple[str, ...] = ()


def read_front_page(text: str, url: str) -> FrontPage:
    """Return what the page at `url` says about its site; nothing where it is no page.

    >>> text = "<html lang=de><title>Der Bote - Start</title><link rel=alternate type=application/rss+xml href=/rss>"
    >>> read_front_page(text + "<nav><a href=/politik/>Politik</a><a href=/login>Anmelden</a></nav>", "https://bote.de/")
    FrontPage(title='Der Bote', language='de', feeds=('https://bote.de/rss',), sections=('https://bote.de/politik/',))
    """
    page = parse(text)
    if page is None:
        return FrontPage()
    base = next((joined(url, each.get("href")) for each in page.iter("base")), "") or url
    feeds = dict.fromkeys((*declared_feeds(page, base), *linked_feeds(page, base, url)))
    return FrontPage(site_title(page, url), page_language(page), tuple(feeds), sections_of(page, base, url))


def declared_feeds(page: HtmlElement, base: str) -> Iterator[str]:
    """Yield the addresses of the feeds that a page declares in its head, but for those of comments."""
    for link in page.iter("link"):
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in link.get("rel", "").lower().split() and kind in FEED_TYPES:
            url = joined(base, link.get("href"))
            if url and not COMMENTS.search(url + link.get("title", "")):
                yield url


def linked_feeds(page: HtmlElement, base: str, url: str) -> Iterator[str]:
    """Yield the addresses of the site's own feeds that a page links to."""
    for link in page.iter("a"):
        target = joined(base, link.get("href"))
        if target and is_feed_link(target) and of_same_site(target, url):
            yield target


def is_feed_link(url: str) -> bool:
    """Tell whether an address has the name of a feed, of other things than comments."""
    return bool(FEED_LINK.search(urlsplit(url).path)) and not COMMENTS.search(url)


def sections_of(page: HtmlElement, base: str, url: str) -> tuple[str, ...]:
    """Return what looks like sections in the page's menus, each once, those above others first."""
    found: dict[str, str] = {}
    for link in menu_links(page, base, url):
        found.setdefault(re.sub(r"/(?:index\.\w+)?$", "", link.partition("://")[2].removeprefix("www.")), link)
    return tuple(found[place] for place in sorted(found, key=lambda place: place.count("/")))[:MOST_SECTIONS]


def menu_links(page: HtmlElement, base: str, url: str) -> Iterator[str]:
    """Yield the addresses in the page's menus that look like sections."""
    for menu in page.xpath(MENUS):
        for link in menu.iter("a"):
            target = joined(base, link.get("href"))
            if target and looks_like_section(target, url, " ".join(link.text_content().split())):
                yield target


def looks_like_section(target: str, home: str, words: str) -> bool:
    """Tell whether a link in a menu leads to a part of the site that lists articles.

    >>> home = "https://example.com/"
    >>> looks_like_section("https://example.com/world/europe/", home, "Europe")
    True
    >>> looks_like_section("https://example.com/world/lake-at-quay-froze-over", home, "Lake froze over")
    False
    >>> looks_like_section("https://example.com/about-us", home, "About us"), looks_like_section(home, home, "Home")
    (False, False)
    """
    parts = urlsplit(target)
    path = parts.path.strip("/")
    if parts.query or not path or host_of(target) != host_of(home) or target == home:
        return False
    if not words or len(words) > 40 or len(path) > 60 or path.count("/") > 2 or SLUG.search(f"/{path}"):
        return False
    stem = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", path)
    is_service = not SERVICES.isdisjoint(re.split(r"[-_/]", stem.lower()))
    return "." not in stem and not is_service and not is_feed_link(target)


def site_title(page: HtmlElement, url: str) -> str:
    """Return what the site calls itself; empty when its page does not say.

    >>> site_title(parse("<title>Home | The Quay Courier</title>"), "https://quaycourier.example/")
    'The Quay Courier'
    """
    names = page.xpath("//meta[@property='og:site_name']/@content")
    if not names:
        titles = [title.text_content() for title in page.iter("title")]
        parts = re.split(r"\s+[|–—·:-]\s+", titles[0].strip()) if titles else [""]
        host = letters_of(host_of(url))
        names = [part for part in parts if letters_of(part)[-8:] in host] or parts
    return " ".join(str(names[0]).split())[:100]


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, in lower case; a blank where there is none."""
    return re.sub(r"[\W_]", "", text.lower()) or " "


def page_language(page: HtmlElement) -> str:
    """Return the language code that a page gives for itself; empty when it gives none."""
    said = page.xpath("string(/html/@lang)").strip().replace("_", "-")
    found = re.fullmatch(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)", said)
    return found[1].lower() + found[2] if found else ""


def robots_sitemaps(body: bytes, home: str) -> tuple[str, ...]:
    r"""Return the sitemaps that a robots.txt names, those of news first.

    >>> robots_sitemaps(b"Sitemap: /sitemap.xml\nsitemap: https://example.com/news.xml", "https://example.com/")
    ('https://example.com/news.xml', 'https://example.com/sitemap.xml')
    """
    lines = (line.partition(":") for line in body.decode("utf-8", "replace").splitlines() if "\ufffd" not in line)
    named = (joined(home, url.strip()) for key, _, url in lines if key.strip().lower() == "sitemap")
    return news_first(dict.fromkeys(filter(None, named)))


def news_first(urls: "dict[str, None] | tuple[str, ...]") -> tuple[str, ...]:
    """Return addresses of sitemaps in the order in which they promise new articles."""
    return tuple(sorted(urls, key=promise))


def promise(url: str) -> int:
    """Return how much the name of a sitemap promises: 0 articles of these days, 1 unknown, 2 something else."""
    path = urlsplit(url).path
    if NO_ARTICLES.search(path):
        return 2
    return 0 if NEWSY.search(path) else 1


def usual(places: tuple[str, ...], home: str) -> tuple[str, ...]:
    """Return addresses at the site's root."""
    return tuple(urljoin(home, place) for place in places)


def of_same_site(url: str, home: str) -> bool:
    """Tell whether two addresses have one host, or one's host lies below the other's."""
    one, other = host_of(url), host_of(home)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def joined(base: str, target: str | None) -> str:
    """Return the absolute address of a link, without what follows #; empty for one that no source may have."""
    if not target:
        return ""
    try:
        return checked_address(target.strip().replace(" ", "%20").partition("#")[0] or ".", base)
    except ValueError:
        return ""
