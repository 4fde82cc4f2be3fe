from urllib.parse import parse_qsl, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.web.asked import FIELDS, MOST_LETTERS, MOST_PAGES, Asked, asked_of


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*FIELDS, "page", "other"]), st.text(max_size=20)))
def test_any_address_asks_for_something_and_is_told_again_in_full(given_):
    asked = asked_of(given_)
    assert 1 <= asked.page <= MOST_PAGES
    asked.wanted()
    address = urlsplit(asked.address(page=asked.page))
    assert (address.scheme, address.netloc, address.path) == ("", "", "/search")
    assert asked_of(dict(parse_qsl(address.query, keep_blank_values=True))) == asked


def test_what_is_too_long_is_cut():
    assert len(asked_of({"q": "x" * 1_000_000}).q) == MOST_LETTERS


def test_a_choice_can_be_taken_away():
    asked = Asked("ice", site="a.org", language="de")
    assert asked.chosen == [("site", "a.org"), ("language", "de")]
    assert asked.address(site="") == "/search?q=ice&language=de"
