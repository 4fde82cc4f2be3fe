"""Marker words of the press, by what they mark, as patterns; the words are in marks.toml."""

import re
import tomllib
from pathlib import Path

SPACES = re.compile(r"\\? ")


def _pattern(words: list[str]) -> str:
    """Return an alternation of words, longest first, each whole where its script puts spaces between words."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(SPACES.sub(r"\\s+", re.escape(word.casefold())) for word in longest_first)


def _read() -> dict[str, str]:
    text = (Path(__file__).parent / "marks.toml").read_text("utf-8")
    return {name: _pattern(words) for name, words in tomllib.loads(text).items()}


_PATTERNS = _read()

ELSEWHERE = re.compile(rf"\W*(?P<mark>{_PATTERNS['elsewhere']})(?!\w)(?P<bar>(?:\s+\w{{1,3}})?\s*[:：|>»])?")
"""At the start of a line; `bar` when a colon or bar follows."""
ASKS = re.compile(rf"\W*(?:{_PATTERNS['asks']})(?!\w)")
OFFERS = re.compile(rf"(?<!\w)(?:{_PATTERNS['offers']})(?!\w)")
PROMISES = re.compile(rf"(?<!\w)(?:{_PATTERNS['promises']})(?!\w)")
READERS = re.compile(rf"(?<!\w)(?:{_PATTERNS['readers']})(?!\w)")
LABEL = re.compile(rf"(?:[\W\d]*+(?:{_PATTERNS['labels']})(?!\w))++[\W\d]*+")
"""One label or several in a row, with numbers between: `Share`, `0 Comments`, `Tweet Email Print`."""
FURNITURE = re.compile(rf"\W*(?:{_PATTERNS['furniture']})(?!\w)\W*")
NOTICE_LABEL = re.compile(rf"\W*(?:{_PATTERNS['notice_labels']})(?!\w)\W*")
RIGHTS = re.compile(
    rf"(?:{_PATTERNS['rights']})|[©ⓒ]|\(c\)\s|(?<!\w)copyright(?=\W{{0,3}}(?:©|\(c\)|by\b|:)|.{{0,40}}(?<!\d)(?:19|20)\d\d(?!\d))"
)
BY = re.compile(rf"\W*(?:{_PATTERNS['by']})(?!\w)\s*:?\s*")
EDITORS_NOTE = re.compile(rf"\W*(?:{_PATTERNS['editors_note']})(?!\w)")
CHANGED = re.compile(rf"\W*(?:{_PATTERNS['changed']})(?!\w)")
READ_CALLS = re.compile(rf"\W*(?:{_PATTERNS['read_calls']})(?!\w)")
POINTER = re.compile(
    rf"(?:^|(?<=[.!?…”\"»)] ))(?P<call>{_PATTERNS['read_calls']}|{_PATTERNS['text_calls']})\s?[:|：]\s?", re.IGNORECASE
)
"""Within a paragraph, at the start of a sentence."""
SAID = re.compile(rf"(?<!\w)(?:{_PATTERNS['said']})(?!\w)")
WALLS = re.compile(rf"(?:{_PATTERNS['walls']})")
REST = re.compile(rf"(?:{_PATTERNS['rest']})")
QUOTES = ('"', "“", "„", "«", "»", "‘", "'")
"""How quotations open."""
FILED = re.compile(rf"\W*(?:{_PATTERNS['filed']})\s*[:：]")
PROGRAMME = re.compile(rf"\W*(?:{_PATTERNS['programme']})")
NOTICES = re.compile(rf"(?<!\w)(?:{_PATTERNS['notices']})(?!\w)")
DATE_WORDS = rf"(?:{_PATTERNS['dates']})(?![^\W\d])"
