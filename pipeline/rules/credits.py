"""Lifts of credits: whose work an article is, beside its authors'. Recognised before anything is cut."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, Lifted

LAST_BLOCKS = 8
"""How far from the end a credit stands: after it come at most promotions and widget words."""

LONGEST = 260
"""Characters; no credit of the labelled tails is longer, and a longer text is a paragraph of the article."""

NAME = r"(?-i:[^\W\d_a-z])[^,;:()]{1,60}"
REPORTERS = r"(?:additional |further )?(?:reporting|reported|writing|written|contributions?|research|edited|editing)"

AGENCY_INPUTS = (
    r"[(\[]\s*(?:(?:with|based on)\s+)?(?:additional\s+|agency\s+)?inputs?\s+(?:from|by)\s[^()\[\]]+[)\]]\.?$",
    r"with (?:agency inputs|inputs from (?:agencies|[A-Z][^.,;]*))\.?$",
)
REPORTED_BY = (
    rf"[(\[—–-]*\s*{REPORTERS} (?:by|from|in) .+$",
    r"[(\[—–-]*\s*with (?:files|reports?|reporting|additional reporting) (?:from|by) .+$",
    r"[(\[—–-]*\s*[^(\[—–\s-].{3,200} contributed (?:to|reporting)\b.{0,60}$",
    r"[(\[—–-]*\s*reporting (?:was )?contributed by .+$",
)
TRANSLATED = (
    r"aus dem [a-zäöü]+(?:ischen|en) (?:übersetzt )?von .+$",
    r"(?:translated|übersetzt|übersetzung|traduit|traducido|traduzione|traducción|traduction|tradução)\b"
    r"[^.]{0,30}\b(?:by|von|par|por|di|de|:) .+$",
)
SOURCES = (
    r"[(\[]*\s*(?:sources?|quellen?|fonte|fuentes?|bron|kilde|källa|zdroj|źródło|kaynak|sumber|источник|forrás|izvor)"
    rf"\s*:\s*{NAME}[)\]]*\.?$",
    r"mit (?:agenturmaterial|material (?:von|der) .{2,40}|(?:dpa|afp|reuters|apa|sda)(?:[/, ]+\w{2,9})*)\.?$",
    r"(?:dieser artikel|der artikel|der beitrag|der text) (?:ist|erschien|wurde)\b.{0,20}\b(?:zuerst|ursprünglich)\b"
    r".{0,80}$",
    r"(?:this (?:article|story|piece|post) (?:was )?)?(?:originally|first) (?:published|appeared) .{3,120}$",
    r"(?:copyright: |© ?)(?=[^.]*(?:syndicate|dpa|afp|reuters|associated press|times|post|conversation)).{3,80}$",
)
INITIALS = (
    r"[(\[](?:[A-ZÄÖÜ]{2,6}|[a-zäöü]{2,5})(?:[/, -]+(?:[A-ZÄÖÜ]{2,6}|[a-zäöü]{2,5})){0,4}[)\]]$",
    r"[A-ZÄÖÜ]{2,6}(?:/[a-zäöü]{2,5}| \([A-Za-zäöüÄÖÜ, ]{2,60}\))$",
    r"[—–-]+ ?(?:with )?(?:Reuters|AFP|AP|Bloomberg|Xinhua|IANS|PTI|ANI|dpa|EFE|ANSA|UPI|CNN)$",
)
CREDIT = re.compile("|".join((*AGENCY_INPUTS, *REPORTED_BY, *TRANSLATED, *SOURCES)), re.IGNORECASE)
"""From the start of a block, or of the brackets at its end."""

SIGNED = re.compile("|".join(INITIALS))


def lift_agency_credit(block: Block, around: Around) -> Lifted | None:
    """Lift `(with inputs from agencies)`, `Reporting by A; editing by B`, `Quelle: dpa` near the end into the credit.

    Desks that rework the copy of others say so in a last line, or at the end of the last paragraph.

    >>> from pipeline.article import Draft
    >>> def lift(text): return lift_agency_credit(Block(text), Around(Draft(""), (Block("It froze."), Block(text)), 1))
    >>> lift("(with inputs from agencies)").value, lift("SOURCE: News agencies").value, lift("SDA/sep").value
    ('with inputs from agencies', 'SOURCE: News agencies', 'SDA/sep')
    >>> lift("The lake froze. (Reporting by Ann Lee; Editing by Bo Chen)").value
    'Reporting by Ann Lee; Editing by Bo Chen'

    Sentences about inputs, sources and reports are left alone:

    >>> lift("With inputs from farmers, the ministry redrew the map.") is None
    True
    >>> lift("Source: the river itself, the hydrologist joked.") is None
    True
    """
    if around.below >= LAST_BLOCKS:
        return None
    found = find_credit(block.text)
    if found is None or len(found.group()) > LONGEST or _is_sentence(found, block):
        return None
    if around.index == 0 and found.start() == 0:
        return None
    return Lifted("credit", unwrapped(found.group()), found.start(), found.end())


def find_credit(text: str) -> re.Match[str] | None:
    """Return the credit that a text is, or that stands in brackets at its end."""
    if found := (CREDIT.match(text) if len(text) <= LONGEST else None) or SIGNED.match(text):
        return found
    brackets = max(text.rfind("("), text.rfind("["))
    return CREDIT.match(text, brackets) if brackets > 0 and len(text) - brackets <= LONGEST else None


def _is_sentence(found: re.Match[str], block: Block) -> bool:
    """Return whether a whole block that looks like a credit goes on as prose: it has a second sentence."""
    return found.start() == 0 and len(re.findall(r"[a-z]{3}[.!?] [A-Z]", block.text)) > 1


def unwrapped(text: str) -> str:
    """Return a text without the brackets and dashes around the whole of it.

    >>> unwrapped("(Reporting by Ann Lee)"), unwrapped("MDR (dst)"), unwrapped("—With files from Bo Chen")
    ('Reporting by Ann Lee', 'MDR (dst)', 'With files from Bo Chen')
    """
    text = text.strip().lstrip("—–- ")
    if text.startswith(("(", "[")):
        return text.rstrip(".").strip("()[] ")
    return text
