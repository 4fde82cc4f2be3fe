import pytest

from pipeline.rules import vocabulary
from pipeline.rules.vocabulary import COMMON, common_words, is_word, tell_language


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "nb", "pl"])
def test_each_language_that_is_told_has_its_lists(language):
    words = vocabulary.LANGUAGES[language]
    assert tell_language(words) == language
    assert sum(word in common_words(language) for word in words) > len(words) - 2
    assert min(common_words(language).values()) >= COMMON


def test_rare_words_are_known():
    assert is_word("floe", "en")
    assert is_word("eisscholle", "de")
    assert not is_word("lakequay", "en")
    assert not is_word("lake", "xx")


def test_a_list_in_another_format_is_refused(monkeypatch):
    monkeypatch.setattr(vocabulary.msgpack, "unpackb", lambda _: [{"format": "cB", "version": 2}])
    with pytest.raises(ValueError, match="install wordfreq 3"):
        vocabulary._read("small_en")
