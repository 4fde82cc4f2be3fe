"""The one runner: applies the plan to a draft and records every Edit."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TypeVar

from pipeline import plan
from pipeline.article import Article, Block, Draft, Edit, Evidence, RawPage, Span, Where
from pipeline.cut_off import CUT_OFF, ends_early
from pipeline.extract import extract
from pipeline.judge import LISTING, lists_articles
from pipeline.memory import NO_NOTES, SiteNotes, fingerprint
from pipeline.rules.around import Around, BlockRepair, Cut, Join, Lift, Repair
from pipeline.rules.signs import is_paragraph

TOKENS = re.compile(r"\w+|\s+|.", re.DOTALL)

LONGEST_DIFF = 4_000
"""Over this many characters two texts are told apart by their common start and end alone; a full comparison takes
time that grows with the square of the length."""


def clean(page: RawPage, notes: SiteNotes = NO_NOTES) -> Article:
    """Return the clean article of a page, with every edit that made it so; `notes` is what is known about its site.

    A page without an article gives one without paragraphs; `pipeline.judge` says whether to keep it. No network, no
    database, nothing remembered. Raises what lxml or trafilatura raise on input that they cannot bear.
    """
    draft = extract(page)
    copy = Copy(draft, notes)
    for repair in copy.on(plan.LETTER_REPAIRS):
        copy.repair_title(repair)
        copy.repair(repair)
    for join in copy.on(plan.JOINS):
        copy.join(join)
    for lift in copy.on(plan.LIFTS):
        copy.lift(lift)
    for cut in copy.on(plan.CUTS):
        copy.cut(cut)
    for block_repair in copy.on(plan.BLOCK_REPAIRS):
        copy.repair_blocks(block_repair)
    for repair in copy.on(plan.TEXT_REPAIRS):
        copy.repair(repair)
    for cut in copy.on(plan.LAST_CUTS):
        copy.cut(cut)
    return copy.article(page)


R = TypeVar("R", bound=Callable[..., object])


class Copy:
    """A draft on the desk: its blocks as they stand now, and the edits so far."""

    def __init__(self, draft: Draft, notes: SiteNotes = NO_NOTES) -> None:
        """Begin with the draft as it is."""
        self.draft = draft
        self.notes = notes
        self.exceptions = notes.exceptions
        self.title = draft.title
        self.standfirst = list(filter(None, map(self._repaired, (draft.standfirst or "").split("\n"))))
        self.blocks = list(draft.blocks)
        self.edits: list[Edit] = []
        self.holes: frozenset[int] = frozenset()
        self._known_arounds: list[Around] | None = None
        self.lifted: dict[str, list[str]] = {"credit": [], "correction": [], "author_note": [], "standfirst": []}

    def on(self, rules: Sequence[R]) -> list[R]:
        """Return those of the rules that are not switched off for this site."""
        return [rule for rule in rules if rule.__name__ not in self.exceptions.off]

    def _repaired(self, text: str) -> str:
        """Return a line of the standfirst as the same line among the blocks is repaired."""
        for repair in self.on(plan.LETTER_REPAIRS):
            text = one_line(repair(text))
        return text

    def repair_title(self, rule: Repair) -> None:
        """Apply a repair to the title."""
        if self.title and (better := one_line(rule(self.title))) != self.title:
            for start, before, after in changes(self.title, better):
                self.edits.append(Edit(rule.__name__, Where("title", start), before, after))
            self.title = better

    def repair(self, rule: Repair) -> None:
        """Apply a repair to each block."""
        self._rewrite(rule.__name__, lambda index: rule(self.blocks[index].text))

    def repair_blocks(self, rule: BlockRepair) -> None:
        """Apply a repair that needs the surroundings to each block."""
        arounds = self._arounds()
        self._rewrite(rule.__name__, lambda index: rule(self.blocks[index], arounds[index]))

    def cut(self, rule: Cut) -> None:
        """Take out each block that a cut says yes to; all are asked before any goes."""
        said = [
            index
            for index, (block, around) in enumerate(zip(self.blocks, self._arounds(), strict=True))
            if rule(block, around) and not self._is_to_stay(block)
        ]
        if said:
            self._remove(dict.fromkeys(said, rule.__name__), self._offsets())

    def join(self, rule: Join) -> None:
        """Put each block that a join says yes to behind the one before it; all are asked before any moves."""
        said = {
            index
            for index, (block, around) in enumerate(zip(self.blocks, self._arounds(), strict=True))
            if rule(block, around) and index
        }
        offsets = self._offsets()
        # The last first, so that the offsets of those above still hold.
        for first in sorted((index - 1 for index in said if index - 1 not in said), reverse=True):
            last = next(index for index in range(first + 1, len(self.blocks) + 1) if index not in said)
            whole, gaps = joined(self.blocks[first:last])
            for start, gap in gaps:
                self.edits.append(Edit(rule.__name__, Where("text", offsets[first] + start), gap, " "))
            self.blocks[first:last] = [whole]
        if said:
            self._known_arounds = None
            self.holes = frozenset()

    def lift(self, rule: Lift) -> None:
        """Move what a lift finds in each block into its field."""
        asked = (rule(block, around) for block, around in zip(self.blocks, self._arounds(), strict=True))
        found = [(index, lifted) for index, lifted in enumerate(asked) if lifted]
        found = [(index, lifted) for index, lifted in found if not self._is_to_stay(self.blocks[index])]
        whole: dict[int, str] = {}
        offsets = self._offsets()
        for index, lifted in reversed(found):
            text = self.blocks[index].text
            rest = text[: lifted.start].rstrip() + text[lifted.end :]
            if rest.strip():
                self._write(rule.__name__, index, offsets[index], rest)
            else:
                whole[index] = rule.__name__
        self._remove(whole, self._offsets())
        for _, lifted in found:
            self.lifted[lifted.field].append(lifted.value)

    def article(self, page: RawPage) -> Article:
        """Return the article as it stands now."""
        draft = self.draft
        spliced = sum(edit.rule in plan.SPLICES for edit in self.edits)
        return Article(
            url=draft.url,
            title=self.title,
            standfirst="\n".join(self.lifted["standfirst"]) or "\n".join(self.standfirst) or None,
            paragraphs=tuple(block.text for block in self.blocks),
            canonical_url=draft.canonical_url,
            site=draft.site,
            site_name=draft.site_name,
            source=page.source,
            authors=draft.authors,
            published=draft.published,
            modified=draft.modified,
            fetched_at=page.fetched_at,
            language=draft.language,
            section=draft.section,
            tags=draft.tags,
            image=draft.image,
            free=draft.free,
            provenance=draft.provenance,
            credit="; ".join(self.lifted["credit"]) or None,
            correction="\n".join(self.lifted["correction"]) or None,
            author_note="\n".join(self.lifted["author_note"]) or None,
            extractor=draft.extractor,
            memory=self.notes.version,
            edits=tuple(self.edits),
            flags=(
                *draft.flags,
                *page.rights,
                *((CUT_OFF,) if CUT_OFF not in draft.flags and self._ends_early() else ()),
                *(("machine-rewritten",) if spliced > 1 else ()),
                *((LISTING,) if lists_articles(draft.blocks, self.blocks) else ()),
            ),
        )

    def _ends_early(self) -> bool:
        lines = [block.text for block in self.draft.blocks]
        return ends_early(lines, [block.text for block in self.blocks], free=self.draft.free)

    def _is_to_stay(self, block: Block) -> bool:
        keep = self.exceptions.keep
        return (bool(keep) and fingerprint(block.text) in keep) or self._is_standfirst(block)

    def _is_standfirst(self, block: Block) -> bool:
        """Return whether a block is of the standfirst, set like a box beside the text, and not repeated by the site."""
        if block.text not in self.standfirst:
            return False
        known_by = fingerprint(block.text)
        return known_by not in self.notes.repeated and known_by not in self.exceptions.cut

    def _arounds(self) -> list[Around]:
        """Return the surroundings of each block, made anew when a block has changed: most rules change nothing."""
        if self._known_arounds is None:
            below = reversed(list(accumulate(map(is_paragraph, reversed(self.blocks)), initial=0))[:-1])
            self._known_arounds = [
                Around(self.draft, self.blocks, index, self.notes, count, self.holes)
                for index, count in enumerate(below)
            ]
        return self._known_arounds

    def _offsets(self) -> list[int]:
        """Return where each block begins in the text."""
        return list(accumulate((len(block.text) + 1 for block in self.blocks), initial=0))

    def _rewrite(self, rule: str, better: Callable[[int], str]) -> None:
        offset = 0
        for index in range(len(self.blocks)):
            self._write(rule, index, offset, better(index))
            offset += len(self.blocks[index].text) + 1

    def _write(self, rule: str, index: int, offset: int, better: str) -> None:
        block = self.blocks[index]
        if better == block.text or (better := one_line(better)) == block.text:
            return
        evidence = block.evidence
        for start, before, after in changes(block.text, better):
            self.edits.append(Edit(rule, Where("text", offset + start), before, after))
            evidence = evidence and moved(evidence, start, len(before), len(after))
        self._known_arounds = None
        self.blocks[index] = replace(block, text=better, evidence=evidence)

    def _remove(self, rules: Mapping[int, str], offsets: Sequence[int]) -> None:
        """Take blocks out, the last first, each with the line break below it; the text's last with the one above."""
        last = len(self.blocks) - 1
        for index in sorted(rules, reverse=True):
            text, offset = self.blocks[index].text, offsets[index]
            if index < last:
                edit = Edit(rules[index], Where("text", offset), text + "\n", "")
            else:
                edit = Edit(rules[index], Where("text", max(offset - 1, 0)), "\n" * bool(index) + text, "")
                last -= 1
            self.edits.append(edit)
        self._known_arounds = None
        left = list(accumulate((index not in rules for index in range(len(self.blocks))), initial=0))
        of_site = [index for index, rule in rules.items() if rule in plan.OF_SITE]
        self.holes = frozenset(left[index] for index in (*self.holes, *of_site))
        self.blocks = [block for index, block in enumerate(self.blocks) if index not in rules]


def joined(blocks: Sequence[Block]) -> tuple[Block, list[tuple[int, str]]]:
    r"""Return blocks as one, with a space between each two; and where each space is, and what stood there before.

    >>> whole, gaps = joined([Block("The mayor, "), Block("who skates,"), Block("fell in.")])
    >>> whole.text, gaps
    ('The mayor, who skates, fell in.', [(10, ' \n'), (22, '\n')])
    """
    parts, shifts = [blocks[0].text], [0]
    gaps: list[tuple[int, str]] = []
    end = 0
    for block in blocks[1:]:
        above, below = parts[-1].rstrip(), block.text.lstrip()
        indent = len(block.text) - len(below)
        end += len(above)
        gaps.append((end, parts[-1][len(above) :] + "\n" + block.text[:indent]))
        end += 1
        parts[-1:] = [above, below]
        shifts.append(end - indent)
    evidence = blocks[0].evidence
    if evidence is not None:
        told = [(each.evidence, shift) for each, shift in zip(blocks, shifts, strict=True) if each.evidence]
        evidence = replace(
            evidence,
            links=tuple(Span(low + shift, high + shift) for each, shift in told for low, high in each.links),
            seams=tuple(seam + shift for each, shift in told for seam in each.seams),
        )
    return replace(blocks[0], text=" ".join(parts), evidence=evidence), gaps


def one_line(text: str) -> str:
    """Return a text with its line feeds as spaces: paragraphs are told apart by them."""
    return text.replace("\n", " ")


def changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Yield the smallest changes, from left to right, that make one text the other: offset as it then is, old, new.

    >>> list(changes("figures BakhmutThe city has", "figures. Bakhmut, the city, has"))
    [(7, '', '.'), (9, 'BakhmutThe', 'Bakhmut, the'), (26, '', ',')]
    """
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not old or not new or len(old) + len(new) > LONGEST_DIFF:
        yield start, old, new
        return
    # Whole words are compared, so that an edit reads as a person would mark it.
    start -= len(re.search(r"\w*$", before[:start]).group())  # type: ignore[union-attr]
    end -= len(re.match(r"\w*", before[len(before) - end :]).group())  # type: ignore[union-attr]
    olds, news = TOKENS.findall(before[start : len(before) - end]), TOKENS.findall(after[start : len(after) - end])
    for kind, low, high, new_low, new_high in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start + sum(map(len, news[:new_low])), "".join(olds[low:high]), "".join(news[new_low:new_high])


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def moved(evidence: Evidence, start: int, old: int, new: int) -> Evidence:
    """Return evidence whose offsets follow a change of `old` characters at `start` into `new` ones."""

    def follow(offset: int) -> int:
        if offset <= start:
            return offset
        return offset + new - old if offset >= start + old else min(offset, start + new)

    return replace(
        evidence,
        links=tuple(Span(follow(low), follow(high)) for low, high in evidence.links),
        seams=tuple(follow(seam) for seam in evidence.seams),
    )
