import pytest

from pipeline.article import Block, Draft
from pipeline.rules.around import Around
from pipeline.rules.teasers import FEWEST, lists_teasers, names_twice, starts_anew

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."
TEASERS = [
    "- Mayor out as head of the quay The mayor would now be free to skate",
    "- Lee accepts challenge from Chen Lee seems to be getting colder with age",
    "- East quay vs. west quay preview The east quay is a win away from the cup",
    "- Results of the ice draft Here's what you need to know about the draft of ice",
]


def asked(*texts, below=(), kind="paragraph"):
    blocks = (Block(LONG), *(Block(text, kind) for text in texts), *map(Block, below))
    return [lists_teasers(each, Around(Draft(""), blocks, index)) for index, each in enumerate(blocks)]


@pytest.mark.parametrize("count", range(FEWEST, len(TEASERS) + 1))
def test_teasers_below_the_text(count):
    assert asked(*TEASERS[:count]) == [False, *count * [True]]
    assert asked(*(text[2:] for text in TEASERS[:count]), kind="item") == [False, *count * [True]]


def test_short_items_above_are_no_part_of_the_row():
    assert asked("- Wales: second time", *TEASERS) == [False, False, *4 * [True]]


@pytest.mark.parametrize(
    "texts",
    [
        TEASERS[: FEWEST - 1],
        [text[2:] for text in TEASERS],
        ["- The lake of the north freezes over every year"] * 4,
        ["- Ice: the lake froze. The mayor fell in. Nobody knew why"] * 4,
        ["- How The Lake Froze And What The Mayor Knew Of It"] * 4,
        [TEASERS[0], *4 * ["- The lake of the north freezes over every year"]],
    ],
)
def test_other_rows(texts):
    assert not any(asked(*texts))


def test_a_row_in_the_text_stays():
    assert not any(asked(*TEASERS, below=[LONG]))
    assert not any(asked(*TEASERS)[:1])


@pytest.mark.parametrize(
    "text", ["Lake freezes over It is the first time", "Lake freezes over Here's what is known of it"]
)
def test_a_sentence_that_starts_without_a_stop_before_it(text):
    assert starts_anew(text)


@pytest.mark.parametrize(
    "text",
    ["Lake freezes over. It is the first time", "Lake freezes over, It said",
     "Lake Freezes Over The Quay And Nobody Knows", "He and I swim here", "The lake", ""],
)  # fmt: skip
def test_texts_without_one(text):
    assert not starts_anew(text)


@pytest.mark.parametrize(
    ("text", "twice"),
    [("Lee falls in Lee said so", True), ("Lee: Lee said so", False), ("Lee falls in. Lee said so", False),
     ("Lee falls in", False), ("", False)],
)  # fmt: skip
def test_a_name_given_twice(text, twice):
    assert names_twice(text) == twice
