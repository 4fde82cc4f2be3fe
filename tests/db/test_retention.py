from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.again import ALL
from db.errors import BodyLetGoError, DatabaseError
from db.export import pages
from db.filter import Filter
from db.read import get_article, get_page
from db.refusals import Refusals, refused_pages
from db.retention import CHUNK, days_to_keep, give_back, leant_on, would_let_go
from db.store import Store
from db.tables import PageRow

NOISE = bytes(range(256)) * 80


@pytest.fixture
def when(make_page):
    return make_page().fetched_at


@pytest.fixture
def make(make_kept, make_page, when):
    """An article whose page, of some days ago, is like the others of its site."""

    def make(number: int, days: int, site: str = "a.org"):
        url = f"https://www.{site}/{number}"
        body = b"<p>%d</p>" % number + NOISE
        page = make_page(url=url, body=body, fetched_at=when - timedelta(days=days))
        return make_kept(page_=page, title=f"Title {number}", site=site, edits=())

    return make


@pytest.fixture
def stored(reader):
    """What is in the rows of all pages: number, whether there is a body, and the reference."""

    def stored():
        query = select(PageRow.id, PageRow.body, PageRow.reference_id).order_by(PageRow.id)
        with reader.connect() as connection:
            return [(number, bool(body), reference) for number, body, reference in connection.execute(query)]

    return stored


def test_the_bodies_of_old_pages_go_and_all_else_stays(store, reader, make, when, stored):
    given = [make(number, days) for number, days in enumerate([40, 30, 20], 1)]
    store.extend([given[0]])
    store.extend([make(9, 50, "b.org")])
    before = when - timedelta(days=25)
    articles = [get_article(reader, number) for number in (1, 2)]
    assert would_let_go(reader, before) == store.let_go(before)
    assert stored() == [(1, False, None), (2, False, None)]
    assert [get_article(reader, number) for number in (1, 2)] == articles
    with reader.connect() as connection:
        row = connection.execute(select(PageRow.key, PageRow.url, PageRow.body_size)).first()
    assert row == (given[0].page.key, given[0].page.url, len(given[0].page.body))


def test_nothing_is_stored_twice_because_of_it(store, make, when, stored):
    old = make(1, 40)
    store.extend([old])
    store.let_go(when)
    assert store.holds([old.page]) == [True]
    assert store.extend([old]) == (0, 0, 1, 0)
    assert len(stored()) == 1


def test_what_reads_the_page_is_told(store, reader, make, when):
    store.extend([make(1, 40)])
    store.let_go(when)
    with pytest.raises(BodyLetGoError, match=r"page 1 \(https://www.a.org/1\), of 2026-01-20, is older than pages are"):
        get_page(reader, 1)
    assert list(pages(reader, Filter())) == [(1, None)]
    assert [(again.article_id, again.is_let_go) for again in store.pages(ALL, 10)] == [(1, True)]


def test_a_refused_page_is_not_tried_again(store, reader, make_refused, when):
    store.extend([make_refused(1)])
    assert len(refused_pages(reader, Refusals(), 10)) == 1
    store.let_go(when + timedelta(days=1))
    assert refused_pages(reader, Refusals(), 10) == []


def test_a_page_that_is_leant_on_keeps_its_body_until_none_that_is_kept_leans_on_it(store, reader, make, when, stored):
    young = make(3, 10)
    store.extend([make(1, 40), make(2, 30), young])
    assert [reference for _, _, reference in stored()] == [None, 1, 1]
    before = when - timedelta(days=20)
    assert (would_let_go(reader, before).pages, leant_on(reader, before)) == (1, 1)
    assert store.let_go(before).pages == 1
    assert stored() == [(1, True, None), (2, False, None), (3, True, 1)]
    assert get_page(reader, 3) == young.page
    assert would_let_go(reader, when).pages == store.let_go(when).pages == 2
    assert stored() == [(1, False, None), (2, False, None), (3, False, None)]


def test_one_that_was_let_go_is_no_reference_any_more(store, reader, make, when, stored):
    store.extend([make(1, 40)])  # it is in the store's memory now
    store.let_go(when - timedelta(days=20))
    store.extend([make(2, 10)])
    assert stored() == [(1, False, None), (2, True, None)]
    assert get_page(reader, 2) == make(2, 10).page


def test_nor_is_it_where_another_process_let_it_go(store, reader, place, *, make, when, stored):
    store.extend([make(1, 40)])
    with Store.open(place) as other:
        other.let_go(when - timedelta(days=20))
    store.extend([make(2, 10)])
    assert stored() == [(1, False, None), (2, True, None)]
    assert get_page(reader, 2) == make(2, 10).page


def test_an_empty_page_is_none_that_was_let_go(store, reader, make_kept, make_page):
    store.extend([make_kept(page_=make_page(body=b""))])
    assert get_page(reader, 1).body == b""
    assert next(pages(reader, Filter()))[1].body == b""


def test_many_go_in_chunks(store, make, when, stored):
    count = 2 * CHUNK + 1
    for start in range(0, count, 50):
        store.extend(make(number, 40) for number in range(start, min(start + 50, count)))
    with store._writer.begin() as connection:
        connection.execute(update(PageRow).where(PageRow.id > count - 2).values(fetched_at=when))
    assert store.let_go(when - timedelta(days=1)).pages == count - 3
    kept = [number for number, has_body, _ in stored() if has_body]
    assert kept == [1, count - 1, count]
    assert store.let_go(when - timedelta(days=1)) == (0, 0)


def test_the_room_is_given_back(store, place, make_kept, make_page, when):
    for number in range(50):
        body = (number * 7919).to_bytes(4, "big").hex().encode() * 2 + bytes(range(256)) * 20
        store.extend([make_kept(page_=make_page(number, body=body, url=f"https://s{number}.org/"), edits=())])
    store.let_go(when + timedelta(days=1))
    store.close()
    size = place.stat().st_size
    engine = Store.open(place)._writer
    give_back(engine)
    engine.dispose()
    assert place.stat().st_size < size


@pytest.mark.parametrize("said", ["soon", "-1", "1.5", "²"])
def test_a_setting_that_is_no_number_is_told(said):
    with pytest.raises(DatabaseError, match=r"COPYDESK_KEEP_PAGES is .*: give a number of days, as in 30"):
        days_to_keep(said)
