"""Repairs of the first letter of a text, which pages set large and apart."""

import re
from collections.abc import Mapping

from pipeline.rules.spacing import LOWER, OPENERS, UPPER
from pipeline.rules.vocabulary import common_words, tell_language

QUOTE = r"[\"'\u201c\u2018\u201e\u00ab\u00bb]?"
SPLIT = re.compile(rf"(?P<quote>{QUOTE})(?P<initial>[B-DF-HJ-NP-RT-X]) (?P<rest>{LOWER}{{1,20}})(?![\w'\u2019.-])")
"""A letter that is no word in the languages of the press, then small letters: `T he`. A, E, I, O, S, U, Y and Z are
words in some; V and W only in Slavic ones, whose next word joins to none."""
SPLIT_VOWEL = re.compile(
    rf"(?P<quote>{QUOTE})(?:A (?=(?:fter|lthough|lmost|lready|lso|lways|mong|mid|ccording|nd|nother|ny|t|n) )"
    r"|I (?=(?:t|n|f|ts|nside|nto|nstead|ndia|srael) )"
    r"|E (?=(?:ven|very|ach|arlier|verybody|verything) )"
    r"|O (?=(?:ne|nly|nce|ur|ther|ften|nline) )"
    r"|Y (?=(?:ou|our|et|esterday|ears) )"
    r"|S (?=(?:he|ince|ome|everal|uch|till|even) ))"
)
"""English openers whose first letter may be a word; what is left of them is none. (`A head`, `A round` and `A long` are
missing for that reason.)"""
DOUBLED = re.compile(rf"(?P<quote>{QUOTE})(?P<initial>{UPPER})(?P<again>\w)(?P<rest>{LOWER}{{2,20}})\b")
VOWELS = "AEIOU"
SHORTEST_BEHIND_VOWEL = 4
"""Letters: `Aals`, `Een` and `Eels` are words."""

JOINED = 3.5
"""The Zipf value of a word that is put together: one use in 300,000 words."""
RARER = 1.0
"""By how much the word may be rarer than what is left without its first letter: `T here` is `There`, a tenth as common
as `here` at the least; `R and` and `B is` stand for themselves."""


def restore_initial(text: str) -> str:
    """Put the first letter of a text back to its word, and once only.

    Designers set it large, in a tag of its own; for readers of the screen the whole word may stand there once more.

    >>> restore_initial("T he lake at the quay froze over, and that was that.")
    'The lake at the quay froze over, and that was that.'
    >>> restore_initial("Tthe lake froze over.")
    'The lake froze over.'

    Letters that stand for themselves, and words that begin so, are left alone:

    >>> restore_initial("R and B is what they play, and that is that.")
    'R and B is what they play, and that is that.'
    >>> restore_initial("A head of lettuce froze."), restore_initial("Aaron")
    ('A head of lettuce froze.', 'Aaron')
    """
    first, second, third = (*text[:3].lower(), " ", " ", " ")[:3]
    if second != " " != third and second not in {first, third}:
        return text
    if match := DOUBLED.match(text):
        return _without_second(text, match)
    if match := SPLIT_VOWEL.match(text):
        return text[: match.end() - 1] + text[match.end() :]
    match = SPLIT.match(text)
    if not match:
        return text
    language = tell_language(set(text.lower().split()))
    if not language or not _is_one_word(match["initial"], match["rest"], common_words(language)):
        return text
    return match["quote"] + match["initial"] + text[match.start("rest") :]


def _without_second(text: str, match: re.Match[str]) -> str:
    initial, rest = match["initial"], match["rest"]
    shortest = SHORTEST_BEHIND_VOWEL if initial in VOWELS else 2
    if match["again"].upper() != initial or initial + rest not in OPENERS or len(rest) < shortest:
        return text
    return match["quote"] + initial + text[match.start("rest") :]


def _is_one_word(initial: str, rest: str, common: Mapping[str, float]) -> bool:
    joined = common.get((initial + rest).lower(), 0)
    return joined >= max(JOINED, common.get(rest, 0) - RARER)
