"""Unpacking: gzip, zstd, bzip2 and xz, known by their first bytes."""

import bz2
import gzip
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from pipeline.judge import size_in_words

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDict, ZstdError, ZstdFile, decompress
else:
    from backports.zstd import ZstdDict, ZstdError, ZstdFile, decompress

GZIP_MARK, ZSTD_MARK = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DICTIONARY_MARK = b"\x5d\x2a\x4d\x18"
"""Of the frame at the start of some .warc.zst (iipc.github.io/warc-specifications) that holds the dictionary."""

LARGEST_DICTIONARY = 10_000_000
LONGEST_MARK = 6

FREE_BYTES, MOST_TIMES = 1_000_000_000, 1_000
"""A file that unpacks to more than 1 GB may not unpack to more than 1,000 times its size: gzip cannot do much more, and
what zstd and xz make smaller is no news. Bytes are never all in memory; it is the time that is saved."""

UNPACKING_ERRORS = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    lzma.LZMAError,
    ZstdError,
    zipfile.BadZipFile,
    tarfile.TarError,
)
"""What is raised while packed bytes, or the members of an archive, are read; and OSError without a number by bz2."""


class PackingError(Exception):
    """Packed bytes cannot be unpacked to their end; the message says why."""


class BombError(PackingError):
    """Packed bytes unpack to far more than they are."""


class Budget:
    """How much may still be unpacked of what was read from disk, in however many layers it is packed."""

    def __init__(self) -> None:
        self.read = 0
        self._unpacked = 0

    def spend(self, size: int) -> None:
        """Take down that so many bytes were unpacked. Raises BombError when there are too many."""
        self._unpacked += size
        if self._unpacked > FREE_BYTES + MOST_TIMES * self.read:
            raise BombError(
                f"{size_in_words(self.read)} of it unpack to more than {size_in_words(self._unpacked)}: "
                f"more than {MOST_TIMES:,} times as many"
            )


def unpacker_of(mark: bytes) -> Callable[[BinaryIO], IO[bytes]] | None:
    r"""Return what unpacks a stream that begins so; None where it is not packed.

    >>> unpacker_of(b"\x1f\x8b\x08") is None, unpacker_of(b"<html>") is None
    (False, True)
    """
    known: tuple[tuple[bytes, Callable[[BinaryIO], IO[bytes]]], ...] = (
        (GZIP_MARK, unpack_gzip),
        (ZSTD_MARK, unpack_zstd),
        (DICTIONARY_MARK, unpack_zstd_by_dictionary),
        (b"BZh", bz2.open),
        (b"\xfd7zXZ\0", lzma.open),
    )
    return next((unpack for start, unpack in known if mark.startswith(start)), None)


def unpack_gzip(packed: BinaryIO) -> IO[bytes]:
    """Return the bytes of a gzip stream, of all its members."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))


def unpack_zstd(packed: BinaryIO, dictionary: ZstdDict | None = None) -> IO[bytes]:
    """Return the bytes of a zstd stream, of all its frames."""
    return cast("IO[bytes]", ZstdFile(packed, zstd_dict=dictionary))


def unpack_zstd_by_dictionary(packed: BinaryIO) -> IO[bytes]:
    """Return the bytes of a zstd stream whose first frame holds the dictionary, itself packed or not."""
    _, size = struct.unpack("<II", packed.read(8).ljust(8, b"\0"))
    if size > LARGEST_DICTIONARY:
        raise PackingError(f"its zstd dictionary has {size_in_words(size)}")
    content = packed.read(size)
    try:
        content = decompress(content) if content.startswith(ZSTD_MARK) else content
        return unpack_zstd(packed, ZstdDict(content))
    except (ZstdError, ValueError) as error:
        raise PackingError(f"its zstd dictionary cannot be read: {error}") from error
