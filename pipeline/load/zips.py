"""Zip archives."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import BinaryIO, cast

from pipeline.article import RawPage
from pipeline.load.found import Found, broken_archive
from pipeline.load.members import Member, is_hidden
from pipeline.load.stream import Unpacked

ZIP_MARKS = (b"PK\3\4", b"PK\5\6")

ENCRYPTED = 1
"""The flag of members that take a password."""

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises where a member is damaged, packed by an unknown method, or encrypted."""


def zip_members(stream: BinaryIO, page: RawPage) -> Iterator[Member | Found]:
    """Yield the files in a zip archive; a refusal for one that cannot be read, or for the archive."""
    with closing(cast("Unpacked", stream).seekable_file()) as file:
        size = file.seek(0, 2)
        try:
            with zipfile.ZipFile(file) as archive:
                infos = archive.infolist()
                if sum(info.compress_size for info in infos) > size:
                    # So are bombs made that are small on disk.
                    yield broken_archive(page, "its members overlap")
                    return
                for info in infos:
                    if not info.is_dir() and not is_hidden(info.filename):
                        yield from _member(archive, info, page)
        except ZIP_ERRORS as error:
            yield broken_archive(page, f"no list of files could be read at its end, so it may be cut off: {error}")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, page: RawPage) -> Iterator[Member | Found]:
    try:
        with archive.open(info) as file:
            yield Member(info.filename, file, _modified(info))
    except ZIP_ERRORS as error:
        yield broken_archive(page, f"{info.filename}: {'it is encrypted' if info.flag_bits & ENCRYPTED else error}")


def _modified(info: zipfile.ZipInfo) -> datetime | None:
    """Return when a member was changed; zip archives know no zones, so it is taken to be UTC."""
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
