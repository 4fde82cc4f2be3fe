from datetime import UTC, datetime, timedelta

import pytest

from db.filter import Filter
from db.read import articles
from db.search import search

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(store, reader, make_kept):
    other = {"paragraphs": ("A fourth lake froze, and nobody saw it.",), "edits": ()}
    alone = {"paragraphs": ("Another lake froze; its fish did not mind.",), "edits": ()}
    store.extend(
        [
            make_kept(1, published=START, authors=("Mara Lindqvist", "Ann Lee"), source="north", section="News"),
            make_kept(2, site="b.org", language="de", published=START + DAY, correction="It was another.", **alone),
            make_kept(3, site="c.org", language="fr", published=None, authors=("Émile Zátopek",), source="south"),
            make_kept(4, site=None, language=None, published=START + 2 * DAY, **other),
        ]
    )
    return reader


CASES = [
    ({}, [1, 2, 3, 4]),
    ({"site": "WWW.b.org"}, [2]),
    ({"site": ("b.org", "example.com")}, [1, 2]),
    ({"site": ()}, [1, 2, 3, 4]),
    ({"site": "no\ud800where"}, []),
    ({"source": "north"}, [1]),
    ({"source": ("north", "south")}, [1, 3]),
    ({"language": "DE"}, [2]),
    ({"language": ("de", "fr")}, [2, 3]),
    ({"section": "News"}, [1]),
    ({"since": START + DAY}, [2, 4]),
    ({"until": START + DAY}, [1]),
    ({"since": START, "until": START + DAY}, [1]),
    ({"author": "mara lindqvist"}, [1]),
    ({"author": "LEE"}, [1]),
    ({"author": "zatopek"}, [3]),
    ({"author": "Lind"}, []),
    ({"author": "Lindqvist Ann"}, []),
    ({"author": "%"}, []),
    ({"has_correction": True}, [2]),
    ({"author": "Lee", "site": "example.com", "since": START, "language": "en"}, [1]),
    ({"author": "Lee", "has_correction": True}, []),
    ({"copy_of": 1}, [3]),
    ({"copy_of": 2}, []),
]


@pytest.mark.parametrize(("only", "expected"), CASES, ids=str)
def test_all_ways_of_asking_choose_the_same(shelf, only, expected):
    chosen = Filter(**only)
    assert sorted(hit.id for hit in search(shelf, "", only=chosen)) == expected
    assert sorted(hit.id for hit in search(shelf, "froze", only=chosen)) == expected
    assert sorted(hit.id for hit in search(shelf, "froze", only=chosen, newest=True)) == expected
    assert sorted(hit.id for hit in search(shelf, "-unheard", only=chosen)) == expected
    assert [number for number, _ in articles(shelf, chosen)] == expected
    assert [number for number, _ in articles(shelf, chosen, words="froze")] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("site:www.b.org", [2]),
        ("-site:b.org", [1, 3, 4]),
        ("froze -site:b.org -language:fr", [1, 4]),
        ("author:lee", [1]),
        ('froze author:"Mara Lindqvist"', [1]),
        ("-author:lee", [2, 3, 4]),
        ("source:south OR froze", [3]),
        ("language:", []),
    ],
)
def test_fields_within_the_words(shelf, words, expected):
    assert sorted(hit.id for hit in search(shelf, words)) == expected


def test_copies_are_the_others_of_the_story(shelf):
    assert [hit.id for hit in search(shelf, "", only=Filter(copy_of=1))] == [3]
    assert [hit.id for hit in search(shelf, "froze", only=Filter(copy_of=3))] == [1]
    assert search(shelf, "", only=Filter(copy_of=4)) == []
    assert search(shelf, "", only=Filter(copy_of=99)) == []
