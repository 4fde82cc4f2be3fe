"""The one runner: applies the plan to a draft and records every Edit."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TypeVar

from pipeline import plan
from pipeline.article import Article, Block, Draft, Edit, Evidence, RawPage, Span, Where
from pipeline.extract import extract
from pipeline.judge import LISTING, lists_articles
from pipeline.memory import NO_NOTES, SiteNotes, fingerprint
from pipeline.rules.around import Around, BlockRepair, Cut, Lift, Repair
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
        self.blocks = list(draft.blocks)
        self.edits: list[Edit] = []
        self._known_arounds: list[Around] | None = None
        self.lifted: dict[str, list[str]] = {"credit": [], "correction": [], "author_note": [], "standfirst": []}

    def on(self, rules: Sequence[R]) -> list[R]:
        """Return those of the rules that are not switched off for this site."""
        return [rule for rule in rules if rule.__name__ not in self.exceptions.off]

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
            standfirst="\n".join(self.lifted["standfirst"]) or None,
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
                *(("machine-rewritten",) if spliced > 1 else ()),
                *((LISTING,) if lists_articles(draft.blocks, self.blocks) else ()),
            ),
        )

    def _is_to_stay(self, block: Block) -> bool:
        keep = self.exceptions.keep
        return bool(keep) and fingerprint(block.text) in keep

    def _arounds(self) -> list[Around]:
        """Return the surroundings of each block, made anew when a block has changed: most rules change nothing."""
        if self._known_arounds is None:
            below = reversed(list(accumulate(map(is_paragraph, reversed(self.blocks)), initial=0))[:-1])
            self._known_arounds = [
                Around(self.draft, self.blocks, index, self.notes, count) for index, count in enumerate(below)
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
        self.blocks = [block for index, block in enumerate(self.blocks) if index not in rules]


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
