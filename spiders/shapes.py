"""What the mere form of an address tells: whether an article may be there, and which addresses are alike."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from courlan import extract_domain

from pipeline.article import host_of

FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|ogg|wav|avi|mov|m3u8?|pdf|epub|docx?|xlsx?|pptx?"
    r"|csv|zip|gz|rar|7z|exe|dmg|apk|xml|rss|atom|json|js|css|ics|vcf|txt|woff2?)$",
    re.IGNORECASE,
)
ENDING = re.compile(r"\.(?:s?html?|xhtml|php\d?|aspx?|jspx?|jsf|cfm|do|ece|story|amp)$", re.IGNORECASE)
"""How the names of pages end; a few sites end those of articles alone so."""

FOLDER_ITSELF = frozenset(("index", "default"))
"""Names of the page that a folder shows."""

YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
DAY = re.compile(r"(?:19[89]|20[0-4])\d[-_.]?(?:0?[1-9]|1[0-2])[-_.]?(?:[0-2]?\d|3[01])")
MONTH_OR_DAY = re.compile(r"\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
NUMBER = re.compile(r"\d+")
ID = re.compile(
    r"\d{5,}|[a-z]{1,4}[-_]?\d{5,}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{8,32}|(?=[a-z0-9]{10,24}$)[a-z]*\d+[a-z]+\d[a-z0-9]*"
    r"|(?=[A-Za-z]*\d)(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{8,24}",
)
"""A number of five digits and more, a code in hexadecimal, a UUID, a code in capitals and digits, or in any letters
with digits between them."""

DAY_IN_NAME = re.compile(r"(?<!\d)20[0-4]\d-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?!\d)")

ID_KEYS = frozenset(
    "id p aid nid sid pid newsid news_id articleid article_id artid art_id idarticle storyid story_id itemid item_id "
    "contentid content_id docid postid post_id idnews no newsno articleno idxno aid cid key arcid serial".split()
)
"""Parameters whose number is an article, where the path says nothing."""

LONG_NAME = 4
"""So many words are a headline rather than the name of a section."""

IMPOSSIBLE = -20
"""The points of what is no article, whatever else speaks for it."""

PARTED = re.compile(r"[-_+\s.,~]+")
LETTER = re.compile(r"[^\W\d_]")

NAMES = {
    kind: frozenset(names.split())
    for kind, names in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
OF_ARTICLES, OF_LISTS, OF_SERVICE = NAMES["articles"], NAMES["lists"], NAMES["service"]

SESSION = re.compile(
    r"(?:php|j|asp|aspnet)_?sess(?:ion)?_?id\w*|aspsessionid\w*|session_?id|sessid|cfid|cftoken|oscsid|zenid|viewstate",
    re.IGNORECASE,
)
PERHAPS_SESSION = frozenset("s sid session token key ticket ssid psid".split())
TOKEN = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{16,}")
"""What a session is known by: no article has such a number."""

TRACKING = re.compile(
    r"(?:utm|mtm|pk|mc|ga|itm|at|wt|icid|cmp|ns|hsa|vero|oly|trk|ito|ocid|tb|ob|taboola|outbrain)_\w*|\w*clid|cmp(?:id)?"
    r"|icid|ito|ocid|xtor|igsh(?:id)?|msockid|ref(?:_?src|_?url|errer)?|smid|smtyp|taid|spm|share_?(?:id|from|source)?"
    r"|from_?source|gaa_\w+|_ga|_gl|mkt_tok|campaign(?:id)?|intcmp|int_(?:source|medium|campaign)|trackingid|src",
    re.IGNORECASE,
)
SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*|/\([SAF]\([A-Za-z0-9]{16,}\)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """The form of an address."""

    url: str

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The parts of the path, decoded, in lower case but for codes; the last one without its ending."""
        path = unquote(urlsplit(self.url).path)
        parts = [part.strip() for part in path.split("/") if part.strip()]
        last = ENDING.sub("", parts[-1]) if parts else ""
        return (*parts[:-1], *([last] if last and last.lower() not in FOLDER_ITSELF else []))

    @cached_property
    def words(self) -> int:
        """How many words the longest name in the path has that is written as words."""
        before_day = self.segments[-4:-2] if self.day_at == len(self.segments) else ()
        return max((slug_words(part) for part in (*before_day, *self.segments[-2:])), default=0)

    @cached_property
    def day_at(self) -> int:
        """Up to which segment a day or month is named; 0 when none is."""
        at = 0
        for number, part in enumerate(self.segments, 1):
            after_year = number > 1 and YEAR.fullmatch(self.segments[number - 2])
            if DAY.fullmatch(part) or (after_year and MONTH_OR_DAY.fullmatch(part)):
                at = number + bool(
                    after_year and number < len(self.segments) and MONTH_OR_DAY.fullmatch(self.segments[number])
                )
        return at

    @cached_property
    def has_id(self) -> bool:
        """Whether the end of the path, or a parameter, is the number of something."""
        if any(ID.fullmatch(piece) for part in self.segments[-2:] for piece in (part, *ends(part))):
            return True
        return any(key.lower() in ID_KEYS and ID.fullmatch(value) for key, value in self.query)

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The parameters."""
        return tuple(parse_qsl(urlsplit(self.url).query))

    @property
    def is_file(self) -> bool:
        """Whether it is a picture, a document, a feed: no page."""
        return bool(FILES.search(urlsplit(self.url).path))

    @property
    def is_dated(self) -> bool:
        """Whether a day stands before or in the name of the page."""
        return 0 < self.day_at < len(self.segments) or bool(
            self.words and DAY_IN_NAME.search(self.segments[-1]) and not DAY.fullmatch(self.segments[-1])
        )

    @property
    def is_page_of_service(self) -> bool:
        """Whether it is a page that serves the reader: the login, the shop, the imprint."""
        return bool(self.segments) and self.segments[-1].lower() in OF_SERVICE

    @property
    def is_service(self) -> bool:
        """Whether any part of it names what serves the reader."""
        return any(part.lower() in OF_SERVICE for part in self.segments)

    @property
    def speaks_of_service(self) -> bool:
        """Whether one of the words in the name of the page names what serves the reader; headlines do now and then."""
        return any(piece.lower() in OF_SERVICE for part in self.segments[-1:] for piece in PARTED.split(part))

    @property
    def is_list(self) -> bool:
        """Whether it is the front page, a list by its name, or a day of an archive."""
        if not self.segments or self.segments[-1].lower() in OF_LISTS:
            return True
        return self.day_at == len(self.segments) and self.words < LONG_NAME

    @cached_property
    def in_folder(self) -> int:
        """How many segments from the end a folder stands that holds lists or serves the reader; 0 when none does."""
        folders = [part.lower() for part in self.segments[:-1]]
        found = [len(folders) - number for number, name in enumerate(folders) if name in OF_LISTS or name in OF_SERVICE]
        return min(found, default=0)

    @cached_property
    def points(self) -> int:
        """How much the form speaks for an article: 4 is much, 0 nothing, below 0 it speaks against.

        >>> Shape("https://example.com/2026/11/03/lake-freezes-over-in-the-north").points
        6
        >>> Shape("https://example.com/sport/").points, Shape("https://example.com/tag/lake-freezes-over-again").points
        (-2, -4)
        """
        if self.is_file or self.is_page_of_service or (not self.segments and not self.has_id):
            return IMPOSSIBLE
        points = {0: 0, 1: 0, 2: 0, 3: 1, 4: 2}.get(self.words, 3)
        points += 3 if self.is_dated else 0
        points += 2 if self.has_id else 0
        points += 1 if any(part.lower() in OF_ARTICLES for part in self.segments[:-1]) else 0
        points += 1 if ENDING.search(urlsplit(self.url).path) and len(self.segments) > 1 else 0
        if self.is_list and self.segments:
            return points - 6
        if self.in_folder:
            far = self.in_folder > 1 and self.words >= LONG_NAME
            return points - (3 if far or self.is_dated or (self.has_id and self.words >= LONG_NAME) else 6)
        return points - 2 if len(self.segments) == 1 and self.words < LONG_NAME and not self.has_id else points

    @cached_property
    def pattern(self) -> str:
        """The address with what differs from page to page taken out.

        >>> Shape("https://example.com/news/2026/11/lake-freezes-over-48213.html?page=2").pattern
        '/news/0/0/a-0?page'
        """
        parts = "/".join(generalised(part) for part in self.segments)
        keys = ",".join(sorted({key for key, _ in self.query}))
        return f"/{parts}?{keys}" if keys else f"/{parts}"


def slug_words(part: str) -> int:
    """Return of how many words a name in a path is made, numbers aside.

    >>> slug_words("lake-freezes-over-48213"), slug_words("sport"), slug_words("озеро-замерзло-снова")
    (3, 1, 3)
    """
    return sum(1 for piece in PARTED.split(part) if LETTER.search(piece) and not ID.fullmatch(piece))


def ends(part: str) -> tuple[str, ...]:
    """Return the first and last piece of a name made of several: where its number is."""
    pieces = [piece for piece in PARTED.split(part) if piece]
    return (pieces[0], pieces[-1]) if len(pieces) > 1 else ()


def generalised(part: str) -> str:
    """Return a name in a path without what differs from page to page."""
    if NUMBER.fullmatch(part) or DAY.fullmatch(part):
        return "0"
    if ID.fullmatch(part):
        return "id"
    words = slug_words(part)
    if words < 3:
        return NUMBER.sub("0", part.lower())
    return "a-0" if any(ID.fullmatch(piece) for piece in ends(part)) else "a"


def site_of(url: str) -> str:
    """Return the registered name that the host of an address belongs to; the host where there is none.

    >>> site_of("https://sport.example.co.uk/a"), site_of("http://127.0.0.1:8000/"), site_of("https://desk.example/")
    ('example.co.uk', '127.0.0.1', 'desk.example')
    """
    return extract_domain(url) or host_of(url)


def bare_address(url: str) -> str:
    """Return an address without what names the visitor or the way here: sessions, tracking, the place in the page.

    >>> bare_address("https://example.com/a;jsessionid=1F3?id=7&PHPSESSID=ab12&utm_source=x#top")
    'https://example.com/a?id=7'
    >>> bare_address("https://example.com/a?sid=12345"), bare_address("https://example.com/a?b")
    ('https://example.com/a?sid=12345', 'https://example.com/a?b')
    """
    parts = urlsplit(url)
    pieces = parts.query.split("&") if parts.query else []
    kept = [piece for piece in pieces if piece and not names_visitor(*piece.partition("=")[::2])]
    return urlunsplit(parts._replace(path=SESSION_IN_PATH.sub("", parts.path), query="&".join(kept), fragment=""))


def names_visitor(key: str, value: str) -> bool:
    """Return whether a parameter names the visitor, or the way here, rather than the page."""
    if SESSION.fullmatch(key) or TRACKING.fullmatch(key):
        return True
    return key.lower() in PERHAPS_SESSION and bool(TOKEN.fullmatch(value))
