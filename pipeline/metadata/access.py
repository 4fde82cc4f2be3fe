"""Whether a page says that it is free to read."""

import re
from collections.abc import Iterator, Mapping

from pipeline.metadata.lines import Found
from pipeline.metadata.linked import Json, Linked, Node, names_in

YES, NO = ("true", "yes", "1"), ("false", "no", "0")
TIER_META = ("article:content_tier", "og:article:content_tier", "article:content-tier", "article_content_tier")
TIERS = {"free": True, "metered": False, "locked": False}
"""The three that Facebook defined; a metered article is one that is not free to everybody."""

FREE_META = ("isaccessibleforfree",)
NAME_IN_SELECTOR = re.compile(r"[.#]([\w-]+)")
LONGEST_COUNT = 12
"""Digits."""
PAID_META = ("ispremium", "is_premium", "article:premium", "article:is_premium")


def is_free(linked: Linked, metas: Mapping[str, list[str]]) -> Found[bool] | None:
    """Return whether the page says it is free to read, None where it says nothing.

    A part that is not free says so of the article: it is how Google asks for walls to be marked.
    """
    said = list(_said_linked(linked))
    closed = next((found for found in said if not found.value), None)
    return closed or next(iter(said), None) or next(_said_metas(metas), None)


def _said_linked(linked: Linked) -> Iterator[Found[bool]]:
    for node in linked.dated:
        if (free := truth_of(node.get("isAccessibleForFree"))) is not None:
            yield Found(free, "JSON-LD isAccessibleForFree")
        for part in _parts(node):
            if truth_of(part.get("isAccessibleForFree")) is False:
                yield Found(value=False, place="JSON-LD hasPart isAccessibleForFree")


def _said_metas(metas: Mapping[str, list[str]]) -> Iterator[Found[bool]]:
    for name in TIER_META:
        for tier in metas.get(name, ()):
            if tier.lower() in TIERS:
                yield Found(TIERS[tier.lower()], f"meta {name}")
    for names, when_true in ((FREE_META, True), (PAID_META, False)):
        for name in names:
            if name in metas and (said := truth_of(metas[name][0])) is not None:
                yield Found(said is when_true, f"meta {name}")


def paid_parts(linked: Linked) -> list[str]:
    """Return the classes and ids of the elements that the page says are not free; of a selector the last name."""
    parts = (
        part for node in linked.dated for part in _parts(node) if truth_of(part.get("isAccessibleForFree")) is False
    )
    selectors = (selector for part in parts for selector in names_in(part.get("cssSelector")))
    return [names[-1] for selector in selectors if (names := NAME_IN_SELECTOR.findall(selector))]


def told_words(linked: Linked) -> int | None:
    """Return how many words the page says that the article has; None where it does not say."""
    counted = linked.article.get("wordCount")
    if isinstance(counted, str) and counted.strip().isdecimal() and len(counted) < LONGEST_COUNT:
        return int(counted)
    return counted if isinstance(counted, int) else None


def _parts(node: Node) -> Iterator[Node]:
    parts = node.get("hasPart")
    return (part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict))


def truth_of(value: Json) -> bool | None:
    """Return what a value says that may be a truth, a word for it, or its address at schema.org; else None.

    >>> [truth_of(value) for value in (False, "False", "https://schema.org/True", " no ", "perhaps", None, [])]
    [False, False, True, False, None, None, None]
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool | int):
        return bool(value)
    word = value.strip().lower().rpartition("/")[2] if isinstance(value, str) else ""
    return True if word in YES else False if word in NO else None
