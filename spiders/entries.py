"""What feeds and sitemaps say about articles, in one form for all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.article import Hints
from pipeline.instants import parse_instant

LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?![A-Za-z])")

AHEAD = timedelta(days=1)
"""How far in the future a date may lie: clocks and zones are wrong by hours, not by days."""

NO_HINTS = Hints()

MOST_TAGS, LONGEST_TAG = 50, 100

LONGEST_CONTENT = 500_000
"""Characters of an article as a feed gives it; what is longer is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or sitemap says about one article."""

    url: str
    """Absolute, as it is given."""
    hints: Hints = NO_HINTS

    @property
    def told(self) -> datetime | None:
        """When it was changed or published, aware."""
        return self.hints.modified or self.hints.published


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that could be read."""

    entries: tuple[Entry, ...]
    """The newest first; those without a date stay with the one before them."""
    without_link: int = 0
    """How many further entries name no address."""
    damage: str = ""
    """What is wrong with it, if anything; entries before and often after the fault are there."""


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries by their dates, the newest first; those without one stay with the one before them.

    >>> def on(day): return Entry(str(day), Hints(published=datetime(2026, 11, day, tzinfo=UTC)))
    >>> [entry.url for entry in newest_first([on(3), Entry("3b"), on(5), on(4)])]
    ['5', '4', '3', '3b']
    """
    at = datetime.max.replace(tzinfo=UTC)
    dated: list[tuple[datetime, Entry]] = []
    for entry in entries:
        at = entry.told or at
        dated.append((at, entry))
    return tuple(entry for _, entry in sorted(dated, key=lambda each: each[0], reverse=True))


def instant(text: str, now: datetime | None = None) -> datetime | None:
    """Return a date (RFC 822 or ISO 8601) with the offset that it gives; None without one, and when unreadable.

    What lies in the future of `now` is no date either.

    >>> instant("Tue, 03 Nov 2026 08:00:00 +0530").isoformat()
    '2026-11-03T08:00:00+05:30'
    >>> instant("2026-11-03T08:00:00Z").isoformat()
    '2026-11-03T08:00:00+00:00'
    >>> instant("2026-11-03T08:00:00"), instant("yesterday")
    (None, None)
    >>> instant("2026-11-03T08:00:00Z", datetime(2020, 1, 1, tzinfo=UTC)) is None
    True
    """
    moment = parse_instant(text)
    return moment if moment and moment.tzinfo and not is_ahead(moment, now) else None


def is_ahead(moment: datetime, now: datetime | None) -> bool:
    """Return whether an instant lies so far in the future that it is wrong."""
    return now is not None and moment > now + AHEAD


def language(text: str) -> str | None:
    """Return the language that a code names, ISO 639-1.

    >>> language("pt-BR"), language("zxx"), language("")
    ('pt', None, None)
    """
    code = LANGUAGE.match(text)
    return code[1].lower() if code else None


def tags(texts: Iterable[str]) -> tuple[str, ...]:
    """Return tags on one line each, each once, without what is too long for one."""
    lines = (" ".join(text.split()) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if 0 < len(line) <= LONGEST_TAG))[:MOST_TAGS]


def content(text: str) -> str:
    """Return an article as a feed gives it; empty when it is too long for one."""
    return text if len(text) <= LONGEST_CONTENT else ""
