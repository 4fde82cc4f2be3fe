"""Repairs of words that a narrow column cut in two."""

import re

from pipeline.rules.spacing import LOWER
from pipeline.rules.vocabulary import COMMON, common_words, tell_language

CUT_WORD = re.compile(rf"(?<![\w-])(?P<start>[^\W\d_]{LOWER}{{1,20}})- (?P<end>{LOWER}{{2,20}})(?![\w-])")
SUSPECT = re.compile(rf"- (?<=\w- )(?={LOWER}{{2}})")
"""What begins with its letters is searched for ten times as fast."""
CONJUNCTIONS = frozenset(
    "and or to nor but than und oder bis sowie als wie et ou à y e o en of tot och eller og i oraz lub a".split()
)
"""Before these a hyphen stands for the word that follows: `pre- and post-war`."""
KNOWN_WELL = 4.0
"""The Zipf value from which on a word of two common ones is joined: `without`. `longterm`, which people write for
`long-term`, has 2.75, `fulltime` 3.2."""


def join_cut_word(text: str) -> str:
    """Join a word that was cut at the end of a line: `infor- mation`.

    Newspapers break words in their columns, and whoever set the text for the screen kept the hyphens.

    >>> join_cut_word("The clerk has the infor- mation that it was the quay.")
    'The clerk has the information that it was the quay.'

    Hyphens that stand for a word, and words that are written with one, are left alone:

    >>> join_cut_word("The pre- and post-war houses of the town- hall and the long- term plan for it.")
    'The pre- and post-war houses of the town- hall and the long- term plan for it.'
    """
    if "- " not in text or not SUSPECT.search(text) or not CUT_WORD.search(text):
        return text
    language = tell_language(set(text.lower().split()))
    if not language:
        return text
    return CUT_WORD.sub(lambda match: _joined(match, language), text)


def _joined(match: re.Match[str], language: str) -> str:
    start, end = match.group("start", "end")
    if end in CONJUNCTIONS:
        return match.group()
    common = common_words(language)
    least = KNOWN_WELL if start.lower() in common and end in common else COMMON
    return start + end if common.get((start + end).lower(), 0) >= least else match.group()
