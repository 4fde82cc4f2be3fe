import pytest

from pipeline.article import Draft
from pipeline.rules.around import Around
from pipeline.rules.signs import SHORT, in_no_paragraph, is_link, is_open, near_end, stands_aside


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


def test_the_end_is_the_last_five_but_never_the_first(block):
    blocks = tuple(block(str(number)) for number in range(9))
    near = [near_end(Around(Draft(""), blocks, index)) for index in range(9)]
    assert near == [False] * 4 + [True] * 5
    assert not near_end(Around(Draft(""), blocks[:1], 0))
