"""Roads for the workers of the tests' pools: some kill or hang the process that goes them."""

import ctypes
import os
import signal
from dataclasses import replace

from pipeline.article import Block, Draft, Evidence, Reason, Span
from pipeline.ingest import verdict
from pipeline.plan import BLOCK_REPAIRS, CUTS, JOINS, LETTER_REPAIRS, LIFTS, TEXT_REPAIRS
from pipeline.rules.around import Around

RULES = {rule.__name__: rule for rule in (*LETTER_REPAIRS, *JOINS, *LIFTS, *CUTS, *BLOCK_REPAIRS, *TEXT_REPAIRS)}

SECONDS = 3
"""Of processor time, for one text: the slowest linear rule takes a twentieth."""


def dangerous_road(page, notes):
    """Go the way that the page's address names."""
    match page.url.rpartition("/")[2]:
        case "exits":
            os._exit(3)
        case "crashes":
            ctypes.string_at(0)
        case "hangs":
            signal.pause()
        case "raises":
            raise ValueError("no such road")
        case "spins":
            while True:
                pass
        case "tells":
            return Reason("process", str(os.getpid()))
    return verdict(replace(page, url="https://example.com/"))


LONG = 200_000
SHORT = (80, 250, 290, 490)
"""Just under the lengths over which rules do not look."""

UNITS = [
    "a", "A", "é", "年", "1", " ", "\u00a0", "(", "[", ")", "-", "—", ".", ",", '"', "'", "“", "&", "@", "<", "\\", "/",
    "|", "A ", "1 ", ". ", ", ", "a,", "( ", "a(", "a.", "The ", "aThe ", "A.B ", "Aa.Bb ", "aaaaa.Aa ",
    "Reporting by ",
    "© ", "published ", "on Monday ", "January", "&amp;", "<b ", "https://a.b/", "a@", "Ã", "“Ã",
    "x (with inputs from ",
    "Russia There is a ", "failed GenevaThe host ", "Download the app ", "\\n", "a:B ", "a ,", "Click to ",
    "read more ",
]  # fmt: skip

AROUND = [
    ("", ""),
    ("é aThe x ", " é"),
    ("", "(inputs from agencies"),
    ("It froze (inputs from ", ""),
    ("", " failed GenevaThe x"),
]


def long_repeats():
    """Yield texts that send a careless pattern round and round."""
    for unit in UNITS:
        for length in (*SHORT, LONG):
            repeated = (unit * (length // len(unit) + 1))[:length]
            yield from (before + repeated + after for before, after in AROUND[: 2 if length < LONG else None])


class TooSlow(BaseException):
    """Not an Exception, so that no rule can catch it."""


def ring(number, frame):
    raise TooSlow


def slow_texts(page, notes):
    """Apply the rule that the page names to long repeats; say for which one it takes too long."""
    rule = RULES[page.url]
    signal.signal(signal.SIGPROF, ring)
    for text in long_repeats():
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            apply(rule, text)
        except TooSlow:
            return Reason("slow", f"{len(text)} characters, {text[:20]!r} ... {text[-20:]!r}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return Reason("fast")


def apply(rule, text):
    """Apply a rule of any kind where it listens best: a link in a container beside the text, near the end."""
    if rule in LETTER_REPAIRS or rule in TEXT_REPAIRS:
        rule(text)
        return
    links = Evidence("div", ("div promo",), frozenset({"promo"}), (Span(0, len(text)),))
    for evidence in (None, links):
        block, plain = Block(text, "paragraph", evidence), Block("The lake froze.")
        rule(block, Around(Draft("", text), (plain, block, plain), 1))
