"""JSON-LD in all its shapes: objects, lists, graphs, and references from one to the other."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from pipeline.metadata.lines import path_of

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Node: TypeAlias = dict[str, Json]

ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting)$")
REVIEW_TYPES = re.compile(r"Review$")
PAGE_TYPES = re.compile(r"(?:Page|CreativeWork)$")
WRAPPINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[", "-->", "//]]>", "// ]]>", "]]>")
COMMA_TOO_MANY = re.compile(r",(?=\s{0,99}[}\]])")
NO_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')

DEEPEST = 5
"""How deep the values that matter lie in JSON-LD; what is deeper is there to hurt."""

MOST_NODES = 20_000
"""How many objects and lists are looked through for names; no benchmark page has more than 190 objects."""


@dataclass(frozen=True)
class Linked:
    """The JSON-LD of a page."""

    values: tuple[Json, ...]
    address: str
    """Where the page is from: one of several articles is this one."""

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All objects that stand for themselves, in order."""
        return tuple(node for value in self.values for node in _objects(value))

    @cached_property
    def article(self) -> Node:
        """The object that is this article; empty if there is none.

        One that has a date, one that has the page's address, one that is no review; of these the first.
        """
        articles = [node for node in self.nodes if _is_a(node, ARTICLE_TYPES) or _is_a(node, REVIEW_TYPES)]
        here = path_of(self.address)
        return max(
            articles,
            key=lambda node: ("datePublished" in node, here in _paths(node), not _is_a(node, REVIEW_TYPES)),
            default={},
        )

    @cached_property
    def dated(self) -> tuple[Node, ...]:
        """The article, and whatever else speaks of the page as a whole."""
        whole = [node for node in self.nodes if node is not self.article and _speaks_of_page(node)]
        return tuple(node for node in (self.article, *whole) if node)

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The objects that have a name, by their `@id`."""
        found: dict[str, Node] = {}
        for node in _all_objects(self.values):
            name = node.get("@id")
            if isinstance(name, str) and "name" in node:
                found.setdefault(name, node)
        return found

    def names(self, value: Json, key: str = "name") -> list[str]:
        """Return the strings in a value as `names_in`, with references followed to the objects they name."""
        return names_in(self._followed(value), key)

    def _followed(self, value: Json, depth: int = 0) -> Json:
        if isinstance(value, list) and depth < DEEPEST:
            return [self._followed(each, depth + 1) for each in value]
        if isinstance(value, dict) and "name" not in value and isinstance(name := value.get("@id"), str):
            return self.by_id.get(name, value)
        return value

    def typed(self, kind: str) -> Node:
        """Return the first object of a type; empty if there is none."""
        return next((node for node in self.nodes if kind in _types(node)), {})


def read_linked(texts: Iterable[str], address: str) -> Linked:
    """Return what the JSON-LD scripts of a page say; broken ones say nothing."""
    return Linked(tuple(parse_json(text) for text in texts), address)


def parse_json(text: str) -> Json:
    r"""Return the JSON of a script element, None where it is broken beyond what pages commonly do.

    They wrap it in comments, break its lines, leave a comma before the end of a list, and escape what needs none:

    >>> parse_json(r'<!-- {"a": ["b",], "c": "it\'s"} -->')
    {'a': ['b'], 'c': "it's"}
    """
    bare = unwrapped(text)
    try:
        return _parsed(bare)
    except ValueError:
        mended = NO_ESCAPE.sub("", COMMA_TOO_MANY.sub("", bare))
    except RecursionError:
        return None
    try:
        return _parsed(mended)
    except (ValueError, RecursionError):
        return None


def _parsed(text: str) -> Json:
    parsed: Json = json.loads(text, strict=False)
    return parsed


def unwrapped(text: str) -> str:
    """Return the text of a script element without comment or CDATA marks around it, and without a last semicolon."""
    text = text.strip()
    for mark in WRAPPINGS:
        text = text.removeprefix(mark).removesuffix(mark).strip()
    return text.removesuffix(";")


def text_of(value: Json) -> str | None:
    """Return the first string in a JSON-LD value, which may be a string, a list, or an object with `@value`."""
    while isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) and value.strip() else None


def names_in(value: Json, key: str = "name", depth: int = 0) -> list[str]:
    """Return the strings in a JSON-LD value: strings, objects with a `name` (or another key), or lists of these."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict) and depth < DEEPEST:
        return names_in(value.get(key) or _full_name(value), key, depth + 1)
    if isinstance(value, list) and depth < DEEPEST:
        return [name for each in value for name in names_in(each, key, depth + 1)]
    return []


def _full_name(node: Node) -> Json:
    """Return the name of a person that is given in parts."""
    parts = [part for key in ("givenName", "familyName") if isinstance(part := node.get(key), str)]
    return " ".join(parts) if len(parts) == 2 else None


def _objects(value: Json, depth: int = 0) -> Iterator[Node]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _all_objects(values: Iterable[Json]) -> Iterator[Node]:
    """Yield the objects at any depth, without recursion and not without end."""
    waiting = list(values)
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(each for each in value.values() if isinstance(each, dict | list))
        elif isinstance(value, list):
            waiting.extend(each for each in value if isinstance(each, dict | list))


def _types(node: Node) -> list[str]:
    types = node.get("@type")
    return [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]


def _is_a(node: Node, types: re.Pattern[str]) -> bool:
    return any(types.search(name) for name in _types(node))


def _speaks_of_page(node: Node) -> bool:
    return not _types(node) or any(_is_a(node, types) for types in (ARTICLE_TYPES, REVIEW_TYPES, PAGE_TYPES))


def _paths(node: Node) -> set[str]:
    """Return the paths of the addresses that an object gives itself."""
    said = (names_in(node.get(key), inner) for key in ("url", "mainEntityOfPage", "@id") for inner in ("@id", "url"))
    return {path for each in said for url in each if (path := path_of(url))}
