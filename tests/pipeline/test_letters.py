"""The letters of a text."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from pipeline.letters import letters


def one_by_one(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def test_every_character_there_is():
    for code in range(sys.maxunicode + 1):
        text = f"a{chr(code)}B"
        assert letters(text) == one_by_one(text)


@given(st.text() | st.text("aB7 _.’ß\ud800İ"))
def test_any_text(text):
    assert letters(text) == one_by_one(text)
