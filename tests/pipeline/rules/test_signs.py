import pytest

from pipeline.article import Block, Evidence, Span
from pipeline.rules.signs import (
    SHORT,
    ends_in_link,
    in_no_paragraph,
    is_capitalised,
    is_link,
    is_open,
    is_paragraph,
    stands_aside,
)


@pytest.mark.parametrize(
    ("apart", "aside"),
    [("promo", True), ("x newsletter y", True), ("", False), ("story", False), ("promotional", False)],
)
def test_what_stands_aside_is_named_so(block, apart, aside):
    assert stands_aside(block("x", "div", apart=apart)) == aside
    assert not stands_aside(block("x"))


@pytest.mark.parametrize(("share", "link"), [(0, False), (0.5, False), (0.7, False), (0.8, True), (1, True)])
def test_a_link_is_one_from_four_fifths(block, share, link):
    assert is_link(block("0123456789", "p", share)) == link
    assert not is_link(block("0123456789"))
    assert not is_link(block("", "p", share))


@pytest.mark.parametrize("text", ["Lake freezes over", "More", "湖面结冰", "Озеро замёрзло", "A – b", "C&", ""])
def test_open_ends(block, text):
    assert is_open(block(text))


@pytest.mark.parametrize(
    "text",
    [
        "It froze.",
        "It froze. ",
        "It froze…",
        "“It froze”",
        "Froze (over)",
        "冻了。",
        "جمدت؟",
        "जमा।",
        "Who?",
        "x" * SHORT,
    ],
)
def test_ends_of_sentences_and_long_lines(block, text):
    assert not is_open(block(text))


@pytest.mark.parametrize("tag", ["p", "blockquote", "td", "h1", "h2", "h3"])
def test_tags_of_prose(block, tag):
    assert not in_no_paragraph(block("x", tag))
    assert not in_no_paragraph(block("x"))


@pytest.mark.parametrize("tag", ["div", "li", "section", "h4", "figcaption"])
def test_tags_of_no_prose(block, tag):
    assert in_no_paragraph(block("x", tag))


def with_links(text, *spans):
    return Block(text, "item", Evidence("li", ("li",), links=tuple(Span(*span) for span in spans)))


KICKED = "Weather: Lake freezes over"


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        ([(9, 26)], True),
        ([(0, 26)], True),
        ([(0, 7), (9, 26)], True),
        ([(9, 25)], True),
        ([(9, 20)], False),
        ([(0, 20)], False),
        ([(20, 26)], False),
        ([], False),
    ],
)
def test_a_block_that_ends_in_a_link(spans, ends):
    assert ends_in_link(with_links(KICKED, *spans)) == ends


def test_space_behind_a_link_does_not_count(block):
    assert ends_in_link(with_links(KICKED + "  ", (9, 26)))
    assert not ends_in_link(block(KICKED))
    assert not ends_in_link(Block(""))


PROSE = "The lake at the east quay froze over on Saturday morning, and nobody in the whole town fell in"


@pytest.mark.parametrize("end", [".", "!", "?", "…", ".”", "»", "।", "؟", ":", ")", ". "])
def test_a_paragraph_is_long_and_ends(block, end):
    assert is_paragraph(block(PROSE + end))
    assert is_paragraph(block(PROSE + end, "p"))
    assert is_paragraph(block(PROSE + end, "p", 0.5))


def test_what_is_no_paragraph(block):
    assert not is_paragraph(block(PROSE))
    assert not is_paragraph(block("The lake froze."))
    assert not is_paragraph(block(PROSE + ".", "p", 1.0))
    assert not is_paragraph(block(""))


def test_a_paragraph_in_a_script_without_spaces(block):
    assert is_paragraph(block("湖面在星期六早上结冰了，没有人掉进去。" * 5))


@pytest.mark.parametrize(
    "text", ["Lake freezes over [VIDEO]", "Lake freezes over [PHOTOS AND MAP]", "Озеро замёрзло [VIDEO] "]
)
def test_a_label_in_brackets_closes_no_sentence(block, text):
    assert is_open(block(text))


@pytest.mark.parametrize(
    "text", ["It froze [again]", "It froze [V]", "It froze. [VIDEO]", "It froze [2026]", "He said it [SIC].", "[VIDEO]"]
)
def test_other_brackets_do(block, text):
    assert not is_open(block(text))


@pytest.mark.parametrize("text", ["Ann Lee of the Quay Courier", "GETTY", "港新聞", "이안나", "Анна Ли", "an ox", ""])
def test_names_have_a_capital_or_a_script_without(text):
    assert is_capitalised(text)


@pytest.mark.parametrize("text", ["Ann Lee spoke", "the quay Courier", "Анна сказала", "über Nacht"])
def test_a_long_word_in_small_letters_is_no_name(text):
    assert not is_capitalised(text)
