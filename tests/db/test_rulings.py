"""Rulings in the database: what they change, and who sees it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import StatementError

from db.read import get_article
from db.rulings import Carried, Ruling, known_fingerprints, rulings_of
from db.store import Store
from pipeline.memory import NO_NOTES, SAMPLE_LETTERS, Exceptions, fingerprint

SITE = "example.com"
FOLLOW = "Follow us for more of the lake."
LETTER = "Get our letter every morning."
WHEN = datetime(2026, 5, 1, tzinfo=UTC)


def ruling(line=FOLLOW, verdict="cut", site=SITE):
    return Ruling(site, fingerprint(line), verdict, line, WHEN)


def ids(found):
    return [again.article_id for again in found]


class TestSamples:
    def test_a_line_is_kept_once_it_is_established(self, store, reader, make_report, learnt):
        store.extend([make_report(1, FOLLOW), make_report(2, FOLLOW)])
        assert {line.sample for line in learnt(reader).sites[SITE].lines.values()} == {""}
        store.extend([make_report(3, FOLLOW)])
        lines = learnt(reader).sites[SITE].lines
        assert lines[fingerprint(FOLLOW)].sample == FOLLOW
        assert sum(bool(line.sample) for line in lines.values()) == 1

    def test_one_that_was_established_without_is_when_it_is_seen_again(self, store, reader, make_report, learnt):
        store.extend([make_report(number, FOLLOW) for number in range(3)])
        with store._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE site_line SET sample = ''")
        store.extend([make_report(4, FOLLOW.upper())])
        assert learnt(reader).sites[SITE].lines[fingerprint(FOLLOW)].sample == FOLLOW.upper()

    def test_of_a_long_line_the_beginning_is_kept(self, store, reader, make_report, learnt):
        line = "a long line " * 20
        store.extend(
            [make_report(number, 20 * f"Only {word} has it. ", line) for number, word in enumerate(["a", "b", "c"])]
        )
        assert learnt(reader).sites[SITE].lines[fingerprint(line)].sample == line[:SAMPLE_LETTERS]


class TestRuling:
    def test_it_is_part_of_what_is_known_and_makes_all_articles_due(self, store, make_report):
        store.extend([make_report(1), make_report(2), make_report(3, site="other.com")])
        before = store.notes(SITE)
        assert store.rule([ruling(), ruling(LETTER, "keep")]) == Carried(2, 2)
        assert ids(store.due(10)) == [1, 2]
        notes = store.notes(SITE)
        assert notes.exceptions == Exceptions(
            cut=frozenset([fingerprint(FOLLOW)]), keep=frozenset([fingerprint(LETTER)])
        )
        assert notes.version > before.version
        assert store.notes("other.com").exceptions == Exceptions()

    def test_the_same_once_more_changes_nothing(self, store, make_report):
        store.extend([make_report(1)])
        store.rule([ruling()])
        notes = store.notes(SITE)
        store.replace([(1, make_report(1, memory=notes.version).article)])
        assert store.rule([ruling(FOLLOW.upper())]) == Carried(0, 0)
        assert store.notes(SITE) == notes

    def test_a_later_one_stands_in_the_place_of_an_earlier_one(self, store, reader, make_report):
        store.extend([make_report(1)])
        store.rule([ruling()])
        assert store.rule([ruling(verdict="keep")]) == Carried(1, 1)
        with reader.connect() as connection:
            assert rulings_of(connection, SITE) == [ruling(verdict="keep")]

    def test_it_can_be_taken_back(self, store, make_report):
        store.extend([make_report(1)])
        store.rule([ruling()])
        store.replace([(1, make_report(1, memory=9).article)])
        assert store.take_back(SITE, [fingerprint(FOLLOW)]) == Carried(1, 1)
        assert store.notes(SITE).exceptions == Exceptions()
        assert store.take_back(SITE, [fingerprint(FOLLOW)]) == Carried(0, 1)

    def test_on_a_site_of_which_nothing_was_learnt(self, store, reader, make_report):
        assert store.rule([ruling()]) == Carried(1, 0)
        assert store.notes(SITE).version == 1
        store.extend([make_report(number, FOLLOW, memory=1) for number in range(3)])
        assert store.notes(SITE).version == 2
        with reader.connect() as connection:
            assert known_fingerprints(connection, SITE)[fingerprint(FOLLOW)] == FOLLOW

    def test_all_or_none(self, store, reader):
        with pytest.raises(StatementError, match="without zone"):
            store.rule([ruling(site="a.org"), ruling(LETTER)._replace(ruled_at=WHEN.replace(tzinfo=None))])
        with reader.connect() as connection:
            assert rulings_of(connection) == []


class TestOtherProcesses:
    def test_one_that_cleans_again_sees_it(self, place, store, make_report):
        store.extend([make_report(1)])
        assert store.notes(SITE) == NO_NOTES
        with Store.open(place) as other:
            other.rule([ruling()])
        store.due(10)
        assert store.notes(SITE).exceptions.cut == {fingerprint(FOLLOW)}

    def test_an_article_that_was_being_cleaned_meanwhile_stays_due(self, place, store, reader, make_report):
        store.extend([make_report(number, FOLLOW) for number in range(1, 4)])
        with Store.open(place) as other:
            other.rule([ruling()])
        results = [(number, make_report(number, FOLLOW, memory=1).article) for number in (1, 2)]
        results.append((3, make_report(3, FOLLOW, memory=2).article))
        store.replace(results)
        assert ids(store.due(10)) == [1, 2]

    def test_one_that_stores_articles_sees_it_with_the_first_of_the_site(self, place, store, make_report):
        store.extend([make_report(1)])
        store.notes(SITE)
        with Store.open(place) as other:
            other.rule([ruling()])
        store.extend([make_report(2, site="other.com")])
        assert store.notes(SITE) == NO_NOTES
        store.extend([make_report(3)])
        assert store.notes(SITE).exceptions.cut == {fingerprint(FOLLOW)}
        assert ids(store.due(10)) == [1, 3]

    def test_so_does_a_new_one_that_was_cleaned_before(self, place, store, make_report):
        store.rule([ruling()])
        store.extend([make_report(1, memory=0), make_report(2, memory=1)])
        assert ids(store.due(10)) == [1]

    def test_but_not_for_lines_that_it_does_not_have(self, store, reader, make_report):
        """After a ruling, what else is learnt of the site concerns those that have it, as before."""
        store.rule([ruling()])
        store.extend([make_report(number, LETTER, memory=1) for number in range(1, 4)])
        store.extend([make_report(4, memory=1)])
        assert ids(store.due(10)) == [1, 2, 3]
        store.replace([(number, get_article(reader, number)) for number in (1, 2, 3)])
        assert ids(store.due(10)) == [1, 2, 3]
