import pytest

from pipeline.article import Block, Draft, Evidence
from pipeline.memory import Exceptions, Known, SiteNotes, fingerprint
from pipeline.rules.around import Around
from pipeline.rules.repeated import (
    LONGEST,
    LONGEST_LIST,
    closes_articles,
    is_struck_out,
    repeats_on_site,
    stands_first,
    stands_last,
)

LAST, FIRST, MIDDLE = Known(5, 0, 5), Known(5, 5, 0), Known(5, 0, 0)
TEXT = Block("The lake froze.")
LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


def asked(rule, block, known, above=(TEXT,), below=(), *, paragraphs_below=0, **exceptions):
    notes = SiteNotes(1, {fingerprint(block.text): known} if known else {}, Exceptions(**exceptions))
    return rule(block, Around(Draft(""), (*above, block, *below), len(above), notes, paragraphs_below))


def repeats(block, known, *, below=(), above=(TEXT,)):
    return asked(repeats_on_site, Block(block) if isinstance(block, str) else block, known, above, below)


@pytest.mark.parametrize(
    "text",
    [
        "The Quay Courier: all that floats, every morning.",
        "Quay Courier",
        "© Quay Courier",
        "毎朝六時に届きます",
        "كل الأخبار كل صباح",
        "ข่าวท่าเรือทุกเช้า",
        "Вестник гавани",
    ],
)
@pytest.mark.parametrize("known", [LAST, FIRST])
def test_what_other_articles_end_or_begin_with(text, known):
    assert repeats(text, known)


@pytest.mark.parametrize("known", [None, MIDDLE, Known(5, 2, 2), Known(6, 3, 3)])
def test_what_stands_in_the_middle_of_others_or_nowhere_stays(known):
    assert not repeats("What happened next", known, below=[TEXT])
    assert not repeats(LONG, known, below=[TEXT])
    assert not repeats(Block(LONG, evidence=Evidence("p", ("p",))), known, below=[TEXT])


def test_a_paragraph_at_the_start_of_others_stays():
    assert not repeats(LONG, FIRST, above=(), below=[TEXT])
    assert repeats(LONG, LAST)


def test_a_paragraph_with_others_below_it_stays():
    assert not asked(repeats_on_site, Block(LONG), LAST, below=[Block(LONG)] * 2, paragraphs_below=2)
    assert asked(repeats_on_site, Block(LONG), LAST, below=[Block(LONG)], paragraphs_below=1)


def test_a_heading_above_a_paragraph_that_is_new_stays():
    new = Block(LONG.replace("Saturday", "Sunday"))
    assert not repeats("What happened next", LAST, below=[new])
    assert repeats("What happened next", LAST)


def test_two_thirds_are_mostly():
    assert stands_last(Known(3, 0, 2))
    assert not stands_last(Known(5, 0, 3))
    assert stands_first(Known(3, 2, 0))
    assert not stands_first(Known(5, 3, 0))


def test_in_the_middle_it_takes_a_second_sign(block):
    assert repeats(block("Mayor falls in", "p", 1.0), MIDDLE, below=[TEXT])
    assert repeats(block("Heed the quay.", "p", apart="promo"), MIDDLE, below=[TEXT])
    assert repeats(block("Heed the quay", "div"), MIDDLE, below=[TEXT])
    assert not repeats(block("Heed the quay.", "div"), MIDDLE, below=[TEXT])
    assert not repeats(block("Heed the quay", "h2"), MIDDLE, below=[TEXT])
    assert not repeats(block("Heed the quay", "p"), MIDDLE, below=[TEXT])


@pytest.mark.parametrize(
    "credit", ["(with inputs from agencies)", "Source: Reuters", "SDA/sep", f"{LONG} (Reporting by Ann Lee)", "—AFP"]
)
def test_credits_stay(credit):
    assert not repeats(credit, LAST)


def test_the_only_block_a_long_one_and_a_number_stay():
    assert not repeats("Quay Courier", LAST, above=())
    assert not repeats("Quay Courier " + "x" * LONGEST, LAST)
    assert not asked(repeats_on_site, Block("12.5 %"), None)


def test_a_site_of_which_nothing_is_known_loses_nothing():
    for rule in (repeats_on_site, closes_articles, is_struck_out):
        assert not rule(TEXT, Around(Draft(""), (TEXT, TEXT), 1))


@pytest.mark.parametrize(
    ("text", "line", "struck"),
    [
        ("Heed the quay!", "heed the quay", True),
        ("3 comments", "128 Comments", True),
        ("毎朝届く", "毎朝届く。", True),
        ("Heed the quay, he said.", "Heed the quay", False),
        ("Heed", "Heed the quay", False),
        ("* * *", "Heed the quay", False),
    ],
)
def test_lines_that_a_person_struck_out(text, line, struck):
    assert asked(is_struck_out, Block(text), None, cut=frozenset({fingerprint(line)})) == struck
    assert asked(is_struck_out, Block(text), None, above=(), cut=frozenset({fingerprint(line)})) == struck


# What hangs from a line that closes articles


def part(text, *names, kind="paragraph"):
    return Block(text, kind, Evidence("p", ("p", *names, "main"), frozenset()))


STORY = tuple(part(f"{number}. {LONG}", "div text") for number in range(4))
LEAD_IN = part("More from the Courier", "section more")
TEASER = part("Mayor falls in", "section more")


def closes(*blocks, known=LAST, lead_in=LEAD_IN):
    """Return which of the blocks below the story hang from the lead-in."""
    notes = SiteNotes(1, {fingerprint(lead_in.text): known} if known else {})
    every = (*STORY, *blocks)
    return [
        closes_articles(block, Around(Draft(""), every, index, notes))
        for index, block in enumerate(every)
        if index >= len(STORY)
    ]


def test_what_stands_below_it_in_another_part_of_the_page():
    assert closes(LEAD_IN, TEASER, part(LONG, "section more")) == [False, True, True]
    assert closes(part("続きを読む", "section more"), TEASER, lead_in=part("続きを読む")) == [False, True]


def test_what_stands_where_the_text_stands_stays():
    assert closes(LEAD_IN, part(LONG, "div text"), TEASER) == [False, False, True]


@pytest.mark.parametrize("known", [None, FIRST, MIDDLE])
def test_below_a_line_that_closes_nothing_all_stays(known):
    assert closes(LEAD_IN, TEASER, known=known) == [False, False]


def test_below_a_sentence_all_stays():
    sentence = part("The Quay Courier floats.", "section more")
    assert closes(sentence, TEASER, lead_in=sentence) == [False, False]


def test_blocks_without_a_page_stay():
    assert closes(LEAD_IN, Block("Mayor falls in")) == [False, False]


def test_what_stands_above_it_stays():
    assert closes(TEASER, LEAD_IN) == [False, False]


def test_a_list_ends_somewhere():
    blocks = [part(f"Mayor falls in, part {number}", "section more") for number in range(LONGEST_LIST + 9)]
    assert closes(LEAD_IN, *blocks)[-1] is False
