from datetime import timedelta

import pytest

from db.export import newest, pages
from db.filter import Filter


def test_the_newest_come_first_and_those_without_a_date_last(store, reader, make_kept):
    when = make_kept().article.published
    dates = [when, None, when + timedelta(days=2), when + timedelta(days=1)]
    store.extend(make_kept(number, published=date) for number, date in enumerate(dates, 1))
    assert [number for number, _ in newest(reader, Filter(), 10)] == [3, 4, 1, 2]
    assert [number for number, _ in newest(reader, Filter(), 2)] == [3, 4]
    assert [number for number, _ in newest(reader, Filter(since=when + timedelta(days=1)), 10, after=3)] == [4]


def test_pages_come_back_to_the_byte_in_the_order_of_their_articles(store, reader, make_kept, make_refused):
    given = [make_kept(number) for number in range(1, 41)]
    store.extend([make_refused(99), *given])
    found = list(pages(reader, Filter()))
    assert [number for number, _ in found] == list(range(1, 41))
    assert [page for _, page in found] == [each.page for each in given]
    assert [number for number, _ in pages(reader, Filter(), after=38)] == [39, 40]
    assert list(pages(reader, Filter(site="else.example"))) == []


@pytest.mark.parametrize("read", [pages, lambda engine, only: newest(engine, only, 1_000)])
def test_all_are_of_one_state_of_the_database(store, reader, make_kept, read):
    store.extend(make_kept(number) for number in range(1, 151))
    found = read(reader, Filter())
    next(found)
    store.extend(make_kept(number) for number in range(151, 161))
    assert len(list(found)) == 149
    assert len(list(read(reader, Filter()))) == 160
