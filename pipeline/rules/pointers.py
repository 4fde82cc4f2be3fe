"""Repairs of paragraphs into which a pointer to another article was written."""

import re

from pipeline.rules.marks import POINTER
from pipeline.rules.spacing import OPENERS

FEWEST_WORDS, MOST_WORDS = 3, 18
"""Of a headline."""

WORD = re.compile(r"\S+")
ENDS = (".", "!", "?", ":", ";", ",", "…")
ADVERB = re.compile(r"[A-Z][a-z]{3,}ly")


def drop_pointer(text: str) -> str:
    """Take a pointer to another article out of a paragraph: `It froze. Also read: Why lakes freeze The mayor`.

    Sites write them between two sentences; where the next one begins is known by a word that no headline has in the
    middle with a capital.

    >>> drop_pointer("The lake froze. Also read: Why lakes freeze so late this year The mayor fell in.")
    'The lake froze. The mayor fell in.'
    >>> drop_pointer("READ | How the ice will affect you After a week it thawed.")
    'After a week it thawed.'

    Where that cannot be known, all is left alone:

    >>> drop_pointer("It froze. Also read: Why Lakes Freeze So Late The Mayor Fell In")
    'It froze. Also read: Why Lakes Freeze So Late The Mayor Fell In'
    >>> drop_pointer("The sign said it all. Read: no ice. The mayor fell in.")
    'The sign said it all. Read: no ice. The mayor fell in.'
    """
    if ":" not in text and "|" not in text and "：" not in text:
        return text
    for pointer in POINTER.finditer(text):
        if not pointer["call"][:1].islower() and (end := end_of_headline(text, pointer.end())):
            return text[: pointer.start()] + text[end:]
    return text


def end_of_headline(text: str, start: int) -> int | None:
    """Return where the sentence begins that follows a headline without a stop; None where none does."""
    before = ""
    for number, word in enumerate(WORD.finditer(text, start)):
        here = word.group()
        if number == 0 and here[:1].islower():
            return None
        if number >= FEWEST_WORDS and before.islower() and is_opener(here):
            return word.start()
        if number >= MOST_WORDS or here.endswith(ENDS):
            return None
        before = here
    return None


def is_opener(word: str) -> bool:
    """Is a word with a capital one with which sentences begin, and no name?"""
    return word.rstrip(",") in OPENERS or ADVERB.fullmatch(word.rstrip(",")) is not None
