from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from db.engine import open_reader
from db.filter import Filter
from db.search import Marks, search
from db.store import Store

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(place, store, reader, make_kept):
    store.extend(
        [
            make_kept(1, title="Lake freezes", paragraphs=("Thin ice on the river.",), published=START),
            make_kept(2, title="Weather", paragraphs=("The lake is open.", "No ice."), published=START + DAY),
            make_kept(3, title="Zürich votes", paragraphs=("A river of words. " * 50 + "Then a vote.",), site="b.org"),
            make_kept(4, title=None, paragraphs=("Nothing.",), language="de", published=None),
        ]
    )
    return reader


def ids(engine, words, **only):
    return [hit.id for hit in search(engine, words, only=Filter(**only))]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lake", [1, 2]),  # the headline counts more
        ("LAKE ice", [1, 2]),
        ('"thin ice"', [1]),
        ('"ice thin"', []),
        ("ice -river", [2]),
        ('ice -"no ice"', [1]),
        ("freez*", [1]),
        ("freez", []),
        ("zurich", [3]),
        ("lake AND ice", []),
        ("unheard", []),
        ("lake ***", [1, 2]),
    ],
)
def test_words(shelf, words, expected):
    assert ids(shelf, words) == expected


def test_without_words_the_newest_come_first(shelf):
    assert ids(shelf, "") == [3, 2, 1, 4]
    assert ids(shelf, "-ice") == [3, 4]
    assert search(shelf, "")[1].snippet == "The lake is open.\nNo ice."
    assert search(shelf, "")[0].score == 0.0


def test_filters(shelf):
    assert ids(shelf, "river", site="b.org") == [3]
    assert ids(shelf, "lake", since=START + DAY) == [2]
    assert ids(shelf, "lake", until=START + DAY) == [1]
    assert ids(shelf, "nothing", language="de") == [4]
    assert ids(shelf, "nothing", language="en") == []
    assert ids(shelf, "", language="de") == [4]


def test_a_hit_says_what_was_found(shelf):
    (hit,) = search(shelf, "vote")
    assert (hit.title, hit.site, hit.url) == ("Zürich votes", "b.org", "https://www.example.com/3")
    assert hit.published == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert hit.published.tzinfo is UTC
    assert hit.score > 0
    assert "Then a [vote]." in hit.snippet
    assert len(hit.snippet) < 200
    assert "<b>vote</b>" in search(shelf, "vote", marks=Marks("<b>", "</b>"))[0].snippet


def test_the_best_come_first_and_no_more_than_asked_for(shelf):
    scores = [hit.score for hit in search(shelf, "lake")]
    assert scores == sorted(scores, reverse=True)
    assert len(search(shelf, "lake", limit=1)) == 1
    assert len(search(shelf, "", limit=3)) == 3


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    place = tmp_path_factory.mktemp("search") / "copydesk.db"
    Store.open(place).close()
    opened = open_reader(place)
    yield opened
    opened.dispose()


ANY_TEXT = st.text(st.characters(exclude_categories=()))
LIKE_SYNTAX = st.text(st.sampled_from("ab\"*-+^:(){}\\' \0\ud800NEAR,²½"))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT | LIKE_SYNTAX)
@example('"')
@example("² -²")
@example("a -² b")
@example("\N{COMBINING ACUTE ACCENT}")
def test_no_words_are_an_error(engine, words):
    assert search(engine, words) == []
