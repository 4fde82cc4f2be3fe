"""The newest articles as a feed: RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287)."""

import html
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from importlib.metadata import version
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from pipeline.article import Article, utc_now

LATELY = 50
"""Articles in a feed where nobody says how many: feed readers come back before so many are new."""

NO_LETTER = re.compile("[^\n\t\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML does not allow, or advises against: characters that steer, halves of pairs, noncharacters."""

SAFE = "".join(sorted(set(string.printable) - set(string.whitespace) - set("<>\"'{}|\\^`")))
"""What stays as it is in an address; of all else the bytes are told, as in %20."""

LANGUAGE = re.compile(r"[a-z]{2,3}")
PERMALINK, NO_PERMALINK = {"isPermaLink": "true"}, {"isPermaLink": "false"}
NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
GENERATOR = f"Copydesk {version('copydesk')}"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOTHING: Mapping[str, str] = {}


class About(NamedTuple):
    """What a feed says of itself."""

    title: str
    address: str
    """Where it will be found; empty when nobody said."""


class Xml(XMLGenerator):
    """XML as it is written, an element after the other."""

    def begin(self, name: str, attributes: Mapping[str, str] = NOTHING) -> None:
        """Write the start of an element."""
        self.startElement(name, AttributesImpl({key: printable(value) for key, value in attributes.items()}))

    def element(self, name: str, text: str = "", attributes: Mapping[str, str] = NOTHING) -> None:
        """Write an element with nothing but text in it; letters that XML does not take become U+FFFD."""
        self.begin(name, attributes)
        self.characters(printable(text))
        self.endElement(name)


def write_rss(found: Iterable[tuple[int, Article]], stream: BinaryIO, about: About) -> None:
    """Write the articles as the items of a channel; of each its summary and, as content, all its paragraphs."""
    articles = list(found)
    xml = begun(stream)
    xml.begin("rss", NAMESPACES)
    xml.begin("channel")
    xml.element("title", about.title)
    xml.element("link", home_of(articles, about))
    xml.element("description", f"{about.title}: the newest articles")
    xml.element("lastBuildDate", format_datetime(utc_now()))
    xml.element("generator", GENERATOR)
    if about.address:
        link = {"href": link_of(about.address), "rel": "self", "type": "application/rss+xml"}
        xml.element("atom:link", attributes=link)
    for number, article in articles:
        write_item(xml, number, article)
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()


def write_item(xml: Xml, number: int, article: Article) -> None:
    """Write an article as an item of RSS."""
    link = link_of(article.url)
    xml.begin("item")
    xml.element("title", title_of(article))
    if link:
        xml.element("link", link)
    xml.element("guid", link or name_of(number, article), PERMALINK if link else NO_PERMALINK)
    if article.published:
        xml.element("pubDate", format_datetime(article.published))
    for author in article.authors:
        xml.element("dc:creator", author)  # an <author> of RSS is a mail address
    for tag in article.tags:
        xml.element("category", tag)
    xml.element("description", paragraphs([summary_of(article)]))
    xml.element("content:encoded", paragraphs(article.paragraphs))
    xml.endElement("item")


def write_atom(found: Iterable[tuple[int, Article]], stream: BinaryIO, about: About) -> None:
    """Write the articles as the entries of a feed; of each its summary and, as content, all its paragraphs."""
    articles = list(found)
    xml = begun(stream)
    xml.begin("feed", {"xmlns": NAMESPACES["xmlns:atom"]})
    xml.element("title", about.title)
    xml.element("id", link_of(about.address) or uuid5(NAMESPACE_URL, printable(f"feed:{about.title}")).urn)
    xml.element("updated", stamp(max((updated_of(article) for _, article in articles), default=EPOCH)))
    write_person(xml, about.title)
    xml.element("generator", GENERATOR)
    xml.element("link", attributes={"rel": "alternate", "href": home_of(articles, about)})
    if about.address:
        xml.element("link", attributes={"rel": "self", "href": link_of(about.address)})
    for number, article in articles:
        write_entry(xml, number, article)
    xml.endElement("feed")
    xml.endDocument()


def write_entry(xml: Xml, number: int, article: Article) -> None:
    """Write an article as an entry of Atom."""
    link = link_of(article.url)
    language = article.language or ""
    xml.begin("entry", {"xml:lang": language} if LANGUAGE.fullmatch(language) else {})
    xml.element("title", title_of(article))
    xml.element("id", link or name_of(number, article))
    if link:
        xml.element("link", attributes={"rel": "alternate", "href": link})
    xml.element("updated", stamp(updated_of(article)))
    if article.published:
        xml.element("published", stamp(article.published))
    for author in article.authors:
        write_person(xml, author)
    for tag in article.tags:
        xml.element("category", attributes={"term": tag})
    xml.element("summary", paragraphs([summary_of(article)]), {"type": "html"})
    xml.element("content", paragraphs(article.paragraphs), {"type": "html"})
    xml.endElement("entry")


def write_person(xml: Xml, name: str) -> None:
    """Write an author of Atom."""
    xml.begin("author")
    xml.element("name", name)
    xml.endElement("author")


def begun(stream: BinaryIO) -> Xml:
    """Return a document that has begun."""
    xml = Xml(stream, "utf-8", short_empty_elements=True)
    xml.startDocument()
    return xml


def printable(text: str) -> str:
    r"""Return a text as XML takes it.

    >>> printable("a\0b\x1bc\r\nd\ud800") == "a\ufffdb\ufffdc\nd\ufffd"
    True
    """
    return NO_LETTER.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def link_of(address: str) -> str:
    """Return an address as a link; empty where it does not lead into the web.

    >>> link_of("https://a.org/zürich b"), link_of("javascript:alert(1)"), link_of("file:///etc/passwd")
    ('https://a.org/z%C3%BCrich%20b', '', '')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and parts.hostname
    return quote(address, safe=SAFE, errors="replace") if is_web else ""


def home_of(found: Sequence[tuple[int, Article]], about: About) -> str:
    """Return the home page of the site that the newest article is from; RSS demands a link of a channel."""
    links = filter(None, (link_of(article.url) for _, article in found))
    parts = urlsplit(next(links, "") or link_of(about.address) or "http://localhost/")
    return f"{parts.scheme}://{parts.netloc}/"


def name_of(number: int, article: Article) -> str:
    """Return what an article without a link is known by, for ever the same: by its address, else by its number."""
    return uuid5(NAMESPACE_URL, printable(article.url) or f"article:{number}").urn


def title_of(article: Article) -> str:
    """Return the headline; where there is none, how the text begins."""
    return " ".join((article.title or article.text[:80] or "(no title)").split())


def summary_of(article: Article) -> str:
    """Return the standfirst, else the first paragraph."""
    return article.standfirst or next(iter(article.paragraphs), "")


def paragraphs(texts: Iterable[str]) -> str:
    """Return paragraphs as HTML.

    >>> paragraphs(["Ice & snow <b>"])
    '<p>Ice &amp; snow &lt;b&gt;</p>'
    """
    return "\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)


def updated_of(article: Article) -> datetime:
    """Return when an article was last changed, as far as it is known: Atom demands that something is said."""
    return max(filter(None, (article.modified, article.published)), default=article.fetched_at or EPOCH)


def stamp(instant: datetime) -> str:
    """Return an instant as RFC 3339 has it.

    >>> stamp(datetime.fromisoformat("2026-01-02T03:04:05.678+02:00"))
    '2026-01-02T03:04:05+02:00'
    """
    return instant.isoformat(timespec="seconds")
