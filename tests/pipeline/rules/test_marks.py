import tomllib
from pathlib import Path

import pytest

from pipeline.rules import marks

WORDS = tomllib.loads((Path(marks.__file__).parent / "marks.toml").read_text("utf-8"))
LISTED = [(name, word) for name, words in WORDS.items() for word in words]


PATTERNS = {
    "asks": marks.ASKS,
    "offers": marks.OFFERS,
    "promises": marks.PROMISES,
    "notices": marks.NOTICES,
    "labels": marks.LABEL,
    "rights": marks.RIGHTS,
    "readers": marks.READERS,
}


@pytest.mark.parametrize("word", WORDS["elsewhere"])
def test_every_pointer_is_found_whole(word):
    for text in (f"{word}: x", f"» {word}: x", word):
        found = marks.ELSEWHERE.match(text.casefold())
        assert found is not None
        assert len(found["mark"]) >= len(word.casefold())
        assert bool(found["bar"]) == (":" in text)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_word_is_found(name):
    pattern = PATTERNS[name]
    texts = [text for word in WORDS[name] for text in (word, f"({word})", f"{word}, x")]
    assert [text for text in texts if not pattern.search(text.casefold())] == []


def test_every_word_is_found_in_capitals():
    words = [(pattern, word) for name, pattern in PATTERNS.items() for word in WORDS[name] if "ı" not in word]
    words += [(marks.ELSEWHERE, word) for word in WORDS["elsewhere"] if "ı" not in word]
    assert [word for pattern, word in words if not pattern.search(word.upper().casefold())] == []


@pytest.mark.xfail(
    strict=True, reason="the small form of Turkish I is i after casefold(), so words with ı are not found"
)
@pytest.mark.parametrize(("pattern", "text"), [(marks.OFFERS, "KANALIMIZ"), (marks.RIGHTS, "TÜM HAKLARI SAKLIDIR")])
def test_turkish_is_found_in_capitals(pattern, text):
    assert pattern.search(text.casefold())


def test_words_of_scripts_with_spaces_are_whole():
    assert marks.ELSEWHERE.match("related: x")["mark"] == "related"
    for text in ("relatedness: x", "watching: x", "alsob: x", "mehr themenabende"):
        assert marks.ELSEWHERE.match(text) is None
    assert marks.OFFERS.search("an apple and a whatsappening") is None
    assert marks.ASKS.match("getting") is None
    assert marks.LABEL.fullmatch("shares") is None


def test_the_longest_mark_is_taken():
    assert marks.ELSEWHERE.match("read more: x")["mark"] == "read more"
    assert marks.ELSEWHERE.match("more on this story: x")["mark"] == "more on this story"


def test_space_in_a_mark_is_any_white_space():
    assert marks.ELSEWHERE.match("read\u00a0  more: x")
    assert marks.RIGHTS.search("all\trights\nreserved")


def test_no_list_is_empty_and_every_word_is_written_as_it_is_matched():
    assert all(WORDS.values())
    assert [word for _, word in LISTED if word != word.strip() or not word] == []
    assert [
        word for _, word in LISTED if word != word.casefold() and word.casefold() not in word.lower().casefold()
    ] == []


@pytest.mark.parametrize("name", ["read_calls", "text_calls"])
def test_every_pointer_within_a_text_is_found(name):
    for word in WORDS[name]:
        for text in (f"{word}: X", f"{word} | X", f"It froze. {word}: X"):
            found = marks.POINTER.search(text)
            assert found is not None
            assert found["call"] == word
        assert marks.POINTER.search(f"It froze {word}: X") is None
        assert marks.POINTER.search(f"{word} X") is None
