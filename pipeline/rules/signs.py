"""What can be told of a block without its words: its links, its shape, and what sets it apart.

Each sign is weak alone; rules count them. Shares and precisions are from 371 news pages (aeb, publishers, sites) and
748 others (wcxb): lines the truth lacks against true lines.
"""

import re

from pipeline.article import Block

SIDE_WORDS = frozenset(
    "bio bookmark breadcrumb breadcrumbs caption captions carousel comment comments cta disclaimer disclosure dropdown "
    "feedback figcaption headlines infeed latest legal lightbox modal newsletter nodisplay noprint overlay popular "
    "popup promo promos promotion readmore recirc recirculation recommendation recommendations recommended related "
    "screenreader signup similars sponsored subscribe subscription teaser teasers trending utility "
    "visually visuallyhidden".split()
)
"""Words in the names of containers beside the article's flow. Where such a container has less than three tenths of the
text they named 84 left-over lines and 2 true ones on the news pages, 367 and 60 on the others."""

LINKED = 0.8
"""Over this share of its letters a block is a link: 23% of left-over lines, 1.1% of the content."""

SENTENCE_END = re.compile(r"[.!?…。！？।؟;:,)\]\"'”’»“]\s*$")
SHORT = 90
"""66% of left-over lines are shorter, 27% of the content."""

BRACKETED_LABEL = re.compile(r" \[(?:[A-Z ]{3,20}|Video|Photos?|Gallery|Watch)\]\s*$")
"""What some papers put behind the headlines of other articles: `Lake freezes over [VIDEO]`."""


def stands_aside(block: Block) -> bool:
    """Is the block in a container beside the article's flow that is named for what it is?"""
    return block.evidence is not None and not SIDE_WORDS.isdisjoint(block.evidence.apart)


def is_link(block: Block) -> bool:
    """Is the block nothing but link text?"""
    return block.link_share >= LINKED


def is_open(block: Block) -> bool:
    """Is the block short, without punctuation at its end: a label or headline, by its shape?"""
    return len(block.text) < SHORT and not SENTENCE_END.search(BRACKETED_LABEL.sub("", block.text))


def in_no_paragraph(block: Block) -> bool:
    """Did the block stand in something other than <p>?"""
    return block.evidence is not None and block.evidence.tag not in {"p", "blockquote", "td", "h1", "h2", "h3"}


def ends_in_link(block: Block) -> bool:
    """Is the last part of the block a link that holds most of it, as in `Weather: Lake freezes over`?"""
    if block.evidence is None or not block.evidence.links or block.link_share < MOST_LINK:
        return False
    return block.evidence.links[-1].end >= len(block.text.rstrip()) - 1


MOST_LINK = 0.5


def is_paragraph(block: Block) -> bool:
    """Has the block the shape of a paragraph of prose: long, ended by punctuation, and no link as a whole?"""
    return len(block.text) >= SHORT and SENTENCE_END.search(block.text) is not None and not is_link(block)


LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def is_capitalised(text: str) -> bool:
    """Has every word of four letters and more a capital, or its script none, as names have?

    >>> is_capitalised("Ann Lee of the Quay Courier"), is_capitalised("Ann Lee spoke"), is_capitalised("港新聞")
    (True, False, True)
    """
    return all(word != word.lower() or word == word.upper() for word in LONG_WORD.findall(text))
