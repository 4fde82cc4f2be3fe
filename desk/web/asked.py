"""What a person asks of the search page, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from db.filter import Filter

MOST_LETTERS = 500
"""Of what is looked for: nobody types more, and each word costs."""
MOST_PAGES = 50
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; empty is whatever. What makes no sense is left out."""

    q: str = ""
    site: str = ""
    language: str = ""
    source: str = ""
    since: str = ""
    """A day: 2026-01-31."""
    until: str = ""
    """A day; published before it."""
    sort: str = ""
    """`newest`, or empty for the best first."""
    page: int = 1

    def wanted(self) -> Filter:
        """Return which articles."""
        return Filter(
            site=self.site,
            since=day(self.since),
            until=day(self.until),
            language=self.language,
            source=self.source,
        )

    def address(self, **changes: object) -> str:
        """Return the address of the search page that asks the same but for the changes; the first page of it.

        >>> Asked("ice", site="a.org", page=3).address(site="", language="de")
        '/search?q=ice&language=de'
        """
        other = replace(self, **{"page": 1} | changes)  # type: ignore[arg-type]
        named = {name: value for name in FIELDS if (value := getattr(other, name))}
        more = {"page": other.page} if other.page > 1 else {}
        return f"/search?{urlencode(named | more)}"

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Name and value of each choice beside the words."""
        return [(name, value) for name in NARROWING if (value := getattr(self, name))]


NARROWING = ("site", "language", "source", "since", "until")
FIELDS = ("q", *NARROWING, "sort")


def asked_of(given: Mapping[str, str]) -> Asked:
    """Return what an address asks for.

    >>> asked_of({"q": " ice ", "since": "yesterday", "sort": "best", "page": "9e99"})
    Asked(q='ice', site='', language='', source='', since='', until='', sort='', page=1)
    """
    fields = {name: given.get(name, "")[:MOST_LETTERS].strip() for name in FIELDS}
    for name in ("since", "until"):
        if day(fields[name]) is None:
            fields[name] = ""
    if fields["sort"] != "newest":
        fields["sort"] = ""
    number = given.get("page", "")[:4]
    page = int(number) if number.isascii() and number.isdecimal() else 1
    return Asked(**fields, page=min(max(page, 1), MOST_PAGES))


def day(text: str) -> datetime | None:
    """Return the first moment of a day in UTC; None when it is none.

    >>> day("2026-01-31").isoformat(), day("2026-02-31"), day("")
    ('2026-01-31T00:00:00+00:00', None, None)
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
