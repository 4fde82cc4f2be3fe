"""Cuts of the headline where it stands in the text again."""

from pipeline.article import Block
from pipeline.letters import letters
from pipeline.rules.around import Around

FIRST_BLOCKS = 3
"""The headline stands above the text: before it at most a kicker and a date line."""


def repeats_title(block: Block, around: Around) -> bool:
    """Is the block the article's title once more?

    Extraction takes the headline above the text for its first paragraph.

    >>> from pipeline.article import Draft
    >>> title, text = Block("Lake freezes over"), Block("The lake froze.")
    >>> repeats_title(title, Around(Draft("", "Lake Freezes Over"), (title, text), 0))
    True
    >>> kicked, draft = Block("Winter Lake at the quay freezes over"), Draft("", "Lake at the quay freezes over")
    >>> repeats_title(kicked, Around(draft, (kicked, text), 0))
    True

    The only block of a text stays, and so does a sentence that begins like the title:

    >>> repeats_title(title, Around(Draft("", "Lake Freezes Over"), (title,), 0))
    False
    """
    draft = around.draft
    if around.index >= FIRST_BLOCKS or len(around.blocks) == 1:
        return False
    titles = [letters(title) for title in (draft.title or "", *draft.headlines)]
    here = letters(block.text)
    return here != "" and (here in titles or any(ends_in_title(block.text, here, title) for title in titles))


SHORTEST_TITLE = 20
LONGEST_KICKER = 50
"""Letters."""


def ends_in_title(text: str, here: str, title: str) -> bool:
    """Is a text (`here` its letters) a title (its letters) behind a kicker: `Weather Lake freezes over`?"""
    if len(title) < SHORTEST_TITLE or not here.endswith(title) or len(here) - len(title) > LONGEST_KICKER:
        return False
    return not text.rstrip().endswith(".")
