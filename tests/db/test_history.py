from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from db.engine import open_writer
from db.history import compare, version_ids, versions_of
from pipeline.article import Article

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def tell(store, make_kept, make_page):
    """Store a version of the article of an address, fetched so many hours later than the first."""

    def tell(hours, title="Ice holds", number=1, **changes):
        raw = make_page(number, body=f"{title}{changes}{hours}".encode(), fetched_at=WHEN + timedelta(hours=hours))
        store.extend([make_kept(page_=raw, title=title, edits=(), **changes)])

    return tell


def test_versions_are_numbered_from_the_oldest_whichever_is_asked_for(tell, reader):
    for hours in range(3):
        tell(hours, f"Ice {hours}")
    tell(5, number=2)
    for article_id in (1, 2, 3):
        versions = versions_of(reader, article_id)
        assert [(each.number, each.article_id, each.title) for each in versions] == [
            (1, 1, "Ice 0"),
            (2, 2, "Ice 1"),
            (3, 3, "Ice 2"),
        ]
    assert [each.fetched_at for each in versions] == [WHEN + timedelta(hours=hours) for hours in range(3)]


def test_older_versions_that_were_loaded_later_stand_where_they_belong(tell, reader):
    for hours in (5, 1, 3):
        tell(hours, f"Ice {hours}")
    assert version_ids(reader, 2) == [2, 3, 1]


def test_each_change_is_told(tell, reader):
    tell(0, paragraphs=("The ice is thin.", "Nobody skates."))
    tell(1, paragraphs=("The ice is very thin.", "Nobody skates."), authors=("Ann",))
    tell(2, "Ice breaks", paragraphs=("The ice is very thin.",), authors=("Ann",), correction="It was Tuesday.")
    first, second, third = versions_of(reader, 1)
    assert first.change is None
    assert second.change._asdict() == {
        "headline": False,
        "standfirst": False,
        "authors": True,
        "correction": False,
        "text": True,
        "added": 1,
        "removed": 0,
    }
    assert (third.change.headline, third.change.correction, third.correction) == (True, True, "It was Tuesday.")
    assert (third.change.added, third.change.removed) == (0, 2)


def test_an_article_that_is_not_there_has_no_versions(reader):
    assert versions_of(reader, 1) == []
    assert versions_of(reader, 2**63 - 1) == []


def test_links_that_go_round_do_not_hurt(tell, place, reader):
    for hours in range(3):
        tell(hours, f"Ice {hours}")
    writer = open_writer(place)
    with writer.begin() as connection:
        connection.execute(text("UPDATE article SET newer_id = 1 WHERE id = 3"))
    writer.dispose()
    assert version_ids(reader, 2) == [1, 2, 3]


def test_hundreds_of_versions_do_not_hurt(tell, reader):
    for hours in range(300):
        tell(hours, f"Ice {hours}", paragraphs=(f"The ice was {hours} thick.", "Nobody skates."))
    versions = versions_of(reader, 150)
    assert [each.number for each in versions] == list(range(1, 301))
    assert {each.change.added for each in versions[1:]} == {1}


def test_texts_too_long_to_count_are_told_as_changed(tell, reader):
    tell(0, paragraphs=("ice " * 300_000,))
    tell(1, paragraphs=("lake " * 300_000,))
    change = versions_of(reader, 1)[1].change
    assert (change.text, change.added, change.removed) == (True, None, None)


def test_comparison_has_every_part_that_a_reader_sees():
    older = Article("", "Ice holds", ("One.",), authors=("Ann",))
    newer = replace(older, title=None, standfirst="Cold.", authors=("Ann", "Bo"), correction="No.", paragraphs=())
    assert [[tuple(each) for each in part] for part in compare(older, newer)] == [
        [("removed", "Ice holds")],
        [("added", "Cold.")],
        [("kept", "Ann"), ("added", ", Bo")],
        [("added", "No.")],
        [("removed", "One.")],
    ]
