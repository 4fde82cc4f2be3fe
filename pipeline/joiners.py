"""Joiners: invisible letters that Persian, Hindi and emoji are spelt with, which extraction takes for rubbish.

They are put in disguise while a page is extracted, and stand in the draft as they stood in the page.
"""

from dataclasses import replace

from pipeline.article import Block, Draft

JOINERS = {"\u200c": "\ua66e", "\u200d": "\ua669", "\u200b": "\ua64b"}
"""Zero-width non-joiner, joiner and space, and the letters they are disguised as: of Old Slavonic, printable, in no
news. A page that has one of those is left as it is."""

ENTITIES = {"&zwnj;": "\u200c", "&zwj;": "\u200d", "&#8204;": "\u200c", "&#8205;": "\u200d", "&#x200c;": "\u200c"}

DISGUISE = str.maketrans(JOINERS)
REVEAL = str.maketrans({disguise: joiner for joiner, disguise in JOINERS.items()})
SPELLINGS = ("\u200c", "\u200d", "&zw", "&#820", "&#x200c;")
"""One of these is in each page that has any. A search for each in turn takes no time; one pattern for all of them took
a tenth of what a page takes."""


def disguised(markup: str) -> str:
    r"""Return markup with its joiners in disguise, unchanged where it has none or no letter that needs any.

    >>> disguised("<p>هیچ\u200cکس</p>") == "<p>هیچ\ua66eکس</p>", disguised("<p>Nobody.</p>")
    (True, '<p>Nobody.</p>')
    """
    if markup.isascii() or not any(map(markup.__contains__, SPELLINGS)):
        return markup
    if any(map(markup.__contains__, JOINERS.values())):
        return markup
    for entity, joiner in ENTITIES.items():
        markup = markup.replace(entity, joiner)
    return markup.translate(DISGUISE)


def revealed(draft: Draft) -> Draft:
    """Return a draft with its joiners as the page has them. Lengths stay, and with them all offsets."""

    def plain(text: str | None) -> str | None:
        return text and text.translate(REVEAL)

    def all_plain(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text.translate(REVEAL) for text in texts)

    blocks = tuple(Block(block.text.translate(REVEAL), block.kind, block.evidence) for block in draft.blocks)
    return replace(
        draft,
        title=plain(draft.title),
        headlines=all_plain(draft.headlines),
        standfirst=plain(draft.standfirst),
        blocks=blocks,
        site_name=plain(draft.site_name),
        authors=all_plain(draft.authors),
        section=plain(draft.section),
        tags=all_plain(draft.tags),
    )
