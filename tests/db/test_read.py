from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from db.engine import open_reader
from db.errors import DatabaseError
from db.filter import Filter
from db.read import articles, find_article, get_article, get_page
from db.search import search
from db.store import Store
from db.tables import ArticleRow
from pipeline.article import Article, Edit, Hints, Kept, Provenance, RawPage, Where

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n"), min_size=1)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=ZONES) | st.none()
EDITS = st.builds(
    Edit, TEXT, st.builds(Where, st.sampled_from(["title", "text"]), st.integers(0, 10_000)), ANY_TEXT, ANY_TEXT
)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
MAYBE = st.none() | TEXT
FIELDS = {
    "url": TEXT,
    "title": MAYBE,
    "standfirst": MAYBE,
    "paragraphs": st.lists(LINE, max_size=3).map(tuple),
    "canonical_url": MAYBE,
    "site": MAYBE,
    "site_name": MAYBE,
    "source": TEXT,
    "authors": TEXTS,
    "published": MOMENTS,
    "modified": MOMENTS,
    "fetched_at": MOMENTS,
    "language": MAYBE,
    "section": MAYBE,
    "tags": TEXTS,
    "image": MAYBE,
    "free": st.none() | st.booleans(),
    "provenance": st.dictionaries(TEXT, TEXT).map(lambda found: tuple(Provenance(*pair) for pair in found.items())),
    "author_note": MAYBE,
    "memory": st.integers(0, 10_000),
    "credit": MAYBE,
    "correction": MAYBE,
    "extractor": TEXT,
    "edits": st.lists(EDITS, max_size=4).map(tuple),
    "flags": TEXTS,
}
ARTICLES = st.builds(Article, **FIELDS)
PAGES = st.builds(
    RawPage,
    url=TEXT,
    body=st.binary(),
    content_type=TEXT,
    fetched_at=st.datetimes(timezones=st.just(UTC)),
    source=TEXT,
    origin=TEXT,
    final_url=TEXT,
    hints=st.builds(Hints, MAYBE, TEXTS, MOMENTS),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[tuple[Store, Engine]]:
    place = tmp_path_factory.mktemp("read") / "copydesk.db"
    with Store.open(place) as store:
        engine = open_reader(place)
        yield store, engine
        engine.dispose()


@settings(max_examples=200, deadline=None)
@given(ARTICLES, PAGES)
def test_what_is_stored_comes_back(opened, article, page):
    store, reader = opened
    if store.extend([Kept(page, article)]).known:
        return
    with reader.connect() as connection:
        number = connection.execute(select(func.max(ArticleRow.id))).scalar_one()
    found = get_article(reader, number)
    assert found == article
    assert get_page(reader, number) == page
    for name in ("published", "modified"):
        came, went = getattr(article, name), getattr(found, name)
        assert came is None or came.year in {1, 9999} or came.utcoffset() == went.utcoffset()


def test_all_fields_are_tried():
    assert FIELDS.keys() == {field.name for field in fields(Article)}


def test_a_zone_comes_back(store, reader, make_kept):
    published = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    store.extend([make_kept(published=published)])
    assert get_article(reader, 1).published.isoformat() == "2026-03-01T23:30:00-03:30"


def test_what_is_not_there(reader):
    assert get_article(reader, 1) is None
    assert get_page(reader, 1) is None
    assert find_article(reader, "https://www.example.com/1") is None
    assert list(articles(reader)) == []


def test_the_name_an_input_gave_is_not_stored(store, reader, make_kept, make_page):
    store.extend([make_kept(page_=make_page(record_id=7))])
    assert get_page(reader, 1) == make_page()


def test_an_article_is_found_by_each_of_its_addresses(store, reader, make_kept, make_page):
    page = make_page(1, final_url="https://www.example.com/final")
    store.extend([make_kept(2), make_kept(page_=page, canonical_url="https://example.com/canonical")])
    for url in ("https://www.example.com/1#x", "https://www.example.com/final", "https://example.com/canonical"):
        assert find_article(reader, url) == 2
    assert find_article(reader, "") is None
    assert find_article(reader, "http://[") is None


def test_of_several_articles_of_an_address_the_newest_is_found(store, reader, make_kept, make_page):
    store.extend([make_kept(page_=make_page(body=body), title=body.decode(), edits=()) for body in (b"old", b"new")])
    assert find_article(reader, "https://www.example.com/1") == 2


def test_an_older_version_that_was_loaded_later_is_not_the_newest(store, reader, make_kept, make_page):
    store.extend([make_kept()])
    early = datetime(2020, 1, 1, tzinfo=UTC)
    store.extend([make_kept(page_=make_page(body=b"old"), title="Ice?", edits=(), fetched_at=early)])
    assert find_article(reader, "https://www.example.com/1") == 1


def test_of_an_article_with_versions_the_newest_is_given(store, reader, make_kept, make_page):
    store.extend([make_kept(page_=make_page(body=body), title=body.decode(), edits=()) for body in (b"old", b"new")])
    assert [number for number, _ in articles(reader)] == [2]
    assert [number for number, _ in articles(reader, Filter(versions=True))] == [1, 2]
    assert [hit.title for hit in search(reader, "ice")] == ["new"]


def test_articles_come_in_order_and_from_a_number_on(store, reader, make_kept):
    store.extend(make_kept(number) for number in range(1, 251))
    assert [number for number, _ in articles(reader)] == list(range(1, 251))
    assert [number for number, _ in articles(reader, after=248)] == [249, 250]
    assert [article.title for _, article in articles(reader)][::249] == ["Lake 1 froze", "Lake 250 froze"]


def test_articles_by_filter(store, reader, make_kept):
    old = datetime(2020, 1, 1, tzinfo=UTC)
    store.extend([make_kept(1), make_kept(2, site="b.org", language="de"), make_kept(3, published=old)])
    store.extend([make_kept(4, published=None)])

    def found(**only):
        return [number for number, _ in articles(reader, Filter(**only))]

    assert found(site="WWW.b.org") == [2]
    assert found(language="DE") == [2]
    assert found(since=old) == [1, 2, 3]
    assert found(until=old) == []
    assert found(until=old + timedelta(seconds=1)) == [3]


def test_reading_all_articles_sees_one_state(store, reader, make_kept):
    store.extend(make_kept(number) for number in range(150))
    reading = articles(reader)
    next(reading)
    store.extend(make_kept(number) for number in range(150, 300))
    assert sum(1 for _ in reading) == 149


def test_a_damaged_body_is_told(place, store, reader, make_kept):
    store.extend([make_kept()])
    with store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE page SET body = x'28b52ffd'")
    with pytest.raises(DatabaseError, match=r"page 1 \(https://www.example.com/1\).*fetch or load it again"):
        get_page(reader, 1)


def test_edits_can_be_taken_back(store, reader, make_kept):
    store.extend([make_kept()])
    article = get_article(reader, 1)
    assert article.paragraphs == ("The ice is thin.", "Nobody skates.")
    assert article.original() == "The ice is thin.\nMore\nNobodyskates."
