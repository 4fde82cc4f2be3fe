r"""How texts stand in the full-text index where words are not what stands between spaces, or are written in two ways.

Scripts without spaces: each of their letters becomes a word of the index. A person who looks for 北京 finds it as two
words that follow each other: exactly where it stands, in any text. A dictionary would be needed to know more, one for
each language, and would part some names wrong.

Arabic and Hebrew: vowels are left out, as most texts and people leave them out. (Those of Indic scripts are not: there
they make other words.)
"""

import re

UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
START, END = "\x02", "\x03"
"""What stands before and after a word that was found, in a stretch of spaced text: no text has these letters."""

LETTER = re.compile(f"[{UNSPACED}]")
SPACED_LETTER = re.compile(f" ?({START}?[{UNSPACED}]{END}?) ?")
VOWELS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points and accents
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic vowels and signs
    "\u0640"  # the stroke that makes an Arabic word longer
)
VOWEL = re.compile(f"[{VOWELS}]")
OTHER = re.compile(f"[{UNSPACED}{VOWELS}]")


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
    """Return a stretch of spaced text as it is read; marks stay around their words.

    >>> close_letters(space_letters("北京の空港 AI"))
    '北京の空港 AI'
    """
    return SPACED_LETTER.sub(r"\1", text)


def leave_out_vowels(text: str) -> str:
    """Return the text without the vowels of Arabic and Hebrew.

    >>> leave_out_vowels("جدًا"), leave_out_vowels("Zürich")
    ('جدا', 'Zürich')
    """
    return text if text.isascii() else VOWEL.sub("", text)


def spaced(title: str | None, text: str) -> str | None:
    """Return what an article is indexed by beside its title and text; None where these are enough."""
    whole = f"{title or ''}\n{text}"
    is_enough = whole.isascii() or OTHER.search(whole) is None
    return None if is_enough else space_letters(leave_out_vowels(whole))
