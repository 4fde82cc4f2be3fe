"""Writing the file of a source: what is known as keys, and the rest as remarks."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.article import host_of
from spiders.skipping import Skip
from spiders.sources import KEYS, NAME, Source, SourceError, parse_source
from spiders.table import duration_text

UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Letters that a TOML string, or a terminal that shows the file, cannot bear."""

FOOT = """
# More that can be said here (docs/sources.md):
#   skip = ["/video/", "/*/live-"]      what is never asked for
#   every_least = "15m"                 how long it is left alone, at the least
#   every_most = "1d"                   when it is looked at again, at the latest
#   enabled = false                     not at all
"""


@dataclass(frozen=True, slots=True)
class Unused:
    """Values of a key that a person may want; written as a remark."""

    words: str
    """What they are, on one line."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A source, and what its file says beside it."""

    source: Source
    unused: dict[str, Unused] = field(default_factory=dict)
    """By key."""
    head: str = ""
    """Remark at the head of the file."""


def source_text(written: Written) -> str:
    """Return the text of a file that holds a source. Raises SourceError where its values are none that a file may have.

    >>> source = Source("example", "https://example.com/", language="en", feeds=("https://example.com/rss.xml",))
    >>> print(source_text(Written(source)).partition("# More")[0])
    home = "https://example.com/"
    language = "en"
    feeds = ["https://example.com/rss.xml"]
    """
    source, plain = written.source, Source(written.source.name, "")
    lines = [f"# {on_one_line(written.head)}"] if written.head else []
    for key in KEYS:
        value, unused = readable(getattr(source, key)), written.unused.get(key)
        if value != getattr(plain, key):
            lines.append(f"{key} = {toml(value)}")
        if unused:
            values = toml(readable(unused.values)).replace("\n", "\n# ")
            lines += [f"# {on_one_line(unused.words)}", f"# {key} = {values}"]
    text = "\n".join(lines) + "\n" + FOOT
    read = parse_source(text, source.name)
    if not isinstance(read, Source):
        raise SourceError(f"{source.name}.toml: {read[0].words}")
    return text


def readable(value: object) -> object:
    """Return a value without the letters that a file cannot bear, and without texts that are empty then."""
    if isinstance(value, str):
        return on_one_line(value)
    return tuple(filter(None, map(readable, value))) if isinstance(value, tuple) else value


def on_one_line(words: str) -> str:
    r"""Return words as they may stand in a line of a file.

    >>> on_one_line("The\x00Quay \n Courier\x1b")
    'The Quay Courier'
    """
    return " ".join(UNREADABLE.sub(" ", words).split())


def toml(value: object) -> str:
    """Return a value of a source as a file has it; a list of several with one a line."""
    if isinstance(value, tuple):
        items = [toml(each) for each in value]
        return "[\n    " + ",\n    ".join(items) + ",\n]" if len(items) > 1 else f"[{''.join(items)}]"
    if isinstance(value, Skip):
        return toml(value.pattern)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return toml(duration_text(value))  # type: ignore[arg-type]


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name for a source that is none of those taken: the host of an address, or what a person typed.

    >>> free_name("https://www.example.com/a", {"example.com"}), free_name("The Quay Courier", ())
    ('example.com-2', 'the-quay-courier')
    """
    stem = re.sub(r"[^a-z0-9._-]+", "-", (host_of(wanted) or wanted).lower()).strip("-._")[:80] or "source"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    assert NAME.fullmatch(name)
    return name


def write_source(written: Written, folder: Path, *, replace_it: bool = False) -> Path:
    """Write a source's file into a folder, and return its path.

    Raises SourceError for a file that is there already, unless it is to be replaced, and OSError.
    """
    text = source_text(written)
    path = folder / f"{written.source.name}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("w" if replace_it else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise SourceError(f"{path} is there already; --force replaces it, --name gives another name") from None
    return path


def renamed(written: Written, name: str) -> Written:
    """Return a source under another name."""
    return replace(written, source=replace(written.source, name=name))
