"""Cuts and lifts of who wrote it, where it stands among the text: bylines, and what the page says of its author."""

import re

from pipeline.article import Block
from pipeline.letters import letters
from pipeline.rules.around import Around, Lifted, near_end
from pipeline.rules.marks import BY
from pipeline.rules.moments import FULL_YEAR, MOMENT, TIMED

FIRST_BLOCKS = 4
"""A byline stands under the headline: before it at most headline, standfirst and date."""

LAST_BLOCKS = 2
LONGEST_BYLINE = 90
LONGEST_NOTE = 600

NOT_LETTERS = re.compile(r"[\W_]+")
NAMED = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*)(?: (?:[^\W\d_a-z][\w.'’-]*|de|da|di|von|van|der|den|bin|al|el|la|le|du|dos))*"
)
"""Words that all begin with a capital, but for the particles of names."""

FEWEST_LETTERS = 4
BY_WORDS = re.compile(r"\b(?:by|von|par|por|di|door|av|af)\b")
IS_SOMEBODY = re.compile(
    r"[,(]?[^.!?]{0,40}?\b(?:writes|covers|reports|works|joined|schreibt|arbeitet|berichtet|travaille|écrit|trabaja"
    r"|escribe|lavora|scrive|trabalha|escreve|werkt|schrijft|pisze|pracuje"
    r"|is (?:an?|the|our|one of|[\w-]*(?:editor|writer|reporter|correspondent|professor|fellow|columnist|journalist))"
    r"|ist (?:eine?|der|die|[A-ZÄÖÜ]\w+)|est (?:une?|le|la|\w+)|es (?:una?|el|la|\w+)"
    r"|è (?:una?|il|la|\w+)|é (?:uma?|o|a|\w+)"
    r"|is (?:een|de)|är (?:en|ett)|er (?:en|ei))\b"
)
"""How a sentence goes on after the name of the person whom it is about."""


def repeats_byline(block: Block, around: Around) -> bool:
    """Is the block nothing but the article's authors, or `By` and a name, under the headline or at the end?

    >>> from pipeline.article import Draft
    >>> draft, text = Draft("", authors=("Ann Lee", "Bo Chen")), Block("The lake froze on Saturday.")
    >>> def repeats(line): return repeats_byline(Block(line), Around(draft, (Block(line), text), 0))
    >>> repeats("ANN LEE"), repeats("By Ann Lee and Bo Chen, Lakeside"), repeats("Von: Jörg Schäfer")
    (True, True, True)

    A line that only begins so is left alone, and so are other names:

    >>> repeats("By Saturday the lake had frozen."), repeats("Ann Lee swims in it every day."), repeats("Mary Quay")
    (False, False, False)
    """
    text = block.text.strip()
    placed = around.index < FIRST_BLOCKS or around.below < LAST_BLOCKS
    if not placed or len(text) > LONGEST_BYLINE or len(around.blocks) == 1 or is_turn(block, around):
        return False
    by = BY.match(text.casefold())
    rest = text[by.end() :] if by else text
    left = rest.casefold()
    for author in sorted(around.draft.authors, key=len, reverse=True):
        if len(letters(author)) >= FEWEST_LETTERS:
            left = left.replace(author.casefold(), "\n")
    if "\n" not in left:
        return bool(by) and is_names(rest)
    if (TIMED.search(left) or FULL_YEAR.search(left)) and "(" not in left and MOMENT.fullmatch(BY_WORDS.sub("", left)):
        return True
    # A place, an agency or a second name may follow, but no age and no sentence.
    is_short = len(NOT_LETTERS.sub("", left)) <= (LONGEST_PLACE if by else LONGEST_INITIALS)
    return is_short and not any(map(str.isdigit, left)) and not text.endswith((".", "!", "?"))


LONGEST_PLACE, LONGEST_INITIALS = 30, 6
"""Letters that may stand in a byline beside the names."""


def lift_byline(block: Block, around: Around) -> Lifted | None:
    """Lift `By` and a name into the credit, under the headline or at the end, where the page gives no such author.

    Else nobody would know it: what is known of the authors comes from the page's head.

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def lift(line, *authors):
    ...     return lift_byline(Block(line), Around(Draft("", authors=authors), (text, Block(line)), 1))
    >>> lift("-- By Ann Lee").value
    'By Ann Lee'
    >>> lift("By Ann Lee", "Ann Lee") is None, lift("By Saturday it had frozen.") is None
    (True, True)
    """
    text = block.text.strip(" -–—()[]*")
    by = BY.match(text.casefold())
    if by is None or not repeats_byline(block, around) or not is_names(text[by.end() :]):
        return None
    if any(author.casefold() in text.casefold() for author in around.draft.authors):
        return None
    return Lifted("credit", text, 0, len(block.text))


def is_turn(block: Block, around: Around) -> bool:
    """Is the block the name of one who speaks in an interview: with a colon behind, or more than once in the text?"""
    return block.text.rstrip().endswith(":") or sum(each.text == block.text for each in around.blocks) > 1


def is_names(text: str) -> bool:
    """Is a text made of names of two words and more alone, by their capitals?

    >>> is_names("Anna Sleegers, Frankfurt"), is_names("the end of the day"), is_names("Saturday")
    (True, False, False)
    """
    parts = [part.strip() for part in re.split(r"[,/&;|]| (?:and|und|et|y|e|og|och|en|i) ", text) if part.strip()]
    return bool(parts) and " " in parts[0] and all(NAMED.fullmatch(part) for part in parts)


def lift_author_note(block: Block, around: Around) -> Lifted | None:
    """Lift `Ann Lee is a reporter for the Courier` below the text into what is said of the author.

    Papers put such boxes under opinion pieces above all, where they disclose interests: worth keeping, but no text.

    >>> from pipeline.article import Draft
    >>> draft, text = Draft("", authors=("Ann Lee",)), Block("The lake froze.")
    >>> def lift(line): return lift_author_note(Block(line), Around(draft, (text, text, Block(line)), 2))
    >>> lift("Ann Lee is the author of two books about ice.").value
    'Ann Lee is the author of two books about ice.'

    Of others than the author it is text:

    >>> lift("Bo Chen is the mayor of Lakeside.") is None
    True
    """
    if not near_end(around) or len(block.text) > LONGEST_NOTE:
        return None
    text = block.text.strip(" *–—-•")
    for author in around.draft.authors:
        is_named = " " in author and text.casefold().startswith(author.casefold())
        if is_named and not text[len(author) :][:1].isalnum() and IS_SOMEBODY.match(text, len(author)):
            return Lifted("author_note", text, 0, len(block.text))
    return None


HEADER_NAMES = re.compile(r"head|title|topper")
"""In the names around a standfirst: it stands with the headline, not with the text."""

SHORTEST_STANDFIRST, LONGEST_STANDFIRST = 30, 400
STANDFIRST_SHARE = 0.35


def lift_standfirst(block: Block, around: Around) -> Lifted | None:
    """Lift a heading that stands with the headline, above the text, into the standfirst.

    It is set as a heading, so that it is part of the title rather than of the text. One that is set as a paragraph
    stays: of those, two in three are the text's first sentences to the people who labelled pages.

    >>> from pipeline.article import Draft, Evidence
    >>> def heading(*names):
    ...     return Block("It has not been open since October.", "heading", Evidence("h2", ("h2",), frozenset(names)))
    >>> text = Block("The lake froze.")
    >>> def lift(block): return lift_standfirst(block, Around(Draft("", "Ice"), (block, text), 0))
    >>> lift(heading("article", "header")).value
    'It has not been open since October.'
    >>> lift(heading("div", "text")) is None
    True
    """
    evidence = block.evidence
    if evidence is None or around.index > 1 or around.below == 0 or not re.fullmatch("h[2-6]", evidence.tag):
        return None
    if not SHORTEST_STANDFIRST <= len(block.text) <= LONGEST_STANDFIRST or "head" in evidence.tag:
        return None
    if not any(map(HEADER_NAMES.search, evidence.apart)):
        return None
    return Lifted("standfirst", block.text, 0, len(block.text))


CONTACT = re.compile(
    r"(?:(?:e-?mail|mail|twitter|x|instagram|facebook|bluesky|threads|signal)\s*:\s*"
    r"|(?:write to|e-?mail|contact|reach|follow|schreiben sie|kontakt|écrire à|contactez|escriba a|scrivere a)"
    r"\s[^@.!?]{1,40}\s(?:at|on|unter|an|auf|à|en|su):?\s)?"
    r"(?:\S+@\S+\.\w+|@\w{2,30}"
    r"|(?:https?://)?(?:www\.|mobile\.|m\.)?(?:twitter|x|facebook|instagram|linkedin|threads|bsky|tiktok|youtube)\.\w+/\S+)",
    re.IGNORECASE,
)
"""An address of mail, a handle or a page of a network, alone or behind a call to write there."""


def gives_contact(block: Block, around: Around) -> bool:
    """Is the block nothing but where to reach the author: an address of mail, a handle, at the start or the end?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def gives(line): return gives_contact(Block(line), Around(Draft(""), (text, text, Block(line)), 2))
    >>> gives("ann.lee@courier.example"), gives("Twitter: @annlee"), gives("Write to ann.lee@courier.example by May.")
    (True, True, False)
    """
    placed = around.index < FIRST_BLOCKS or near_end(around)
    is_short = len(block.text) <= LONGEST_BYLINE and len(around.blocks) > 1
    return placed and is_short and CONTACT.fullmatch(block.text.strip()) is not None
