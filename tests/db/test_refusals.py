from dataclasses import replace

import pytest

from db.refusals import Refusals, count_refusals, refusals, refused_pages
from pipeline.article import RawPage, Reason, Refused

ALL = Refusals()


def address(number: int, source: str = "example") -> RawPage:
    return RawPage(f"https://www.example.com/{number}", b"", source=source, origin="spider:feed")


@pytest.fixture
def refuse(store):
    """Let an address be discovered and refused."""

    def refuse(number: int, reason: str, source: str = "example") -> None:
        store.discover([address(number, source)])
        store.extend([Refused(address(number, source), Reason(reason, f"because of {reason}"))])

    return refuse


def test_what_was_refused_is_listed_with_reason_and_count(store, reader, refuse):
    refuse(1, "http 404")
    refuse(2, "timed out")
    refuse(2, "timed out")
    assert count_refusals(reader, ALL) == {"http 404": 1, "timed out": 1}
    last = refusals(reader, ALL, 1)[0]
    assert (last.url, last.reason, last.detail, last.times) == (
        "https://www.example.com/2",
        "timed out",
        "because of timed out",
        2,
    )


def test_by_reason_and_source(store, reader, refuse):
    refuse(1, "http 404")
    refuse(2, "http 404", "other")
    refuse(3, "timed out", "other")
    assert count_refusals(reader, Refusals(frozenset({"http 404"}), frozenset({"other"}))) == {"http 404": 1}


def test_what_may_have_passed_is_asked_for_again(store, refuse):
    refuse(1, "http 404")
    refuse(2, "timed out")
    assert store.waiting(["example"], 10) == []
    assert store.ask_again(ALL) == {"example": 1}
    assert [page.url[-1] for page in store.waiting(["example"], 10)] == ["2"]


def test_a_reason_that_is_named_is_asked_for_again_whatever_it_is(store, refuse):
    refuse(1, "http 404")
    refuse(2, "timed out")
    assert store.ask_again(Refusals(frozenset({"http 404"}))) == {"example": 1}
    assert [page.url[-1] for page in store.waiting(["example"], 10)] == ["1"]


def test_what_was_given_up_is_asked_for_again(store, refuse):
    for _ in range(9):
        refuse(1, "timed out")
    assert store.ask_again(ALL) == {"example": 1}
    assert len(store.waiting(["example"], 10)) == 1


def test_what_is_stored_is_not_asked_for_again(store, refuse, make_kept):
    refuse(1, "timed out")
    store.extend([make_kept(1)])
    assert store.ask_again(ALL) == {}


def test_pages_whose_bodies_were_kept_come_back_in_order(store, reader, make_refused, make_page):
    pages = [make_page(number) for number in range(1, 4)]
    store.extend([make_refused(page_=page) for page in pages])
    store.extend([make_refused(page_=replace(make_page(9), body=b""))])
    first = refused_pages(reader, ALL, 2)
    rest = refused_pages(reader, ALL, 2, first[-1].number)
    assert [each.page.body for each in (*first, *rest)] == [page.body for page in pages]
