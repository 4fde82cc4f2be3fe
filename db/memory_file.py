"""What was learnt and ruled, as records that can be carried to another database: one JSON object each.

    {"kind": "memory", "format": 1}                               the first one
    {"kind": "site", "site", "articles", "version"}               before the lines of the site
    {"kind": "line", "id", "articles", "first", "last", "carriers", "since", "latest", "sample"}
    {"kind": "ruling", "site", "id", "verdict", "line", "ruled_at"}

Keys are those of the tables `site`, `site_line` and `ruling`; an id is the fingerprint as 16 hex digits.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from db.columns import storable
from db.learning import LINE, sites_of, stored_line
from db.rows import Row
from db.rulings import Ruling, rulings_of
from db.tables import SiteLineRow, SiteRow
from pipeline.memory import ENOUGH_ARTICLES, SAMPLE_LETTERS, Carrier, Line, SiteMemory

FORMAT = 1
MOST = 10**9  # more than any count of a site, and two together are what both databases take
HALF, WHOLE = 2**63, 2**64
ID_DIGITS = 16
HEX = frozenset("0123456789abcdef")


class RecordError(Exception):
    """A record that cannot be used; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of one site."""

    site: str
    memory: SiteMemory


def line_id(fingerprint: int) -> str:
    """Return a fingerprint as 16 hex digits.

    >>> line_id(-1), line_id(255)
    ('ffffffffffffffff', '00000000000000ff')
    """
    return f"{fingerprint % WHOLE:0{ID_DIGITS}x}"


def fingerprint_of(line_id: str) -> int:
    """Return the fingerprint of an id of 16 hex digits.

    >>> fingerprint_of("ffffffffffffffff")
    -1
    """
    number = int(line_id, 16)
    return number - WHOLE if number >= HALF else number


def records(connection: Connection) -> Iterator[Row]:
    """Yield all that was learnt and ruled, in the order of the sites."""
    yield {"kind": "memory", "format": FORMAT}
    for site in connection.scalars(select(SiteRow.site).order_by(SiteRow.site)).all():
        standing = sites_of(connection, [site])[site]
        yield {"kind": "site", "site": site, "articles": standing.articles, "version": standing.version}
        for known_by, line in stored_lines(connection, site).items():
            yield line_record(known_by, line)
    for ruling in rulings_of(connection):
        yield {
            "kind": "ruling",
            "site": ruling.site,
            "id": line_id(ruling.fingerprint),
            "verdict": ruling.verdict,
            "line": ruling.line,
            "ruled_at": ruling.ruled_at.isoformat(),
        }


def stored_lines(connection: Connection, site: str) -> dict[int, Line]:
    """Return all that the memory holds of a site's lines, by fingerprint, in order."""
    columns = [SiteLineRow.__table__.c[name] for name in ("fingerprint", *LINE)]
    wanted = select(*columns).where(SiteLineRow.site == site).order_by(SiteLineRow.fingerprint)
    return {known_by: stored_line(*held) for known_by, *held in connection.execute(wanted)}


def line_record(fingerprint: int, line: Line) -> Row:
    """Return the record of a line."""
    return {
        "kind": "line",
        "id": line_id(fingerprint),
        "articles": line.articles,
        "first": line.first,
        "last": line.last,
        "carriers": [[carrier.article, line_id(carrier.identity)] for carrier in line.carriers],
        "since": line.since,
        "latest": line.latest,
        "sample": line.sample,
    }


def read_lines(lines: Iterable[bytes]) -> Iterator[Learnt | Ruling]:
    """Yield what lines of JSON say: a site once all its lines are read, and rulings. Raises RecordError.

    Blank lines are passed over.
    """
    number = 0

    def numbered() -> Iterator[Mapping[str, object]]:
        nonlocal number
        for line in lines:
            number += 1
            if line.strip():
                yield record_in(line)

    try:
        yield from read_records(numbered())
    except RecordError as error:
        raise RecordError(f"line {number}: {error}") from error


def record_in(line: bytes) -> Mapping[str, object]:
    """Return the record of a line of JSON."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"no JSON: {error}") from error
    if not isinstance(record, dict):
        raise RecordError("a JSON object is expected")
    return record


def read_records(records: Iterator[Mapping[str, object]]) -> Iterator[Learnt | Ruling]:
    """Yield what records say, as `read_lines`."""
    check_first(next(records, {}))
    open_site: Learnt | None = None
    seen: set[str] = set()
    for record in records:
        kind = record.get("kind")
        if kind == "line":
            if open_site is None:
                raise RecordError("a line without its site: the record of the site has to stand before its lines")
            add_line(open_site, record)
            continue
        if open_site:
            yield open_site
        open_site = site_of(record) if kind == "site" else None
        if open_site and open_site.site in seen:
            raise RecordError(f"site {open_site.site} stands there twice")
        if open_site:
            seen.add(open_site.site)
        elif kind == "ruling":
            yield ruling_of(record)
        else:
            raise RecordError(f'"kind": {kind!r} is none of site, line, ruling')
    if open_site:
        yield open_site


def check_first(record: Mapping[str, object]) -> None:
    """Raise RecordError unless this is the first record of a form that is known here."""
    if record.get("kind") != "memory":
        raise RecordError('this is not what `copydesk memory export` writes: its first line is {"kind": "memory", ...}')
    if record.get("format") != FORMAT:
        raise RecordError(f"format {record.get('format')!r} is not known here, only {FORMAT}: use a newer Copydesk")


def site_of(record: Mapping[str, object]) -> Learnt:
    """Return a site without its lines."""
    return Learnt(text_in(record, "site"), SiteMemory(count_in(record, "articles"), count_in(record, "version")))


def add_line(learnt: Learnt, record: Mapping[str, object]) -> None:
    """Add a line to those of its site."""
    known_by = id_in(record, "id")
    if known_by in learnt.memory.lines:
        raise RecordError(f"line {line_id(known_by)} stands there twice")
    articles = count_in(record, "articles")
    sample = record.get("sample")
    if not isinstance(sample, str):
        raise RecordError('"sample": a string is expected, empty where none is kept')
    learnt.memory.lines[known_by] = Line(
        articles,
        count_in(record, "first", articles),
        count_in(record, "last", articles),
        carriers_in(record),
        count_in(record, "since", learnt.memory.version),
        count_in(record, "latest", learnt.memory.articles),
        storable(sample[:SAMPLE_LETTERS]),
    )


def ruling_of(record: Mapping[str, object]) -> Ruling:
    """Return a ruling."""
    verdict = record.get("verdict")
    if verdict not in {"keep", "cut"}:
        raise RecordError('"verdict": keep or cut is expected')
    try:
        ruled_at = datetime.fromisoformat(str(record.get("ruled_at")))
    except ValueError:
        ruled_at = None
    if ruled_at is None or ruled_at.tzinfo is None:
        raise RecordError('"ruled_at": an instant with its zone is expected, as in 2026-01-31T12:00:00+00:00')
    line = record.get("line")
    if not isinstance(line, str):
        raise RecordError('"line": a string is expected')
    return Ruling(text_in(record, "site"), id_in(record, "id"), verdict, line, ruled_at)


def carriers_in(record: Mapping[str, object]) -> tuple[Carrier, ...]:
    """Return the articles that carried a line, by their numbers in the other database."""
    given = record.get("carriers")
    if not isinstance(given, list) or len(given) > ENOUGH_ARTICLES:
        raise RecordError(f'"carriers": a list of at most {ENOUGH_ARTICLES} is expected')
    found = []
    for each in given:
        if not isinstance(each, list) or len(each) != 2 or type(each[0]) is not int or not is_id(each[1]):
            raise RecordError('"carriers": each is expected to be a number and 16 hex digits')
        found.append(Carrier(each[0], fingerprint_of(each[1])))
    return tuple(found)


def count_in(record: Mapping[str, object], key: str, most: int = MOST) -> int:
    """Return the count under a key."""
    value = record.get(key)
    if type(value) is not int or not 0 <= value <= most:
        raise RecordError(f'"{key}": a whole number from 0 to {most} is expected, not {str(value)[:40]!r}')
    return value


def text_in(record: Mapping[str, object], key: str) -> str:
    """Return the text under a key, which must not be empty."""
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise RecordError(f'"{key}": a name is expected')
    return storable(value)


def id_in(record: Mapping[str, object], key: str) -> int:
    """Return the fingerprint under a key."""
    value = record.get(key)
    if not is_id(value):
        raise RecordError(f'"{key}": {ID_DIGITS} hex digits are expected')
    return fingerprint_of(str(value))


def is_id(value: object) -> bool:
    """Tell whether something is an id of 16 hex digits."""
    return isinstance(value, str) and len(value) == ID_DIGITS and set(value) <= HEX
