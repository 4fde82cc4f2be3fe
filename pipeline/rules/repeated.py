"""Cuts of what the site repeats on other pages, as its memory knows it."""

from itertools import dropwhile

from pipeline.article import Block
from pipeline.memory import Known, fingerprint
from pipeline.rules.around import Around
from pipeline.rules.credits import find_credit
from pipeline.rules.signs import SHORT, in_no_paragraph, is_link, is_open, is_paragraph, stands_aside

MOSTLY = 2 / 3
"""In this share of the articles that carry it a line must stand at the end, or at the start, to be placed there."""

LONGEST = 600
"""Characters; of longer lines no site repeats any on the pages looked at but paragraphs about one event."""


def repeats_on_site(block: Block, around: Around) -> bool:
    """Does the block stand in at least three other articles of the site, and not where text stands?

    What a page says besides its article, its neighbours say too. This is the one sign that needs no language.

    >>> from pipeline.article import Draft
    >>> from pipeline.memory import SiteNotes
    >>> text, call = Block("The lake froze."), Block("The Quay Courier: all that floats, every morning.")
    >>> notes = SiteNotes(1, {fingerprint(call.text): Known(articles=3, first=0, last=3)})
    >>> repeats_on_site(call, Around(Draft(""), (text, call), 1, notes))
    True

    In the middle of the text a line is left alone that a writer may use again, a heading or a paragraph:

    >>> notes = SiteNotes(1, {fingerprint(call.text): Known(articles=3, first=0, last=0)})
    >>> repeats_on_site(call, Around(Draft(""), (text, call, text), 1, notes))
    False
    """
    if not around.notes.repeated or len(around.blocks) == 1 or len(block.text) > LONGEST:
        return False
    known = known_line(block.text, around)
    if known is None or find_credit(block.text):
        return False
    if leads_into_text(block, around) or (is_paragraph(block) and around.paragraphs_below >= PARAGRAPHS_BELOW):
        return stands_aside(block) or is_link(block)
    if stands_last(known) or (stands_first(known) and len(block.text) < SHORT):
        return True
    return stands_aside(block) or is_link(block) or (is_open(block) and in_no_paragraph(block))


PARAGRAPHS_BELOW = 2
"""What has so many paragraphs below it is in the middle of the text."""


def leads_into_text(block: Block, around: Around) -> bool:
    """Does the block stand as a heading above a paragraph that is new to the site?"""
    below = around.following
    return is_open(block) and below is not None and is_paragraph(below) and known_line(below.text, around) is None


def is_struck_out(block: Block, around: Around) -> bool:
    """Is the block a line that a person laid down to be cut on this site?

    >>> from pipeline.article import Draft
    >>> from pipeline.memory import Exceptions, SiteNotes
    >>> text, call = Block("The lake froze."), Block("Heed the quay!")
    >>> notes = SiteNotes(exceptions=Exceptions(cut=frozenset([fingerprint("Heed the quay")])))
    >>> [is_struck_out(each, Around(Draft(""), (text, call), 0, notes)) for each in (text, call)]
    [False, True]
    """
    lines = around.notes.exceptions.cut
    return bool(lines) and fingerprint(block.text) in lines


def known_line(text: str, around: Around) -> Known | None:
    """Return what the memory of the site knows of a text."""
    known_by = fingerprint(text)
    return None if known_by is None else around.notes.repeated.get(known_by)


def stands_last(known: Known) -> bool:
    """Does a line stand at the end of most articles that carry it?"""
    return known.last >= MOSTLY * known.articles


def stands_first(known: Known) -> bool:
    """Does a line stand at the start of most articles that carry it?"""
    return known.first >= MOSTLY * known.articles


def closes_articles(block: Block, around: Around) -> bool:
    """Does the block stand below a line with which the site closes its articles: `More from the Courier`, a list?

    Where the lead-in of a list is known, what hangs from it is no text either, though it is new on each page. It must
    stand in another part of the page than the text does.

    >>> from pipeline.article import Draft, Evidence
    >>> from pipeline.memory import SiteNotes
    >>> def block(text, *names): return Block(text, evidence=Evidence("p", ("p", *names, "main")))
    >>> text, more, teaser = block("It froze.", "div text"), block("More from the Courier"), block("Mayor falls in")
    >>> notes = SiteNotes(1, {fingerprint(more.text): Known(articles=3, first=0, last=3)})
    >>> closes_articles(teaser, Around(Draft(""), (text, text, more, teaser), 3, notes))
    True
    >>> closes_articles(text, Around(Draft(""), (text, text, more, text), 3, notes))
    False
    """
    if not around.notes.repeated or block.evidence is None:
        return False
    for index in range(around.index - 1, max(around.index - LONGEST_LIST, 0), -1):
        above = around.blocks[index]
        known = known_line(above.text, around) if len(above.text) < SHORT else None
        if known and stands_last(known) and is_open(above):
            return not _among_text(block, around, index)
    return False


LONGEST_LIST = 40
"""Blocks; what hangs from a lead-in is at most so long."""


def _among_text(block: Block, around: Around, lead_in: int) -> bool:
    """Return whether one of the blocks above the lead-in stands in a container of the same names as the block."""
    here = containers(block)
    return any(containers(each) == here for each in around.blocks[max(lead_in - LONGEST_LIST, 0) : lead_in])


def containers(block: Block) -> tuple[str, ...]:
    """Return the names of the containers around a block, without the paragraph, list or quotation that it is in."""
    names = block.evidence.ancestors if block.evidence else ()
    return tuple(dropwhile(lambda name: name.split(" ", 1)[0] not in CONTAINERS, names))


CONTAINERS = frozenset({"div", "section", "article", "main", "aside", "body", "td", "footer", "nav", "header"})
