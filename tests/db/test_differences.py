import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.alignment import MOST_PAIRS
from db.differences import Stretch, count_words, differences, paragraphs


def shown(old, new):
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[state].format(text) for state, text in differences(old, new))


def check_lossless(old, new):
    stretches = differences(old, new)
    assert "".join(text for state, text in stretches if state != "added") == old
    assert "".join(text for state, text in stretches if state != "removed") == new
    assert all(text for _, text in stretches)
    return stretches


WORDS = st.sampled_from(
    ["ice", "Ice", "lake", "the", "a", "1,200", " ", "  ", "\n", "\n\n", ".", ",", "北", "京", "\t", "\u2028"]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS).map("".join), st.lists(WORDS).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_come_back(old, new):
    check_lossless(old, new)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["One two three.", "One two four.", "Five.", "Six seven eight nine.", ""])), st.data())
def test_both_texts_come_back_when_paragraphs_move(lines, data):
    check_lossless("\n".join(lines), "\n".join(data.draw(st.permutations(lines))))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The crane turned on Saturday.", "The crane turned on Sunday.", "The crane turned on [-Saturday-]{+Sunday+}."),
        ("It cost 1,200 euros.", "It cost 1,300 euros.", "It cost [-1,200-]{+1,300+} euros."),
        ("A b.", "A b.\nC d.", "A b.{+\nC d.+}"),
        ("A b.\nC d.", "C d.", "[-A b.\n-]C d."),
        ("A.\nB.\nC.", "A.\nC.", "A.\n[-B.\n-]C."),
        ("", "Ice", "{+Ice+}"),
        ("Ice", "", "[-Ice-]"),
        ("Same.", "Same.", "Same."),
        ("北京今天下雨了。", "北京昨天下雨了。", "北京[-今-]{+昨+}天下雨了。"),
    ],
)
def test_what_a_reader_sees(old, new, expected):
    assert shown(old, new) == expected


def test_paragraphs_are_aligned_before_words():
    """A new first paragraph does not drag the words of the next ones along, though they have most words in common."""
    old = "The lake froze on Monday.\nThe river froze on Tuesday."
    first = "The harbour froze in the night of Sunday, said many."
    new = f"{first}\nThe lake froze on Monday night.\nThe river froze on Tuesday."
    assert shown(old, new) == (f"{{+{first}\n+}}The lake froze on Monday{{+ night+}}.\nThe river froze on Tuesday.")


def test_sentences_that_have_only_small_words_in_common_are_not_mixed():
    start = "It was the coldest winter since the year in which the old harbour wall had been built by hand. "
    old, new = "The council said no to more money.", "A storm brought the ferry to no end of trouble."
    assert shown(start + old, start + new) == f"{start}[-{old[:-1]}-]{{+{new[:-1]}+}}."


def test_a_paragraph_that_moved_is_removed_and_added():
    assert shown("First one.\nSecond two.\nThird.", "Second two.\nThird.\nFirst one.") == (
        "[-First one.\n-]Second two.\nThird.{+\nFirst one.+}"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x\n" * 200_000, "x\n" * 190_000 + "y"),
        ("a b " * 50_000, "b a " * 50_000 + "c"),
        ("a\nb\n" * 50_000, "b\nb\na\n" * 30_000),
        (" ".join(map(str, range(50_000))), " ".join(map(str, reversed(range(50_000))))),
    ],
    ids=["one paragraph over and over", "two words", "two paragraphs", "backwards"],
)
def test_long_texts_end_in_linear_time(old, new):
    """Each of these would take difflib hours; here what is alike over long stretches is not looked for."""
    assert len(old) > MOST_PAIRS
    check_lossless(old, new)


def test_paragraphs_of_stretches():
    stretches = [Stretch("kept", "One "), Stretch("removed", "two"), Stretch("added", "2\nThree"), Stretch("kept", "")]
    assert list(paragraphs(stretches)) == [
        [Stretch("kept", "One "), Stretch("removed", "two"), Stretch("added", "2")],
        [Stretch("added", "Three")],
    ]


def test_words_are_counted_in_any_script():
    assert count_words([Stretch("added", "Ice on 北京, 1,200 e-mails."), Stretch("removed", "no")], "added") == 6
