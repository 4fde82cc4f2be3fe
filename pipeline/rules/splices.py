"""Repairs of English sentences into which a link was moved by a rewriting program: exact grammar, nothing else.

Spun and machine-translated pages take the text of a link out of its sentence and put it back at the wrong place.
What is known is mended by the fewest words: no fact is added, every content word stays.
"""

import re

from pipeline.article import Block
from pipeline.rules.around import Around

NAME = r"[A-Z][\w\u2019'-]*(?:(?: of| of the| the| for)? [A-Z][\w\u2019'-]*){0,3}"
PLURAL = r"(?!(?:always|perhaps|sometimes|besides|nowadays|less|others|ones|plans|fears) )(?:[a-z]+ )?[a-z]+[^\Wus]s\b"
"""A noun of many without an article, and at most one word before it. Nobody has fears, or plans, in a place's name."""
THERE_IS = re.compile(
    rf"(?P<start>^|[.!?][\u201d\"\u2019)]? )(?P<name>{NAME}) There (?P<verb>is|are|was|were) "
    r"(?=(?:an?|some|several|many|few|no|two|three|four|five|six|seven|eight|nine|ten|hundreds|thousands|millions"
    r"|about|around|more than|nearly|over|\d[\d,.]*) "
    rf"|(?<=are )(?:{PLURAL})|(?<=were )(?:{PLURAL}))"
)
HAS = {"is": "has", "are": "has", "was": "had", "were": "had"}
NO_NAMES = frozenset(
    "A About After All Also Although An And Are As Asked At Because Before But By For From He Her Here His How However "
    "I If In Is It Its No Not Now Of On Once Only Or Our She Since So Still That The Their Then There These They This "
    "Those To Today Tomorrow Was We What When Where While Why With Yes Yesterday Yet You".split()
)
"""Words that open a sentence with a capital and are no name."""

LABELS = frozenset(
    "Advice Analysis Answer Background Benefits Business Comment Conclusion Context Culture Details Facts Features "
    "Findings Health Highlights History Impact Introduction Key Methods Note Notes Opinion Overview Politics Prices "
    "Question Results Review Risks Science Sport Sports Step Summary Traffic Update Verdict Video Weather".split()
)
"""Words that stand as a heading above a sentence, and are glued to it when the line break is lost."""

SENTENCE_END = (".", "!", "?", "\u201d", '"')

FUSED_NAME = re.compile(
    r"(?<![\w,])(?P<word>\w[\w,]{0,60}) (?P<name>(?:[A-Z][a-z\u2019'-]+ ){0,2}[A-Z][a-z\u2019'-]+)The "
    r"(?P<phrase>[a-z][^.,;:!?]{0,150}?) "
    r"(?P<verb>has|have|had|is|are|was|were|will|would|can|could|may|might|must|said|says)\b"
)
SEAM = re.compile(r"[a-z]The [a-z]")
SENTENCE_STARTS = re.compile(r"[.!?]\S* ")
SUBORDINATE = re.compile(r"^(?:Although|Though|While|As|If|When|Whereas|Because|Since|After|Before|Unless|Until)\b")
"""A sentence that opens so needs a main clause; a full stop before the name would leave it without."""
HEADING = re.compile(r"(?:(?:[A-Z]\w*|and|of|the|in|for|to|a|an|on|with|&) ){1,8}")
"""Nothing but words of a heading before the name: it is no name, and the sentence is the first below the heading."""
TIES_NAME = frozenset(
    "a an and around as at by for from in into near of on or over that the than through to toward with".split()
)
"""After one of these words the name belongs to what stands before it."""


def mend_there_is_splice(block: Block, around: Around) -> str:
    """Turn `NAME There is a ...` at the start of a sentence into `NAME has a ...`.

    The link text (the name) stood inside the sentence, and was put before it.

    >>> from pipeline.article import Draft
    >>> def mend(text): return mend_there_is_splice(Block(text), Around(Draft(""), (Block(text),), 0))
    >>> mend("Spies were feared. Russia There is a sizeable presence in Afghanistan.")
    'Spies were feared. Russia has a sizeable presence in Afghanistan.'
    >>> mend("Geneva There were long queues at the lake.")
    'Geneva had long queues at the lake.'

    Sentences that end before `There`, words that are no name, and headings are left alone:

    >>> mend("Asked about Russia. There is little left to say. France? There is no second chance.")
    'Asked about Russia. There is little left to say. France? There is no second chance.'
    >>> mend("Only There is a chance of rain.")
    'Only There is a chance of rain.'
    """
    if " There " not in block.text or not block.text.rstrip().endswith(SENTENCE_END):
        return block.text
    return THERE_IS.sub(_has, block.text)


def _has(match: re.Match[str]) -> str:
    name = match["name"]
    first = name.split()[0]
    if first in LABELS or (first in NO_NAMES and not (first == "The" and " " in name)):
        return match.group()
    return f"{match['start']}{name} {HAS[match['verb']]} "


def part_fused_name(block: Block, around: Around) -> str:
    """Part `... word NAMEThe city ... has` into two clauses, `NAME, the city ..., has`.

    The link text (the name) lost its place in the next sentence and stuck to that sentence's first word.

    >>> from pipeline.article import Draft
    >>> def part(text): return part_fused_name(Block(text), Around(Draft(""), (Block(text),), 0))
    >>> part("The talks failed GenevaThe host of the conference has offered another round.")
    'The talks failed. Geneva, the host of the conference, has offered another round.'
    >>> part("Although it gave no figures BakhmutThe city in the east has been a ruin.")
    'Although it gave no figures, Bakhmut, the city in the east, has been a ruin.'

    Where the name belongs to what stands before it, only the sentences are parted:

    >>> part("They met in GenevaThe host of the conference has offered another round.")
    'They met in Geneva. The host of the conference has offered another round.'

    Names with a capital inside are left alone:

    >>> part("She wrote for TheWrap and said BuzzFeedThe was no word.")
    'She wrote for TheWrap and said BuzzFeedThe was no word.'
    """
    return FUSED_NAME.sub(_parted, block.text) if SEAM.search(block.text) else block.text


def _parted(match: re.Match[str]) -> str:
    word, name, phrase, verb = match.group("word", "name", "phrase", "verb")
    if HEADING.fullmatch(match.string, 0, match.start("name")):
        return match.group()
    if word.lower() in TIES_NAME:
        return f"{word} {name}. The {phrase} {verb}"
    if not word[-1].islower() and not word[-1].isdigit() and word[-1] != ",":
        return match.group()
    sentence = SENTENCE_STARTS.split(match.string[: match.end("word")])[-1]
    stop = "," if SUBORDINATE.match(sentence) else "."
    return f"{word.rstrip(',')}{stop} {name}, the {phrase}, {verb}"
