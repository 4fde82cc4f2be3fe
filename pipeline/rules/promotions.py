"""Cuts of lines in which a site promotes itself, and of the words of its buttons."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around

ASKS = re.compile(
    r"^\W*(?:catch|get|download|install|subscribe|sign up|follow|join|stay|don[\u2019']t miss|check out|click|tap)\b",
    re.IGNORECASE,
)
OFFERS = re.compile(
    r"\b(?:app|newsletters?|e-?mail|inbox|updates?|alerts?|notifications?|whatsapp|telegram|channel|twitter|facebook|instagram)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:latest|daily|breaking|live|real[- ]time|free|all (?:the )?(?:business|market)|exclusive|up to date)\b",
    re.IGNORECASE,
)
LAST_BLOCKS = 4
"""Below the text stand at most this many promotions and widget words."""

MOSTLY = 0.5
"""Over this share of its letters a block is link text: 23% of boilerplate lines have 0.8, 1% of the content."""

ENOUGH = 4
"""Votes that make a promotion, one of them for where it stands: a call alone, an offer alone or a place at the end are what any sentence may have."""

BUTTON_PAIRS = frozenset(
    {("more", "less"), ("show more", "show less"), ("read more", "read less"), ("see more", "see less")}
)


def promotes_site(block: Block, around: Around) -> bool:
    """Does the block ask the reader to get the site's news some other way (app, newsletter, channel)?

    Sites put such lines below the text, and copying sites copy them along.

    >>> from pipeline.article import Draft
    >>> def asks(text): return promotes_site(Block(text), Around(Draft(""), (Block("The lake froze."), Block(text)), 1))
    >>> asks("Catch all the business news and breaking news updates. Download the news app to get daily updates.")
    True

    Sentences that only begin like it, or only speak of such things, are left alone:

    >>> asks("Subscribe to that theory and the numbers make sense, he said.")
    False
    >>> asks("The ministry said it would follow the Facebook page “closely”.")
    False
    """
    calls = ASKS.search(block.text)
    if calls is None:
        return False
    offers = len(set(map(str.lower, OFFERS.findall(block.text))))
    promises = len(set(map(str.lower, PROMISES.findall(block.text))))
    words = min(offers, 2) + min(promises, 2) if offers and promises else 0
    placed = (around.below < LAST_BLOCKS and around.index > 0) + (block.link_share > MOSTLY)
    return words > 0 and placed > 0 and 1 + words + placed >= ENOUGH


def labels_button(block: Block, around: Around) -> bool:
    """Is the block the label of a button that opens and closes a text: `More` right above `Less`?

    Both labels of such a button stand in the page, one of them hidden.

    >>> from pipeline.article import Draft
    >>> text, more, less = Block("The lake froze."), Block("More"), Block("Less")
    >>> blocks = (text, more, less)
    >>> labels_button(more, Around(Draft(""), blocks, 1)), labels_button(less, Around(Draft(""), blocks, 2))
    (True, True)

    Either word alone may be a line of the text:

    >>> labels_button(more, Around(Draft(""), (text, more, text), 1))
    False
    """
    here = block.text.strip().casefold()
    above = around.previous.text.strip().casefold() if around.previous else ""
    below = around.following.text.strip().casefold() if around.following else ""
    return (here, below) in BUTTON_PAIRS or (above, here) in BUTTON_PAIRS
