r"""Scripts without spaces between words: each of their letters becomes a word of the full-text index.

A person who looks for 北京 finds it as two words that follow each other: exactly where it stands, in any text. A
dictionary would be needed to know more, one for each language, and would part some names wrong.
"""

import re

UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
LETTER = re.compile(f"[{UNSPACED}]")
SPACED_LETTERS = re.compile(f"(?<=[{UNSPACED}]) (?=[{UNSPACED}])")


def is_unspaced(text: str) -> bool:
    """Tell whether a letter of a script without spaces is in the text.

    >>> is_unspaced("北京 2026"), is_unspaced("Beijing 2026"), is_unspaced("서울")
    (True, False, False)
    """
    return not text.isascii() and LETTER.search(text) is not None


def space_letters(text: str) -> str:
    """Return the text with a space around each letter of a script without spaces.

    >>> space_letters("AI芯片2026")
    'AI 芯  片 2026'
    """
    return LETTER.sub(r" \g<0> ", text).strip()


def close_letters(text: str) -> str:
    """Return a stretch of spaced text as it is read.

    >>> close_letters(space_letters("北京の空港"))
    '北京の空港'
    """
    return SPACED_LETTERS.sub("", text.replace("  ", " "))


def spaced(title: str | None, text: str) -> str | None:
    """Return what an article is indexed by beside its title and text; None where all its words have spaces."""
    whole = f"{title or ''}\n{text}"
    return space_letters(whole) if is_unspaced(whole) else None
