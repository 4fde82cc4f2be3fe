"""Cuts of what is left between lines that were cut."""

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.marks import NOTICES
from pipeline.rules.signs import SHORT, is_open

LONGEST_ROW = 4
"""Lines left between two that are gone."""


def is_left_between(block: Block, around: Around) -> bool:
    """Is the block one of a few short lines, below the text, above and below which the site's own words were cut?

    >>> from pipeline.article import Draft
    >>> text, line = Block("The lake froze."), Block("Top of the lake")
    >>> is_left_between(line, Around(Draft(""), (text, line), 1, holes=frozenset((1, 2))))
    True
    >>> is_left_between(line, Around(Draft(""), (text, line), 1, holes=frozenset([2])))
    False
    """
    if not around.holes or around.paragraphs_below or around.index == 0:
        return False
    first, last, end = around.index, around.index + 1, len(around.blocks)
    while first not in around.holes and around.index - first < LONGEST_ROW and first > 0:
        first -= 1
    while last not in around.holes and last - around.index < LONGEST_ROW and last < end:
        last += 1
    is_row = 0 < first in around.holes and last in around.holes and last - first <= LONGEST_ROW
    return is_row and all(map(is_remnant, around.blocks[first:last]))


def is_remnant(block: Block) -> bool:
    """Has the block the shape of a label, headline or lead-in, or the words of a notice?"""
    if block.kind in {"quote", "cell"} or len(block.text) >= SHORT:
        return False
    return is_open(block) or block.text.rstrip().endswith(":") or NOTICES.search(block.text.casefold()) is not None
