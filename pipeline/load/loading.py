"""From a path to its pages."""

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pipeline.article import RawPage, Reason, Refused
from pipeline.judge import too_large
from pipeline.load.files import File, check_path, page_of, unreadable, walk
from pipeline.load.formats import Format, format_named, format_of, known_suffixes, sniff
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
) -> Iterator[RawPage | Refused]:
    """Return an iterator over the pages at `path`: a file, a folder with all below it, or `-` for standard input.

    What cannot be read or is broken comes as Refused, in its place, and the rest goes on. Files are read as their
    suffix says; in a folder those with another suffix are passed over (`survey` counts them), a file that is named
    itself is then known by its first bytes, as is standard input. `format_name` reads all as html, text or jsonl.
    Gzipped files are unpacked as they are read. A page's `fetched_at` is the time its file was modified.

    `advance` is called with the number of bytes on disk that are done with, for a progress bar.

    Raises LoadError at once when there is nothing at `path`, or no such format.
    """
    form = _checked(path, format_name)
    if str(path) == "-":
        return _read(stdin or sys.stdin.buffer, RawPage("", b"", origin="-"), form, None, advance)
    return _load_files(Path(path), form, advance)


def _checked(path: str | Path, format_name: str | None) -> Format | None:
    if str(path) != "-":
        check_path(path)
    return None if format_name is None else format_named(format_name)


def _is_wanted(file: File, form: Format | None) -> bool:
    return file.named or form is not None or format_of(file.path) is not None


def _load_files(path: Path, form: Format | None, advance: Callable[[int], object]) -> Iterator[RawPage | Refused]:
    for file in walk(path):
        if isinstance(file, Refused):
            yield file
        elif _is_wanted(file, form):
            yield from _load_file(file, form or format_of(file.path), advance)


def _load_file(file: File, form: Format | None, advance: Callable[[int], object]) -> Iterator[RawPage | Refused]:
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
    source: BinaryIO, page: RawPage, form: Format | None, path: Path | None, advance: Callable[[int], object]
) -> Iterator[RawPage | Refused]:
    try:
        stream = Unpacked(source, advance)
        form = form or sniff(stream.opening(), path)
        if form is None:
            detail = (
                f"{page.origin}: files are read whose names end in {known_suffixes()}; or say which format it is in"
            )
            yield Refused(page, Reason("unknown format", detail))
        else:
            yield from form.read(stream, page)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Refused(page, Reason("broken gzip", f"{page.origin}: it cannot be unpacked to its end: {error}"))
    except OSError as error:
        yield unreadable(page, error)
