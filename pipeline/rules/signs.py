"""What can be told of a block without its words: its place, its links, its shape, and what sets it apart.

Each sign is weak alone; rules count them. Shares and precisions are from 371 news pages (aeb, publishers, sites) and
748 others (wcxb): lines the truth lacks against true lines.
"""

import re

from pipeline.article import Block
from pipeline.rules.around import Around

SIDE_WORDS = frozenset(
    "bio bookmark breadcrumb breadcrumbs caption captions carousel comment comments cta disclaimer disclosure dropdown "
    "feedback figcaption headlines infeed latest legal lightbox modal newsletter nodisplay noprint overlay popular "
    "popup promo promos promotion readmore recirc recirculation recommendation recommendations recommended related "
    "signup similars sponsored subscribe subscription teaser teasers trending utility".split()
)
"""Words in the names of containers beside the article's flow. Where such a container has less than three tenths of the
text they named 84 left-over lines and 2 true ones on the news pages, 367 and 60 on the others."""

LINKED = 0.8
"""Over this share of its letters a block is a link: 23% of left-over lines, 1.1% of the content."""

SENTENCE_END = re.compile(r"[.!?…。！？।؟;:,)\]\"'”’»“]\s*$")
SHORT = 90
"""66% of left-over lines are shorter, 27% of the content."""

LAST_BLOCKS = 5
"""Half of all left-over lines stand below the last true one, few of them more than five lines from the end."""


def stands_aside(block: Block) -> bool:
    """Is the block in a container beside the article's flow that is named for what it is?"""
    return block.evidence is not None and not SIDE_WORDS.isdisjoint(block.evidence.apart)


def is_link(block: Block) -> bool:
    """Is the block nothing but link text?"""
    return block.link_share >= LINKED


def is_open(block: Block) -> bool:
    """Is the block short, without punctuation at its end: a label or headline, by its shape?"""
    return len(block.text) < SHORT and not SENTENCE_END.search(block.text)


def in_no_paragraph(block: Block) -> bool:
    """Did the block stand in something other than <p>?"""
    return block.evidence is not None and block.evidence.tag not in {"p", "blockquote", "td", "h1", "h2", "h3"}


def near_end(around: Around) -> bool:
    """Is the block among the last few, and not the first?"""
    return around.below < LAST_BLOCKS and around.index > 0
