"""Web archives (WARC): a response is a page. The only door to reading with warcio.

Finding where records begin and end is done here: warcio, like others, takes the end of a file that was cut off for its
end, and tells damage to standard error only. What stands in a record is left to it.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, size_in_words, too_large
from pipeline.load.codings import decoded
from pipeline.load.found import Found, PassedOver, RecordError, broken_archive, broken_record
from pipeline.load.notes import NOTE_TYPE, with_note
from pipeline.load.packing import PackingError
from pipeline.load.stream import BLANK, BUFFER

WARC_MARK = b"WARC/"
PAGES = ("text/html", "application/xhtml+xml")

MAX_HEAD_BYTES = 262_144
"""Of the headers of a record, and once more of those of its response; servers that send more than 64 KB are rare."""

NO_PAGE = PassedOver("not a web page")
NO_SUCCESS = PassedOver("status other than 200")
NO_BODY = PassedOver("record without a page of its own")

MAX_BLOCK_BYTES = MAX_PAGE_BYTES + MAX_HEAD_BYTES

BEHIND = ("Compressed file ended", "Not a gzipped file", "Unable to decompress Zstandard data: Unknown frame")
"""How errors of unpacking begin that say nothing against what was unpacked before, unlike a wrong checksum."""

LONGEST_NUMBER = 18
"""Digits: a number of bytes that is longer is no length of anything."""

UNCOUNTED = frozenset({"warcinfo", "request", "metadata"})
"""Kinds of records that stand beside those of pages."""


class DamageError(Exception):
    """The file is damaged, or ends too early; the message says how."""


class Records:
    """The records of a stream, one after the other, and where they begin."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = self._line_at = 0
        self.number = 1
        """Of the record that is being read, from 1."""
        self.start = 0
        """Where it begins, in bytes."""

    def __iter__(self) -> Iterator[tuple[StatusAndHeaders, bytes]]:
        """Yield headers and block of each record; of a block that is larger than any page, only the beginning.

        A record is yielded once what follows it was looked at: only then its checksum was, and its length is believed.
        Raises DamageError, and PackingError.
        """
        line = self._first_line()
        while line:
            if not line.startswith(WARC_MARK):
                raise DamageError(f"it does not begin with WARC/ but with {line[:20]!r}")
            headers = HEADERS.parse(io.BytesIO(line + self._head()))
            block = self._block(length_of(headers))
            end = self._at
            try:
                line = self._first_line()
            except PackingError as error:
                if str(error).startswith(BEHIND):
                    yield headers, block
                    self._move_on(end)
                raise
            if self._line_at == end and line and not line.startswith(WARC_MARK):
                raise DamageError(f"its Content-Length is wrong: {line[:20]!r} follows it")
            yield headers, block
            self._move_on(self._line_at)

    def _move_on(self, start: int) -> None:
        self.number += 1
        self.start = start

    def _first_line(self) -> bytes:
        """Return the next line that is not blank; empty at the end of the file."""
        while True:
            self._line_at = self._at
            line = self._line()
            if line.strip() or not line:
                return line

    def _head(self) -> bytes:
        """Return the lines of headers up to a blank one."""
        lines: list[bytes] = []
        while (line := self._line()).strip():
            lines.append(line)
            if self._at - self.start > MAX_HEAD_BYTES:
                raise DamageError(f"its headers are over the limit of {size_in_words(MAX_HEAD_BYTES)}")
        if not line:
            raise DamageError("the file ends within its headers")
        return b"".join(lines)

    def _block(self, length: int) -> bytes:
        """Return what a record holds; where it is too large, the rest is passed over piece by piece."""
        block = self._stream.read(length if length <= MAX_BLOCK_BYTES else MAX_HEAD_BYTES)
        read = len(block)
        while read < length and (piece := self._stream.read(min(BUFFER, length - read))):
            read += len(piece)
        self._at += read
        if read < length:
            raise DamageError(f"the file ends after {read:,} of its {length:,} bytes")
        return block

    def _line(self) -> bytes:
        line = self._stream.readline(MAX_HEAD_BYTES)
        self._at += len(line)
        return line


HEADERS = StatusAndHeadersParser([], verify=False)
"""Reads headers below any first line: WARC/1.0 and 1.1, HTTP/1.1 and 2."""


def read_warc(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield the pages of the responses in a web archive; at damage, all before it and then a refusal that says where.

    What is no answer with a page in it is passed over: another status than 200, another type than HTML.
    """
    records = Records(stream)
    note = Note("", b"")
    try:
        for headers, block in records:
            place = replace(page, url="", origin=f"{page.origin}#{records.number}")
            yield from found_in(headers, block, place, note)
            note = note_in(headers, block)
    except (DamageError, PackingError) as error:
        place = replace(page, url="", origin=f"{page.origin}#{records.number}")
        where = f"record {records.number:,}, at byte {records.start:,} of the unpacked file"
        yield broken_archive(place, f"{where}, cannot be read, nor what comes after it: {error}")


def length_of(headers: StatusAndHeaders) -> int:
    """Return the length of the block of a record. Raises DamageError when the record does not say."""
    said = headers.get_header("Content-Length", "")
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER):
        raise DamageError(f"its Content-Length is no number: {said[:20]!r}")
    return int(said)


class Note(NamedTuple):
    """What was said of a page before its record."""

    record_id: str
    text: bytes


def note_in(headers: StatusAndHeaders, block: bytes) -> Note:
    """Return the note in a record; one of no record where it holds none."""
    is_note = headers.get_header("Content-Type", "") == NOTE_TYPE
    return Note(headers.get_header("WARC-Refers-To", ""), block) if is_note else Note("", b"")


def found_in(headers: StatusAndHeaders, block: bytes, place: RawPage, note: Note) -> Iterator[Found]:
    """Yield the page of a record, or why there is none; nothing for a record that stands beside that of a page.

    `note` is that of the record before it.
    """
    kind = headers.get_header("WARC-Type", "").lower()
    if kind in UNCOUNTED:
        return
    place = replace(
        place,
        url=headers.get_header("WARC-Target-URI", "").strip("<> "),
        fetched_at=instant_of(headers.get_header("WARC-Date", "")) or place.fetched_at,
    )
    found: Found = NO_BODY
    if kind == "response" and block.startswith(b"HTTP/"):
        found = answer(block, place)
    elif kind == "resource" and note.record_id and note.record_id == headers.get_header("WARC-Record-ID"):
        found = noted(headers.get_header("Content-Type", ""), block, place, note)
    elif kind == "resource":
        found = resource(headers.get_header("Content-Type", ""), block, place)
    is_cut = length_of(headers) > len(block) and isinstance(found, RawPage)
    yield Refused(place, too_large(length_of(headers))) if is_cut else found


def noted(content_type: str, body: bytes, place: RawPage, note: Note) -> Found:
    """Return a page of whatever type, as its note completes it."""
    if len(body) > MAX_PAGE_BYTES:
        return Refused(place, too_large(len(body)))
    try:
        return with_note(replace(place, body=body, content_type=content_type), note.text)
    except RecordError as error:
        return broken_record(place, error)


def answer(block: bytes, place: RawPage) -> Found:
    """Return the page in the answer of a server."""
    stream = io.BytesIO(block)
    headers = HEADERS.parse(stream)
    if headers.statusline[:3] != "200":
        return NO_SUCCESS
    is_chunked = "chunked" in headers.get_header("Transfer-Encoding", "").lower()
    body = (ChunkedDataReader(stream) if is_chunked else stream).read()
    body = decoded(body, headers.get_header("Content-Encoding", ""))
    return resource(headers.get_header("Content-Type", ""), body, place)


def resource(content_type: str, body: bytes, place: RawPage) -> Found:
    """Return a page of its type and body; where the type is not said, it is one when it begins as markup."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in PAGES and (media_type or not body.lstrip(BLANK).startswith(b"<")):
        return NO_PAGE
    if len(body) > MAX_PAGE_BYTES:
        return Refused(place, too_large(len(body)))
    return replace(place, body=body, content_type=content_type or "text/html")


def instant_of(text: str) -> datetime | None:
    """Return the instant of a WARC-Date, in UTC; None where it is none.

    >>> instant_of("2026-11-03T08:00:00.123456789Z").isoformat(), instant_of("soon")
    ('2026-11-03T08:00:00.123456+00:00', None)
    """
    with suppress(ValueError, OverflowError):
        instant = datetime.fromisoformat(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return None
