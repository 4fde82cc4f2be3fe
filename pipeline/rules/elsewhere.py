"""Cuts of what points to other articles."""

import re

from pipeline.article import Block
from pipeline.rules.around import LAST_PARAGRAPHS, Around
from pipeline.rules.marks import ELSEWHERE, READ_CALLS
from pipeline.rules.signs import (
    BRACKETED_LABEL,
    SENTENCE_END,
    SHORT,
    ends_in_link,
    in_no_paragraph,
    is_link,
    is_open,
    is_paragraph,
    stands_aside,
)

ENOUGH = 4
"""Votes for a cut; a mark alone has two, a link two, a colon or bar one, the shape one."""

ADDRESS = re.compile(r"https?://\S+$")
"""A pointer in text without links names the address."""

NUMBERED = re.compile(r"\W*\d+[.):]")
"""A numbered line is an entry of the article's own list, even where it links to what it names."""

SOME_LINK = 0.5
LONGEST_ROW = 8
FEWEST_WORDS = 3
"""Where words are written apart, shorter links in a list are its own items (`Trekking poles`)."""

LONGEST_HEADLINE = 18
"""Words; a headline of the benchmark pages has 18 at the most in 99 of 100."""

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
    has_words = len(mark["mark"].split()) > 1
    votes = 2 + bool(mark["bar"]) + (has_words and bool(mark["bar"])) + 2 * (is_lead_in(block) and has_words)
    votes += 2 * is_link(block) + (block.link_share >= SOME_LINK) + 2 * stands_aside(block)
    is_call = READ_CALLS.match(block.text.casefold()) is not None
    if mark["bar"] or is_call or (has_words and (block.link_share or is_lead_in(block))):
        # `More expensive than others` and `Also on the lake` are items of a list by the same signs.
        votes += is_open(block) + in_no_paragraph(block)
    votes += 2 * (ADDRESS.search(block.text) is not None) + is_bracketed(block) + (is_open(block) and is_call)
    votes += 2 * (is_open(block) and dangles(block, around, mark))
    return votes >= ENOUGH


def dangles(block: Block, around: Around, mark: re.Match[str]) -> bool:
    """Does the block stand below the text as a lead-in of which the list is gone: `Popular on Quay Courier`?"""
    rest = block.text[mark.end("mark") :].strip()
    return " " in mark["mark"] and not around.paragraphs_below and (rest[:1].isupper() or rest.startswith("@"))


def is_lead_in(block: Block) -> bool:
    """Is the block nothing but such a mark, as above a list: `You may also like...`?"""
    mark = ELSEWHERE.match(block.text.casefold())
    return mark is not None and not any(map(str.isalnum, block.text[mark.end("mark") :]))


def is_bracketed(block: Block) -> bool:
    """Does the block stand in brackets as a whole?"""
    return block.text.lstrip().startswith(("(", "[")) and block.text.rstrip().endswith((")", "]"))


def follows_lead_in(block: Block, around: Around) -> bool:
    """Is the block a headline in a row of them that hangs from a lead-in: `You may also like...`, `Read more`?

    >>> from pipeline.article import Draft
    >>> texts = ("The lake froze.", "You may also like...", "Lake thaws again", "Mayor falls in", "It froze once more.")
    >>> blocks = tuple(map(Block, texts))
    >>> [follows_lead_in(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, False, True, True, False]
    """
    is_between = around.previous is not None and (around.following is None or is_paragraph(around.following))
    if is_between and is_long_headline(block) and around.previous and is_lead_in(around.previous):
        return " " in around.previous.text.strip()
    if not is_headline(block) or is_lead_in(block):
        return False
    for above in reversed(around.blocks[max(around.index - LONGEST_ROW, 0) : around.index]):
        if is_lead_in(above):
            return len(above.text.split()) > 1
        if not is_headline(above):
            return False
    return False


def is_headline(block: Block) -> bool:
    """Has the block the shape of a headline: some words, and no punctuation at the end but a question mark?"""
    is_short = 2 < len(block.text.split()) <= LONGEST_HEADLINE and not block.text.isupper()
    return is_short and (is_open(block) or (len(block.text) < SHORT and block.text.rstrip().endswith("?")))


def is_long_headline(block: Block) -> bool:
    """Has the block the shape of a headline that is longer than a line?"""
    is_long = SHORT <= len(block.text) <= LONGEST_TITLE and block.kind != "item"
    return is_long and len(block.text.split()) <= LONGEST_HEADLINE and not SENTENCE_END.search(block.text)


LONGEST_TITLE = 130
"""Characters."""


def lists_links(block: Block, around: Around) -> bool:
    """Is the block one of several headlines of other articles in a row, each nothing but a link?

    >>> from pipeline.article import Draft, Evidence, Span
    >>> def link(text): return Block(text, "item", Evidence("li", ("li",), links=(Span(0, len(text)),)))
    >>> blocks = (Block("It froze."), link("Lake thaws again"), link("Mayor falls in"))
    >>> lists_links(blocks[1], Around(Draft(""), blocks, 1)), lists_links(blocks[0], Around(Draft(""), blocks, 0))
    (True, False)
    """
    if around.index == 0 or not block.link_share or NUMBERED.match(block.text):
        return False
    beside = [each for each in (around.previous, around.following) if each is not None]
    if is_linked_paragraph(block):
        return any(map(is_linked_paragraph, beside))
    listed = in_no_paragraph(block) or block.kind in {"item", "heading"}
    return listed and is_teaser(block) and any(map(is_teaser, beside))


def is_teaser(block: Block) -> bool:
    """Is the block a link as a whole, or a headline that is a link behind its kicker: `Weather: Lake freezes over`?"""
    if is_link(block):
        return is_open(block) and (len(block.text.split()) >= FEWEST_WORDS or not block.text.isascii())
    if block.kind != "item" or not ends_in_link(block):
        return False
    # A headline may end in words that somebody is quoted with, where a sentence would have its stop.
    text = block.text.rstrip()
    return is_headline(Block(text.rstrip('"”“»!’')) if text[-2:-1] not in {".", "!", "?"} else block)


def is_linked_paragraph(block: Block) -> bool:
    """Is the block as long as a paragraph, and nothing but a link: the first lines of another article?"""
    return len(block.text) >= SHORT and is_link(block)


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


FEWEST_HEADLINES = 3
CAPITALISED = 0.75
FEWEST_AVERAGE = 5
"""Words."""
SMALL_WORDS = 4


def lists_headlines(block: Block, around: Around) -> bool:
    """Is the block one of a few headlines in a row below the text, in the capitals that headlines are set in?

    For text without a page: there, links tell more.

    >>> from pipeline.article import Draft
    >>> titles = ("Lake Freezes Over Once Again", "Mayor Falls Into Lake", "The Ten Coldest Lakes of the North")
    >>> def rows(above, *titles): return (Block(above), *map(Block, titles))
    >>> def asked(blocks): return lists_headlines(blocks[2], Around(Draft(""), blocks, 2, paragraphs_below=0))
    >>> asked(rows("Nobody fell in.", *titles))
    True

    Two may be anything, many are a list of the text, and so is what a colon leads in:

    >>> asked(rows("Nobody fell in.", *titles[:2])), asked(rows("His books include:", *titles))
    (False, False)
    """
    if is_labelled_headline(block) and any(
        each is not None and is_labelled_headline(each) for each in (around.previous, around.following)
    ):
        return True
    if block.evidence is not None or around.paragraphs_below >= LAST_PARAGRAPHS or not is_title(block):
        return False
    first = last = around.index
    while first > 0 and last - first < LONGEST_ROW and is_title(around.blocks[first - 1]):
        first -= 1
    while last + 1 < len(around.blocks) and last - first < 2 * LONGEST_ROW and is_title(around.blocks[last + 1]):
        last += 1
    rows = [each.text.lstrip("- •").split() for each in around.blocks[first : last + 1]]
    if first == 0 or not FEWEST_HEADLINES <= len(rows) <= LONGEST_ROW:
        return False
    # Winners, casts and places are listed in capitals too, but shorter, or all with the same first word.
    if sum(map(len, rows)) < FEWEST_AVERAGE * len(rows) or len({words[0] for words in rows}) == 1:
        return False
    return not around.blocks[first - 1].text.rstrip().endswith((":", "："))


def is_labelled_headline(block: Block) -> bool:
    """Has the block a label in brackets behind it, as headlines of other articles have: `Lake freezes over [VIDEO]`?"""
    return is_headline(block) and BRACKETED_LABEL.search(block.text) is not None


def is_title(block: Block) -> bool:
    """Is the block set as English headlines are, with a capital at nearly every word?"""
    words = [word for word in block.text.lstrip("- •").split() if len(word) >= SMALL_WORDS]
    if not is_headline(block) or NUMBERED.match(block.text) or len(words) < 2:
        return False
    return sum(word.lstrip("'\"‘“(")[:1].isupper() or word[0].isdigit() for word in words) >= CAPITALISED * len(words)
