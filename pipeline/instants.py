"""Reading the points in time that pages give, with their zones."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "BST": 3600, "CET": 3600, "CEST": 7200, "EST": -18000, "EDT": -14400, "CST": -21600,
    "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800, "PDT": -25200, "JST": 32400, "KST": 32400, "IST": 19800,
    "PKT": 18000, "MSK": 10800, "EAT": 10800, "EET": 7200, "EEST": 10800, "SAST": 7200, "WAT": 3600, "WEST": 3600,
    "SGT": 28800, "HKT": 28800, "WIB": 25200, "BRT": -10800, "AEST": 36000, "AEDT": 39600, "NZST": 43200, "NZDT": 46800,
}  # fmt: skip
"""Zone names as the press writes them, in seconds east of UTC; dateutil knows none of them by itself."""

BLANK = datetime(2000, 1, 1)  # noqa: DTZ001  what a text does not say: no time, no zone

LONGEST = 60
"""No date of a benchmark page is longer; what is longer is a sentence, and guessing dates in sentences goes wrong."""

MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} ")
"""RFC 5322, as RSS has it. The reader for it takes other forms too, and reads them wrongly."""

NAMED_OFFSET = re.compile(r"\b(?:GMT|UTC) ?([+-]\d{1,2}(?::?\d\d)?)\b")
"""`GMT+5` is five hours east to everybody but POSIX, and dateutil."""

HAS_YEAR = re.compile(r"(?:19|20)\d\d")


def parse_instant(text: str) -> datetime | None:
    """Return the instant a text names, aware when it names a zone, naive when not; None when it is no date.

    >>> parse_instant("2023-03-13T10:05:00+05:30").isoformat()
    '2023-03-13T10:05:00+05:30'
    >>> parse_instant("Mon, 13 Mar 2023 04:35:00 GMT").isoformat()
    '2023-03-13T04:35:00+00:00'
    >>> parse_instant("March 13, 2023 9:00 PM EDT").isoformat()
    '2023-03-13T21:00:00-04:00'
    >>> parse_instant("three days ago") is None
    True
    """
    text = NAMED_OFFSET.sub(r"\1", text.strip())
    if not HAS_YEAR.search(text) or len(text) > LONGEST:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime if MAIL_DATE.match(text) else _read_loosely):
        try:
            found = read(text)
            is_sound = 1970 <= found.year <= 2100 and has_sound_zone(found)
        except (ValueError, OverflowError, TypeError):
            continue
        return found if is_sound else None
    return None


def has_sound_zone(instant: datetime) -> bool:
    """Return whether an instant has no zone, or one of this planet: within 14 hours of UTC."""
    return instant.tzinfo is None or abs(instant.utcoffset() or timedelta()) <= timedelta(hours=14)


def _read_loosely(text: str) -> datetime:
    return dateutil_parser.parse(text, tzinfos=_offset_of, default=BLANK)


def _offset_of(name: str | None, offset: int | None) -> int | None:
    """Return the seconds east of UTC that a date says, by number or by name; None for a name we do not know."""
    return offset if offset is not None else ZONES.get(name or "")
