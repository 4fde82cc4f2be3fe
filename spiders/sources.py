"""Sources as data: one small file a source, `seeds/sources/NAME.toml`, that says where its articles are found.

home = "https://example.com/"
feeds = ["/rss.xml"]

That is enough; docs/sources.md tells of all keys. Addresses may leave out what `home` says already.
"""

import os
import re
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from spiders.page import refuse_address
from spiders.skipping import Skip
from spiders.table import Fault, Table

SHIPPED = Path(__file__).parents[1] / "seeds" / "sources"
"""The folder that is read where no other is named."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

LONGEST = timedelta(days=366)
"""Of all times in a file."""


class SourceError(Exception):
    """Files of sources that cannot be used; says of each fault in which file and line it is, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles are found, and how to ask for them. A field is a key of the file, but for `name`."""

    name: str
    """The name of its file, without .toml."""
    home: str
    """The address of its front page."""
    title: str = ""
    """What people call it."""
    language: str = ""
    """As HTML has it: en, pt-BR; empty when the source has several, or nobody said."""
    categories: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    """Addresses of RSS and Atom feeds."""
    sitemaps: tuple[str, ...] = ()
    """Addresses of sitemaps, of news sitemaps above all, and of sitemap indexes."""
    sections: tuple[str, ...] = ()
    """Addresses of pages that list articles, the front page perhaps among them."""
    skip: tuple[Skip, ...] = ()
    """What is never asked for."""
    every_least: timedelta = timedelta(minutes=15)
    """How long it is left alone after it was looked at, at the least."""
    every_most: timedelta = timedelta(days=1)
    """When it is looked at again at the latest, however little it publishes."""
    revisit: timedelta = timedelta(days=7)
    """Articles younger than this are asked for again, to see whether they have changed; 0: never."""
    delay: float | None = None
    """Seconds between two requests; None: as the settings have it."""
    concurrent: int | None = None
    """Requests at once; None: as the settings have it."""
    javascript: bool = False
    """Whether its pages are to be rendered in a browser."""
    depth: int = 1
    """How many links away from its sections further lists of articles are read; 0: the sections alone."""
    budget: int = 500
    """Pages that one run asks for at most."""
    skip_reserved: bool | None = None
    """Whether to leave out pages that reserve rights (text and data mining, noai); None: as the settings have it."""
    enabled: bool = True
    """Whether it is looked at at all."""

    def skips(self, url: str) -> bool:
        """Tell whether an address is one that is never asked for."""
        return any(skip.matches(url) for skip in self.skip)


KEYS = tuple(field.name for field in fields(Source) if field.name != "name")
"""What a file may have, in the order in which it is written."""


def read_sources(folder: Path | str = "") -> tuple[Source, ...]:
    """Return the sources of the `*.toml` files in a folder, by name; for an empty name those of the project, if any.

    Raises SourceError with every fault of every file, also for a folder that was named and cannot be read.
    """
    found: list[Source] = []
    faults: list[str] = []
    for path in source_files(folder):
        try:
            found.append(read_source(path))
        except SourceError as error:
            faults.append(str(error))
    if faults:
        raise SourceError("\n".join(faults))
    return tuple(found)


def source_files(folder: Path | str = "") -> list[Path]:
    """Return the files of a folder that hold sources, by name. Raises SourceError for one that cannot be read."""
    if folder and Path(folder) != SHIPPED:
        try:
            os.scandir(folder).close()
        except OSError as error:
            raise SourceError(f"{folder}: no folder of sources can be read there: {error.strerror}") from error
    return sorted(Path(folder or SHIPPED).glob("*.toml"))


def read_source(path: Path) -> Source:
    """Return the source that a file holds. Raises SourceError with every fault of it."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(f"{path}, line {line}: not UTF-8; save the file in that encoding") from error
    source = parse_source(text, path.stem)
    if isinstance(source, Source):
        return source
    raise SourceError("\n".join(f"{path}{fault.place}: {fault.words}" for fault in source))


def parse_source(text: str, name: str) -> Source | tuple[Fault, ...]:
    r"""Return the source that the text of a file holds, or all that is wrong with it, by line.

    >>> parse_source('home = "https://example.com/"\nfeeds = ["/rss.xml"]', "example").feeds
    ('https://example.com/rss.xml',)
    >>> parse_source('home = "https://example.com/"\nfeed = ["/rss.xml"]', "example")[0]
    Fault(line=2, words="unknown key 'feed'; did you mean 'feeds'?")
    """
    table = Table(text)
    if not table.faults:
        source = source_of(table, name)
        if not table.faults:
            return source
    return tuple(sorted(table.faults))


def source_of(table: Table, name: str) -> Source:
    """Return the source in a table; what is wrong with it is among the table's faults."""
    table.know_only(KEYS)
    if not NAME.fullmatch(name):
        words = "name the file with small letters a-z, digits, dots and hyphens, as in example.com.toml"
        table.faults.append(Fault(0, f"{name!r} is no name for a source; {words}"))
    if "home" not in table.said:
        table.faults.append(Fault(0, 'say where its front page is: home = "https://example.com/"'))
    home = table.string("home", home_address, "")

    def address(text: str) -> str:
        return checked_address(text, home or "https://example.com/")  # that `home` is wrong is one fault, not ten

    day = timedelta(days=1)
    source = Source(
        name=name,
        home=home,
        title=table.string("title", one_line, ""),
        language=table.string("language", checked_language, ""),
        categories=table.strings("categories", one_line),
        feeds=table.strings("feeds", address),
        sitemaps=table.strings("sitemaps", address),
        sections=table.strings("sections", address),
        skip=table.strings("skip", Skip),
        every_least=table.duration("every_least", timedelta(minutes=1), LONGEST, timedelta(minutes=15)),
        every_most=table.duration("every_most", timedelta(minutes=1), LONGEST, day),
        revisit=table.duration("revisit", timedelta(0), LONGEST, timedelta(days=7)),
        delay=table.number("delay", 0, 3600, None),
        concurrent=table.whole("concurrent", 1, 16, None),
        javascript=table.flag("javascript", default=False),
        depth=table.whole("depth", 0, 10, 1),
        budget=table.whole("budget", 1, 1_000_000, 500),
        skip_reserved=table.flag("skip_reserved", default=None),
        enabled=table.flag("enabled", default=True),
    )
    check_together(table, source)
    return source


def check_together(table: Table, source: Source) -> None:
    """Take down what is wrong with several values together."""
    if source.every_least > source.every_most:
        key = "every_most" if "every_most" in table.said else "every_least"
        table.wrong(key, "every_least is the shorter time, every_most the longer")
    if not (table.faults or source.feeds or source.sitemaps or source.sections):
        words = "it names no feeds, sitemaps or sections, so no article is found"
        table.faults.append(Fault(0, f'{words}; add feeds = ["..."], or let `copydesk sources add` look for them'))


def home_address(text: str) -> str:
    """Return the address of a front page. Raises ValueError.

    >>> home_address("https://example.com")
    'https://example.com/'
    """
    address = checked_address(text, "")
    return address if urlsplit(address).path else urljoin(address, "/")


def checked_address(text: str, home: str) -> str:
    """Return an address, completed from the front page's. Raises ValueError."""
    if not text.strip() or any(letter.isspace() for letter in text):
        raise ValueError(f"{text!r} is no address; write it as in https://example.com/ and without space")
    try:
        address = text if "://" in text else urljoin(home, text)
        named = urlsplit(address)
        has_password = named.username is not None
    except ValueError as error:
        raise ValueError(f"{text!r} is no address: {error}") from error
    if not named.scheme:
        raise ValueError(f"{text!r} is no whole address; write it with https:// at the start")
    if reason := refuse_address(address):
        raise ValueError(f"{text!r} is no address to fetch: {reason.detail}")
    if has_password:
        raise ValueError(f"{text!r} has a user name in it; Copydesk signs in nowhere, so leave it out")
    return address


def checked_language(text: str) -> str:
    """Return a language code. Raises ValueError."""
    if not LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language code; write it as in en, de or pt-BR")
    return text


def one_line(text: str) -> str:
    """Return a text without doubled space and line breaks. Raises ValueError for an empty one."""
    if not text.strip():
        raise ValueError("it is empty; leave the key out")
    return " ".join(text.split())
