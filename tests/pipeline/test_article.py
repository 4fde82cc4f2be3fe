"""The types that travel."""

import pytest

from pipeline.article import Article, Edit, RawPage, Where


def test_undo_says_when_text_and_edits_do_not_belong_together():
    article = Article("", paragraphs=("The lake froze.",), edits=(Edit("rule", Where("text", 4), "pond", "sea"),))
    with pytest.raises(ValueError, match=r"edit rule at text:4: expected 'sea', found 'lak'"):
        article.original()


def test_the_same_address_in_another_spelling_is_the_same_page():
    one = RawPage("https://Example.com:443/a/?b=2&a=1&utm_source=x#top", b"x")
    assert one.key == RawPage("https://example.com/a/?a=1&b=2", b"x").key
    assert one.key != RawPage("https://example.com/a/?a=1&b=3", b"x").key


def test_a_broken_address_still_has_an_identity():
    assert len(RawPage("https://[::1/\ud800", b"x").key) == 64
