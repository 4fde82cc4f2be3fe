"""What stands twice: cuts of blocks and repairs of sentences that repeat the one before."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around

LONG = 40
"""Characters; shorter lines are repeated on purpose, in verse, tables and interviews."""

SENTENCE_ENDS = re.compile(r"(?<=[.!?]) ")
DOUBLED_STOP = re.compile(r"(?<=\w)(?P<comma>,),(?=\s)|(?<=[.!?][\u201d\"])\.(?=\s|$)")
DOUBLED_QUOTE = re.compile(r"(?:(?<=\s)|^)\"\"(?=\w)|(?<=[\w.,!?])\"\"(?=\s|$)")


def repeats_block(block: Block, around: Around) -> bool:
    """Is the block the one before it once more, or two or three blocks on the ones before them?

    Pages carry a text twice, once for the screen and once for print or for machines.

    >>> from pipeline.article import Draft
    >>> long, other = Block("The lake at the east quay froze over on Saturday morning."), Block("Nobody fell in.")
    >>> def twice(*blocks): return [repeats_block(b, Around(Draft(""), blocks, i)) for i, b in enumerate(blocks)]
    >>> twice(long, long, other)
    [False, True, False]

    Refrains and answers are short, and lines further apart may be meant:

    >>> twice(other, other, long, other, long)
    [False, False, False, False, False]
    """
    if len(block.text) < LONG:
        return False
    return any(_repeats(around, distance) for distance in (1, 2, 3))


def _repeats(around: Around, distance: int) -> bool:
    """Return whether the block is in a run of `distance` blocks that stands a second time right after the first."""
    index, texts = around.index, around.blocks
    if index < distance or texts[index].text != texts[index - distance].text:
        return False
    for first in range(max(index - distance + 1, distance), index + 1):
        run = [block.text for block in texts[first : first + distance]]
        before = [block.text for block in texts[first - distance : first]]
        if run == before and sum(map(len, run)) >= LONG * distance:
            return True
    return False


def drop_doubled_sentence(text: str) -> str:
    """Take out a long sentence that stands twice in a row.

    >>> drop_doubled_sentence(" ".join(2 * ["The lake at the east quay froze over on Saturday."]))
    'The lake at the east quay froze over on Saturday.'

    Short ones may be said twice:

    >>> drop_doubled_sentence("It is what it is. It is what it is.")
    'It is what it is. It is what it is.'
    """
    sentences = SENTENCE_ENDS.split(text)
    if len(set(sentences)) == len(sentences):
        return text
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if sentence != kept[-1] or len(sentence) < LONG:
            kept.append(sentence)
    return " ".join(kept)


def drop_doubled_marks(text: str) -> str:
    """Take out the second of two commas, a stop after a quoted stop, and doubled quotation marks.

    >>> drop_doubled_marks('Children and teenagers,, a study says. “A misapprehension.”. ""Yes,"" he said.')
    'Children and teenagers, a study says. “A misapprehension.” "Yes," he said.'

    Ellipses and empty quotes are left alone:

    >>> drop_doubled_marks('Well.. he said "" and left...')
    'Well.. he said "" and left...'
    """
    if ",," not in text and '""' not in text and not re.search(r"[.!?][\u201d\"]\.", text):
        return text
    return DOUBLED_QUOTE.sub('"', DOUBLED_STOP.sub(lambda match: match["comma"] or "", text))
