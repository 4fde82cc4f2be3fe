"""Tar archives, read from front to end."""

import io
import tarfile
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from pipeline.article import RawPage
from pipeline.load.found import Found, broken_archive
from pipeline.load.members import NO_FILE, Member, is_hidden, moment
from pipeline.load.packing import PackingError
from pipeline.load.stream import BUFFER

USTAR_MARK, USTAR_AT = b"ustar", 257

MAX_HEADER_BYTES = 1_000_000
"""Of a header that only carries a long name, or other words about the next file; it is read as a whole."""

HEADERS_OF_NEXT = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)


class StrictTarInfo(tarfile.TarInfo):
    """A header that is sound. The standard library takes one that is not for the end of the archive, in silence."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "StrictTarInfo":
        """Return the header in a block. Raises tarfile.ReadError when it is damaged, missing or far too large."""
        if not buf:
            raise tarfile.ReadError("it ends without the mark of its end, so it may be cut off")
        if not buf.strip(b"\0"):
            return super().frombuf(buf, encoding, errors)  # raises what says that this is the end
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(f"the header of a file in it is damaged: {error}") from error
        if header.type in HEADERS_OF_NEXT and header.size > MAX_HEADER_BYTES:
            raise tarfile.ReadError("a name in it is over the limit of 1 MB")
        return header


class Pieces:
    """A stream that gives what there is before damage, rather than nothing of a block that has damage in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, perhaps fewer than `size`."""
        return self._stream.read1(size)


def tar_members(stream: BinaryIO, page: RawPage) -> Iterator[Member | Found]:
    """Yield the files in a tar archive, each to be read before the next; a refusal where it is damaged."""
    try:
        with tarfile.open(
            fileobj=cast("IO[bytes]", Pieces(stream)), mode="r|", tarinfo=StrictTarInfo, bufsize=BUFFER
        ) as archive:
            while info := archive.next():
                archive.members = []  # type: ignore[attr-defined]  # else the headers of all files pile up in memory
                if info.isdir() or is_hidden(info.name):
                    continue
                file = None if info.issparse() or not info.isreg() else archive.extractfile(info)
                yield NO_FILE if file is None else Member(info.name, file, moment(info.mtime), is_counted=True)
            if goes_on(archive):
                yield broken_archive(page, "there is more in it after the mark of its end, which cannot be read")
    except (tarfile.TarError, PackingError, EOFError) as error:
        yield broken_archive(page, error)


def goes_on(archive: tarfile.TarFile) -> bool:
    """Return whether anything but padding is left of an archive whose end was found: so a damaged block looks."""
    rest = archive.fileobj
    assert rest is not None
    return any(piece.strip(b"\0") for piece in iter(lambda: rest.read(BUFFER), b""))
