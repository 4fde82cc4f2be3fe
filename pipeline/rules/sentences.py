"""Sentences that stand on several lines: whether a line goes on with the sentence of the one before."""

import re

from pipeline.article import Block
from pipeline.memory import fingerprint
from pipeline.rules.around import Around
from pipeline.rules.signs import SHORT, is_link

BROKEN_OFF = re.compile(r"(?:[^\W_]|,[\u201d\"\u2019\u00bb]?|[^\W\d_]-)\s*$")
"""Ends in a letter, a figure, a comma or a hyphen: no sentence ends so, but labels, headings and verses do."""
LONGEST_END = 40
FIRST_WORD = re.compile(r"\s*(?P<word>[^\W\d_]+(?:['\u2019-][^\W\d_]+)*)[,;.!?\u2026)\u201d\"\u2019]*(?=\s|$)")
"""A word before a space: `twitter.com/quay`, `s=1` and `@quay` are none."""
FIRST_LETTER = re.compile(r"[\W_]*(?P<letter>\w)")
STOP = re.compile(r"[.!?\u2026][\u201d\"\u2019\u00bb)]*(?:\s|$)")
LAST_STOP = re.compile(r"[.!?\u2026][\u201d\"\u2019\u00bb)]*\s*$")

LINE = 50
"""Characters that the first line of a broken sentence has at least. Verses, addresses and labels are shorter."""
LINES = 12
"""Over so many lines the start and the end of a sentence are looked for."""

NO_PROSE = frozenset("pre code figcaption caption th dt summary button label textarea".split())
"""Elements whose lines are set by hand, or are no sentences."""


def continues_sentence(block: Block, around: Around) -> bool:
    """Does the block go on with the sentence of the block before?

    Writers press Return at the end of the line, or paste text that is broken already: the page has a <br> or a new <p>
    in the middle of a sentence. Such a line begins in lower case, and the one before it breaks off. Both alone
    are weak, so the sentence must also begin and end as one: with a capital, and with a stop.

    >>> from pipeline.article import Draft, Evidence
    >>> def joins(*lines, element=1):
    ...     blocks = [Block(line, evidence=Evidence("p", ("p",), element=element)) for line in lines]
    ...     return [continues_sentence(block, Around(Draft(""), blocks, at)) for at, block in enumerate(blocks)]
    >>> joins("The mayor of the town, who has never been seen on the ice,", "is an associate of the fire brigade.")
    [False, True]

    Verses, lists, names that are written small, and scripts without capitals are left alone:

    >>> joins("The lake goes on, the lake goes on,", "and no one asks it where.")
    [False, False]
    >>> joins("What the town wants to do with the harbour until spring", "a quay for boats", "an end to the ice")
    [False, False, False]
    >>> joins("The ten firms of the harbour that are known for their boats", "iQuay is the first of them.")
    [False, False]
    """
    before = around.previous
    if before is None or not goes_on(block.text) or not breaks_off(before.text):
        return False
    if not (is_prose(before) and is_prose(block)) or is_known(before, around) or is_known(block, around):
        return False
    if in_one_element(before, block):
        return begins_above(around) and ends_below(around)
    return are_paragraphs(before, block) and begins_with_capital(before.text)


def goes_on(text: str) -> bool:
    """Return whether a line begins with a word in lower case. In Georgian each does: it has no capitals to begin with.

    >>> goes_on("is an associate"), goes_on("eBay says"), goes_on("twitter.com/quay"), goes_on("湖面結冰")
    (True, False, False, False)
    """
    if not text.lstrip()[:1].islower():
        return False
    word = FIRST_WORD.match(text)
    return word is not None and word["word"].islower()


def breaks_off(text: str) -> bool:
    """Return whether a line ends where no sentence does.

    >>> breaks_off("The mayor, who"), breaks_off("The mayor,"), breaks_off("The mayor spoke."), breaks_off("He said:")
    (True, True, False, False)
    """
    return BROKEN_OFF.search(text[-LONGEST_END:]) is not None


def begins_with_capital(text: str) -> bool:
    """Return whether the first letter or figure of a line is a capital."""
    first = FIRST_LETTER.match(text)
    return first is not None and first["letter"].isupper()


def is_prose(block: Block) -> bool:
    """Return whether a block may be a line of a sentence: no heading, no cell of a table, no code."""
    if block.kind in {"heading", "cell"} or "|" in block.text:
        return False
    return block.evidence is None or block.evidence.tag not in NO_PROSE


def is_known(block: Block, around: Around) -> bool:
    """Return whether the site repeats a block as it stands, or a person named it: by that it shall be known."""
    known = around.notes.repeated, around.notes.exceptions.cut, around.notes.exceptions.keep
    if not any(known):
        return False
    known_by = fingerprint(block.text)
    return any(known_by in lines for lines in known)


def in_one_element(one: Block, other: Block) -> bool:
    """Return whether two blocks stand in one block-level element of the page, with a <br> between them at most."""
    if one.evidence is None or other.evidence is None:
        return False
    return one.evidence.element == other.evidence.element >= 0


def are_paragraphs(before: Block, block: Block) -> bool:
    """Return whether two blocks are a paragraph each, of which only the second ends."""
    if any(each.kind != "paragraph" or is_link(each) for each in (before, block)):
        return False
    if any(each.evidence is not None and each.evidence.tag != "p" for each in (before, block)):
        return False
    return len(before.text) >= SHORT and len(block.text) >= LINE and LAST_STOP.search(block.text) is not None


def begins_above(around: Around) -> bool:
    """Return whether the sentence begins in a line above, in the same element: a long one with a capital."""
    for index in range(around.index - 1, max(around.index - LINES, 0) - 1, -1):
        line = around.blocks[index]
        if not in_one_element(line, around.block):
            return False
        if begins_with_capital(line.text):
            return len(line.text) >= LINE and not is_link(line)
        if not goes_on(line.text):
            return False
    return False


def ends_below(around: Around) -> bool:
    """Return whether the sentence ends in this line, or in one below that goes on with it."""
    for line in around.blocks[around.index : around.index + LINES]:
        if not in_one_element(line, around.block) or not goes_on(line.text):
            return False
        if STOP.search(line.text):
            return True
    return False
