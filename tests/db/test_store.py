from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from db.counts import count_all
from db.read import articles, get_article, get_page
from db.sqlite import connect
from db.store import Store, Stored
from db.tables import ArticleRow, PageRow, RefusalRow
from pipeline.article import Edit, RawPage, Reason, Refused, Shelf, Where, without_body


def rows(reader, *columns):
    with reader.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def refusals(reader):
    return rows(reader, RefusalRow.url, RefusalRow.reason, RefusalRow.count, RefusalRow.page_id)


def newer(reader) -> list[int | None]:
    """Return for each article the number of the version that came next."""
    return [number for (_, number) in sorted(rows(reader, ArticleRow.id, ArticleRow.newer_id))]


def full_text_agrees(place) -> bool:
    with closing(connect(place, "rw")) as connection:
        connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    return True


def test_a_store_is_a_shelf(store):
    shelf: Shelf = store
    assert shelf.extend([]) == Stored(0, 0, 0)


class TestOnce:
    def test_the_same_page_again(self, store, reader, make_kept):
        assert store.extend([make_kept()]) == Stored(1, 0, 0)
        assert store.extend([make_kept()]) == Stored(0, 0, 1)
        assert len(list(articles(reader))) == 1

    def test_twice_in_one_batch(self, store, reader, make_kept):
        assert store.extend([make_kept(1), make_kept(2), make_kept(1)]) == Stored(2, 0, 1)
        assert len(list(articles(reader))) == 2

    def test_what_is_stored_stays_as_it_is(self, store, reader, make_kept):
        store.extend([make_kept()])
        store.extend([make_kept(title="Another")])
        assert get_article(reader, 1) == make_kept().article

    def test_other_bytes_that_say_the_same_are_not_stored(self, store, make_kept, make_page):
        store.extend([make_kept()])
        assert store.extend([make_kept(page_=make_page(body=b"another advertisement"))]) == Stored(0, 0, 1)

    def test_another_text_at_the_same_address_is_a_new_version(self, store, reader, make_kept, make_page):
        store.extend([make_kept()])
        changed = make_kept(page_=make_page(body=b"changed"), paragraphs=("It thawed.",), edits=())
        assert store.extend([changed]) == Stored(0, 0, 0, changed=1)
        assert newer(reader) == [2, None]

    def test_versions_of_one_batch_follow_each_other(self, store, reader, make_kept, make_page):
        pages = [
            make_kept(page_=make_page(body=b"%d" % day), paragraphs=(f"On day {day} it froze.",), edits=())
            for day in range(3)
        ]
        assert store.extend(pages) == Stored(1, 0, 0, changed=2)
        assert newer(reader) == [2, 3, None]

    def test_an_older_version_that_comes_later_is_no_newer_one(self, store, reader, make_kept, make_page):
        store.extend([make_kept()])
        before = make_kept(
            page_=make_page(body=b"old"),
            paragraphs=("It may freeze.",),
            edits=(),
            fetched_at=datetime(2020, 1, 1, tzinfo=UTC),
        )
        assert store.extend([before]).changed == 1
        assert newer(reader) == [None, 1]

    def test_what_other_rules_make_of_the_same_page_is_no_new_version(self, store, make_kept, make_page):
        paragraphs = ("It froze.", "Read more: ice")
        edit = Edit("asks_to_read_more", Where("text", 10), "Read more: ice\n", "")
        whole = make_kept(paragraphs=(*paragraphs, "It thawed."), edits=())
        cut = make_kept(page_=make_page(body=b"x"), paragraphs=("It froze.", "It thawed."), edits=(edit,))
        assert whole.article.original() == cut.article.original()
        store.extend([whole])
        assert store.extend([cut]) == Stored(0, 0, 1)

    def test_the_same_file_from_another_folder(self, store, make_kept, make_page):
        store.extend([make_kept(page_=make_page(url="file:///a/x.html"))])
        assert store.extend([make_kept(page_=make_page(url="file:///b/y.html"))]).known == 1

    def test_more_pages_than_one_question_takes(self, store, make_kept):
        many = [make_kept(number) for number in range(1_200)]
        assert store.extend(many) == Stored(1_200, 0, 0)
        assert store.extend(many) == Stored(0, 0, 1_200)


class TestAllOrNothing:
    def test_a_batch_that_fails_leaves_nothing(self, place, store, reader, make_kept):
        broken = make_kept(2, published=datetime(2026, 1, 1))  # noqa: DTZ001
        with pytest.raises(StatementError, match="without zone"):
            store.extend([make_kept(1), broken, make_kept(3)])
        assert count_all(reader).pages == 0
        assert full_text_agrees(place)

    def test_the_next_batch_is_stored(self, store, make_kept):
        with pytest.raises(StatementError):
            store.extend([make_kept(1, published=datetime(2026, 1, 1))])  # noqa: DTZ001
        assert store.extend([make_kept(1)]) == Stored(1, 0, 0)


class TestRefused:
    def test_a_page_with_a_body_is_kept_to_be_tried_again(self, store, reader, make_refused):
        assert store.extend([make_refused()]) == Stored(0, 1, 0)
        assert refusals(reader) == [("https://www.example.com/1", "too short", 1, 1)]
        assert count_all(reader).pages == 1

    def test_a_record_without_a_body_is_a_refusal_only(self, store, reader, make_page):
        outcome = Refused(without_body(make_page()), Reason("too large", "12 MB"))
        assert store.extend([outcome]) == Stored(0, 1, 0)
        assert refusals(reader) == [("https://www.example.com/1", "too large", 1, None)]
        assert count_all(reader).pages == 0

    def test_records_without_a_body_are_no_page_that_is_known(self, store, reader, make_kept, make_page):
        nothing = make_page(url="", body=b"")
        store.extend([make_kept(page_=nothing)])
        assert store.extend([Refused(nothing, Reason("empty"))]) == Stored(0, 1, 0)
        assert count_all(reader).refusals == {"empty": 1}

    def test_the_same_again_counts_up(self, store, reader, make_refused):
        store.extend([make_refused()])
        assert store.extend([make_refused(), make_refused()]) == Stored(0, 0, 2)
        assert refusals(reader) == [("https://www.example.com/1", "too short", 3, 1)]

    def test_first_and_last_time_and_the_last_detail_are_kept(self, store, reader, make_page):
        for detail in ("first", "second"):
            store.extend([Refused(make_page(), Reason("failed", detail))])
        ((first, last, detail),) = rows(reader, RefusalRow.first_at, RefusalRow.last_at, RefusalRow.detail)
        assert first < last <= datetime.now(UTC)
        assert detail == "second"

    def test_records_of_one_file_are_told_apart_by_origin(self, store, reader, make_page):
        for line in (3, 7, 3):
            page = make_page(url="", body=b"", origin=f"dump.jsonl#{line}")
            store.extend([Refused(page, Reason("broken record"))])
        assert rows(reader, RefusalRow.origin, RefusalRow.count) == [("dump.jsonl#3", 2), ("dump.jsonl#7", 1)]

    def test_another_reason_is_another_refusal(self, store, reader, make_refused):
        store.extend([make_refused(code="a"), make_refused(code="b")])
        assert count_all(reader).refusals == {"a": 1, "b": 1}

    def test_a_page_refused_first_and_kept_later(self, store, reader, make_refused, make_kept):
        store.extend([make_refused()])
        assert store.extend([make_kept()]) == Stored(1, 0, 0)
        assert refusals(reader) == []
        assert get_page(reader, 1) == make_kept().page
        assert count_all(reader).pages == 1

    def test_refused_and_kept_in_one_batch(self, store, reader, make_refused, make_kept):
        assert store.extend([make_refused(), make_kept()]) == Stored(1, 1, 0)
        assert refusals(reader) == []

    def test_an_article_is_not_refused_later(self, store, reader, make_refused, make_kept):
        store.extend([make_kept()])
        assert store.extend([make_refused()]) == Stored(0, 0, 1)
        assert refusals(reader) == []


def known(store, urls) -> set[str]:
    """Return those of the addresses whose pages are stored, as a crawl would ask."""
    return {url for url in urls if store.discover([RawPage(url, b"")]).new == 0}


class TestHolds:
    def test_pages(self, store, make_kept, make_refused, make_page):
        store.extend([make_kept(1), make_refused(2)])
        assert store.holds([make_page(1), make_page(2), make_page(3)]) == [True, True, False]
        assert store.holds([]) == []

    def test_many_pages(self, store, make_kept, make_page):
        store.extend(make_kept(number) for number in range(1, 1_200))
        assert store.holds([make_page(number) for number in range(1_201)]) == [False, *[True] * 1_199, False]

    def test_addresses_in_any_form(self, store, make_kept):
        store.extend([make_kept(1)])
        asked = {"HTTPS://www.example.com:443/1?utm_source=x#top", "https://www.example.com/2", "http://["}
        assert known(store, asked) == {"HTTPS://www.example.com:443/1?utm_source=x#top"}

    def test_where_redirects_ended(self, store, make_kept, make_page):
        store.extend([make_kept(page_=make_page(final_url="https://www.example.com/final"))])
        both = {"https://www.example.com/1", "https://www.example.com/final"}
        assert known(store, both) == both

    def test_a_refusal_without_a_body_is_not_held(self, store, make_page):
        store.extend([Refused(without_body(make_page()), Reason("http 500"))])
        assert known(store, ["https://www.example.com/1"]) == set()

    def test_a_page_without_an_address_holds_no_address(self, store, make_kept, make_page):
        store.extend([make_kept(page_=make_page(url=""))])
        assert known(store, ["https://www.example.com/1"]) == set()
        assert store.discover([RawPage("", b"")]) == (0, 0, 0)


class TestStrangeText:
    STRANGE = "a\0b\ud800c"

    def test_in_every_field(self, place, store, reader, make_kept, make_page):
        page = make_page(url=f"https://www.example.com/{self.STRANGE}", origin=self.STRANGE, source=self.STRANGE)
        page = replace(page, final_url="http://\ud800/", content_type=self.STRANGE)
        page = replace(page, hints=replace(page.hints, title=self.STRANGE, authors=(self.STRANGE,)))
        many = dict.fromkeys(("title", "site", "section", "credit", "canonical_url", "language"), self.STRANGE)
        kept = make_kept(page_=page, paragraphs=(self.STRANGE,), tags=(self.STRANGE,), **many)
        assert store.extend([kept]) == Stored(1, 0, 0)
        assert get_article(reader, 1).title == "a\ufffdb\ufffdc"
        assert get_article(reader, 1).tags == ("a\ufffdb\ufffdc",)
        assert get_page(reader, 1).hints.authors == ("a\ufffdb\ufffdc",)
        assert store.extend([kept]).known == 1
        assert full_text_agrees(place)

    def test_in_a_refusal(self, store, reader, make_page):
        page = make_page(url="http://[\ud800", origin=self.STRANGE)
        for _ in range(2):
            store.extend([Refused(page, Reason("failed", self.STRANGE))])
        assert rows(reader, RefusalRow.count, RefusalRow.detail) == [(2, "a\ufffdb\ufffdc")]

    def test_in_an_edit_it_comes_back_to_the_character(self, store, reader, make_kept):
        edit = Edit("drop_controls", Where("text", 0), self.STRANGE, "abc")
        store.extend([make_kept(paragraphs=("abc",), edits=(edit,))])
        assert get_article(reader, 1).original() == self.STRANGE

    def test_an_address_that_is_none(self, store, reader, make_kept, make_page):
        for url in ("http://[bad", "https://a.org:99999/"):
            page = make_page(url=url, body=url.encode())
            assert store.extend([make_kept(page_=page)]).kept == 1
            assert store.holds([page]) == [True]
            assert known(store, [url]) == {url}
            assert store.extend([make_kept(page_=page)]).known == 1


def test_the_full_text_follows_every_change(place, store, make_kept):
    store.extend([make_kept(1), make_kept(2)])
    with closing(connect(place, "rw")) as connection:
        found = "SELECT rowid FROM article_fts WHERE article_fts MATCH ?"
        connection.execute("UPDATE article SET title = 'Zebras' WHERE id = 1")
        assert connection.execute(found, ["zebras"]).fetchall() == [(1,)]
        assert connection.execute(found, ["froze"]).fetchall() == [(2,)]
        connection.execute("UPDATE article SET text = 'Stripes' WHERE id = 1")
        assert connection.execute(found, ["stripes"]).fetchall() == [(1,)]
        assert connection.execute(found, ["thin"]).fetchall() == [(2,)]
        connection.execute("DELETE FROM article WHERE id = 1")
        assert connection.execute(found, ["zebras"]).fetchall() == []
    assert full_text_agrees(place)


def test_closing_leaves_one_file(place, make_kept):
    with Store.open(place) as store:
        store.extend([make_kept()])
    assert [path.name for path in place.parent.iterdir()] == ["copydesk.db"]


def test_all_that_a_page_said_is_in_its_row(store, reader, make_kept):
    store.extend([make_kept()])
    assert rows(reader, PageRow.url, PageRow.site, PageRow.body_size) == [
        ("https://www.example.com/1", "example.com", len(make_kept().page.body))
    ]
