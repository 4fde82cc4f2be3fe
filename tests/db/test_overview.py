from datetime import UTC, datetime, timedelta

import pytest

from db.overview import Count, overview

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
