import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.scripts import END, START, close_letters, space_letters
from db.snippets import LONGEST, Phrase, snippet

LONG = "Nothing here. " * 50 + "The thin ice of the lake broke. " + "Nothing there. " * 50


def read(text, *wanted):
    return snippet(text, wanted, str.lower).replace(START, "[").replace(END, "]")


def test_the_stretch_with_most_of_it():
    found = read("ice " + LONG, Phrase(("ice",)), Phrase(("lake",)))
    assert "The thin [ice] of the [lake] broke." in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found.split()) < 30


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Phrase(("thin", "ice")), "[Thin ice], thin lake"),
        (Phrase(("thin", "la"), is_prefix=True), "Thin ice, [thin lake]"),
        (Phrase(("la",)), "Thin ice, thin lake"),
        (Phrase(()), "Thin ice, thin lake"),
    ],
)
def test_phrases_are_marked_whole(wanted, expected):
    assert read("Thin ice, thin lake", wanted) == expected


def test_letters_of_scripts_without_spaces_are_marked_together():
    found = snippet(space_letters("北京和上海的工厂"), [Phrase(("上", "海"))], str.lower)
    assert close_letters(found) == f"北京和{START}上海{END}的工厂"


def test_a_text_without_words_has_none():
    assert read("… — …", Phrase(("a",))) == ""


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_it_is_a_part_of_the_text(text, words):
    found = snippet(text.replace(START, "").replace(END, ""), [Phrase((word,)) for word in words], str.lower)
    bare = found.replace(START, "").replace(END, "").removeprefix("…").removesuffix("…")
    assert bare.strip("…") in text.replace(START, "").replace(END, "")


def test_of_a_very_long_text_the_beginning_is_looked_at():
    assert "[lake]" not in read("word " * LONGEST + "lake", Phrase(("lake",)))
