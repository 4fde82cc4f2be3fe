from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from db import browse
from db.browse import Count, Wanted, copies_of, facets, find, overview
from db.engine import open_writer
from db.search import Marks, search
from db.tables import CopyRow

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def stored(store, make_kept, make_page, make_refused):
    """Four articles, of which one has an older version, and two refusals."""
    store.extend(
        [
            make_kept(1, published=WHEN),
            make_kept(2, published=WHEN - timedelta(days=1), site="b.org", language="de", source="b"),
            make_kept(3, published=WHEN - timedelta(days=70), site=None),
            make_kept(4, published=None, paragraphs=("北京的冰。", "ice"), source="b"),
            make_refused(8),
            make_refused(9),
        ]
    )
    later = make_page(1, body=b"later", fetched_at=WHEN + timedelta(hours=1))
    store.extend([make_kept(1, later, title="Lake 1 thawed", published=WHEN, edits=())])


def test_the_overview_counts_newest_versions(stored, reader):
    found = overview(reader)
    assert (found.articles, found.versions, found.sites) == (4, 1, 2)
    assert (found.first, found.last) == (WHEN - timedelta(days=70), WHEN)
    assert found.by_site == [Count("example.com", 2), Count("b.org", 1)]
    assert found.days == [Count("2026-02-28", 1), Count("2026-03-01", 2)]  # a version is an article of its day too
    assert [each.name for each in found.months] == ["2025-12", "2026-02", "2026-03"]
    assert dict(found.rules) == {"cut_more_line": 4, "split_glued_words": 4}
    assert found.refusals == [Count("too short", 2)]
    assert found.newest[0].title == "Lake 1 thawed"


def test_nothing_is_counted_where_nothing_is(reader):
    found = overview(reader)
    assert (found.articles, found.first, found.days, found.newest) == (0, None, [], [])


def test_a_day_far_in_the_future_does_not_move_the_chart(store, reader, make_kept):
    store.extend([make_kept(1, published=WHEN), make_kept(2, published=datetime(9999, 12, 31, tzinfo=UTC))])
    assert overview(reader).last == WHEN


def test_facets_count_what_a_search_finds(stored, reader):
    found = facets(reader, "ice", Wanted())
    assert (found.total, found.is_whole) == (4, True)
    assert found.sites == [Count("example.com", 2), Count("b.org", 1)]
    assert found.languages == [Count("en", 3), Count("de", 1)]
    assert found.months == [Count("2026-03", 1), Count("2026-02", 1), Count("2025-12", 1)]
    assert facets(reader, "ice", Wanted(source="b")).total == 2
    assert facets(reader, "ice -thawed", Wanted()).total == 3
    assert facets(reader, "-thawed", Wanted(site="example.com")).total == 1
    assert facets(reader, "nothing", Wanted()) == (0, True, [], [], [], [])


def test_facets_are_bounded(stored, reader, monkeypatch):
    monkeypatch.setattr(browse, "MOST_COUNTED", 2)
    found = facets(reader, "", Wanted())
    assert (found.total, found.is_whole) == (2, False)


def test_newest_first_is_by_day_and_finds_the_same(stored, reader):
    marks = Marks()
    newest = find(reader, "ice", 10, Wanted(), marks, newest=True)
    assert [hit.title for hit in newest] == ["Lake 1 thawed", "Lake 2 froze", "Lake 3 froze", "Lake 4 froze"]
    best = search(reader, "ice", 10)
    assert {(hit.id, hit.snippet) for hit in newest} == {(hit.id, hit.snippet) for hit in best}
    assert find(reader, "ice", 1, Wanted(source="b"), marks, newest=True)[0].title == "Lake 2 froze"
    assert find(reader, "", 10, Wanted(), marks, newest=True) == search(reader, "", 10)


def test_copies_are_the_others_of_a_story_the_first_at_the_top(stored, reader, place):
    assert copies_of(reader, 2) == []
    writer = open_writer(place)
    rows = [
        {"article_id": number, "story_id": 7, "like_id": None, "shared": 0.9, "exact": number == 3}
        for number in (2, 3, 5)
    ]
    with writer.begin() as connection:
        connection.execute(insert(CopyRow), rows)
    writer.dispose()
    assert [(each.id, each.is_exact) for each in copies_of(reader, 2)] == [(3, True), (5, False)]
    assert [each.id for each in copies_of(reader, 5)] == [3, 2]
