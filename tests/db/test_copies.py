"""The index of copies: through the store, as articles come in, get newer versions and are cleaned again."""

import random
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import StatementError

from db.copies import MOST_CARRIERS, add_to_index, find_copies
from db.engine import open_reader, open_writer
from db.recleaning import Replaced
from db.sketches import SIZE, sketch
from db.sqlite import connect
from db.store import Store
from db.tables import ArticleRow, CopyRow, SketchRow

WORDS = [f"word{place}" for place in range(3_000)]


def text(number: int, count: int = 8) -> tuple[str, ...]:
    chance = random.Random(number)
    return tuple(" ".join(chance.choices(WORDS, k=30)) for _ in range(count))


ICE, THAW, SNOW = text(1), text(2), text(3)


@pytest.fixture
def make(make_kept):
    def article(number, paragraphs, **changes):
        return make_kept(number, **({"paragraphs": paragraphs, "edits": ()} | changes))

    return article


@pytest.fixture
def make_version(make, make_page):
    """Another version of article 1, fetched some days later."""

    def article(paragraphs, days):
        page = make_page(body=b"%d" % days)
        return make(1, paragraphs, page_=page, fetched_at=page.fetched_at + timedelta(days=days))

    return article


def rows(engine):
    """Return of each copy its number, story, what it is like, and whether exactly so."""
    with engine.connect() as connection:
        query = select(CopyRow.article_id, CopyRow.story_id, CopyRow.like_id, CopyRow.exact)
        return [tuple(row) for row in connection.execute(query.order_by(CopyRow.article_id))]


def indexed(engine):
    """Return the numbers of the articles that are in the index."""
    with engine.connect() as connection:
        return set(connection.scalars(select(SketchRow.article_id)))


def stories(engine):
    found: dict[int, set[int]] = {}
    for number, story, _, _ in rows(engine):
        found.setdefault(story, set()).add(number)
    return sorted(map(sorted, found.values()))


class TestAsTheyComeIn:
    def test_alone(self, store, reader, make):
        store.extend([make(1, ICE), make(2, THAW)])
        assert rows(reader) == []
        assert indexed(reader) == {1, 2}

    def test_an_exact_and_a_near_copy_in_batches_of_their_own(self, store, reader, make):
        store.extend([make(1, ICE)])
        store.extend([make(2, ICE, site="other.com", title="Another headline")])
        store.extend([make(3, ICE[2:], site="third.com")])
        assert rows(reader) == [(1, 1, None, True), (2, 1, 1, True), (3, 1, 1, False)]

    def test_within_one_batch(self, store, reader, make):
        store.extend([make(1, ICE), make(2, THAW), make(3, ICE), make(4, THAW[::-1])])
        assert rows(reader) == [(1, 1, None, True), (2, 2, None, True), (3, 1, 1, True), (4, 2, 2, False)]

    def test_two_stories_that_turn_out_to_be_one(self, store, reader, make):
        store.extend([make(1, ICE[:3]), make(2, ICE[:3]), make(3, ICE[2:]), make(4, ICE[2:])])
        assert stories(reader) == [[1, 2], [3, 4]]
        store.extend([make(5, ICE[1:5])])
        assert stories(reader) == [[1, 2], [3, 4, 5]]
        store.extend([make(6, ICE[:7])])
        assert stories(reader) == [[1, 2, 3, 4, 5, 6]]
        assert {like for *_, like, _ in rows(reader)} > {None}

    def test_a_round_up_does_not_make_one_story_of_two(self, store, reader, make):
        store.extend([make(1, ICE), make(2, THAW), make(3, ICE + THAW)])
        assert len(rows(reader)) == 2
        store.extend([make(4, THAW), make(5, ICE)])
        assert [1, 5] in [[number for number in story if number in {1, 5}] for story in stories(reader)]
        assert not any({1, 2} <= set(story) for story in stories(reader))

    def test_it_survives_closing(self, place, make):
        for number in range(1, 4):
            with Store.open(place) as store:
                store.extend([make(number, ICE)])
        engine = open_reader(place)
        assert stories(engine) == [[1, 2, 3]]
        engine.dispose()

    def test_hundreds_of_the_same(self, store, reader, make):
        store.extend(make(number, ICE) for number in range(1, 301))
        assert stories(reader) == [list(range(1, 301))]
        assert len(indexed(reader)) == MOST_CARRIERS  # as good as all, and no slower

    def test_a_footer_that_hundreds_have_hides_no_copy(self, store, reader, make):
        footer = text(9, 1)
        store.extend(make(number, (*text(number), *footer)) for number in range(10, 310))
        store.extend([make(1_000, (*text(290)[:5], *footer))])
        assert stories(reader) == [[281, 301]]

    def test_nothing_of_a_batch_that_fails_stays(self, store, reader, make):
        from datetime import datetime

        with pytest.raises(StatementError):
            store.extend([make(1, ICE), make(2, ICE), make(3, ICE, published=datetime(2026, 1, 1))])  # noqa: DTZ001
        assert rows(reader) == []
        assert indexed(reader) == set()

    def test_strange_letters_and_no_text(self, store, reader, make):
        lines = tuple(line + "\0\ud800" for line in ICE)
        store.extend([make(1, lines), make(2, ICE), make(3, ()), make(4, ("…",)), make(5, ("…",))])
        assert rows(reader) == [(1, 1, None, True), (2, 1, 1, True)]

    def test_finding_writes_nothing(self, store, reader, make):
        store.extend([make(1, ICE), make(2, THAW)])
        with reader.connect() as connection:
            assert [match.article_id for match in find_copies(connection, "\n".join(ICE[3:]))] == [1]
            assert find_copies(connection, "\n".join(SNOW)) == []
        assert rows(reader) == []


class TestVersions:
    def test_only_the_newest_is_in_the_index(self, store, reader, make, make_version):
        store.extend([make(1, ICE)])
        store.extend([make_version(THAW, days=1)])
        assert indexed(reader) == {2}
        assert rows(reader) == []

    def test_it_is_no_copy_of_its_older_version(self, store, reader, make_version):
        store.extend([make_version(ICE, days=0), make_version(ICE[1:], days=1)])
        store.extend([make_version(ICE[2:], days=2)])
        assert rows(reader) == []
        assert indexed(reader) == {3}

    def test_it_takes_the_older_ones_place_in_the_story(self, store, reader, make, make_version):
        store.extend([make(1, ICE), make(2, ICE), make(3, ICE)])
        store.extend([make_version(ICE[1:], days=1)])
        assert stories(reader) == [[2, 3, 4]]

    def test_it_leaves_a_story_that_is_no_longer_its_own(self, store, reader, make, make_version):
        store.extend([make(1, ICE), make(2, ICE)])
        store.extend([make_version(THAW, days=1)])
        assert rows(reader) == []
        store.extend([make(4, ICE), make(5, THAW)])
        assert stories(reader) == [[2, 4], [3, 5]]

    def test_an_older_one_that_comes_later_changes_nothing(self, store, reader, make, make_version):
        store.extend([make(1, ICE), make(2, ICE)])
        before = rows(reader)
        store.extend([make_version(ICE[:4], days=-100)])
        assert rows(reader) == before
        assert indexed(reader) == {1, 2}


class TestCleanedAgain:
    def test_the_story_follows_the_new_text(self, store, reader, make):
        store.extend([make(1, ICE), make(2, ICE), make(3, THAW)])
        assert store.replace([(2, make(2, THAW).article)]) == Replaced(1, 0, 0)
        assert stories(reader) == [[2, 3]]
        assert indexed(reader) == {1, 2, 3}

    def test_the_index_is_that_of_the_new_texts(self, store, reader, make):
        store.extend([make(1, ICE), make(2, THAW)])
        store.replace([(1, make(1, SNOW).article), (2, make(2, ICE).article)])
        assert sketches(reader) == {1: sketch("\n".join(SNOW)), 2: sketch("\n".join(ICE))}

    def test_another_headline_leaves_the_story_as_it_is(self, store, reader, make):
        store.extend([make(1, ICE), make(2, ICE)])
        before = rows(reader)
        store.replace([(1, make(1, ICE, title="Another").article)])
        assert rows(reader) == before

    def test_an_older_version_stays_out(self, store, reader, make, make_version):
        store.extend([make(1, ICE), make_version(THAW, days=1), make(3, ICE)])
        store.replace([(1, make(1, ICE[1:]).article)])
        assert indexed(reader) == {2, 3}
        assert rows(reader) == []


def sketches(engine):
    found: dict[int, list[int]] = {}
    with engine.connect() as connection:
        for value, number in connection.execute(select(SketchRow.value, SketchRow.article_id)):
            found.setdefault(number, []).append(value)
    return {number: tuple(sorted(values)) for number, values in found.items()}


def test_grown_article_by_article_is_as_built_at_once(place, store, reader, make):
    for number in range(1, 41):
        store.extend([make(number, text(number % 13)[number % 3 :])])
    grown = (rows(reader), sketches(reader))
    writer = open_writer(place)
    with writer.begin() as connection:
        connection.execute(delete(CopyRow))
        connection.execute(delete(SketchRow))
        add_to_index(connection, [tuple(row) for row in connection.execute(select(ArticleRow.id, ArticleRow.text))])
    writer.dispose()
    assert (rows(reader), sketches(reader)) == grown
    assert all(len(values) == SIZE for values in grown[1].values())


def test_no_rows_point_to_nowhere(place, store, make, make_version):
    store.extend([make(1, ICE), make(2, ICE), make(3, ICE)])
    store.extend([make_version(ICE[2:], days=1), make_version(THAW, days=2)])
    with closing(connect(place, "ro")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
