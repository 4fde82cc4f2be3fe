"""Reading bytes: bounded, counted, unpacked."""

import gzip
import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, size_in_words, too_large

SNIFFED_BYTES = 1024
"""How far a stream is looked into for its first character that is not blank."""

BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\v\f"
"""White space, and the byte order marks and NULs that may stand around it."""

GZIP_MARK = b"\x1f\x8b"


class Stream(io.RawIOBase):
    """The bytes of a file or pipe, with a look ahead, and a report of how many were taken."""

    def __init__(self, source: BinaryIO, advance: Callable[[int], object]) -> None:
        # read1 gives what a pipe has, without waiting for more: a line typed is a line answered.
        self._read: Callable[[int], bytes | None] = getattr(source, "read1", source.read)
        self._advance = advance
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes without taking them; fewer only at the end."""
        while len(self._ahead) < size and (more := self._read(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]  # typeshed: a Buffer, which has no len
        """Fill `buffer` with the next bytes, and return how many they were."""
        taken = self._ahead[: len(buffer)] or self._read(len(buffer)) or b""
        self._ahead = self._ahead[len(taken) :]
        buffer[: len(taken)] = taken
        self._advance(len(taken))
        return len(taken)


class Unpacked(io.BufferedReader):
    """A stream of text, unpacked if it was gzipped (by its first bytes: names are often wrong), with a look ahead."""

    def __init__(self, source: BinaryIO, advance: Callable[[int], object]) -> None:
        packed = Stream(source, advance)
        self._text = packed
        if packed.peek(2) == GZIP_MARK:
            self._text = Stream(gzip.GzipFile(fileobj=io.BufferedReader(packed)), int)  # type: ignore[arg-type]
        super().__init__(self._text)

    def opening(self) -> bytes:
        """Return the bytes up to a first one that is not blank, if it comes soon. To be asked before reading."""
        size = 1
        while not (start := self._text.peek(size)).strip(BLANK) and len(start) == size < SNIFFED_BYTES:
            size += 1
        return start


def read_page(stream: BinaryIO, page: RawPage, content_type: str) -> RawPage | Refused:
    """Return the page with the rest of the stream as its body, or its refusal when that is over the limit."""
    body = stream.read(MAX_PAGE_BYTES + 1)
    if len(body) > MAX_PAGE_BYTES:
        limit = size_in_words(MAX_PAGE_BYTES)
        return Refused(page, too_large(len(body))._replace(detail=f"it is over the limit of {limit} when unpacked"))
    return replace(page, body=body, content_type=content_type)
