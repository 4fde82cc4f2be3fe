"""What a rule may know beside the text of its block."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pipeline.article import Block, Draft
from pipeline.memory import NO_NOTES, SiteNotes
from pipeline.rules.signs import is_paragraph

LAST_BLOCKS = 5
"""Half of all left-over lines stand below the last true one, few of them more than five lines from the end."""

LAST_SHARE = 2 / 3
"""Of an article's blocks stand above its last lines: in an article of five lines not all are the last."""

LAST_PARAGRAPHS = 2
"""So many paragraphs may stand below a line at the end: the other left-over lines, which are short, do not count."""


@dataclass(frozen=True, slots=True)
class Around:
    """A block's surroundings as they stand when the rule is asked."""

    draft: Draft
    """What extraction found, untouched: title, language, site."""
    blocks: Sequence[Block]
    """The article's blocks as the rules before left them."""
    index: int
    """Which of them is asked about."""
    notes: SiteNotes = NO_NOTES
    """What is known about the site."""
    paragraphs_below: int = -1
    """How many blocks below this one have the shape of a paragraph of prose; counted where nobody did."""

    holes: frozenset[int] = frozenset()
    """The blocks right above which something of the site was cut; their number stands for what is cut at the end."""

    def __post_init__(self) -> None:
        """Count the paragraphs below. Whoever asks about all blocks has counted them in one go."""
        if self.paragraphs_below < 0:
            count = sum(map(is_paragraph, self.blocks[self.index + 1 :]))
            object.__setattr__(self, "paragraphs_below", count)

    @property
    def block(self) -> Block:
        """The block that is asked about."""
        return self.blocks[self.index]

    @property
    def below(self) -> int:
        """How many blocks stand below this one."""
        return len(self.blocks) - 1 - self.index

    @property
    def previous(self) -> Block | None:
        """The block above."""
        return self.blocks[self.index - 1] if self.index else None

    @property
    def following(self) -> Block | None:
        """The block below."""
        return self.blocks[self.index + 1] if self.below else None

    def at(self, distance: int) -> "Around | None":
        """Return the surroundings of the block that stands so many below this one; None where there is none."""
        index = self.index + distance
        if not 0 <= index < len(self.blocks):
            return None
        between = sum(map(is_paragraph, self.blocks[self.index + 1 : index + 1]))
        return replace(self, index=index, paragraphs_below=self.paragraphs_below - between)


def near_end(around: Around) -> bool:
    """Is the block among the last few, and not the first?"""
    if around.index == 0 or around.paragraphs_below < LAST_PARAGRAPHS:
        return around.index > 0
    return around.below < LAST_BLOCKS and around.index >= LAST_SHARE * len(around.blocks)


class Lifted(NamedTuple):
    """Text that belongs into a field: the field, what it shall hold, and the characters that leave the block."""

    field: Literal["credit", "correction", "author_note", "standfirst"]
    value: str
    start: int
    end: int


Repair = Callable[[str], str]
"""Says what a text should be."""
BlockRepair = Callable[[Block, Around], str]
"""Says what a block's text should be, knowing its surroundings."""
Cut = Callable[[Block, Around], bool]
"""Says whether a block is not part of the article."""
Join = Callable[[Block, Around], bool]
"""Says whether a block goes on where the one before it ends."""
Lift = Callable[[Block, Around], Lifted | None]
"""Says which part of a block belongs into a field."""
