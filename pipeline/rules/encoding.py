"""Repairs of letters that were decoded wrongly: the only door to ftfy."""

import re

import ftfy
from ftfy import TextFixerConfig

CONFIG = TextFixerConfig(
    uncurl_quotes=False,  # typography is the author's; with ftfy's defaults 31% of clean trap texts change
    fix_character_width=False,  # full-width digits are right in Japanese
    fix_line_breaks=False,  # a block is one line, whatever stands in it
    normalization=None,  # Bengali letters, among others, change in form C
    explain=False,
)

CLEAN = re.compile(r"[\x09\x20-\x25\x27-\x7e\u2013\u2014\u2018-\u201d\u2026]*")
"""Text that ftfy never changes: printable ASCII without the ampersand of entities, and the usual typography."""

QUOTED_MOJIBAKE = re.compile(
    r"[\"'\u201c\u2018\u201e\u00ab\u2039](?=[^\w\s]{0,8}[\u00c2\u00c3\u00e2\u0102])\S{1,8}[\"'\u201d\u2019\u00bb\u203a]"
)
"""A few damaged letters in quotation marks of their own: the author shows them."""


def repair_encoding(text: str) -> str:
    r"""Repair letters that were decoded in the wrong encoding, HTML entities left as text, and control characters.

    A page sent in one encoding and read in another turns each special letter into two or three wrong ones.

    >>> repair_encoding("Schlie\u00c3\u0178lich wurde es dunkel &amp; still.")
    'Schließlich wurde es dunkel & still.'

    Typography is left alone, and so is a text that shows such damage on purpose:

    >>> repair_encoding("“It’s 20 °C – in ＴＯＫＹＯ…”")
    '“It’s 20 °C – in ＴＯＫＹＯ…”'
    >>> repair_encoding("The string “Ã©” is an é, badly read.")
    'The string “Ã©” is an é, badly read.'
    """
    if CLEAN.fullmatch(text) or QUOTED_MOJIBAKE.search(text):
        return text
    return ftfy.fix_text(text, config=CONFIG)


ENGLISH = re.compile(r"\b(?:the|and|that|with|for|you|was|is)\b")
LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\u00e2(?=(?:t|s|re|ve|ll|d|m)\b)")
LOST_OPENING = re.compile(r"(?:(?<=\s)|^)\u00e2(?=[A-Z])")
LOST_CLOSING = re.compile(
    r"(?:\u00e2\u20ac(?![\u0152\u0153\u2122\u02dc\u201c\u201d\u00a6\u009d\u0178\u00a2\w])|(?<=[.,!?])\u00e2)(?=\s|$|[.,;:])"
)
LOST_DASH = re.compile(r"(?<= )\u00e2(?= )")


def restore_lost_quotes(text: str) -> str:
    r"""Put back English quotation marks, apostrophes and dashes of which decoding left a bare `â` or `â€`.

    Read as Latin-1, the three bytes of such a mark are an `â` and two control characters, which extraction drops.

    >>> restore_lost_quotes("You can\u00e2t get enough, and that \u00e2 with luck \u00e2 is all.")
    'You can’t get enough, and that — with luck — is all.'
    >>> restore_lost_quotes("\u00e2People who want it,\u00e2 she said, pay for it.")
    '“People who want it,” she said, pay for it.'

    Words that are written with it, and other languages, are left alone:

    >>> restore_lost_quotes("the ch\u00e2teau, the p\u00e2t\u00e9 and the \u00e2ge were for you")
    'the château, the pâté and the âge were for you'
    """
    if "\u00e2" not in text or not ENGLISH.search(text):
        return text
    text = LOST_CLOSING.sub("\u201d", LOST_OPENING.sub("\u201c", LOST_APOSTROPHE.sub("\u2019", text)))
    return LOST_DASH.sub("\u2014", text)
