"""The types that travel."""

import pytest
from courlan import normalize_url
from hypothesis import example, given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from pipeline.article import PLAIN, Article, Edit, RawPage, Where, url_key

HOSTS = st.text("ab0-.", max_size=8).map(lambda text: text + "x.example") | st.text("aA0-.:@[]xn\u00e9", max_size=12)
PATHS = st.lists(st.text("aB9-_~,.", max_size=5)).map("/".join) | st.text("aB9-._~,/:;%2f&#?= \n\u00e9", max_size=20)
ADDRESSES = st.builds(
    "{}{}{}{}".format, st.sampled_from(["http://", "https://", "HTTP://", "ftp://", ""]), HOSTS, st.just("/"), PATHS
)


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


@given(ADDRESSES)
@example("https://example.com/a//b")
@example("https://example.com/a/./b")
@example("https://example.com/a/.hidden")
@example("https://xn--bcher-kva.example/a")
@example("https://example.com/a\n")
@example("https://example.com")
@example("https://example.com/a;b=1/%7ec")
def test_quickly_told_keys_are_those_that_are_stored(url):
    try:
        key = canonicalize_url(normalize_url(url))
    except ValueError:
        key = url.strip()
    assert url_key(url) == key


def test_most_addresses_of_articles_are_their_own_key():
    assert PLAIN.fullmatch("https://www.example.co.uk/news/2026/03/the-lake-froze,1234.html")
    assert not PLAIN.fullmatch("https://www.example.co.uk/news?utm_source=x")
