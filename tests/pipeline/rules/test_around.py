import pytest

from pipeline.article import Block, Draft
from pipeline.rules.around import LAST_PARAGRAPHS, Around, near_end

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


def places(*texts):
    """Return of each block whether it is near the end."""
    blocks = tuple(map(Block, texts))
    return [near_end(Around(Draft(""), blocks, index)) for index in range(len(blocks))]


def test_the_end_of_a_long_article_is_its_last_five_lines():
    assert places(*15 * [LONG]) == 10 * [False] + 5 * [True]


def test_the_end_of_a_short_article_is_its_last_third():
    assert places(*9 * [LONG]) == 6 * [False] + 3 * [True]
    assert places(*5 * [LONG]) == 3 * [False] + 2 * [True]


def test_the_first_line_is_never_near_the_end():
    assert places("Ice.") == [False]
    assert places("Ice.", "Ice.") == [False, True]


@pytest.mark.parametrize("left_over", [1, 9, 30])
def test_short_lines_below_do_not_count(left_over):
    places_of_lines = places(*3 * [LONG], "Comments", *left_over * ["Mayor falls in"])
    assert places_of_lines[3:] == (1 + left_over) * [True]


@pytest.mark.parametrize(
    ("below", "near"), [(0, True), (LAST_PARAGRAPHS - 1, True), (LAST_PARAGRAPHS, False), (99, False)]
)
def test_what_has_few_paragraphs_below_it_is_near_the_end(below, near):
    blocks = tuple(Block(str(number)) for number in range(40))
    assert near_end(Around(Draft(""), blocks, 5, paragraphs_below=below)) == near
    assert not near_end(Around(Draft(""), blocks, 0, paragraphs_below=below))


def test_paragraphs_are_counted_where_nobody_did():
    blocks = tuple(map(Block, ("Ice.", LONG, "Lake", LONG, "Ice.")))
    assert [Around(Draft(""), blocks, index).paragraphs_below for index in range(5)] == [2, 1, 1, 0, 0]
    assert Around(Draft(""), blocks, 0, paragraphs_below=7).paragraphs_below == 7
