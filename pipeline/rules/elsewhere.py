"""Cuts of what points to other articles."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.marks import ELSEWHERE
from pipeline.rules.signs import in_no_paragraph, is_link, is_open, stands_aside

ENOUGH = 4
"""Votes for a cut; a mark alone has two, a link two, a colon or bar one, the shape one."""

NUMBERED = re.compile(r"\W*\d+[.):]")
"""A numbered line is an entry of the article's own list, even where it links to what it names."""

LONGEST = 300
"""Characters; a longer block has sentences of its own."""


def points_elsewhere(block: Block, around: Around) -> bool:
    """Is the block a pointer to another article: `Read more: ...`, `Lesen Sie auch: ...`, or the lead-in of a list?

    >>> from pipeline.article import Draft
    >>> def points(text): return points_elsewhere(Block(text), Around(Draft(""), (Block("It froze."), Block(text)), 1))
    >>> points("READ MORE: Lake freezes over"), points("You may also like...")
    (True, True)

    Sentences that begin with such words are left alone:

    >>> points("Related diseases killed 300 cattle."), points("Read more closely, the law says something else.")
    (False, False)
    """
    if len(block.text) > LONGEST or len(around.blocks) == 1:
        return False
    mark = ELSEWHERE.match(block.text.casefold())
    if mark is None:
        return False
    is_whole = not any(character.isalnum() for character in block.text[mark.end("mark") :])
    votes = 2 + bool(mark["bar"]) + 2 * is_whole * (len(mark["mark"].split()) > 1 or bool(mark["bar"]))
    votes += 2 * is_link(block) + (block.link_share >= 0.5) + 2 * stands_aside(block)
    votes += is_open(block) + in_no_paragraph(block)
    return votes >= ENOUGH


def lists_links(block: Block, around: Around) -> bool:
    """Is the block one of several headlines of other articles in a row, each nothing but a link?

    >>> from pipeline.article import Draft, Evidence, Span
    >>> def link(text): return Block(text, "item", Evidence("li", ("li",), links=(Span(0, len(text)),)))
    >>> blocks = (Block("It froze."), link("Lake thaws again"), link("Mayor falls in"))
    >>> lists_links(blocks[1], Around(Draft(""), blocks, 1)), lists_links(blocks[0], Around(Draft(""), blocks, 0))
    (True, False)
    """
    if not is_link(block) or not is_open(block) or around.index == 0 or NUMBERED.match(block.text):
        return False
    beside = [each for each in (around.previous, around.following) if each is not None and is_link(each)]
    return any(is_open(each) for each in beside) and (in_no_paragraph(block) or block.kind in {"item", "heading"})


def shouts_link(block: Block, around: Around) -> bool:
    """Is the block the headline of another article, all in capitals and nothing but a link?

    >>> from pipeline.article import Draft, Evidence, Span
    >>> text = "LAKE FREEZES OVER AGAIN"
    >>> link = Block(text, "paragraph", Evidence("p", ("p",), links=(Span(0, len(text)),)))
    >>> shouts_link(link, Around(Draft(""), (Block("It froze."), link), 1))
    True
    """
    if not is_link(block) or around.index == 0 or NUMBERED.match(block.text):
        return False
    return block.text.isupper() and len(block.text.split()) > 2
