from contextlib import closing
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from db.again import ALL, DUE, Again, Choice
from db.errors import DatabaseError
from db.read import get_article, get_page
from db.recleaning import Replaced
from db.search import search
from db.sqlite import connect
from db.store import Store
from db.tables import ArticleRow
from pipeline.article import Edit, Provenance, Reason, Where

SITE = "example.com"
FOLLOW = "Follow us for more of the lake."
LETTER = "Get our letter every morning."


@pytest.fixture
def reports(store, make_report):
    """Five articles, of which 1, 3 and 4 are due."""
    reports = [make_report(number, *([FOLLOW] if number in {1, 3, 4} else [])) for number in range(1, 6)]
    store.extend(reports)
    return reports


def cleaned_again(article, version=1):
    """The article without the line that the site repeats."""
    text = "\n".join(article.paragraphs[:-1])
    cut = Edit("is_repeated", Where("text", len(text)), "\n" + article.paragraphs[-1], "")
    return replace(article, paragraphs=article.paragraphs[:-1], edits=(*article.edits, cut), memory=version)


def row_of(reader, number, *left_out):
    with reader.connect() as connection:
        row = connection.execute(select(ArticleRow.__table__).where(ArticleRow.id == number)).one()
    return {name: value for name, value in row._mapping.items() if name not in left_out}


def ids(found):
    return [again.article_id for again in found]


def full_text_agrees(place) -> bool:
    with closing(connect(place, "rw")) as connection:
        connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    return True


class TestChoosing:
    def test_due_with_their_pages(self, store, reports):
        assert store.due(10) == [Again(number, SITE, reports[number - 1].page) for number in (1, 3, 4)]

    def test_in_pieces(self, store, reports):
        assert ids(store.due(2)) == [1, 3]
        assert ids(store.due(2, after=3)) == [4]
        assert store.due(2, after=4) == []

    def test_by_site_and_number(self, store, reports, make_report):
        store.extend([make_report(6, site="other.com"), make_report(7, site=None)])
        assert ids(store.pages(ALL, 10)) == [1, 2, 3, 4, 5, 6, 7]
        assert ids(store.pages(Choice(sites=frozenset({"WWW.other.com"})), 10)) == [6]
        assert ids(store.pages(Choice(sites=frozenset({"other.com"}), ids=frozenset({2, 3, 99})), 10)) == [2, 3, 6]
        assert ids(store.pages(Choice(due=True, ids=frozenset({2, 3})), 10)) == [3]
        assert store.pages(ALL, 10, after=6)[0].site == ""

    def test_counts(self, store, reports):
        assert (store.count(ALL), store.count(DUE), store.count(Choice(ids=frozenset({2})))) == (5, 3, 1)

    def test_pages_come_back_to_the_byte(self, store, make_report, make_page):
        many = [
            make_report(number, page_=make_page(number, body=bytes(range(256)) * 200 + b"%d" % number))
            for number in range(20)
        ]
        store.extend(many)
        assert [again.page for again in store.pages(ALL, 50)] == [report.page for report in many]

    def test_a_damaged_body_is_told(self, place, store, reports):
        with closing(connect(place, "rw")) as connection:
            connection.execute("UPDATE page SET body = x'28b52ffd' WHERE id = 3")
        with pytest.raises(DatabaseError, match="page 3 "):
            store.due(10)

    def test_what_is_due_is_found_by_its_index(self, place, store):
        with closing(connect(place, "ro")) as connection:
            asked = select(ArticleRow.id).where(*DUE.conditions(), ArticleRow.id > 5).order_by(ArticleRow.id)
            sql = str(asked.compile(store._reader, compile_kwargs={"literal_binds": True}))
            plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert "ix_article_due" in plan
        assert "B-TREE" not in plan


class TestReplacing:
    def test_the_new_article_stands_in_the_place_of_the_old(self, location, store, reader, reports):
        before = row_of(reader, 3)
        page = get_page(reader, 3)
        fresh = cleaned_again(reports[2].article)
        assert store.replace([(3, fresh)]) == Replaced(1, 0, 0)
        assert get_article(reader, 3) == fresh
        assert get_article(reader, 3).original() == reports[2].article.text
        assert get_page(reader, 3) == page
        after = row_of(reader, 3)
        assert (after["page_id"], after["due"]) == (before["page_id"], False)
        assert after["cleaned_at"] > before["cleaned_at"]
        assert ids(store.due(10)) == [1, 4]
        assert get_article(reader, 4) == reports[3].article

    def test_all_fields_are_replaced(self, store, reader, reports):
        fresh = replace(
            reports[0].article,
            title="Another",
            authors=("Ann",),
            published=None,
            free=True,
            provenance=(Provenance("title", "h1"),),
            author_note="Ann skates.",
            edits=(Edit("a", Where("title", 0), "An", "Ano"), Edit("b", Where("text", 0), "x", "")),
            memory=1,
        )
        store.replace([(1, fresh)])
        assert get_article(reader, 1) == fresh
        store.replace([(1, replace(fresh, edits=fresh.edits[:1]))])
        assert get_article(reader, 1).edits == fresh.edits[:1]

    def test_search_follows(self, place, store, reader, reports):
        assert [hit.id for hit in search(reader, "follow")] == [1, 3, 4]
        fresh = replace(cleaned_again(reports[0].article), title="Zebras")
        store.replace([(1, fresh), (3, cleaned_again(reports[2].article))])
        assert [hit.id for hit in search(reader, "follow")] == [4]
        assert [hit.id for hit in search(reader, "zebras")] == [1]
        assert full_text_agrees(place)

    def test_an_article_that_is_the_same_is_left_alone(self, store, reader, reports):
        before = row_of(reader, 3, "memory", "due")
        assert store.replace([(3, replace(reports[2].article, memory=1))]) == Replaced(0, 1, 0)
        assert row_of(reader, 3, "memory", "due") == before
        assert get_article(reader, 3).memory == 1
        assert ids(store.due(10)) == [1, 4]

    def test_another_zone_is_another_article(self, store, reader, reports):
        article = reports[2].article
        there = article.published.astimezone(timezone(timedelta(hours=9)))
        assert store.replace([(3, replace(article, published=there))]).changed == 1
        assert get_article(reader, 3).published.utcoffset() == timedelta(hours=9)

    def test_a_reason_leaves_the_old_article(self, store, reader, reports):
        before = row_of(reader, 3, "due")
        assert store.replace([(3, Reason("too short"))]) == Replaced(0, 0, 1)
        assert row_of(reader, 3, "due") == before
        assert get_article(reader, 3) == reports[2].article
        assert ids(store.due(10)) == [1, 4]

    def test_a_number_without_article(self, store, reader, reports):
        assert store.replace([(99, reports[0].article), (98, Reason("empty"))]) == Replaced(0, 0, 2)
        assert store.count(ALL) == 5

    def test_all_in_one(self, store, reports):
        results = [(number, cleaned_again(reports[number - 1].article)) for number in (1, 3)]
        results += [(2, replace(reports[1].article, memory=1)), (4, Reason("failed"))]
        assert store.replace(results) == Replaced(2, 1, 1)
        assert store.due(10) == []
        assert store.replace([]) == Replaced(0, 0, 0)

    def test_all_or_nothing(self, place, store, reader, reports):
        broken = replace(reports[2].article, published=reports[2].article.published.replace(tzinfo=None))
        with pytest.raises(StatementError, match="without zone"):
            store.replace([(1, cleaned_again(reports[0].article)), (3, broken)])
        assert [get_article(reader, number) for number in (1, 3)] == [reports[0].article, reports[2].article]
        assert ids(store.due(10)) == [1, 3, 4]
        assert full_text_agrees(place)

    def test_more_than_one_question_takes(self, store, reader, make_report):
        many = [make_report(number, FOLLOW) for number in range(1_200)]
        store.extend(many)
        assert store.count(DUE) == 1_200
        results = [(number, cleaned_again(report.article)) for number, report in enumerate(many, 1)]
        assert store.replace(results) == Replaced(1_200, 0, 0)
        assert store.replace((number, Reason("failed")) for number, _ in results) == Replaced(0, 0, 1_200)
        assert search(reader, "follow") == []

    def test_nothing_is_learnt_again(self, store, reader, reports, learnt):
        before = learnt(reader).sites
        store.replace([(3, replace(reports[2].article, title="Another", memory=1))])
        assert learnt(reader).sites == before

    def test_what_was_learnt_while_it_was_cleaned_keeps_it_due(self, location, store, reader, make_report):
        store.extend(make_report(number, FOLLOW, *([LETTER] if number == 1 else [])) for number in range(1, 4))
        article = get_article(reader, 1)
        with Store.open(location) as other:  # which learns of the second line, after the notes were taken
            other.extend(make_report(number, LETTER) for number in range(4, 6))
        store.replace([(number, replace(get_article(reader, number), memory=1)) for number in (1, 2, 3)])
        assert ids(store.due(10)) == [1, 4, 5]
        store.replace([(1, replace(article, memory=2))])
        assert ids(store.due(10)) == [4, 5]
