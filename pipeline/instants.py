"""Reading the points in time that pages give, with their zones."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil import parser as dateutil_parser

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "BST": 3600, "CET": 3600, "CEST": 7200, "EST": -18000, "EDT": -14400, "CST": -21600,
    "CDT": -18000, "MST": -25200, "MDT": -21600, "PST": -28800, "PDT": -25200, "JST": 32400, "KST": 32400, "IST": 19800,
    "PKT": 18000, "MSK": 10800, "EAT": 10800, "EET": 7200, "EEST": 10800, "SAST": 7200, "WAT": 3600, "WEST": 3600,
    "SGT": 28800, "HKT": 28800, "WIB": 25200, "BRT": -10800, "AEST": 36000, "AEDT": 39600, "NZST": 43200, "NZDT": 46800,
    "MEZ": 3600, "MESZ": 7200,
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

DOTTED_DAY = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\b")
"""With dots the day comes first, in every country that writes so."""

MONTHS = {
    stem: month
    for month, stems in enumerate(
        (
            "jan gen ene янв січ ocak sty leden ledn tammi ian", "feb fév feb fev фев лют şub lut únor februar helmi",
            "mar mär mrz maa märz мар бер březen březn maalis", "apr avr abr апр кві nis kwi duben dubn huhti",
            "may mai maj mag mei май мая тра maí květen květn touko", "jun juin giu июн чер haz cze červen června kesä",
            "jul juil lug июл лип tem lip červenec července heinä", "aug aoû ago авг сер ağu sie srpen srpn elo",
            "sep set сен вер eyl wrz září syys", "oct okt ott out окт жов eki paź říjen říjn loka",
            "nov ноя лис kas listopad marras", "dec dez déc des dic дек гру ara gru prosin joulu",
        ),
        1,
    )
    for stem in stems.split()
}  # fmt: skip
"""The beginnings of the names of months in some twenty languages of the press; the longest that fits counts."""

MONTH = r"[^\W\d_]{3,12}"
WRITTEN_DAY = re.compile(
    rf"(?<!\d)(?:(?P<y>(?:19|20)\d\d)\s?[-./年년]\s?(?P<m>\d{{1,2}})\s?[-./月월]\s?(?P<d>\d{{1,2}})(?!\d)"
    r"|(?P<first>\d{1,2})(?P<mark>[./-])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>(?:19|20)\d\d|\d\d(?=\D|$))(?!\.?\d)"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?,?\s(?:de\s)?(?P<month>{MONTH})\.?,?\s(?:de\s|del\s)?(?P<of>(?:19|20)\d\d)"
    r"(?!\d))"
    rf"|(?<![^\W\d_])(?P<named>{MONTH})\.?\s(?P<on>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<in>(?:19|20)\d\d)(?!\d\d)"
)
"""A date as a reader sees it: 2026-04-18, 2026年4月18日, 18.04.2026, 18.4.26, 18 avril 2026, April 18th, 2026."""

WRITTEN_HOUR = re.compile(
    r"(?<![\d.:+-])(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d.])\s?"
    r"(?P<half>[ap]\.?\s?m\b\.?)?(?:\s?(?:uhr\s)?\(?(?P<zone>[A-Z]{2,4}\b|[+-]\d\d:?\d\d))?",
    re.IGNORECASE,
)


def parse_instant(text: str, *, day_first: bool = False) -> datetime | None:
    """Return the instant a text names, aware when it names a zone, naive when not; None when it is no date.

    `day_first` says how to read 5/4/2026 where the day and the month may both be either.

    >>> parse_instant("2023-03-13T10:05:00+05:30").isoformat()
    '2023-03-13T10:05:00+05:30'
    >>> parse_instant("Mon, 13 Mar 2023 04:35:00 GMT").isoformat()
    '2023-03-13T04:35:00+00:00'
    >>> parse_instant("March 13, 2023 9:00 PM EDT").isoformat()
    '2023-03-13T21:00:00-04:00'
    >>> parse_instant("3.4.2023 9:00").isoformat(), parse_instant("13. März 2023").isoformat()
    ('2023-04-03T09:00:00', '2023-03-13T00:00:00')
    >>> parse_instant("three days ago") is None
    True
    """
    text = text.strip()
    if len(text) > LONGEST or not HAS_YEAR.search(text):
        return None
    text = NAMED_OFFSET.sub(r"\1", text)
    day_first = day_first or bool(DOTTED_DAY.search(text))
    loosely = parsedate_to_datetime if MAIL_DATE.match(text) else _day_first if day_first else _month_first
    for read in (datetime.fromisoformat, loosely):
        try:
            found = read(text)
            is_sound = 1970 <= found.year <= 2100 and has_sound_zone(found)
        except (ValueError, OverflowError, TypeError):
            continue
        return found if is_sound else None
    return find_instant(text, day_first=day_first)


def find_instant(text: str, *, day_first: bool = False) -> datetime | None:
    """Return the first date that stands written in a text, with its hour and zone where they follow; else None.

    >>> find_instant("Publié le 3 août 2026 à 18h05").isoformat()
    '2026-08-03T18:05:00'
    >>> find_instant("Tue 5/4/2026", day_first=True).isoformat(), find_instant("Updated 5/4/2026").isoformat()
    ('2026-04-05T00:00:00', '2026-05-04T00:00:00')
    >>> find_instant("Volume 12 of 2026") is None
    True
    """
    for match in WRITTEN_DAY.finditer(text):
        try:
            day = datetime(*_year_month_day(match, day_first=day_first))  # noqa: DTZ001  its zone may follow
        except (ValueError, TypeError):
            continue
        hour = WRITTEN_HOUR.search(text, match.end(), match.end() + 30) or WRITTEN_HOUR.search(text, 0, match.start())
        return _with_hour(day, hour) if hour else day
    return None


DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19[89]|20\d)\d)(?:(?P<mark>[-/_.])(?P<m>\d\d?)(?P=mark)(?P<d>\d\d?)(?!\d)"
    r"|(?P<mm>0[1-9]|1[0-2])(?P<dd>[0-3]\d)(?:(?!\d)|(?=[01]\d[0-5]\d|2[0-3][0-5]\d)))"
)
"""/2026/04/18/, 2026-04-18, 20260418, and the same with the hour and more behind it."""


def day_in_address(url: str) -> datetime | None:
    """Return the day that an address holds; naive.

    >>> day_in_address("https://example.com/2026/04/18/ice").isoformat()
    '2026-04-18T00:00:00'
    >>> day_in_address("https://example.com/A2026041809300001").isoformat()
    '2026-04-18T00:00:00'
    >>> day_in_address("https://example.com/story-20269918") is None
    True
    """
    for match in DAY_IN_ADDRESS.finditer(url):
        month, day = int(match["m"] or match["mm"]), int(match["d"] or match["dd"])
        try:
            return datetime(int(match["y"]), month, day)  # noqa: DTZ001  an address has no zone
        except ValueError:
            continue
    return None


def _year_month_day(match: re.Match[str], *, day_first: bool) -> tuple[int, int, int]:
    """Return the parts of a date; raises TypeError where the month has no name that is known."""
    if match["y"]:
        return int(match["y"]), int(match["m"]), int(match["d"])
    if match["month"] or match["named"]:
        month = month_of(match["month"] or match["named"])
        return int(match["of"] or match["in"]), month or 0, int(match["day"] or match["on"])
    first, second = int(match["first"]), int(match["second"])
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    is_day_first = match["mark"] == "." or (second <= 12 and (day_first or first > 12))
    return (year, second, first) if is_day_first else (year, first, second)


def month_of(name: str) -> int | None:
    """Return the number of a month by its name in one of many languages.

    >>> month_of("August"), month_of("červenec"), month_of("сентября"), month_of("volume")
    (8, 7, 9, None)
    """
    folded = name.casefold()
    return next((MONTHS[folded[:size]] for size in range(len(folded), 2, -1) if folded[:size] in MONTHS), None)


def _with_hour(day: datetime, clock: re.Match[str]) -> datetime:
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    try:
        instant = day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return day
    zone = ZONES.get((clock["zone"] or "").upper())
    return instant if zone is None else instant.replace(tzinfo=timezone(timedelta(seconds=zone)))


def has_sound_zone(instant: datetime) -> bool:
    """Return whether an instant has no zone, or one of this planet: within 14 hours of UTC."""
    return instant.tzinfo is None or abs(instant.utcoffset() or timedelta()) <= timedelta(hours=14)


def _month_first(text: str) -> datetime:
    return dateutil_parser.parse(text, tzinfos=_offset_of, default=BLANK)


def _day_first(text: str) -> datetime:
    return dateutil_parser.parse(text, tzinfos=_offset_of, default=BLANK, dayfirst=True)


def _offset_of(name: str | None, offset: int | None) -> int | None:
    """Return the seconds east of UTC that a date says, by number or by name; None for a name we do not know."""
    return offset if offset is not None else ZONES.get(name or "")
