"""Whether an article ends before its end: cut off by a paywall, or a teaser."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from pipeline.metadata.access import paid_parts, told_words
from pipeline.metadata.linked import Linked
from pipeline.rules.marks import QUOTES, REST

CUT_OFF = "cut off"
"""The flag of such an article."""

TRAILS_OFF = re.compile(r"(?:\.{3,}|…|\[…\]|\[\.\.\.\])[\s\"'”’»)\]]*$")

TEASER_LENGTH = 600
"""Characters: a text that trails off is a teaser, if it is so short."""
PREVIEW_LENGTH = 1_500
"""The same where the page says that it is not free."""
PAID_LENGTH, EMPTY_LENGTH = 3_000, 200
"""Characters: a text so short lacks the part that is paid for, where the element for it has so little in it."""

OFFER_LENGTH, PROSE_LENGTH, LAST_LINES = 250, 200, 10
"""A line that offers the rest is no longer, stands among the last, and no paragraph so long stands below it."""

WORDS_MISSING = 1.5
"""The page counts so many times the words that are there. On 88 benchmark pages with a count it is 1.32 times at most,
but for two that count letters, and two that have not all their text."""
MOST_LETTERS = 12
"""Characters for each word between spaces; in scripts without spaces there are more, and nothing can be counted."""


def ends_early(lines: Sequence[str], paragraphs: Sequence[str], *, free: bool | None) -> bool:
    """Return whether a text tells that it is cut off: `lines` as they were found, `paragraphs` as they are now.

    >>> ends_early(["The vote failed.", "Subscribe to continue reading"], ["The vote failed."], free=None)
    True
    >>> ends_early(["The vote failed because ..."], ["The vote failed because ..."], free=None)
    True
    >>> ends_early(["The vote failed.", "Read more: Ice"], ["The vote failed."], free=False)
    False
    """
    text = "\n".join(paragraphs)
    shortest = PREVIEW_LENGTH if free is False else TEASER_LENGTH
    return offers_rest(lines) or (len(text) < shortest and TRAILS_OFF.search(text) is not None)


def offers_rest(lines: Sequence[str]) -> bool:
    """Return whether one of the last lines says that the rest of the article is for subscribers.

    >>> offers_rest(["The vote failed.", "Il vous reste 57% de cet article à lire."])
    True
    >>> offers_rest(["“Subscribe to continue reading” is what she saw, and closed the page."])
    False
    """
    for line in reversed(lines[-LAST_LINES:]):
        if len(line) < OFFER_LENGTH and not line.startswith(QUOTES) and REST.search(line.casefold()):
            return True
        if len(line) >= PROSE_LENGTH:
            return False
    return False


class Gate(NamedTuple):
    """What a page shows of the part that is held back; read before the text is looked for."""

    is_emptied: bool
    """It says it is not free, and the elements for what is paid for are there with next to nothing in them."""
    is_offered: bool
    """It says it is not free, and somewhere, perhaps out of sight, that the rest is for subscribers."""
    words: int | None
    """How many words it says that the article has."""

    def holds_back(self, text: str) -> bool:
        """Return whether the text that was found is less than the article has."""
        if (self.is_emptied and len(text) < PAID_LENGTH) or (self.is_offered and len(text) < PREVIEW_LENGTH):
            return True
        return self.words is not None and lacks_words(text, self.words)


def lacks_words(text: str, counted: int) -> bool:
    """Return whether a text has far fewer words than are counted. Some count letters and call them words.

    >>> lacks_words("Two words here", 120), lacks_words("Two words here", 4), lacks_words("Two words here", 12)
    (True, False, False)
    """
    words, size = len(text.split()), len(text)
    in_words = size <= MOST_LETTERS * words
    return in_words and counted > WORDS_MISSING * words and not size / 2 <= counted <= 2 * size


def gate_of(tree: HtmlElement, linked: Linked, *, free: bool | None) -> Gate:
    """Return what a page shows of the part that is held back; `free` is whether it says that it is free."""
    if free is not False:
        return Gate(is_emptied=False, is_offered=False, words=told_words(linked))
    is_offered = REST.search(tree.text_content().casefold()) is not None
    return Gate(is_emptied(tree, paid_parts(linked)), is_offered, told_words(linked))


def is_emptied(tree: HtmlElement, names: Iterable[str]) -> bool:
    """Return whether elements with these classes or ids are there, and next to nothing is in them."""
    wanted = frozenset(names)
    sizes = [
        len(element.text_content().strip())
        for element in (tree.iter("div", "section", "article", "main", "span", "p") if wanted else ())
        if wanted.intersection((element.get("class", "") + " " + element.get("id", "")).split())
    ]
    return bool(sizes) and sum(sizes) < EMPTY_LENGTH
