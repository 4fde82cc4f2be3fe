"""Reading a TOML file with a fixed set of keys, so that each fault is told with its line and what to do about it."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple, TypeVar

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
"""Seconds."""
DURATION = re.compile(r"(?:\d{1,6}[smhdw])+")
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
"""How tomllib ends its messages."""
STATEMENT_ENDS = ("]", "}", '"""', "'''")
"""What the last line of a statement over several lines has."""

T = TypeVar("T")


class Fault(NamedTuple):
    """Something wrong in a file."""

    line: int
    """From 1; 0 where the file as a whole is meant."""
    words: str
    """What it is, and what to do."""

    @property
    def place(self) -> str:
        """Where it is, to be written behind the name of the file."""
        return f", line {self.line}" if self.line else ""


class Table:
    """The keys and values of a file, asked for one by one; what is wrong with them gathers in `faults`."""

    def __init__(self, text: str) -> None:
        """Read the text; one that is no TOML is a table without keys, and a fault."""
        self.text = text
        self.faults: list[Fault] = []
        self.said: dict[str, object] = {}
        try:
            self.said = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(syntax_fault(str(error), text))

    def wrong(self, key: str, words: str, item: object = None) -> None:
        """Take down a fault of a key's value, or of an item in it."""
        self.faults.append(Fault(line_of(self.text, key, item), f"{key}: {words}"))

    def know_only(self, keys: Iterable[str]) -> None:
        """Take down each key that is none of these."""
        known = tuple(keys)
        for key in self.said.keys() - set(known):
            near = difflib.get_close_matches(key.lower(), known, 1)
            words = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            self.faults.append(Fault(line_of(self.text, key), f"unknown key {key!r}; {words}"))

    def string(self, key: str, read: Callable[[str], T], default: T) -> T:
        """Return what `read` makes of a string. What it cannot read it raises ValueError for."""
        value = self.said.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(key, f'expected text in quotation marks, as in {key} = "..."')
            return default
        return self._read(key, value, read, default)

    def strings(self, key: str, read: Callable[[str], T]) -> tuple[T, ...]:
        """Return what `read` makes of each string in a list, each once."""
        value = self.said.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, f'expected a list, as in {key} = ["..."]')
            return ()
        found: dict[T, None] = {}
        for item in value:
            if not isinstance(item, str):
                self.wrong(key, f"{item!r} is not text; put it in quotation marks", item)
            elif (readable := self._read(key, item, read, None)) is not None:
                found[readable] = None
        return tuple(found)

    def _read(self, key: str, value: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(value)
        except ValueError as error:
            self.wrong(key, str(error), value)
            return default

    def flag(self, key: str, default: T) -> bool | T:
        """Return true or false."""
        value = self.said.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f"expected true or false, without quotation marks, as in {key} = true")
            return default
        return value

    def whole(self, key: str, least: int, most: int, default: T) -> int | T:
        """Return a whole number between two."""
        value = self.said.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, f"expected a whole number from {least:,} to {most:,}, as in {key} = {max(least, 1)}")
            return default
        return value

    def number(self, key: str, least: float, most: float, default: T) -> float | T:
        """Return a number between two."""
        value = self.said.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            self.wrong(key, f"expected a number from {least:g} to {most:,g}, as in {key} = 2.5")
            return default
        return float(value)

    def duration(self, key: str, least: timedelta, most: timedelta, default: timedelta) -> timedelta:
        """Return a length of time between two."""
        said = self.string(key, parse_duration, default)
        if not least <= said <= most:
            self.wrong(key, f"expected a time from {duration_text(least)} to {duration_text(most)}")
            return default
        return said


def parse_duration(text: str) -> timedelta:
    """Return a length of time. Raises ValueError.

    >>> parse_duration("1h30m"), parse_duration("2w")
    (datetime.timedelta(seconds=5400), datetime.timedelta(days=14))
    """
    if not DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is no length of time; write a number and s, m, h, d or w, as in 15m or 1h30m")
    return timedelta(seconds=sum(int(each[:-1]) * UNITS[each[-1]] for each in re.findall(r"\d+\w", text)))


def duration_text(time: timedelta) -> str:
    """Return a length of time as a file has it, with the units that divide it.

    >>> duration_text(timedelta(minutes=90)), duration_text(timedelta(days=14)), duration_text(timedelta(0))
    ('1h30m', '14d', '0s')
    """
    left, parts = int(time.total_seconds()), ""
    for unit in "dhms":
        number, left = divmod(left, UNITS[unit])
        parts += f"{number}{unit}" if number else ""
    return parts or "0s"


def syntax_fault(words: str, text: str) -> Fault:
    """Return the fault of a text that is no TOML, from what tomllib says about it.

    >>> syntax_fault("Invalid value (at line 2, column 8)", "").words
    'not TOML: invalid value; text stands in quotation marks, lists in [ ], remarks behind #'
    """
    found = PLACE.search(words)
    line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
    said = PLACE.sub("", words)
    said = said[:1].lower() + said[1:]
    return Fault(line, f"not TOML: {said}; text stands in quotation marks, lists in [ ], remarks behind #")


def line_of(text: str, key: str, item: object = None) -> int:
    r"""Return the line, from 1, on which a top-level key of a TOML text stands, or the item in its list.

    >>> text = 'home = "h"\nfeeds = [\n  "a",\n  "b",\n]\n'
    >>> line_of(text, "feeds"), line_of(text, "feeds", "b")
    (2, 4)
    """
    lines = text.replace("\r\n", "\n").split("\n")
    begin, end = statement(lines, key)
    if isinstance(item, str):
        for number in range(begin, end):
            if any(f"{mark}{item}{mark}" in lines[number] for mark in ('"', "'")):
                return number + 1
    return begin + 1


def statement(lines: list[str], key: str) -> tuple[int, int]:
    """Return the first line of a key's statement, from 0, and the line after its last.

    tomllib tells no lines; but a statement is over where the lines since the one before can be read.
    """
    begin = 0
    for end, line in enumerate(lines, 1):
        if end > begin + 1 and not any(mark in line for mark in STATEMENT_ENDS):
            continue
        try:
            said = tomllib.loads("\n".join(lines[begin:end]))
        except tomllib.TOMLDecodeError:
            continue
        if key in said:
            return begin, end
        begin = end
    return 0, 1
