"""Repairs of letters that were decoded wrongly: the only door to ftfy."""

import re
from itertools import islice

import ftfy
from ftfy import TextFixerConfig

CONFIG = TextFixerConfig(
    uncurl_quotes=False,  # typography is the author's; with ftfy's defaults 31% of clean trap texts change
    fix_character_width=False,  # full-width digits are right in Japanese
    fix_line_breaks=False,  # a block is one line, whatever stands in it
    normalization=None,  # Bengali letters, among others, change in form C
    explain=False,
)

TYPOGRAPHY = "\u2019\u2013\u2014\u2018\u201c\u201d\u2026\u00a0\u00ab\u00bb"
CLEAN = re.compile(
    rf"(?:[\x09\x20-\x25\x27-\x7e{TYPOGRAPHY}]++"
    r"|[\xdf-\xf6\xf8-\xff]++(?![^\x00-\x7f])|[\xc4\xd6\xdc\xc9](?=[A-Za-z])"
    r"|[\u0410-\u044f]*+(?<=[\u0430-\u044f])(?![^\x00-\x7f]{2})|[\u0410-\u042f]++(?![^\x00-\x7f]))*+"
)
"""Text that ftfy never changes: printable ASCII without the ampersand of entities, the usual typography, the small
letters of western Europe, Russian. No byte of these letters continues a character of UTF-8, in the encodings that pages
are mistaken for, so what was decoded wrongly has others behind them."""

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
    if is_clean(text) or QUOTED_MOJIBAKE.search(text):
        return text
    return ftfy.fix_text(text, config=CONFIG)


def is_clean(text: str) -> bool:
    """Return whether a text is such that ftfy never changes it; for English a tenth of the time of the expression.

    >>> is_clean("It’s 20 miles – so what?"), is_clean("Öl ist größer"), is_clean("20 Â°C"), is_clean("A &amp; B")
    (True, True, False, False)
    """
    plain = text
    if not text.isascii():
        for mark in TYPOGRAPHY:
            plain = plain.replace(mark, "")
    if plain.isascii() and plain.isprintable():
        return "&" not in plain
    return bool(CLEAN.fullmatch(text))


ENGLISH = re.compile(r"\b(?:the|and|that|with|for|from|of|to|you|was|is)\b", re.IGNORECASE)
LOST_NOT = re.compile(
    r"\b(?:is|are|was|were|do|does|did|have|has|had|would|could|should|must|need|ca|wo|ai)n\u00e2t\b", re.IGNORECASE
)
"""English whatever stands around it."""
LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\u00e2(?=(?:t|s|re|ve|ll|d|m)\b)")
LOST_OPENING = re.compile(r"(?:(?<=\s)|^)\u00e2(?=[A-Z])")
LOST_CLOSING = re.compile(
    r"(?:\u00e2\u20ac(?![\u0152\u0153\u2122\u02dc\u201c\u201d\u00a6\u009d\u0178\u00a2\w])|(?<=[.,!?])\u00e2)(?=\s|$|[.,;:])"
)
LOST_DASH = re.compile(r"(?<=[ \u00a0])\u00e2(?=[ \u00a0])")
LOST_PAIR = re.compile(
    r"(?:(?<=[\s(])|^)\u00e2(?P<said>[^\s\u00e2\u201c\u201d][^\u00e2\u201c\u201d]{1,200})\u00e2(?=[\s.,;:!?)]|$)"
)
"""No English word ends with the letter, so the second closes what the first opens."""


def restore_lost_quotes(text: str) -> str:
    r"""Put back English quotation marks, apostrophes and dashes of which decoding left a bare `â` or `â€`.

    Read as Latin-1, the three bytes of such a mark are an `â` and two control characters, which extraction drops.

    >>> restore_lost_quotes("You can\u00e2t get enough, and that \u00e2 with luck \u00e2 is all.")
    'You can’t get enough, and that — with luck — is all.'
    >>> restore_lost_quotes("\u00e2People who want it,\u00e2 she said, pay for it.")
    '“People who want it,” she said, pay for it.'

    >>> restore_lost_quotes("Beware of the \u00e2bargain\u00e2 boats.")
    'Beware of the “bargain” boats.'

    Words that are written with it, and other languages, are left alone:

    >>> restore_lost_quotes("the ch\u00e2teau, the p\u00e2t\u00e9 and the \u00e2ge were for you")
    'the château, the pâté and the âge were for you'
    """
    if "\u00e2" not in text:
        return text
    if not ENGLISH.search(text):
        return LOST_NOT.sub(lambda match: match.group().replace("\u00e2", "\u2019"), text)
    text = LOST_PAIR.sub("\u201c\\g<said>\u201d", text)
    text = LOST_CLOSING.sub("\u201d", LOST_OPENING.sub("\u201c", LOST_APOSTROPHE.sub("\u2019", text)))
    return LOST_DASH.sub("\u2014", text)


TELLTALES = ("Ã", "Â", "â€", "â\x80", "Ð°", "Ð\xb8", "Ø§", "Î±", "×™", "ã€", "ã\x80", "ï¼", "ë‹¤")
"""One of these stands in each page of UTF-8 that was read as Latin-1 or windows-1252: the commonest letters and marks
of the scripts of the press."""

FIRST_LETTERS = tuple(dict.fromkeys(sign[0] for sign in TELLTALES))
"""Single letters are looked for first: in most pages there is none, and to find that out takes no time."""

TAIL = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
SEQUENCE = re.compile(f"[ÂÃÄÅÎÏÐÑ×ØÙ]{TAIL}|[à-ï]{TAIL}{TAIL}")
"""A character of UTF-8 whose two or three bytes were read one by one."""

FOREIGN_RUN = re.compile(r"[^\x00-\x7f]+")
STRETCH = re.compile(r"[^<>]+")
STRONG = 3
"""So many damaged stretches between tags show that a page is damaged; one that shows damage does so in a sentence."""

DAMAGED_SHARE = 0.25
"""The share of the page's runs of letters beyond ASCII that are damaged, at least; a part of a page may be in order."""


def repair_page_encoding(markup: str) -> str:
    r"""Repair the markup of a page whose UTF-8 was read as another encoding, in part or whole, before it was stored.

    It must be done before extraction, which drops the control characters among the wrong letters.

    >>> repair_page_encoding("<p>It\u00e2\x80\x99s</p><p>caf\u00c3\u00a9</p><p>na\u00c3\u00afve</p><p>Zürich &amp;</p>")
    '<p>It’s</p><p>café</p><p>naïve</p><p>Zürich &amp;</p>'

    A page that shows such damage in a sentence is left alone:

    >>> repair_page_encoding("<p>An é became Ã© in the café.</p>")
    '<p>An é became Ã© in the café.</p>'
    """
    if markup.isascii() or not any(letter in markup for letter in FIRST_LETTERS):
        return markup
    if (
        not any(sign in markup for sign in TELLTALES)
        or sum(1 for _ in islice(SEQUENCE.finditer(markup), STRONG)) < STRONG
    ):
        return markup
    damaged = sum(1 for stretch in STRETCH.findall(markup) if is_damaged(stretch))
    foreign = FOREIGN_RUN.findall(markup)
    if damaged < STRONG or sum(map(len, map(SEQUENCE.findall, foreign))) < DAMAGED_SHARE * len(foreign):
        return markup
    return STRETCH.sub(_repaired_stretch, markup)


def is_damaged(stretch: str) -> bool:
    """Return whether a stretch of text is damaged, and does not show damage on purpose."""
    return not stretch.isascii() and bool(SEQUENCE.search(stretch)) and not QUOTED_MOJIBAKE.search(stretch)


def _repaired_stretch(found: re.Match[str]) -> str:
    stretch = found.group()
    return ftfy.fix_encoding(stretch, config=CONFIG) if is_damaged(stretch) else stretch
