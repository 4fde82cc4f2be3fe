"""Cuts of rows of teasers: headline and first line of other articles, on one line each."""

import re
from itertools import pairwise

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.signs import is_paragraph
from pipeline.rules.spacing import OPENERS

FEWEST, FEWEST_STARTS = 3, 2
LONGEST_ROW = 10
WORDS = range(7, 40)
"""Words of a teaser; the items of most lists are shorter."""

STARTS = OPENERS - frozenset("I A For To Of In On At By".split()) | {"Neither", "There's", "Here's", "It's"}
"""Words with which sentences start, and which no name or headline has within."""

NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{2,}")


def lists_teasers(block: Block, around: Around) -> bool:
    """Is the block in a row of items below the text that are each a headline with the first line of its article?

    Between the two stands no full stop: `- Lake freezes over The ice came in the night`.

    >>> from pipeline.article import Draft
    >>> def asked(*rows): return lists_teasers(Block(rows[0], "item"), Around(Draft(""), (Block("It froze."),
    ...     *(Block(row, "item") for row in rows)), 1))
    >>> rows = ("Mayor falls in The mayor said he would do it again", "Lake freezes over It is the first time in years",
    ...     "Quay to be sold The buyer has not been named yet")
    >>> asked(*rows), asked(*rows[:2])
    (True, False)

    Items that go on as a sentence does are left alone:

    >>> rows = ("Mayors fall into it every year in May", "The lake of the north freezes over again", rows[2])
    >>> asked(*rows)
    False
    """
    if around.paragraphs_below > LONGEST_ROW or not is_item(block):
        return False
    blocks, first, last = around.blocks, around.index, around.index
    while first > 0 and around.index - first < LONGEST_ROW and is_item(blocks[first - 1]):
        first -= 1
    while last + 1 < len(blocks) and last - around.index < LONGEST_ROW and is_item(blocks[last + 1]):
        last += 1
    if first == 0 or around.paragraphs_below > sum(map(is_paragraph, blocks[around.index + 1 : last + 1])):
        return False
    rows = [each.text for each in blocks[first : last + 1]]
    if len(rows) < FEWEST or sum(map(starts_anew, rows)) < FEWEST_STARTS:
        return False
    return 2 * sum(starts_anew(row) or names_twice(row) for row in rows) > len(rows)


def is_item(block: Block) -> bool:
    """Is the block an item of a list, in a page or in plain text, and as long as a teaser?"""
    listed = block.kind == "item" or block.text.startswith(("- ", "• ", "* "))
    return listed and len(block.text.split()) in WORDS


def starts_anew(text: str) -> bool:
    """Does a sentence start within a text without one having ended: `Lake freezes over It is the first time`?

    >>> starts_anew("Lake freezes over It is the first time"), starts_anew("The lake froze. It is the first time")
    (True, False)
    >>> starts_anew("The Lake and How It Froze"), starts_anew("The lake that I know well")
    (False, False)
    """
    for before, word in pairwise(text.lstrip("-•* ").split()[1:]):
        if word in STARTS and before[-1].isalnum() and before not in OPENERS:
            return not is_title(text)
    return False


def is_title(text: str) -> bool:
    """Has nearly every long word of a text a capital, as in English headlines?"""
    words = [word for word in text.split() if len(word) > LONGEST_SMALL]
    return 4 * sum(word[:1].isupper() for word in words) > 3 * len(words)


LONGEST_SMALL = 3


def names_twice(text: str) -> bool:
    """Does a text without a stop or colon within give a name twice?

    >>> names_twice("Ann Lee falls in Lee said that it was cold"), names_twice("Lee: Lee said that it was cold")
    (True, False)
    """
    names = NAME.findall(text)
    return len(set(names)) < len(names) and not re.search(r"\w[.:] ", text)
