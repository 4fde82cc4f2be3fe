"""No rule takes time that grows faster than its text: long repeats are gone through within a generous step.

The step is of processor time in a worker process, a hundred times what the slowest rule needs here; what grows with
the square of these texts, or worse, needs far more. Rules that know the site are asked with lines that it repeats.
"""

import importlib
import signal
from functools import cache
from pathlib import Path

import pytest

from pipeline.article import Block, Draft, Evidence, RawPage, Reason, Span
from pipeline.memory import Exceptions, Known, SiteNotes, fingerprint
from pipeline.plan import BLOCK_REPAIRS, CUTS, JOINS, LETTER_REPAIRS, LIFTS, TEXT_REPAIRS
from pipeline.pool import CleaningPool
from pipeline.rules.around import Around

RULES = [rule.__name__ for rule in (*LETTER_REPAIRS, *JOINS, *LIFTS, *CUTS, *BLOCK_REPAIRS, *TEXT_REPAIRS)]
PLACED = {rule.__name__: rule for rule in (*JOINS, *LIFTS, *CUTS, *BLOCK_REPAIRS)}
"""Rules that are told what is around a block."""

MANY = 10_000
SECONDS = 3
"""Of processor time, for ten thousand blocks: the slowest linear rule takes a quarter."""

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."
DRAFT = Draft("", "Lake freezes over", site="quaycourier.example", site_name="Quay Courier", authors=("Ann Lee",))


@pytest.fixture(scope="module")
def road():
    """Return what imports a road from where the workers find it too."""
    with pytest.MonkeyPatch.context() as patch:
        for folder in (Path(__file__).parents[1], Path(__file__).parent):
            patch.syspath_prepend(folder)
        yield lambda module, name: getattr(importlib.import_module(module), name)


def answers_of(road, names):
    """Return what the workers say of each rule."""
    with CleaningPool(2, 240, road) as pool:
        waiting = {name: pool.submit(RawPage(name, b"")) for name in names}
        return {name: str(future.result().reason) for name, future in waiting.items()}


@pytest.fixture(scope="module")
def texts(road):
    """Both workers go on with other rules while a test waits for its own."""
    return answers_of(road("roads", "slow_texts"), RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_goes_through_long_repeats_in_linear_time(texts, name):
    assert texts[name] == "fast"


class TooSlow(BaseException):
    """Not an Exception, so that no rule can catch it."""


def ring(number, frame):
    raise TooSlow


def knowing(*texts):
    """Return notes of a site that closes its articles with the texts, and strikes the first of them out."""
    prints = [each for each in map(fingerprint, texts) if each is not None]
    return SiteNotes(1, {each: Known(9, 9, 9) for each in prints}, Exceptions(cut=frozenset(prints[:1])))


def known_texts(page, notes):
    """Ask the rule that the page names about long repeats that its site repeats, at the end of the text."""
    repeats = importlib.import_module("roads")
    rule = PLACED[page.url]
    signal.signal(signal.SIGPROF, ring)
    for text in repeats.long_repeats():
        links = Evidence("div", ("div", "main"), frozenset(), (Span(len(text) // 3, len(text)),))
        blocks = (Block(LONG), Block(text[:80]), Block(text, "item", links), Block("It froze."))
        # Of long lines a site repeats none; what is asked of them is only whether somebody struck them out.
        notes = knowing(text, text[:80]) if len(text) < repeats.LONG else knowing("Heed the quay", text[:80])
        signal.setitimer(signal.ITIMER_PROF, repeats.SECONDS)
        try:
            for index in (1, 2):
                rule(blocks[index], Around(DRAFT, blocks, index, notes, paragraphs_below=0))
        except TooSlow:
            return Reason("slow", f"{len(text)} characters, {text[:20]!r} ... {text[-20:]!r}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return Reason("fast")


LINES = {
    "a word": (False, lambda number: "word"),
    "an author": (False, lambda number: "Ann Lee"),
    "a heading": (False, lambda number: "Lake Freezes Over Once Again"),
    "labels": (False, lambda number: "Disclaimer:" if number % 2 else "Comments"),
    "a date": (True, lambda number: "18 April 2026"),
    "lead-ins": (True, lambda number: f"Mayor falls in, part {number}" if number % 2 else "More from the Courier"),
    "a paragraph": (True, lambda number: LONG),
    "an unending sentence": (True, lambda number: "and nobody in the town at the lake had ever seen it freeze,"),
}
"""Whether there is a page, and what its lines say."""


@cache
def rows(name):
    """Return ten thousand blocks, each in a container of its own where there is a page."""
    with_page, line = LINES[name]
    lines = [line(number) for number in range(MANY)]
    if not with_page:
        return tuple(map(Block, lines))
    return tuple(
        Block(line, "item", Evidence("div", (f"div c{number}", "main"), frozenset(), (Span(0, len(line)),), element=0))
        for number, line in enumerate(lines)
    )


def known_rows(page, notes):
    """Ask the rule that the page names about each of ten thousand blocks."""
    rule = PLACED[page.url]
    signal.signal(signal.SIGPROF, ring)
    for name in LINES:
        blocks = rows(name)
        notes = knowing(*{block.text for block in blocks[:4]})
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            for index, block in enumerate(blocks):
                rule(block, Around(DRAFT, blocks, index, notes, paragraphs_below=0))
        except TooSlow:
            return Reason("slow", f"{MANY} blocks of {name}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return Reason("fast")


@pytest.fixture(scope="module")
def known(road):
    return answers_of(road("test_linear_time", "known_texts"), PLACED)


@pytest.fixture(scope="module")
def many(road):
    return answers_of(road("test_linear_time", "known_rows"), PLACED)


@pytest.mark.parametrize("name", PLACED)
def test_a_rule_that_knows_the_site_goes_through_long_repeats_in_linear_time(known, name):
    assert known[name] == "fast"


@pytest.mark.parametrize("name", PLACED)
def test_a_rule_goes_through_ten_thousand_blocks_in_linear_time(many, name):
    assert many[name] == "fast"
