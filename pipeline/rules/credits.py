"""Lifts of credits: whose work an article is, beside its authors'. Recognised before anything is cut."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, Lifted

LAST_BLOCKS = 8
"""How far from the end a credit stands: after it come at most promotions and widget words."""

LONGEST = 220
"""No credit of the labelled tails is longer; a longer text is a paragraph of the article."""

AGENCY_INPUTS = re.compile(
    r"[(\[]\s*(?:(?:with|based on)\s+)?(?:additional\s+|agency\s+)?inputs?\s+(?:from|by)\s+[^()\[\]]+[)\]]\.?$"
    r"|^with (?:agency inputs|inputs from (?:agencies|[A-Z][^.,;]*))\.?$",
    re.IGNORECASE,
)


def lift_agency_credit(block: Block, around: Around) -> Lifted | None:
    """Lift `(with inputs from agencies)` near the end into the credit.

    Desks that rework agency copy say so in a last line, or at the end of the last paragraph.

    >>> from pipeline.article import Draft
    >>> def lift(text): return lift_agency_credit(Block(text), Around(Draft(""), (Block(text),), 0))
    >>> lift("(with inputs from agencies)").value
    'with inputs from agencies'

    A sentence about inputs is left alone:

    >>> lift("With inputs from farmers, the ministry redrew the map.") is None
    True
    """
    found = AGENCY_INPUTS.search(block.text) if around.below < LAST_BLOCKS and "input" in block.text.lower() else None
    if found is None or len(found.group()) > LONGEST:
        return None
    return Lifted("credit", found.group().rstrip(".").strip("()[] "), found.start(), found.end())
