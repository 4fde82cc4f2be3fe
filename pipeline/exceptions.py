"""Per-site exceptions: small files in which a person says what the rules shall do otherwise on a site.

site = "example.com"                       # host without www.; "*" for every site
off = ["points_to_programme"]              # rules that are not applied there
cut = ["The Courier, all that floats"]     # lines that are always taken out
keep = ["Advertisement"]                   # lines that no rule takes out
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pipeline import plan
from pipeline.memory import Exceptions, fingerprint

SHIPPED = Path(__file__).parents[1] / "seeds" / "sites"
"""The folder that is read where no other is named."""

EVERY_SITE = "*"
KEYS = {"site", "off", "cut", "keep"}


class ExceptionsError(Exception):
    """A file of exceptions that cannot be used; says which, and what is wrong with it."""


def read_exceptions(folder: Path) -> dict[str, Exceptions]:
    """Return the exceptions of the `*.toml` files in a folder by site; none when there is no such folder.

    Raises ExceptionsError.
    """
    found: dict[str, Exceptions] = {}
    for path in sorted(folder.glob("*.toml")):
        site, exceptions = read_file(path)
        found[site] = joined(found.get(site, Exceptions()), exceptions)
    return found


def exceptions_of(site: str, known: Mapping[str, Exceptions]) -> Exceptions:
    """Return what holds for a site: its own exceptions and those of every site."""
    return joined(known.get(EVERY_SITE, Exceptions()), known.get(site, Exceptions()))


def joined(one: Exceptions, other: Exceptions) -> Exceptions:
    """Return what both say together."""
    return Exceptions(one.off | other.off, one.cut | other.cut, one.keep | other.keep)


def overruled(files: Exceptions, rulings: Exceptions) -> Exceptions:
    """Return what files and rulings say together; of a line of which they say opposite things, the ruling holds.

    It was given by hand, of that one line on that one site, by somebody who saw what had become of it.

    >>> overruled(Exceptions(keep=frozenset([1, 2])), Exceptions(cut=frozenset([1])))
    Exceptions(off=frozenset(), cut=frozenset({1}), keep=frozenset({2}))
    """
    cut, keep = files.cut - rulings.keep | rulings.cut, files.keep - rulings.cut | rulings.keep
    return Exceptions(files.off | rulings.off, cut, keep)


def read_file(path: Path) -> tuple[str, Exceptions]:
    """Return the site that a file is about, and its exceptions. Raises ExceptionsError."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExceptionsError(f"{path}: {error}") from error
    if unknown := sorted(said.keys() - KEYS):
        raise ExceptionsError(f"{path}: unknown key {unknown[0]!r}; a file has {', '.join(sorted(KEYS))}")
    site = said.get("site")
    if not isinstance(site, str) or not site.strip():
        raise ExceptionsError(f'{path}: say which site it is about: site = "example.com", or "*" for every site')
    off = strings(path, said, "off")
    if strangers := sorted(off - plan.NAMES):
        raise ExceptionsError(f"{path}: off: there is no rule {strangers[0]!r}; `copydesk rules` lists them")
    return site.strip().lower().removeprefix("www."), Exceptions(
        off, fingerprints(path, said, "cut"), fingerprints(path, said, "keep")
    )


def strings(path: Path, said: Mapping[str, object], key: str) -> frozenset[str]:
    """Return the list of strings under a key. Raises ExceptionsError."""
    value = said.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ExceptionsError(f'{path}: {key}: expected a list of strings, as in {key} = ["..."]')
    return frozenset(value)


def fingerprints(path: Path, said: Mapping[str, object], key: str) -> frozenset[int]:
    """Return what the lines under a key are known by. Raises ExceptionsError."""
    lines = strings(path, said, key)
    found = {line: fingerprint(line) for line in lines}
    if blank := sorted(line for line, known_by in found.items() if known_by is None):
        raise ExceptionsError(f"{path}: {key}: {blank[0]!r} has no letters to know a line by")
    return frozenset(known_by for known_by in found.values() if known_by is not None)
