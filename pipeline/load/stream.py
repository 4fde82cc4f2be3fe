"""Reading bytes: bounded, counted, unpacked."""

import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from typing import IO, BinaryIO, cast

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, size_in_words, too_large
from pipeline.load.packing import LONGEST_MARK, UNPACKING_ERRORS, Budget, PackingError, unpacker_of

SNIFFED_BYTES = 1024
"""How far a stream is looked into for what it is."""

BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\v\f"
"""White space, and the byte order marks and NULs that may stand around it."""

TEXT_MARKS = b"<{"
"""First characters that tell what a stream is by themselves."""

BUFFER = 131_072
"""Bytes read at a time: with the 8 KB that Python takes by itself, a WARC takes twice as long."""


class Stream(io.RawIOBase):
    """The bytes of a file or pipe, with a look ahead, and a report of how many were taken.

    Raises PackingError where what is below cannot be unpacked.
    """

    def __init__(self, source: BinaryIO | IO[bytes], advance: Callable[[int], object]) -> None:
        # read1 gives what a pipe has, without waiting for more: a line typed is a line answered.
        self._read: Callable[[int], bytes | None] = getattr(source, "read1", source.read)
        self._advance = advance
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """Return the next `size` bytes without taking them; fewer only at the end."""
        while len(self._ahead) < size and (more := self._take(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]  # typeshed: a Buffer, which has no len
        """Fill `buffer` with the next bytes, and return how many they were."""
        taken = self._ahead[: len(buffer)] or self._take(len(buffer)) or b""
        self._ahead = self._ahead[len(taken) :]
        buffer[: len(taken)] = taken
        self._advance(len(taken))
        return len(taken)

    def _take(self, size: int) -> bytes | None:
        try:
            return self._read(size)
        except UNPACKING_ERRORS as error:
            raise PackingError(str(error)) from error
        except OSError as error:
            if error.errno is None:  # bz2 says damage so
                raise PackingError(str(error)) from error
            raise


class Unpacked(io.BufferedReader):
    """A stream, unpacked if it was packed (by its first bytes: names are often wrong), with a look ahead."""

    def __init__(
        self, source: BinaryIO | IO[bytes], advance: Callable[[int], object], budget: Budget | None = None
    ) -> None:
        self.budget = Budget() if budget is None else budget
        self._source = source
        self._count = advance
        packed = self._text = Stream(source, self._counted if budget is None else advance)
        unpack = unpacker_of(packed.peek(LONGEST_MARK))
        self._is_packed = unpack is not None
        if unpack:
            below = cast("BinaryIO", io.BufferedReader(packed, BUFFER))
            self._text = Stream(unpack(below), self.budget.spend)
        super().__init__(self._text, BUFFER)

    def _counted(self, size: int) -> None:
        self.budget.read += size
        self._count(size)

    def opening(self) -> bytes:
        """Return the first bytes, enough to tell the format by. To be asked before reading."""
        size = 1
        while not (start := self._text.peek(size)).strip(BLANK) and len(start) == size < SNIFFED_BYTES:
            size += 1
        return start if start.endswith((b"<", b"{")) else self._text.peek(SNIFFED_BYTES)

    def layer(self, member: IO[bytes], *, is_counted: bool) -> "Unpacked":
        """Return a file in this one, within the same budget. `is_counted`: its bytes are spent of it already."""
        return Unpacked(member, int if is_counted else self.budget.spend, self.budget)

    def seekable_file(self) -> BinaryIO:
        """Return the bytes as a file that can be sought in: the file itself where it is one, else a copy of them.

        To be asked before reading, and to be closed.
        """
        if not self._is_packed and self._source.seekable():
            self._source.seek(0)
            return cast("BinaryIO", io.BufferedReader(Sought(self._source, self._counted)))
        copy = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
        try:
            shutil.copyfileobj(self, copy, BUFFER)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        return cast("BinaryIO", copy)


class Sought(io.RawIOBase):
    """A file that can be sought in, with a report of how many bytes were taken. Closing it leaves the file open."""

    def __init__(self, source: BinaryIO | IO[bytes], advance: Callable[[int], object]) -> None:
        self._source = source
        self._advance = advance

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return where the next byte comes from."""
        return self._source.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place in the file."""
        return self._source.seek(offset, whence)

    def readinto(self, buffer: "memoryview", /) -> int:  # type: ignore[override]  # typeshed: a Buffer, which has no len
        """Fill `buffer` with the next bytes, and return how many they were."""
        taken = self._source.read(len(buffer))
        buffer[: len(taken)] = taken
        self._advance(len(taken))
        return len(taken)


def read_page(stream: BinaryIO, page: RawPage, content_type: str) -> RawPage | Refused:
    """Return the page with the rest of the stream as its body, or its refusal when that is over the limit."""
    body = stream.read(MAX_PAGE_BYTES + 1)
    if len(body) > MAX_PAGE_BYTES:
        limit = size_in_words(MAX_PAGE_BYTES)
        return Refused(page, too_large(len(body))._replace(detail=f"it is over the limit of {limit} when unpacked"))
    return replace(page, body=body, content_type=content_type)
