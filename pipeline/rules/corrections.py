"""Lifts of corrections: what an editor says was changed after the article was published."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, Lifted
from pipeline.rules.marks import CHANGED, EDITORS_NOTE, QUOTES

FIRST_BLOCKS, LAST_BLOCKS = 3, 8
"""Corrections stand above the text or below it."""

LONGEST = 700
"""Characters; longer ones tell what happened, and are text."""

ALONE = re.compile(r"\W*(?:correction|corrections|clarification|corrigendum|erratum|"
                   r"korrektur|berichtigung|rectificatif|"
                   r"rectificación|fe de errores|corrección|rettifica|errata corrige|correção|errata|correctie|"
                   r"rectificatie|rättelse|rettelse|sprostowanie|исправление|поправка|düzeltme|정정|訂正|更正)"
                   r"(?:\W{1,3}|\s+(?:on|vom|du|del|van)\s[^:]{3,30}):?\s")  # fmt: skip
"""Words that say by themselves, with a colon or dash behind, that something was corrected."""


GOES_ON = re.compile(r"\W*(?:to|on|at|since|after|following|with|because|from)\b|\W*$|\W*\d")
"""How a note goes on; a law that was amended goes on otherwise."""


def lift_correction(block: Block, around: Around) -> Lifted | None:
    """Lift `Correction: ...`, `Editor's note: this story was updated ...` above or below the text into the correction.

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def lift(line): return lift_correction(Block(line), Around(Draft(""), (text, Block(line)), 1))
    >>> lift("Correction: An earlier version of this article misstated the depth of the lake.").value
    'Correction: An earlier version of this article misstated the depth of the lake.'
    >>> lift("Editor's note: This story was updated at 5:45 p.m. to include the mayor's answer.") is not None
    True

    A note that tells something else is left alone, and so is a sentence about corrections:

    >>> lift("Editor's note: The writer swims in this lake.") is None
    True
    >>> lift("Correction fluid was invented by a typist.") is None
    True
    """
    placed = around.index < FIRST_BLOCKS or around.below < LAST_BLOCKS
    if not placed or len(block.text) > LONGEST or len(around.blocks) == 1:
        return None
    text = block.text.casefold()
    if text.lstrip().startswith(QUOTES):
        return None
    return Lifted("correction", block.text.strip(), 0, len(block.text)) if is_correction(text) else None


def is_correction(text: str) -> bool:
    """Does a text, in lower case, begin as corrections do, and go on so?"""
    if ALONE.match(text) and (":" in text[:60] or " - " in text[:60] or "–" in text[:60]):
        return True
    if EDITORS_NOTE.match(text):
        return CHANGED.search(text[:200]) is not None
    changed = CHANGED.match(text)
    if changed is None:
        return False
    is_open = " has been " in changed.group() or " was " in changed.group()
    return not is_open or GOES_ON.match(text, changed.end()) is not None
