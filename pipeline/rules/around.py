"""What a rule may know beside the text of its block."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.article import Block, Draft
from pipeline.memory import NO_NOTES, SiteNotes


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
    paragraphs_below: int = 1_000
    """How many blocks below this one have the shape of a paragraph of prose."""

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
Lift = Callable[[Block, Around], Lifted | None]
"""Says which part of a block belongs into a field."""
