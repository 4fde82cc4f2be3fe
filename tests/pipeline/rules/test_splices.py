import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Block, Draft
from pipeline.rules.around import Around
from pipeline.rules.splices import mend_there_is_splice, part_fused_name


def mended(rule, text):
    return rule(Block(text), Around(Draft(""), (Block(text),), 0))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Russia There is a sizeable presence in Kabul.", "Russia has a sizeable presence in Kabul."),
        ("It froze. Iceland There were two volcanoes awake.", "It froze. Iceland had two volcanoes awake."),
        ("The Bank of England There is no plan.", "The Bank of England has no plan."),
        ("Why? Norway There are many lakes.", "Why? Norway has many lakes."),
        ("“It froze.” Norway There was some ice.", "“It froze.” Norway had some ice."),
        ("Geneva There were protests on Sunday night.", "Geneva had protests on Sunday night."),
        ("It froze. Geneva There are long queues at the quay.", "It froze. Geneva has long queues at the quay."),
        ("Bodø There are 300 boats. Russia There is a lake.", "Bodø has 300 boats. Russia has a lake."),
    ],
)
def test_a_name_before_there_is(before, after):
    assert mended(mend_there_is_splice, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "Asked about Russia. There is little left to say.",
        "France? There is no second chance.",
        "Only There is a chance of rain.",
        "The There is a play.",
        "Russia There is a chance",
        "He said of Russia There is a chance.",
        "Russia There is hope.",
        "Highlights There are several ways to the lake.",
        "Geneva There are always boats.",
        "Geneva There is protests.",
        "Geneva There are fears that it froze.",
        "In Geneva There are queues.",
        "Russia There exists a lake.",
        "russia There is a lake.",
        "Russia there is a lake.",
        "",
    ],
)
def test_sentences_that_are_right_or_unknown_are_left_alone(text):
    assert mended(mend_there_is_splice, text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The talks failed GenevaThe host of the talks has offered more.",
         "The talks failed. Geneva, the host of the talks, has offered more."),
        ("Although it gave no figures BakhmutThe city in the east has been a ruin.",
         "Although it gave no figures, Bakhmut, the city in the east, has been a ruin."),
        ("They met in GenevaThe host of the talks has offered more.",
         "They met in Geneva. The host of the talks has offered more."),
        ("It froze. When it gave way New YorkThe city of lakes was cold.",
         "It froze. When it gave way, New York, the city of lakes, was cold."),
    ],
)  # fmt: skip
def test_a_name_fused_with_the_next_sentence(before, after):
    assert mended(part_fused_name, before) == after


@pytest.mark.parametrize(
    "text",
    [
        "She wrote for TheWrap and said BuzzFeedThe was no word.",
        "They met in Geneva. The host has offered more.",
        "The talks failed GenevaThe.",
        "The talks failed GenevaThe host, a city, offered more.",
        "The talks failed genevaThe host has offered more.",
        "GenevaThe host has offered more.",
        "Ice and WeatherThe lake of the town has frozen.",
        "",
    ],
)
def test_other_words_with_the_inside_are_left_alone(text):
    assert mended(part_fused_name, text) == text


PARTS = [
    "Russia",
    " There is a ",
    "lake",
    " ",
    ". ",
    "GenevaThe host",
    " has ",
    "The ",
    "in ",
    "Although ",
    "!",
    "”",
    "New ",
    ",",
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_no_content_word_is_lost(text):
    """Little words may go, names and nouns may not."""
    for rule in (mend_there_is_splice, part_fused_name):
        better = mended(rule, text)
        for word in ("Russia", "lake", "Geneva", "host", "New"):
            assert better.count(word) == text.count(word)
