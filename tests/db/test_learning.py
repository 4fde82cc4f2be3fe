import random
from collections.abc import Sequence
from contextlib import closing

import pytest
from sqlalchemy.exc import StatementError

import db.learning
import pipeline.memory
from db.learning import GET_LINES
from db.read import articles
from db.sqlite import connect
from db.store import Store
from pipeline.article import Edit, Kept, Where
from pipeline.memory import MOST_PLACES, Known, SiteNotes, fingerprint

SITE = "example.com"
FOLLOW = "Follow us for more of the lake."
LETTER = "Get our letter every morning."


def many(make_report, count: int, seed: int = 1) -> list[Kept]:
    """Articles of three sites, each with some lines of a few that recur, in any place."""
    chance = random.Random(seed)
    lines = [f"Another line of the {name} desk." for name in ("arts", "science", "sports", "local", "world", "money")]
    return [
        make_report(number, *chance.sample(lines, chance.randint(0, 3)), site=chance.choice(["a.org", "b.org", None]))
        for number in range(count)
    ]


def in_batches(store: Store, reports: Sequence[Kept], size: int) -> None:
    for start in range(0, len(reports), size):
        store.extend(reports[start : start + size])


@pytest.mark.parametrize("size", [1, 2, 7, 120])
def test_learning_does_not_hang_on_how_articles_come_in_batches(location, store, make_report, check_memory, size):
    in_batches(store, many(make_report, 120), size)
    memory = check_memory(location)
    assert [memory.sites[site].version for site in ("a.org", "b.org")] == [6, 6]
    assert sorted(memory.sites) == ["a.org", "b.org"]


@pytest.fixture
def short_memory(monkeypatch) -> None:
    monkeypatch.setattr(pipeline.memory, "MOST_LINES", 40)
    monkeypatch.setattr(db.learning, "MOST_LINES", 40)


@pytest.mark.usefixtures("short_memory")
@pytest.mark.parametrize("size", [1, 7, 120])
def test_forgetting_does_not_either(location, store, make_report, check_memory, size):
    in_batches(store, many(make_report, 120), size)
    memory = check_memory(location)
    assert 30 <= len(memory.sites["a.org"].lines) <= 40


@pytest.mark.usefixtures("short_memory")
def test_a_line_that_was_not_seen_for_long_is_forgotten_and_learnt_anew(location, store, make_report, check_memory):
    in_batches(store, [make_report(number, FOLLOW) for number in range(3)], 3)
    assert len(store.notes(SITE).repeated) == 1
    in_batches(store, [make_report(number) for number in range(3, 30)], 5)
    assert store.notes(SITE) == SiteNotes(1)
    in_batches(store, [make_report(number, FOLLOW) for number in range(30, 33)], 3)
    assert store.notes(SITE).version == 2
    check_memory(location)


def test_of_an_article_of_very_many_lines_some_are_learnt(location, store, make_report, check_memory):
    lines = (f"{number:b}".translate(str.maketrans("01", "ab")) for number in range(9_000))
    store.extend([make_report(1, *lines)])
    assert 0 < len(check_memory(location).sites[SITE].lines) <= MOST_PLACES


def test_a_line_of_three_articles_is_known(store, make_report):
    store.extend([make_report(1, FOLLOW), make_report(2, FOLLOW)])
    assert store.notes(SITE) == SiteNotes()
    store.extend([make_report(3), make_report(4, FOLLOW)])
    assert store.notes(SITE) == SiteNotes(1, {fingerprint(FOLLOW): Known(3, 3, 3)})


def test_what_was_learnt_persists(location, make_report, check_memory):
    for number in range(1, 4):
        with Store.open(location) as store:
            store.extend([make_report(number, FOLLOW)])
    with Store.open(location) as store:
        assert store.notes(SITE).repeated.keys() == {fingerprint(FOLLOW)}
    check_memory(location)


def test_the_articles_that_a_line_concerns_are_due_and_no_others(store, reader, make_report, learnt):
    store.extend([make_report(1, FOLLOW), make_report(2), make_report(3, LETTER)])
    store.extend([make_report(4, FOLLOW), make_report(5, site="other.com")])
    assert learnt(reader).due == set()
    store.extend([make_report(6), make_report(7, FOLLOW)])
    assert learnt(reader).due == {1, 4, 7}
    store.extend([make_report(8, FOLLOW, memory=1), make_report(9, FOLLOW)])
    assert learnt(reader).due == {1, 4, 7, 9}  # not the one that was cleaned with what is known


def test_articles_without_a_site_are_not_learnt_from(store, reader, make_report, learnt):
    store.extend(make_report(number, FOLLOW, site=site) for number, site in enumerate([None, "", None, ""]))
    assert learnt(reader).sites == {}


def test_near_copies_are_not_learnt_from(store, reader, make_report, learnt):
    first = make_report(1, FOLLOW).article
    copies = [make_report(number, paragraphs=first.paragraphs) for number in range(2, 5)]
    store.extend([make_report(1, FOLLOW), copies[0]])
    store.extend(copies[1:])
    assert len(list(articles(reader))) == 4
    assert (learnt(reader).sites[SITE].articles, learnt(reader).due) == (1, set())


def test_a_page_that_is_known_is_not_learnt_from_again(store, reader, make_report, make_refused, learnt):
    for _ in range(4):
        store.extend([make_report(1, FOLLOW), make_report(1, FOLLOW), make_refused(1)])
    assert learnt(reader).sites[SITE].articles == 1


def test_what_cleaning_cut_is_learnt(store, make_report):
    for number in range(3):
        whole = make_report(number).article.text
        store.extend([make_report(number, edits=(Edit("cut", Where("text", len(whole)), "\n" + FOLLOW, ""),))])
    assert store.notes(SITE).repeated.keys() == {fingerprint(FOLLOW)}


def test_a_batch_that_fails_teaches_nothing(store, reader, make_report, learnt):
    store.extend([make_report(1, FOLLOW), make_report(2, FOLLOW)])
    before = learnt(reader)
    broken = make_report(4, modified=make_report().article.published.replace(tzinfo=None))
    with pytest.raises(StatementError, match="without zone"):
        store.extend([make_report(3, FOLLOW), broken])
    assert learnt(reader) == before
    assert store.notes(SITE) == SiteNotes()
    store.extend([make_report(3, FOLLOW)])
    assert store.notes(SITE).version == 1


def test_an_article_whose_edits_are_not_its_own_is_stored_all_the_same(store, reader, make_report, learnt):
    strange = make_report(1, edits=(Edit("cut", Where("text", 0), "", "not there"),))
    assert store.extend([strange, make_report(2)]).kept == 2
    assert learnt(reader).sites[SITE].articles == 1


def test_a_site_of_strange_letters(store, make_report):
    for number in range(3):
        assert store.notes("a\0b\ud800").version == 0
        store.extend([make_report(number, FOLLOW, site="a\0b\ud800")])
    assert store.notes("a\0b\ud800").version == 1


def test_lines_are_looked_up_by_their_key(place, store):
    with closing(connect(place, "ro")) as connection:
        wanted = {"site": SITE, "fingerprints": "[1, 2]"}
        plan = connection.execute(f"EXPLAIN QUERY PLAN {GET_LINES}", wanted).fetchall()
    assert any("USING PRIMARY KEY (site=? AND fingerprint=?)" in row[3] for row in plan)
