import pytest

from db.scripts import close_letters, space_letters, spaced


@pytest.mark.parametrize("text", ["The lake froze.", "Der See fror zu", "Озеро замёрзло", "호수가 얼었다", "झील जम गई"])
def test_scripts_with_spaces_are_left_alone(text):
    assert spaced(None, text) is None


@pytest.mark.parametrize("text", ["北京", "ひらがな", "กรุงเทพ", "ນະຄອນ", "ဗမာ", "ភ្នំពេញ"])
def test_each_letter_is_a_word(text):
    assert space_letters(text).split() == list(text)
    assert close_letters(space_letters(text)) == text


def test_title_and_text_are_both_in_it():
    assert spaced("北京", "The ice").split() == ["北", "京", "The", "ice"]
