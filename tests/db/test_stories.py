import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from db.filter import Filter
from db.read import articles
from db.stories import story_of
from db.tables import ArticleRow

ICE = tuple(
    " ".join(random.Random(line).choices([f"word{place}" for place in range(3_000)], k=30)) for line in range(8)
)


def on(day: int) -> datetime:
    return datetime(2026, 1, day, tzinfo=UTC)


@pytest.fixture
def story(store, make_kept, make_page):
    """Three of one story, the second with an older version; and one that stands alone."""
    ours = {"edits": (), "paragraphs": ICE}
    store.extend(
        [
            make_kept(1, **ours, published=on(3)),
            make_kept(2, **ours | {"paragraphs": ICE[1:4]}, published=on(9), fetched_at=on(9)),
            make_kept(3, **ours, published=None, fetched_at=on(2)),
            make_kept(4, paragraphs=("It thawed.",), edits=()),
        ]
    )
    page = make_page(2, body=b"changed")
    store.extend([make_kept(2, page, **ours | {"paragraphs": ICE[1:]}, published=on(1), site="wire.com")])


def test_the_earliest_first(reader, story):
    copies = story_of(reader, 1)
    assert [copy.id for copy in copies] == [5, 3, 1]
    assert [copy.time() for copy in copies] == [on(1), on(2), on(3)]


def test_what_is_said_of_each(reader, story):
    (wire, exact, first) = story_of(reader, 1)
    assert (wire.site, wire.source, wire.url) == ("wire.com", "", "https://www.example.com/2")
    assert (first.like_id, first.shared, first.is_exact) == (None, 1.0, True)
    assert (exact.like_id, exact.shared, exact.is_exact) == (1, 1.0, True)
    assert (wire.like_id, wire.is_exact) == (1, False)
    assert wire.shared > 0.95


def test_any_of_its_articles_will_do_and_any_version(reader, story):
    assert story_of(reader, 1) == story_of(reader, 3) == story_of(reader, 5) == story_of(reader, 2)


@pytest.mark.parametrize("number", [0, 4, 99])
def test_alone_or_not_there(reader, story, number):
    assert story_of(reader, number) == []
    assert list(articles(reader, Filter(copy_of=number))) == []


@pytest.mark.parametrize(("number", "others"), [(1, {3, 5}), (3, {1, 5}), (5, {1, 3}), (2, {1, 3})])
def test_filter_gives_the_others(reader, story, number, others):
    assert {found for found, _ in articles(reader, Filter(copy_of=number))} == others


def test_filter_goes_with_other_choices(reader, story):
    assert [number for number, _ in articles(reader, Filter(copy_of=1, site="wire.com"))] == [5]


def test_versions_without_end_are_followed_once(reader, store, make_kept, make_page):
    store.extend(
        make_kept(1, make_page(body=b"%d" % day), paragraphs=(f"Day {'x' * day}.",), edits=()) for day in range(60)
    )
    store.extend([make_kept(2, paragraphs=(f"Day {'x' * 59}.",), edits=())])
    with reader.connect() as connection:
        assert connection.scalar(select(ArticleRow.newer_id).where(ArticleRow.id == 1)) == 2
    assert [copy.id for copy in story_of(reader, 1)] == [60, 61]
