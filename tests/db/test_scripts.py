import pytest

from db.scripts import END, START, close_letters, leave_out_vowels, space_letters, spaced


@pytest.mark.parametrize(
    "text", ["The lake froze.", "Der See fror zu", "Озеро замёрзло", "호수가 얼었다", "झील जम गई", "البحيرة", "האגם"]
)
def test_scripts_with_spaces_are_left_alone(text):
    assert spaced(None, text) is None


@pytest.mark.parametrize("text", ["北京", "ひらがな", "กรุงเทพ", "ນະຄອນ", "ဗမာ", "ភ្នំពេញ"])
def test_each_letter_is_a_word(text):
    assert space_letters(text).split() == list(text)
    assert close_letters(space_letters(text)) == text


def test_title_and_text_are_both_in_it():
    assert spaced("北京", "The ice").split() == ["北", "京", "The", "ice"]


@pytest.mark.parametrize("text", ["北京 上海", "AI芯片 2026", "in 北京, 上海", "น้ำ ท่วม"])
def test_spaces_of_the_text_stay(text):
    assert close_letters(space_letters(text)) == text


def test_marks_stay_around_their_words():
    stretch = space_letters("去北京吗").replace("北  京", f"{START}北  京{END}")
    assert close_letters(stretch) == f"去{START}北京{END}吗"
    assert close_letters(f"the {START}ice{END} melts") == f"the {START}ice{END} melts"


@pytest.mark.parametrize(("text", "bare"), [("كِتَاب", "كتاب"), ("שָׁלוֹם", "שלום"), ("جـــدا", "جدا"), ("हिन्दी", "हिन्दी")])
def test_vowels_that_most_leave_out(text, bare):
    assert leave_out_vowels(text) == bare
    assert spaced(None, text) == (bare if bare != text else None)
