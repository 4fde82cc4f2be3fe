"""What stands twice: cuts of blocks and repairs of sentences that repeat the one before."""

import re
from itertools import pairwise

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
    if len(text) < 2 * LONG:
        return text
    sentences = SENTENCE_ENDS.split(text)
    if len(set(sentences)) == len(sentences):
        return text
    kept = sentences[:1]
    for sentence in sentences[1:]:
        if sentence != kept[-1] or len(sentence) < LONG:
            kept.append(sentence)
    return " ".join(kept)


def drop_doubled_line(text: str) -> str:
    """Take out the second half of a line that is its first half once more.

    A headline stands in its link and, for readers who see no pictures, in its picture; extraction takes both.

    >>> drop_doubled_line(" ".join(2 * ["The lake at the east quay froze over on Saturday"]))
    'The lake at the east quay froze over on Saturday'

    Cries and refrains are short:

    >>> drop_doubled_line("Ring out, wild bells Ring out, wild bells")
    'Ring out, wild bells Ring out, wild bells'
    """
    line = text.strip()
    if line.find(line[:LONG], LONG) < LONG:
        return text
    for gap in (0, 1):
        half = (len(line) - gap) // 2
        once, between, again = line[:half], line[half : half + gap], line[half + gap :]
        if half >= LONG and once == again and not between.strip() and " " in once:
            return once
    return text


LEAST_CHAIN = 3
"""Links without a word between them, from the second of the doubled name on: name, headline, `MORE`."""


def drop_hover_card(block: Block, around: Around) -> str:
    """Take out the card that a page shows when the mouse is on a name: the name again, then headlines.

    It stands in the middle of the sentence, hidden until then.

    >>> from pipeline.article import Draft, Evidence, Span
    >>> text = "Ann LakeAnn LakeIce on the quay Lake to resign MORE (D) spoke."
    >>> links = (Span(0, 8), Span(8, 16), Span(16, 31), Span(32, 46), Span(47, 51))
    >>> def drop(*links): return drop_hover_card(block := Block(text, "paragraph", Evidence("p", ("p",), links=links)),
    ...     Around(Draft(""), (block,), 0))
    >>> drop(*links)
    'Ann Lake (D) spoke.'

    Without the chain of links nothing is known to be a card:

    >>> drop(links[0], links[1], links[3]) == text
    True
    """
    links = block.evidence.links if block.evidence else ()
    if len(links) <= LEAST_CHAIN:
        return block.text
    text, kept, end = block.text, [], 0
    for first, (name, again) in enumerate(pairwise(links)):
        if name.end != again.start or name.start < end or not _names_same(text[slice(*name)], text[slice(*again)]):
            continue
        last = first + 1
        while last + 1 < len(links) and not text[links[last].end : links[last + 1].start].strip():
            last += 1
        if last - first >= LEAST_CHAIN:
            kept.append(text[end : name.end])
            end = links[last].end
    return "".join((*kept, text[end:]))


def _names_same(name: str, again: str) -> bool:
    """Return whether two links are one name, which the second may give in full."""
    words, full = name.split(), again.split()
    return len(words) > 1 and len(full) > 1 and words[0] == full[0] and words[-1] == full[-1]


def drop_doubled_marks(text: str) -> str:
    """Take out the second of two commas, a stop after a quoted stop, and doubled quotation marks.

    >>> drop_doubled_marks('Children and teenagers,, a study says. “A misapprehension.”. ""Yes,"" he said.')
    'Children and teenagers, a study says. “A misapprehension.” "Yes," he said.'

    Ellipses and empty quotes are left alone:

    >>> drop_doubled_marks('Well.. he said "" and left...')
    'Well.. he said "" and left...'
    """
    if ",," not in text and '""' not in text and '".' not in text and "\u201d." not in text:
        return text
    return DOUBLED_QUOTE.sub('"', DOUBLED_STOP.sub(lambda match: match["comma"] or "", text))
