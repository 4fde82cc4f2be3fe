"""Cuts of what a site says of itself around an article: labels, rights, terms, containers beside the text."""

import re
from itertools import islice, pairwise

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.marks import DATE_WORDS, FILED, FURNITURE, LABEL, NOTICE_LABEL, NOTICES, PROGRAMME, RIGHTS
from pipeline.rules.signs import in_no_paragraph, is_link, is_paragraph, near_end, stands_aside

LONGEST = 600
LONGEST_NOTICE = 1_000
"""Characters; so long is a notice only when it says two such things."""

ENOUGH = 3

LONGEST_LABEL = 60
LONGEST_POINTER = 160
LONGEST_ROW = 3
SHORTCODE = re.compile(
    r"\[(?P<name>(?!(?:b|i|u|s|em|url|img|list|quote|code|color|size|center)\b)[a-z_-]+)"
    r"(?: [^\[\]]*)?\].{0,300}\[/(?P=name)\]"
)
VARIABLE = re.compile(r"(?:- )?[a-z]+[A-Z][A-Za-z]*:")
VALUE = re.compile(r"(?:- )?(?:true|false|null|undefined|\d+)")
LONGEST_MOMENT = 90
SOME_LINK = 0.3
FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TIMED = re.compile(r"\d{1,2}[:.h]\s?\d\d|\d{1,2}\s?(?:a\.?m|p\.?m|uhr|h|klo?)\b|\d{1,2}\.\s?\d{1,2}\.", re.IGNORECASE)
HAS_MOMENT = re.compile(
    r"(?<![\d$€£¥₹])(?:(?:19|20)\d\d|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d\d)(?!\d)|\d\W*[^\W\d]{2}|[^\W\d]{3}\W*\d"
)
"""A number that is a year, a time or a date, or stands beside a word; not a price or the number of a telephone."""

AGO = re.compile(
    r"(?:\b(?:\d+|an?) (?:minutes?|mins?|hours?|hrs?|days?|weeks?) ago|\bvor \d+ (?:minuten?|stunden?|tagen?)"
    r"|\bil y a \d+ (?:minutes?|heures?|jours?)|\bhace \d+ (?:minutos?|horas?|días?))\W*$",
    re.IGNORECASE,
)

ORNAMENT = re.compile(r"\W+")
"""Not the underscores with which agencies part the sections of a report."""
MOMENT = re.compile(rf"(?:\W*+(?:{DATE_WORDS}|\d))++\W*+", re.IGNORECASE)
"""A line made of nothing but words of dates, times and reading times."""


def is_ornament(block: Block, around: Around) -> bool:
    """Is there no letter or digit in the block, only rules, stars and dots?

    >>> from pipeline.article import Draft
    >>> text, stars = Block("It froze."), Block("* * *")
    >>> is_ornament(stars, Around(Draft(""), (text, stars), 1)), is_ornament(text, Around(Draft(""), (text, stars), 0))
    (True, False)
    """
    return len(around.blocks) > 1 and block.text.isascii() and ORNAMENT.fullmatch(block.text) is not None


def is_blank(block: Block, around: Around) -> bool:
    """Is nothing left of the block?

    >>> from pipeline.article import Draft
    >>> [is_blank(Block(text), Around(Draft(""), (Block(text),), 0)) for text in (" ", ".")]
    [True, False]
    """
    return not block.text.strip()


def stands_beside(block: Block, around: Around) -> bool:
    """Is the block in a small container that is named for something else than the article: newsletter, comments, promo?

    The name is one sign, the container's small share of the text the other.

    >>> from pipeline.article import Draft, Evidence
    >>> def block(text, *apart): return Block(text, evidence=Evidence("p", ("p",), apart=frozenset(apart)))
    >>> blocks = (block("The lake froze."), block("All the news of the lake, every morning.", "newsletter", "box"))
    >>> [stands_beside(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, True]
    """
    return stands_aside(block) and len(around.blocks) > 1


def labels_machinery(block: Block, around: Around) -> bool:
    """Is the block, whole, a label of the page's machinery: `Advertisement`, `Comments`, `Share`?

    >>> from pipeline.article import Draft, Evidence
    >>> label, text = Block("Comments", "paragraph", Evidence("div", ("div",))), Block("It froze.")
    >>> labels_machinery(label, Around(Draft(""), (text, label), 1))
    True

    The same word may be a line of the text, where nothing else says what it is:

    >>> labels_machinery(Block("Comments"), Around(Draft(""), (Block("Comments"), text, text), 0))
    False
    """
    if len(around.blocks) == 1 or len(block.text) > LONGEST_LABEL or LABEL.fullmatch(block.text.casefold()) is None:
        return False
    # Above a paragraph it may be a heading of the text: `Reactions`.
    at_end = near_end(around) and not (around.following and is_paragraph(around.following))
    votes = 2 + in_no_paragraph(block) + 2 * stands_aside(block) + is_link(block) + at_end
    is_furniture = around.index == 0 and FURNITURE.fullmatch(block.text.casefold()) is not None
    return votes + (block.kind == "heading") + is_furniture >= ENOUGH


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
    """
    placed = near_end(around) + 2 * stands_aside(block) + (block.link_share > SOME_LINK)
    if len(block.text) > LONGEST_NOTICE or len(around.blocks) == 1:
        return False
    placed += hangs_from_label(around)
    hangs = hangs_from_machinery(around)
    if not placed and not hangs:
        return False
    found = len({match.group() for match in NOTICES.finditer(block.text.casefold())})
    if found < 2 and len(block.text) > LONGEST:
        return False
    placed += found > 1 and hangs
    return found > 0 and min(found, 2) + placed + (len(block.text) < LONGEST_LABEL and "?" in block.text) >= ENOUGH


def hangs_from_label(around: Around) -> bool:
    """Does the block stand below a label of notices, at the end?"""
    above = around.blocks[max(around.index - LONGEST_ROW, 0) : around.index]
    return near_end(around) and any(map(is_notice_label, above))


def hangs_from_machinery(around: Around) -> bool:
    """Does the block stand right below a label of the page's machinery?"""
    above = around.previous
    return above is not None and len(above.text) < LONGEST_LABEL and LABEL.fullmatch(above.text.casefold()) is not None


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


def leaks_template(block: Block, around: Around) -> bool:
    """Is the block a piece of the page's program: `showPaywall:` above `false`, or a shortcode with its end?

    >>> from pipeline.article import Draft
    >>> blocks = tuple(map(Block, ("The lake froze.", "showPaywall:", "false", "[button link=x] Send it[/button]")))
    >>> [leaks_template(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, True, True, True]

    Either alone may be a line of the text:

    >>> blocks = tuple(map(Block, ("True or not?", "false", "iPhone: new", "[sic]")))
    >>> [leaks_template(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]
    [False, False, False, False]
    """
    if SHORTCODE.fullmatch(block.text.strip()):
        return True
    beside = [each.text.strip() for each in (around.previous, around.following) if each]
    if VARIABLE.fullmatch(block.text.strip()):
        return any(VALUE.fullmatch(each) or VARIABLE.fullmatch(each) for each in beside)
    return bool(VALUE.fullmatch(block.text.strip())) and any(map(VARIABLE.fullmatch, beside))


def tells_moment(block: Block, around: Around) -> bool:
    """Is the block nothing but a date, a time or a reading time, above or below the text?

    >>> from pipeline.article import Draft
    >>> date, text = Block("Published: 18 April 2026, 9:30 a.m."), Block("It froze.")
    >>> tells_moment(date, Around(Draft(""), (date, text), 0)), tells_moment(text, Around(Draft(""), (date, text), 1))
    (True, False)
    """
    placed = around.index < 4 or around.below < 2
    if not placed or len(block.text) > LONGEST_MOMENT or len(around.blocks) == 1:
        return False
    if around.index < 4 and len(block.text) < LONGEST_LABEL and (ago := AGO.search(block.text)):
        return all(map(has_capital, LONG_WORD.findall(block.text[: ago.start()])))
    is_dated = FULL_YEAR.search(block.text) if block.evidence is None else HAS_MOMENT.search(block.text)
    return bool(is_dated) and MOMENT.fullmatch(block.text) is not None and not tells_times(around)


def tells_times(around: Around) -> bool:
    """Is the article a chronicle: are there several moments in it, each above a paragraph?"""
    above = (each for each, below in pairwise(around.blocks) if is_paragraph(below) and len(each.text) < LONGEST_MOMENT)
    return len(list(islice((each for each in above if MOMENT.fullmatch(each.text)), 2))) > 1


PICTURE_CREDIT = re.compile(
    r"[(\[]?(?:(?:image|photo|picture|photograph|foto|bild|imagen|immagine|imagem|фото|fotoğraf|zdjęcie|fot\.|kuva|kép|"
    r"zdroj foto|ảnh|사진|写真|圖|图)s?(?:\s(?:credits?|by|courtesy(?: of)?|quelle|crédit|par|de|di))?|crédits? photo)"
    r"\s*[:：©|]\s*(?P<whose>\S.{1,80})",
    re.IGNORECASE,
)


def credits_picture(block: Block, around: Around) -> bool:
    """Does the block say whose a picture is, the picture itself being gone: `Photo: Ann Lee`?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def credits(line): return credits_picture(Block(line), Around(Draft(""), (text, Block(line), text), 1))
    >>> credits("Photo: Ann Lee/Quay Courier"), credits("Фото: Анна Ли"), credits("Photo finish: Lee wins by a nose.")
    (True, True, False)
    """
    if len(around.blocks) == 1 or len(block.text) > LONGEST_LABEL + 30 or block.text.rstrip().endswith((".", "?", "!")):
        return False
    found = PICTURE_CREDIT.fullmatch(block.text.strip())
    return found is not None and all(map(has_capital, LONG_WORD.findall(found["whose"])))


LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def has_capital(word: str) -> bool:
    """Has a word a capital, or its script none?"""
    return word != word.lower() or word == word.upper()


LONGEST_FILED = 300


def files_under(block: Block, around: Around) -> bool:
    """Does the block name the subjects under which the page is filed, below the text: `Filed under: Weather | Lakes`?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def files(line): return files_under(Block(line), Around(Draft(""), (text, text, Block(line)), 2))
    >>> files("Tags: ice, weather, lakes"), files("Topics of the evening: ice and weather.")
    (True, False)
    """
    is_list = len(block.text) < LONGEST_FILED and not block.text.rstrip().endswith(".")
    is_list = is_list and (any(mark in block.text for mark in ",|#•،、") or block.link_share > SOME_LINK)
    if not (near_end(around) and is_list and FILED.match(block.text.casefold())):
        return False
    # Boxes of facts have other lines of the kind.
    return not any(each and FACT.match(each.text) for each in (around.previous, around.following))


FACT = re.compile(r"[^\W\d_][\w ]{1,25}:\s\S.{0,60}$")
