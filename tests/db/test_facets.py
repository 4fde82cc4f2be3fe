from datetime import UTC, datetime

import pytest

from db.facets import SHOWN, Facets, facets
from db.filter import Filter


@pytest.fixture
def shelf(store, reader, make_kept):
    store.extend(
        [
            make_kept(1, published=datetime(2026, 1, 31, 23, tzinfo=UTC), source="north"),
            make_kept(2, published=datetime(2026, 2, 1, tzinfo=UTC), site="b.org", language="de"),
            make_kept(3, published=datetime(2026, 2, 2, tzinfo=UTC), site="b.org"),
            make_kept(4, published=None, site=None, language=None, title="Ice"),
        ]
    )
    return reader


def test_what_fits_is_counted_by_kind(shelf):
    everything = Facets(
        {"b.org": 2, "example.com": 1},
        {"en": 2, "de": 1},
        {"north": 1},
        {"2026-01": 1, "2026-02": 2},
        4,
        is_all=True,
    )
    assert facets(shelf) == everything
    assert list(facets(shelf).sites) == ["b.org", "example.com"]
    assert facets(shelf, "froze").counted == 3
    assert facets(shelf, "-froze") == Facets({}, {}, {}, {}, 1, is_all=True)
    assert facets(shelf, "froze", Filter(site="b.org")).languages == {"en": 1, "de": 1}
    assert facets(shelf, "unheard").counted == 0


def test_of_many_the_last_are_counted(shelf):
    assert facets(shelf, most=2) == Facets({"b.org": 1}, {"en": 1}, {}, {"2026-02": 1}, 2, is_all=False)


def test_only_the_most_frequent_are_shown(store, reader, make_kept):
    store.extend(make_kept(number, site=f"s{number % 30}.org") for number in range(40))
    assert list(facets(reader).sites.values()) == [2] * 10 + [1] * (SHOWN - 10)
