"""Cuts of lines in which a site promotes itself, and of the words of its buttons."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around, near_end
from pipeline.rules.bylines import is_names
from pipeline.rules.marks import ASKS, OFFERS, PROMISES, QUOTES, READERS, SAID
from pipeline.rules.signs import in_no_paragraph, is_open, is_paragraph, stands_aside

LONGEST = 500
"""Characters; all but one of the promotions in the labelled tails are shorter, and few paragraphs of the press are."""

ENOUGH = 4
"""Votes that make a promotion, one of them for where it stands: a call alone, an offer alone or a place at the end are
what any sentence may have."""

LAST_PARAGRAPHS = 2
ENOUGH_IN_TEXT = 3

SOME_LINK = 0.2
WHOLE_SENTENCES = re.compile(r"(?<=[.!?]) |(?<=[.!?]\)) ")
PARTS = re.compile(r"[.!?:]\s+|\s[-–—]\s")
CONDITION = re.compile(
    r"(?:if|for|to|when|want|looking|wenn|falls|für|um|si|pour|para|se|per|om|als|voor|för|hvis|for|jeśli|aby|если|чтобы)\b"
    r"[^,.!?]{3,120},\s+"
)
"""What may stand before a call, with a comma: `For more news, sign up`. Other commas part verbs of a sentence."""
HANDLE = re.compile(r"@\w{2,}")
TRAILING_POINTER = re.compile(
    r"(?<=[.!?”\"]) (?:ALSO READ|READ MORE|READ ALSO|READ|Also read|Read also|Read more)\s*[:|] ?(?=[^a-z\s]).{3,150}$"
)
TRAILING_SENTENCE = re.compile(r"(?<=[.!?”\"]) \(?(?P<sentence>[^.!?]{12,200}[.!?]?\)?)$")

BUTTON_PAIRS = frozenset(
    {("more", "less"), ("show more", "show less"), ("read more", "read less"), ("see more", "see less")}
)


def promotes_site(block: Block, around: Around) -> bool:
    """Does the block ask the reader to get the site's news some other way (app, newsletter, channel)?

    Sites put such lines below the text, and copying sites copy them along.

    >>> from pipeline.article import Draft
    >>> def asks(text): return promotes_site(Block(text), Around(Draft(""), (Block("The lake froze."), Block(text)), 1))
    >>> asks("Catch all the business news and breaking news updates. Download the news app to get daily updates.")
    True

    Sentences that only begin like it, or only speak of such things, are left alone:

    >>> asks("Subscribe to that theory and the numbers make sense, he said.")
    False
    >>> asks("The ministry said it would follow the Facebook page “closely”.")
    False
    """
    return is_promotion(block, around) or heads_promotion(block, around)


def is_promotion(block: Block, around: Around) -> bool:
    """Has the block the words of a promotion, and stands where promotions do?"""
    if len(block.text) > LONGEST or around.index == 0 or is_step(around):
        return False
    text = block.text.casefold()
    if len(text) <= LONGEST_WHOLE and is_whole_promotion(text):
        return True
    if not (asked := calls(text)):
        return False
    placed = (
        near_end(around)
        + ends_text(around)
        + (block.link_share > SOME_LINK)
        + 2 * stands_aside(block)
        + in_no_paragraph(block)
    )
    # Between two paragraphs a call without a full stop is the label of a box.
    placed = placed or (
        is_open(block) and all(each and is_paragraph(each) for each in (around.previous, around.following))
    )
    return placed > 0 and enough_words(asked) + placed + names_site(text, around) >= ENOUGH


def is_step(around: Around) -> bool:
    """Is the block an item of a list that a colon leads in: `How to join:`, `Sign up at the harbour`?"""
    if around.block.kind != "item":
        return False
    above = around.blocks[max(around.index - LONGEST_LIST, 0) : around.index]
    lead = next((each for each in reversed(above) if each.kind != "item"), None)
    return lead is not None and lead.text.rstrip().endswith((":", "："))


LONGEST_LIST = 10


def is_whole_promotion(text: str) -> bool:
    """Has a text, in lower case, all the words of a promotion, wherever it stands: a call, to you, with two of each?"""
    if not any(map(ASKS.match, WHOLE_SENTENCES.split(text))) or enough_words(text) < ALL_WORDS:
        return False
    return READERS.search(text) is not None and not any(map(text.__contains__, QUOTES[:5])) and not SAID.search(text)


ALL_WORDS = 5
"""The most votes that words can give. No true line so short of the labelled pages has them with a call."""

LONGEST_WHOLE = 300


def ends_text(around: Around) -> bool:
    """Is no paragraph of prose below the block, but for another promotion right below it?"""
    below = around.at(1) if around.paragraphs_below == 1 else None
    return not around.paragraphs_below or (
        below is not None and not below.paragraphs_below and is_promotion(below.block, below)
    )


LONGEST_HEADING = 60


def heads_promotion(block: Block, around: Around) -> bool:
    """Is the block the short line above a promotion, below a paragraph: `Something to consider`?"""
    below, above = around.at(1), around.previous
    if below is None or above is None or block.kind == "item" or len(block.text) > LONGEST_HEADING:
        return False
    if not (is_open(block) or block.text.rstrip().endswith(("?", "!", ":"))) or is_open(above):
        return False
    text = block.text.strip()
    if not text[:1].isalnum() or (is_names(text) and not OFFERS.search(text.casefold())):
        return False
    if not ends_text(below) or not is_promotion(below.block, below):
        return False
    return block.evidence is None or enough_words(calls(below.block.text.casefold())) >= ENOUGH


def names_site(text: str, around: Around) -> bool:
    """Does a text, in lower case, name the site that it stands on?"""
    draft = around.draft
    names = (draft.site_name or "", draft.site or "", (draft.site or "").split(".")[0])
    return any(len(name) > 2 and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) for name in names)


def calls(text: str) -> str:
    """Return the calls in a text (in lower case) that begins with one or is calls for the most part; else nothing.

    Nothing either where somebody is quoted with them.
    """
    if not any(map(begins_call, PARTS.split(text))) or text.lstrip().startswith(QUOTES) or SAID.search(text):
        return ""
    asked = " ".join(each for each in WHOLE_SENTENCES.split(text) if any(map(begins_call, PARTS.split(each))))
    is_first = any(map(begins_call, PARTS.split(text)[:FIRST_PARTS]))
    return asked if is_first or 2 * len(asked) >= len(text) else ""


def begins_call(part: str) -> bool:
    """Does a part of a sentence begin with a call, or with a condition and then one?"""
    if ASKS.match(part):
        return True
    condition = CONDITION.match(part)
    return condition is not None and ASKS.match(part, condition.end()) is not None


FIRST_PARTS = 2
"""Sentences or clauses: `Like what you read? Subscribe`, `Sign Up: Stay on top`."""


def enough_words(text: str) -> int:
    """Return the votes of a call's words: one for the call, and up to two each for what is offered and promised.

    None where nothing is offered.
    """
    offers = len({match.group() for match in OFFERS.finditer(text)}) + 2 * bool(HANDLE.search(text))
    promises = len({match.group() for match in PROMISES.finditer(text)})
    return 1 + min(offers, 2) + min(promises, 2) if offers else 0


def trim_promotion(block: Block, around: Around) -> str:
    """Take a promotion or a pointer off the end of the last paragraphs, where it stands on the same line.

    Some sites write them into the text, behind its last sentence.

    >>> from pipeline.article import Draft
    >>> def trim(text): return trim_promotion(Block(text), Around(Draft(""), (Block(text),), 0))
    >>> trim("The lake froze. Sign up here for our free morning briefing.")
    'The lake froze.'
    >>> trim("The lake froze. READ | How the new rules will affect you")
    'The lake froze.'

    Last sentences about such things are left alone:

    >>> trim("The lake froze. He will follow it on television.")
    'The lake froze. He will follow it on television.'
    """
    text = drop_calls(block.text)
    if around.below >= LAST_PARAGRAPHS:
        return text
    if pointer := TRAILING_POINTER.search(text):
        return text[: pointer.start()]
    last = TRAILING_SENTENCE.search(text)
    if last is None or not ASKS.match(last["sentence"].casefold()):
        return text
    return text[: last.start()] if enough_words(last["sentence"].casefold()) >= ENOUGH_IN_TEXT else text


def drop_calls(text: str) -> str:
    """Take sentences out of a paragraph that call for something with all the words of a promotion.

    >>> drop_calls("The lake froze. Get the best stories straight to your inbox - subscribe now. Nobody fell in.")
    'The lake froze. Nobody fell in.'

    A paragraph of nothing else is for a cut to judge:

    >>> drop_calls("Get the best stories straight to your inbox - subscribe now.")
    'Get the best stories straight to your inbox - subscribe now.'
    """
    sentences = WHOLE_SENTENCES.split(text)
    if len(sentences) == 1:
        return text
    kept = [each for each in sentences if not is_call(each.casefold())]
    return " ".join(kept) if 0 < len(kept) < len(sentences) else text


def is_call(sentence: str) -> bool:
    """Is a sentence, in lower case, a promotion by its words alone, that nobody is quoted with?"""
    is_quoted = any(quote in sentence for quote in QUOTES[:5]) or SAID.search(sentence) or "”" in sentence
    return ASKS.match(sentence) is not None and not is_quoted and enough_words(sentence) >= ENOUGH


def labels_button(block: Block, around: Around) -> bool:
    """Is the block the label of a button that opens and closes a text: `More` right above `Less`?

    Both labels of such a button stand in the page, one of them hidden.

    >>> from pipeline.article import Draft
    >>> text, more, less = Block("The lake froze."), Block("More"), Block("Less")
    >>> blocks = (text, more, less)
    >>> labels_button(more, Around(Draft(""), blocks, 1)), labels_button(less, Around(Draft(""), blocks, 2))
    (True, True)

    Either word alone may be a line of the text:

    >>> labels_button(more, Around(Draft(""), (text, more, text), 1))
    False
    """
    here = block.text.strip().casefold()
    above = around.previous.text.strip().casefold() if around.previous else ""
    below = around.following.text.strip().casefold() if around.following else ""
    return (here, below) in BUTTON_PAIRS or (above, here) in BUTTON_PAIRS
