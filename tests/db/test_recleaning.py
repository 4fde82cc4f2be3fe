"""Runs that can be gone on with."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from db.again import ALL, DUE, EVERYTHING, Choice
from db.recleaning import Recleaned, Recleaning, Replaced, counts_of, recleaned_of
from db.store import Store
from db.trial import Trial
from pipeline.article import Edit, Reason, Where

KEEN = "0123456789abcdef"
SITE = "example.com"


@pytest.fixture
def reports(store, make_report):
    reports = [make_report(number) for number in range(1, 6)]
    store.extend(reports)
    return [report.article for report in reports]


def another(article):
    return replace(article, title="Another", edits=(Edit("strike", Where("text", 0), "x", ""),))


def test_a_run_is_where_its_last_batch_was(place, store, reports):
    run = store.begin_again(ALL, KEEN)
    assert (run.last_id, run.done) == (0, Recleaned())
    store.replace([(1, another(reports[0])), (2, reports[1])], run)
    with Store.open(place) as later:
        found = later.begin_again(ALL, KEEN)
    assert (found.last_id, found.started, found.done) == (2, run.started, run.done)
    assert (found.done.changed, found.done.same, found.done.looked_at) == (1, 1, 2)
    assert found.done.differences.more == {"strike": 1}
    assert found.done.differences.fields == {"title": 1}


def test_it_is_forgotten_when_it_ends(store, reports):
    run = store.begin_again(ALL, KEEN)
    store.replace([(1, reports[0])], run)
    store.end_again(run)
    assert store.begin_again(ALL, KEEN).last_id == 0


def test_other_rules_begin_anew_and_so_does_who_asks_for_it(store, reports):
    for program, from_start in (("f" * 16, False), (KEEN, True)):
        store.replace([(3, reports[2])], store.begin_again(ALL, KEEN))
        assert store.begin_again(ALL, program, from_start=from_start).last_id == 0
        assert store.begin_again(ALL, KEEN).last_id == 0


def test_another_choice_is_another_run(store, reports):
    store.replace([(3, reports[2])], store.begin_again(Choice(sites=frozenset(["www.Example.com"])), KEEN))
    assert store.begin_again(ALL, KEEN).last_id == 0
    assert store.begin_again(Choice(sites=frozenset([SITE])), KEEN).last_id == 3
    english = Choice(sites=frozenset([SITE]), only=replace(EVERYTHING, language="en"))
    assert store.begin_again(english, KEEN).last_id == 0


def test_what_is_due_needs_no_place(store, reports):
    store.replace([(3, reports[2])], store.begin_again(DUE, KEEN))
    assert store.begin_again(DUE, KEEN).last_id == 0


def test_a_batch_that_fails_moves_nothing(store, reports):
    run = store.begin_again(ALL, KEEN)
    store.replace([(1, reports[0])], run)
    broken = replace(reports[1], published=reports[1].published.replace(tzinfo=None))
    with pytest.raises(StatementError, match="without zone"):
        store.replace([(2, broken)], run)
    assert store.begin_again(ALL, KEEN).last_id == 1


def test_counts_come_back():
    done = Recleaned(1, 2, 3, 4)
    done.differences.more["a rule"] = 5
    assert recleaned_of(counts_of(done)) == done


class TestTrying:
    def test_it_tells_the_same_and_writes_nothing(self, place, store, reports):
        with Store.open(place) as other:
            other.replace([(5, replace(reports[4], title="Five"))])
        before = place.read_bytes()
        trial = Trial(place)
        results = [(1, another(reports[0])), (2, replace(reports[1], memory=4)), (3, Reason("empty"))]
        run = Recleaning("", "")
        assert trial.replace(results, run) == Replaced(1, 1, 1)
        assert (run.last_id, run.done.changed, run.done.differences.more) == (3, 1, {"strike": 1})
        assert trial.count(ALL) == 5
        assert [again.article_id for again in trial.pages(ALL, 2, 3)] == [4, 5]
        trial.close()
        assert place.read_bytes() == before
        assert store.replace(results) == Replaced(1, 1, 1)

    def test_filters_narrow_what_is_chosen(self, store, make_report):
        store.extend([make_report(number, language=language) for number, language in enumerate(["en", "de", "en"])])
        assert store.count(Choice(only=replace(EVERYTHING, language="de"))) == 1
        assert store.count(Choice(ids=frozenset([1, 2]), only=replace(EVERYTHING, language="en"))) == 1


def test_a_body_that_was_let_go_is_told(store, reports):
    with store._writer.begin() as connection:
        connection.execute(text("UPDATE page SET body = :nothing WHERE id = 2"), {"nothing": b""})
    found = store.pages(ALL, 10)
    assert [again.article_id for again in found if again.is_let_go] == [2]
    assert found[1].page.body == b""
