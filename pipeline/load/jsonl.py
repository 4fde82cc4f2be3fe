"""JSON Lines: a line is a page, `{"id"?, "url"?, "html"|"text", "fetched_at"?, "title"?}`."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO

from pipeline.article import Hints, RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, UTF_16_MARKS, size_in_words, too_large
from pipeline.load.found import Found, RecordError, broken_record

MAX_LINE_BYTES = 2 * MAX_PAGE_BYTES
"""A page of Chinese or Hindi doubles when each of its characters is written as \\uXXXX, as many programs do."""

SKIPPED_BYTES = 65_536
"""How much of a line that is too long is read at a time, to come to its end."""

CONTENT_TYPES = {"html": "text/html; charset=utf-8", "text": "text/plain; charset=utf-8; header=absent"}

SURROGATE = re.compile("[\ud800-\udfff]")


def read_jsonl(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield a page or its refusal for each line that is not blank.

    A record without `url` has an empty one (its origin says which line it is), one without `fetched_at` that of `page`.
    """
    for number, line in enumerate(_lines(stream), 1):
        place = replace(page, url="", origin=f"{page.origin}#{number}")
        if line is None:
            reason = too_large(MAX_LINE_BYTES)
            limit = size_in_words(MAX_LINE_BYTES)
            yield Refused(place, reason._replace(detail=f"{place.origin}: the line is over the limit of {limit}"))
        elif number == 1 and line.startswith(UTF_16_MARKS):
            yield broken_record(place, "the file is in UTF-16; convert it to UTF-8")
            return
        elif line := line.removeprefix(codecs.BOM_UTF8).strip():
            yield page_of_line(line, place)


def page_of_line(line: bytes, place: RawPage) -> RawPage | Refused:
    r"""Return the page in a line of JSON, or its refusal. `place` says where the line is from.

    >>> page = page_of_line(b'{"id": 7, "url": "https://a.org/1", "text": "Ice."}', RawPage("", b"", origin="in#1"))
    >>> page.record_id, page.url, page.body, page.content_type
    (7, 'https://a.org/1', b'Ice.', 'text/plain; charset=utf-8; header=absent')
    >>> page_of_line(b'{"id": 8}', RawPage("", b"", origin="in#2")).reason.detail
    'in#2: neither "html" nor "text" is given'
    """
    try:
        record = _record(line)
        place = replace(place, record_id=_record_id(record))
        place = replace(place, url=_string(record, "url") or "", fetched_at=_fetched_at(record) or place.fetched_at)
        page = _with_body(record, place)
    except RecordError as error:
        return broken_record(place, error)
    return Refused(place, too_large(len(page.body))) if len(page.body) > MAX_PAGE_BYTES else page


def without_surrogates(text: str) -> str:
    r"""Return a text with U+FFFD in place of each lone surrogate: JSON can spell them, UTF-8 cannot.

    >>> without_surrogates("a\ud83db")
    'a�b'
    """
    return SURROGATE.sub("\ufffd", text)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines of a stream; None for one that is too long, which is passed over piece by piece."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) <= MAX_LINE_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(SKIPPED_BYTES)
        yield None


def _record(line: bytes) -> dict[str, object]:
    try:
        record: object = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8: byte {error.start + 1} of the line is {line[error.start]:#04x}") from None
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}") from None
    if not isinstance(record, dict):
        raise RecordError(f"not a JSON object but {_json_type(record)}")
    return record


def _string(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f'"{name}" is not a string but {_json_type(value)}')
    return without_surrogates(value)


def _record_id(record: dict[str, object]) -> str | int | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if value is not None and not isinstance(value, str):
        raise RecordError(f'"id" is neither a string nor a whole number but {_json_type(value)}')
    return _string(record, "id")


def _fetched_at(record: dict[str, object]) -> datetime | None:
    """Return the instant in UTC; without a zone it is taken to be UTC."""
    value = _string(record, "fetched_at")
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RecordError(f'"fetched_at" is no ISO 8601 date and time: {value[:40]!r}') from None


def _with_body(record: dict[str, object], place: RawPage) -> RawPage:
    given = [name for name in CONTENT_TYPES if record.get(name) is not None]
    if len(given) != 1:
        raise RecordError('both "html" and "text" are given' if given else 'neither "html" nor "text" is given')
    body = (_string(record, given[0]) or "").encode()
    return replace(place, body=body, content_type=CONTENT_TYPES[given[0]], hints=Hints(_string(record, "title")))


def _json_type(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "null")
