import pytest

from pipeline import RawPage, clean
from pipeline.article import Block, Draft
from pipeline.rules.around import Around
from pipeline.rules.remains import LONGEST_ROW, is_left_between

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


def asked(*texts, holes, kind="paragraph"):
    blocks = (Block(LONG), *(Block(text, kind) for text in texts))
    places = (Around(Draft(""), blocks, index, holes=frozenset(holes)) for index in range(len(blocks)))
    return [is_left_between(around.block, around) for around in places]


@pytest.mark.parametrize("text", ["Top of the lake", "Related topics:", "There was an error processing it."])
def test_a_line_between_two_that_are_gone(text):
    assert asked(text, holes=[1, 2]) == [False, True]
    assert asked(text, text, holes=[1, 3]) == [False, True, True]


@pytest.mark.parametrize("holes", [[], [1], [2], [0], [0, 1]])
def test_a_line_with_a_hole_on_one_side_stays(holes):
    assert not any(asked("Top of the lake", holes=holes))


@pytest.mark.parametrize("text", ["The lake froze.", LONG, "Ice " * 40])
def test_sentences_between_stay(text):
    assert not any(asked(text, holes=[1, 2]))
    assert not any(asked("Top of the lake", text, holes=[1, 3]))


def test_quotations_and_rows_longer_than_a_few_stay():
    assert not any(asked("Top of the lake", holes=[1, 2], kind="quote"))
    row = (LONGEST_ROW + 1) * ["Top of the lake"]
    assert not any(asked(*row, holes=[1, 1 + len(row)]))
    assert all(asked(*row[1:], holes=[1, len(row)])[1:])


def test_lines_above_a_paragraph_stay():
    assert not any(asked("Top of the lake", LONG, holes=[1, 2]))


def test_lines_between_what_other_rules_cut_go_and_can_be_had_back():
    lines = [LONG, LONG.replace("lake", "pond"), "Source: IANS", "Latest news of the lake", "Comments", "Share"]
    text = "\n".join(lines)
    article = clean(RawPage("", text.encode(), "text/plain; charset=utf-8; header=absent"))
    assert article.paragraphs == tuple(lines[:2])
    assert [edit.before.strip() for edit in article.edits if edit.rule == "is_left_between"] == [lines[3]]
    assert article.original() == text


def test_what_was_cut_above_the_text_is_no_sign():
    lines = ["By Ann Lee", "Top of the lake", LONG, LONG.replace("lake", "pond"), "And nobody knew why"]
    article = clean(RawPage("", "\n".join(lines).encode(), "text/plain; charset=utf-8; header=absent"))
    assert article.paragraphs == tuple(lines[1:])
