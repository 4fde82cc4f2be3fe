"""Cuts of the page's own machinery: labels, containers beside the text, pieces of its program, ornaments."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, near_end
from pipeline.rules.marks import FURNITURE, LABEL
from pipeline.rules.signs import in_no_paragraph, is_link, is_paragraph, stands_aside

ENOUGH = 3
"""Votes for a cut; being a label gives two."""

LONGEST_LABEL = 60
SHORTCODE = re.compile(
    r"\[(?P<name>(?!(?:b|i|u|s|em|url|img|list|quote|code|color|size|center)\b)[a-z_-]+)"
    r"(?: [^\[\]]*)?\].{0,300}\[/(?P=name)\]"
)
VARIABLE = re.compile(r"(?:- )?[a-z]+[A-Z][A-Za-z]*:")
VALUE = re.compile(r"(?:- )?(?:true|false|null|undefined|\d+)")

ORNAMENT = re.compile(r"[^\w()\[\]{}$;\"']+")
"""Not the underscores with which agencies part the sections of a report, and no line of a program or price."""

SLOT_PLACES = r"\b(?:desktop|mobile|tablet|top|bottom|middle|inline|in-article|sidebar|header|footer|sticky|homepage)\b"
SLOT_KINDS = r"\b(?:ads?|adverts?|promo|promotions?|banner|widget|sponsor|leaderboard|billboard|skyscraper|mpu)\b"
SLOT = re.compile(
    rf"(?=.*{SLOT_PLACES})(?=.*{SLOT_KINDS})(?:\W*+(?:{SLOT_PLACES}|{SLOT_KINDS}|\b(?:slot|unit|\d+)\b))++\W*+",
    re.IGNORECASE,
)
"""What programmers call the places of advertisements; in English on pages of any language."""


def is_ornament(block: Block, around: Around) -> bool:
    """Is there no letter or digit in the block, only rules, stars and dots?

    >>> from pipeline.article import Draft
    >>> text, stars = Block("It froze."), Block("* * *")
    >>> is_ornament(stars, Around(Draft(""), (text, stars), 1)), is_ornament(text, Around(Draft(""), (text, stars), 0))
    (True, False)
    """
    return len(around.blocks) > 1 and block.text.isascii() and ORNAMENT.fullmatch(block.text) is not None


def is_blank(block: Block, around: Around) -> bool:
    """Is nothing left of the block?

    >>> from pipeline.article import Draft
    >>> [is_blank(Block(text), Around(Draft(""), (Block(text),), 0)) for text in (" ", ".")]
    [True, False]
    """
    return not block.text.strip()


def stands_beside(block: Block, around: Around) -> bool:
    """Is the block in a small container that is named for something else than the article: newsletter, comments, promo?

    The name is one sign, the container's small share of the text the other.

    >>> from pipeline.article import Draft, Evidence
    >>> def block(text, *apart): return Block(text, evidence=Evidence("p", ("p",), apart=frozenset(apart)))
    >>> blocks = (block("The lake froze."), block("All the news of the lake, every morning.", "newsletter", "box"))
    >>> [stands_beside(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, True]
    """
    return stands_aside(block) and len(around.blocks) > 1


def labels_machinery(block: Block, around: Around) -> bool:
    """Is the block, whole, a label of the page's machinery: `Advertisement`, `Comments`, `Share`?

    >>> from pipeline.article import Draft, Evidence
    >>> label, text = Block("Comments", "paragraph", Evidence("div", ("div",))), Block("It froze.")
    >>> labels_machinery(label, Around(Draft(""), (text, label), 1))
    True

    The same word may be a line of the text, where nothing else says what it is:

    >>> labels_machinery(Block("Comments"), Around(Draft(""), (Block("Comments"), text, text), 0))
    False
    """
    if len(around.blocks) == 1 or not is_label(block):
        return False
    # Above a paragraph it may be a heading of the text: `Reactions`.
    at_end = near_end(around) and not (around.following and is_paragraph(around.following))
    votes = 2 + in_no_paragraph(block) + 2 * stands_aside(block) + is_link(block) + at_end
    is_furniture = stands_between(around) and FURNITURE.fullmatch(block.text.casefold()) is not None
    return votes + (block.kind == "heading") + is_furniture >= ENOUGH


def is_label(block: Block) -> bool:
    """Is the block, whole, a word of the page's machinery?"""
    return len(block.text) <= LONGEST_LABEL and LABEL.fullmatch(block.text.casefold()) is not None


def stands_between(around: Around) -> bool:
    """Does the block stand above the text, or alone next to a paragraph: not in a list of words?"""
    beside = (around.previous, around.following)
    return around.index == 0 or (around.block.kind != "item" and any(each and is_paragraph(each) for each in beside))


def names_slot(block: Block, around: Around) -> bool:
    """Is the block the name that a program has for a place of advertisements, below the text: `Desktop Bottom Promo`?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def names(line): return names_slot(Block(line), Around(Draft(""), (text, Block(line)), 1))
    >>> names("Desktop Bottom Promo"), names("In-Article Ad 2"), names("Top of the lake"), names("Promotion")
    (True, True, False, False)
    """
    placed = around.index > 0 and not around.paragraphs_below
    return placed and len(block.text) <= LONGEST_LABEL and SLOT.fullmatch(block.text) is not None


def leaks_template(block: Block, around: Around) -> bool:
    """Is the block a piece of the page's program: `showPaywall:` above `false`, or a shortcode with its end?

    >>> from pipeline.article import Draft
    >>> blocks = tuple(map(Block, ("The lake froze.", "showPaywall:", "false", "[button link=x] Send it[/button]")))
    >>> [leaks_template(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, True, True, True]

    Either alone may be a line of the text:

    >>> blocks = tuple(map(Block, ("True or not?", "false", "iPhone: new", "[sic]")))
    >>> [leaks_template(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, False, False, False]
    """
    if SHORTCODE.fullmatch(block.text.strip()):
        return True
    beside = [each.text.strip() for each in (around.previous, around.following) if each]
    if VARIABLE.fullmatch(block.text.strip()):
        return any(VALUE.fullmatch(each) or VARIABLE.fullmatch(each) for each in beside)
    return bool(VALUE.fullmatch(block.text.strip())) and any(map(VARIABLE.fullmatch, beside))
