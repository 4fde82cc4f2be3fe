"""From a path to its pages."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from pipeline.article import RawPage, Reason, Refused
from pipeline.judge import too_large
from pipeline.load.files import File, check_path, page_of, printable, unreadable, walk
from pipeline.load.formats import Archive, Format, format_named, format_of, known_suffixes, sniff
from pipeline.load.found import OTHER_KIND, Found, PassedOver, broken_archive
from pipeline.load.members import Member
from pipeline.load.packing import PackingError
from pipeline.load.stream import Unpacked


@dataclass(frozen=True, slots=True)
class Survey:
    """What a path holds, without having read it."""

    files: int = 0
    """Files that will be read."""
    size: int = 0
    """Their bytes on disk: what the calls of `advance` add up to."""
    passed_over: int = 0
    """Files of other kinds, like the style sheets beside a saved page."""


def survey(path: str | Path, format_name: str | None = None) -> Survey:
    """Return how much `load` will read from `path`; all zero for standard input, whose size nobody knows.

    Raises LoadError when there is nothing at `path`.
    """
    form = _checked(path, format_name)
    if str(path) == "-":
        return Survey()
    files = size = passed_over = 0
    for file in walk(Path(path)):
        if isinstance(file, File) and _is_wanted(file, form):
            files, size = files + 1, size + file.size
        elif isinstance(file, File):
            passed_over += 1
    return Survey(files, size, passed_over)


def load(
    path: str | Path,
    stdin: BinaryIO | None = None,
    format_name: str | None = None,
    *,
    advance: Callable[[int], object] = int,
    pass_over: Callable[[str], object] = str,
) -> Iterator[RawPage | Refused]:
    """Return an iterator over the pages at `path`: a file, a folder with all below it, or `-` for standard input.

    What cannot be read or is broken comes as Refused, in its place, and the rest goes on. Files are read as their
    suffix says; in a folder those with another suffix are passed over (`survey` counts them), a file that is named
    itself is then known by its first bytes, as is standard input. `format_name` reads all in one of the FORMATS.
    Packed files are unpacked as they are read. A page's `fetched_at` is the time its file was modified, where the file
    itself does not tell.

    `advance` is called with the number of bytes on disk that are done with, for a progress bar; `pass_over` for each
    thing in a file that is no page and need not be, like a picture in a web archive, with its kind.

    Raises LoadError at once when there is nothing at `path`, or no such format.
    """
    form = _checked(path, format_name)
    if str(path) == "-":
        return _pages(_read(stdin or sys.stdin.buffer, RawPage("", b"", origin="-"), form, None, advance), pass_over)
    return _pages(_load_files(Path(path), form, advance), pass_over)


def _pages(found: Iterator[Found], pass_over: Callable[[str], object]) -> Iterator[RawPage | Refused]:
    for each in found:
        if isinstance(each, PassedOver):
            pass_over(each.kind)
        else:
            yield each


def _checked(path: str | Path, format_name: str | None) -> Format | Archive | None:
    if str(path) != "-":
        check_path(path)
    return None if format_name is None else format_named(format_name)


def _is_wanted(file: File, form: Format | Archive | None) -> bool:
    return file.named or form is not None or format_of(file.path) is not None


def _load_files(path: Path, form: Format | Archive | None, advance: Callable[[int], object]) -> Iterator[Found]:
    for file in walk(path):
        if isinstance(file, Refused):
            yield file
        elif _is_wanted(file, form):
            yield from _load_file(file, form or format_of(file.path), advance)


def _load_file(file: File, form: Format | Archive | None, advance: Callable[[int], object]) -> Iterator[Found]:
    page = replace(page_of(file.path), fetched_at=file.modified)
    left = file.size

    def count(size: int) -> None:
        nonlocal left
        size = min(size, left)
        left -= size
        advance(size)

    if form is not None and file.size > form.max_bytes:
        yield Refused(page, too_large(file.size))
    else:
        try:
            with file.path.open("rb", buffering=0) as source:
                yield from _read(source, page, form, file.path, count)
        except OSError as error:
            yield unreadable(page, error)
    count(left)


def _read(
    source: BinaryIO,
    page: RawPage,
    form: Format | Archive | None,
    path: Path | None,
    advance: Callable[[int], object],
) -> Iterator[Found]:
    try:
        stream = Unpacked(source, advance)
        form = form or sniff(stream.opening(), path)
        if form is None:
            detail = (
                f"{page.origin}: files are read whose names end in {known_suffixes()}; or say which format it is in"
            )
            yield Refused(page, Reason("unknown format", detail))
        elif isinstance(form, Archive):
            yield from _read_members(form, stream, page)
        else:
            yield from form.read(stream, page)
    except PackingError as error:
        yield broken_archive(page, f"it cannot be unpacked to its end: {error}")
    except OSError as error:
        yield unreadable(page, error)


def _read_members(archive: Archive, stream: Unpacked, page: RawPage) -> Iterator[Found]:
    for each in archive.members(stream, page):
        if isinstance(each, Member):
            yield from _read_member(each, stream, _page_of_member(each, page))
        else:
            yield each


def _read_member(member: Member, archive: Unpacked, page: RawPage) -> Iterator[Found]:
    form = format_of(PurePosixPath(member.name))
    if form is None:
        yield OTHER_KIND
    elif isinstance(form, Archive):
        yield Refused(
            page, Reason("archive in archive", f"{page.origin}: unpack the outer one, and load what is in it")
        )
    else:
        try:
            yield from form.read(archive.layer(member.stream, is_counted=member.is_counted), page)
        except PackingError as error:
            yield broken_archive(page, f"it cannot be unpacked to its end: {error}")


def _page_of_member(member: Member, page: RawPage) -> RawPage:
    """Return the page of a file in an archive, its body still to be read. `page` is that of the archive."""
    name = printable(member.name)
    return replace(
        page,
        url=f"{page.url}#{quote(name)}" if page.url else "",
        origin=f"{page.origin}#{name}",
        fetched_at=member.modified or page.fetched_at,
    )
