"""An article as its page shows it. All text goes through the templates, which escape it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from db.differences import Stretch, paragraphs
from db.history import is_changed
from desk.marked import Piece
from pipeline.article import Article

LONGEST_LINE = 300
"""Characters of a headline in a list; of one that is longer the beginning is shown."""
LONGEST_TEXT = 300_000
"""Characters of a text on a page; of a longer one the beginning is shown. An article has some 5,000."""
MOST_EDITS = 2_000
"""Edits to mark in place: more take seconds. An article has some ten."""


class Row(NamedTuple):
    """A paragraph before and after all edits."""

    before: list[Piece]
    after: list[Piece]
    is_changed: bool


class Fold(NamedTuple):
    """Paragraphs that stand together: each as stretches, or only how many where none of them changed."""

    lines: list[list[Stretch]]
    unchanged: int


def web_address(url: str | None) -> str:
    r"""Return an address that may be a link: http or https with a host; else empty.

    >>> web_address("https://example.com/a"), web_address("javascript:alert(1)"), web_address("//example.com")
    ('https://example.com/a', '', '')
    >>> web_address("java\nscript:alert(1)"), web_address("https://"), web_address(None), web_address("http://[")
    ('', '', '', '')
    """
    if not url or not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def short(text: str | None, length: int = LONGEST_LINE) -> str:
    """Return a text, or its beginning.

    >>> short("Ice breaks", 5), short("Ice", 5), short(None)
    ('Ice b…', 'Ice', '')
    """
    return text if text and len(text) <= length else f"{text[:length]}…" if text else ""


def moment(instant: datetime | None) -> str:
    """Return a moment with its zone, as a person reads it; empty for none.

    >>> moment(datetime.fromisoformat("2026-04-18T09:30:00+02:00"))
    '18 April 2026, 09:30 (UTC+02:00)'
    """
    if instant is None:
        return ""
    return f"{instant.day} {MONTHS[instant.month - 1]} {instant.year}, {instant:%H:%M} ({instant.tzname() or 'UTC'})"


def day(instant: datetime | None) -> str:
    """Return the day of a moment; empty for none.

    >>> day(datetime.fromisoformat("2026-03-01T12:00:00Z"))
    '1 March 2026'
    """
    return f"{instant.day} {MONTHS[instant.month - 1]} {instant.year}" if instant else ""


# Not strftime's, which follow the language of the machine.
MONTHS = "January February March April May June July August September October November December".split()


def lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield marked text paragraph by paragraph, without line feeds."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line += [Piece(first, piece.state, piece.rule)] if first else []
        for other in others:
            yield line
            line = [Piece(other, piece.state, piece.rule)] if other else []
    yield line


def side_by_side(pieces: Iterable[Piece]) -> Iterator[Row]:
    """Yield the paragraphs of a text with what stood there before."""
    for line in lines(pieces):
        before = [piece for piece in line if piece.state != "added"]
        after = [piece for piece in line if piece.state != "removed"]
        if line:
            yield Row(before, after, any(piece.state != "kept" for piece in line))


def folded(stretches: Iterable[Stretch]) -> Iterator[Fold]:
    """Yield the paragraphs that changed, and how many between them did not."""
    for changed, group in groupby(paragraphs(stretches), is_changed):
        some = [line for line in group if line]
        if some:
            yield Fold(some, 0) if changed else Fold([], len(some))


def notes(article: Article) -> Iterator[tuple[str, str]]:
    """Yield what stands below the text: a name and what it says."""
    named = {
        "Correction": article.correction,
        "Credit": article.credit,
        "About the author": article.author_note,
        "Section": article.section,
        "Tags": ", ".join(article.tags),
        "Flags": ", ".join(article.flags),
        "Language": article.language,
        "Source": article.source,
        "Found by": article.extractor,
    }
    yield from ((name, short(words, 2_000)) for name, words in named.items() if words)
    if article.free is False:
        yield "Access", "For subscribers: the page may not have all of the text."
