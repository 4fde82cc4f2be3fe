"""Cuts of lines that say when: dates, times and reading times around the text."""

import re
from itertools import islice, pairwise

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.marks import DATE_WORDS
from pipeline.rules.signs import is_capitalised, is_paragraph

LONGEST = 90
LONGEST_AGO = 60
"""Characters."""

FIRST_BLOCKS, LAST_BLOCKS = 4, 2
FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TIMED = re.compile(r"\d{1,2}[:.h]\s?\d\d|\d{1,2}\s?(?:a\.?m|p\.?m|uhr|h|klo?)\b|\d{1,2}\.\s?\d{1,2}\.", re.IGNORECASE)
HAS_MOMENT = re.compile(
    r"(?<![\d$€£¥₹])(?:(?:19|20)\d\d|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d)(?!\d)|\d\W*[^\W\d]{2}|[^\W\d]{3}\W*\d"
)
"""A number that is a year, a time or a date, or stands beside a word; not a price or the number of a telephone."""

AGO = re.compile(
    r"(?:\b(?:\d+|an?) (?:minutes?|mins?|hours?|hrs?|days?|weeks?) ago|\bvor \d+ (?:minuten?|stunden?|tagen?)"
    r"|\bil y a \d+ (?:minutes?|heures?|jours?)|\bhace \d+ (?:minutos?|horas?|días?))\W*$",
    re.IGNORECASE,
)
MOMENT = re.compile(rf"(?:\W*+(?:{DATE_WORDS}|\d))++\W*+", re.IGNORECASE)
"""A line made of nothing but words of dates, times and reading times."""


def tells_moment(block: Block, around: Around) -> bool:
    """Is the block nothing but a date, a time or a reading time, above or below the text?

    >>> from pipeline.article import Draft
    >>> date, text = Block("Published: 18 April 2026, 9:30 a.m."), Block("It froze.")
    >>> tells_moment(date, Around(Draft(""), (date, text), 0)), tells_moment(text, Around(Draft(""), (date, text), 1))
    (True, False)
    """
    placed = around.index < FIRST_BLOCKS or around.below < LAST_BLOCKS
    if not placed or len(block.text) > LONGEST or len(around.blocks) == 1:
        return False
    if around.index < FIRST_BLOCKS and len(block.text) < LONGEST_AGO and (ago := AGO.search(block.text)):
        return is_capitalised(block.text[: ago.start()])
    is_dated = FULL_YEAR.search(block.text) if block.evidence is None else HAS_MOMENT.search(block.text)
    return bool(is_dated) and MOMENT.fullmatch(block.text) is not None and not tells_times(around)


def tells_times(around: Around) -> bool:
    """Is the article a chronicle: are there several moments in it, each above a paragraph?"""
    above = (each for each, below in pairwise(around.blocks) if is_paragraph(below) and len(each.text) < LONGEST)
    return len(list(islice((each for each in above if MOMENT.fullmatch(each.text)), 2))) > 1
