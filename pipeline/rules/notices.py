"""Cuts of what a site says of itself around an article: rights, terms, subjects, when it is on air."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, near_end
from pipeline.rules.machinery import is_label
from pipeline.rules.marks import FILED, NOTICE_LABEL, NOTICES, PROGRAMME, RIGHTS
from pipeline.rules.moments import TIMED
from pipeline.rules.signs import stands_aside

LONGEST = 600
LONGEST_NOTICE = 1_000
"""Characters; so long is a notice only when it says two such things."""

ENOUGH = 3

LONGEST_LABEL = 60
LONGEST_POINTER = 160
LONGEST_FILED = 300
HASHTAGS = re.compile(r"#\w+(?:[\s,|·]+#\w+)++")
LONGEST_ROW = 3
SOME_LINK = 0.3
ADDRESS = re.compile(r"\S@\S+\.\w|\[email\W?protected\]|\b(?:www\.)?[a-z\d-]{3,}\.(?:com|org|net|co\.\w\w|[a-z]{2})\b")
"""Of mail or the web; what hides addresses of mail from robots leaves its own name behind."""


def claims_rights(block: Block, around: Around) -> bool:
    """Is the block a line of copyright, below the text?

    >>> from pipeline.article import Draft
    >>> rights = Block("Copyright © 2026 Quay Courier. All rights reserved.")
    >>> claims_rights(rights, Around(Draft("", site_name="Quay Courier"), (Block("It froze."), rights), 1))
    True

    A paragraph about rights is none:

    >>> about = Block("The court ruled that all rights reserved by the author had lapsed, and that heirs cannot sue.")
    >>> claims_rights(about, Around(Draft(""), (Block("It froze."), about), 1))
    False
    """
    if len(block.text) > LONGEST or not near_end(around):
        return False
    found = {match.group() for match in RIGHTS.finditer(block.text.casefold())}
    return len(found) >= 2 or (bool(found) and len(block.text) < 80)


def notifies_readers(block: Block, around: Around) -> bool:
    """Is the block about the site and its readers: disclosures, terms, whom to write to?

    >>> from pipeline.article import Draft
    >>> note = Block("If you buy something through this post, we may earn a commission from affiliate links.")
    >>> notifies_readers(note, Around(Draft(""), (Block("It froze."), note), 1))
    True

    The label above it goes along:

    >>> label, text = Block("Disclaimer:"), Block("The lake froze.")
    >>> notifies_readers(label, Around(Draft(""), (text, label, note), 1))
    True
    """
    if is_notice(block, around):
        return True
    below = around.at(1)
    is_above = below is not None and around.index > 0 and (is_notice_label(block) or is_label(block))
    return is_above and below is not None and is_notice(below.block, below)


def is_notice(block: Block, around: Around) -> bool:
    """Says the block at least two such things, or one at a place, in a form or below a label that is like it?"""
    if len(block.text) > LONGEST_NOTICE or len(around.blocks) == 1:
        return False
    hangs = hangs_from_machinery(around)
    placed = near_end(around) + 2 * stands_aside(block) + (block.link_share > SOME_LINK) + hangs_from_label(around)
    if not placed and not hangs:
        return False
    text = block.text.casefold()
    found = len({match.group() for match in NOTICES.finditer(text)})
    if not found or (found < 2 and len(text) > LONGEST):
        return False
    placed += found > 1 and hangs
    votes = min(found, 2) + placed + (len(text) < LONGEST_LABEL and "?" in text)
    return votes + gives_address(text) >= ENOUGH


def gives_address(text: str) -> bool:
    """Does a text say where to write to, or give an address of the web?"""
    return ADDRESS.search(text) is not None


def hangs_from_label(around: Around) -> bool:
    """Does the block stand right below a label of notices, or with others below one at the end?"""
    row = LONGEST_ROW if near_end(around) else 1
    return any(map(is_notice_label, around.blocks[max(around.index - row, 0) : around.index]))


def hangs_from_machinery(around: Around) -> bool:
    """Does the block stand below a label of the page's machinery, with at most another notice between?"""
    above = around.previous
    if above is None or is_label(above):
        return above is not None
    before = around.blocks[around.index - 2] if around.index > 1 else None
    return before is not None and is_label(before) and NOTICES.search(above.text.casefold()) is not None


def is_notice_label(block: Block) -> bool:
    """Is the block a label above what a site says to its readers: `Disclaimer:`?"""
    return len(block.text) < LONGEST_LABEL and NOTICE_LABEL.fullmatch(block.text.casefold()) is not None


def labels_notice(block: Block, around: Around) -> bool:
    """Is the block a label, `Disclaimer:`, at the end or above a notice to readers?

    >>> from pipeline.article import Draft
    >>> text, label = Block("The lake froze."), Block("Disclaimer:")
    >>> note = Block("No content on this site should be used as a substitute for advice from your doctor.")
    >>> labels_notice(label, Around(Draft(""), (text, label, note), 1))
    True
    >>> labels_notice(label, Around(Draft(""), (text, label, text, text), 1))
    False
    """
    if not is_notice_label(block) or around.index == 0:
        return False
    return around.following is None or NOTICES.search(around.following.text.casefold()) is not None


def points_to_programme(block: Block, around: Around) -> bool:
    """Does the block say when the subject is or was on air, below the text of a broadcaster's page?

    >>> from pipeline.article import Draft
    >>> air = Block("Sendung: Antenne Lohetal, 24.04.2026, 15:10 Uhr")
    >>> points_to_programme(air, Around(Draft(""), (Block("Die Lohe fror zu."), air), 1))
    True
    >>> words = Block("Die Sendung kam an: Alle lachten.")
    >>> points_to_programme(words, Around(Draft(""), (Block("Die Lohe fror zu."), words), 1))
    False
    """
    is_short = len(block.text) < LONGEST_POINTER and any(map(str.isdigit, block.text))
    return (
        near_end(around)
        and is_short
        and TIMED.search(block.text) is not None
        and PROGRAMME.match(block.text.casefold()) is not None
    )


def files_under(block: Block, around: Around) -> bool:
    """Does the block name the subjects under which the page is filed, below the text: `Filed under: Weather | Lakes`?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def files(line): return files_under(Block(line), Around(Draft(""), (text, text, Block(line)), 2))
    >>> files("Tags: ice, weather, lakes"), files("Topics of the evening: ice and weather.")
    (True, False)
    >>> files("#ice #weather #lakes")
    True
    """
    if near_end(around) and block.kind != "quote" and HASHTAGS.fullmatch(block.text.strip()):
        return True
    is_list = len(block.text) < LONGEST_FILED and not block.text.rstrip().endswith(".")
    is_list = is_list and (any(mark in block.text for mark in ",|#•،、") or block.link_share > SOME_LINK)
    if not (near_end(around) and is_list and FILED.match(block.text.casefold())):
        return False
    # Boxes of facts have other lines of the kind.
    return not any(each and FACT.match(each.text) for each in (around.previous, around.following))


FACT = re.compile(r"[^\W\d_][\w ]{1,25}:\s\S.{0,60}$")
