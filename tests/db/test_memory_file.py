"""What was learnt, carried to another database and back."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from db.engine import open_reader
from db.memory_file import RecordError, read_lines, records
from db.rulings import Ruling, rulings_of
from db.store import Store
from pipeline.memory import Known, fingerprint

SITE = "example.com"
FOLLOW = "Follow us for more of the lake."
LETTER = "Get our letter every morning."
WHEN = datetime(2026, 5, 1, tzinfo=UTC)


def ruling(line=FOLLOW, verdict="cut", site=SITE, ruled_at=WHEN):
    return Ruling(site, fingerprint(line), verdict, line, ruled_at)


@pytest.fixture
def exported():
    """Return what a database holds as lines of JSON."""

    def exported(place):
        reader = open_reader(place)
        with reader.begin() as connection:
            lines = [json.dumps(record).encode() for record in records(connection)]
        reader.dispose()
        return lines

    return exported


@pytest.fixture
def other(tmp_path):
    with Store.open(tmp_path / "other.db") as opened:
        yield opened


@pytest.fixture
def taught(store, make_report):
    """A store that knows one line of a site, and another that two articles have, and has a ruling."""
    store.extend([make_report(number, FOLLOW) for number in range(3)])
    store.extend([make_report(number, LETTER) for number in range(3, 5)])
    store.rule([ruling(LETTER, "keep"), ruling("Only a person knows this line.")])
    return store


def carry(lines, store):
    return store.take_over(read_lines(lines))


class TestRoundTrip:
    def test_into_an_empty_database_the_same_is_known(self, place, taught, other, exported):
        imported = carry(exported(place), other)
        assert (imported.sites, imported.merged, imported.rulings) == ({SITE}, 0, 2)
        assert other.notes(SITE) == taught.notes(SITE)
        assert other.notes(SITE).repeated[fingerprint(FOLLOW)] == Known(3, 3, 3)

    def test_what_is_exported_from_there_is_the_same_but_for_numbers_of_articles(
        self, tmp_path, place, taught, other, exported
    ):
        carry(exported(place), other)

        def without_numbers(lines):
            found = [json.loads(line) for line in lines]
            for record in found:
                record["carriers"] = [identity for _, identity in record.get("carriers", [])]
            return found

        assert without_numbers(exported(tmp_path / "other.db")) == without_numbers(exported(place))

    def test_the_same_twice_changes_nothing(self, tmp_path, place, taught, other, exported):
        lines = exported(place)
        carry(lines, other)
        before = exported(tmp_path / "other.db")
        again = carry(lines, other)
        assert (again.sites, again.merged, again.lines, again.rulings) == (set(), 0, 0, 0)
        assert exported(tmp_path / "other.db") == before
        assert carry(before, taught).lines == 0

    def test_it_goes_on_learning_there(self, place, taught, other, exported, make_report):
        carry(exported(place), other)
        other.extend([make_report(5, LETTER)])
        assert other.notes(SITE).repeated[fingerprint(LETTER)] == Known(3, 3, 3)


class TestNumbersOfArticles:
    def test_an_article_of_the_same_number_here_is_another_one(self, place, taught, other, exported, make_report):
        """Articles 4 and 5 carried the line there; here 1 and 2 are others, and must count, and not be called due."""
        carry(exported(place), other)
        other.extend([make_report(20), make_report(21), make_report(22), make_report(23), make_report(24)])
        assert [again.article_id for again in other.due(10)] == [1, 2, 3, 4, 5]  # cleaned before the ruling was known
        other.replace([(number, make_report(19 + number, memory=9).article) for number in range(1, 6)])
        other.extend([make_report(25, LETTER, memory=9)])
        assert other.due(10) == []
        assert fingerprint(LETTER) in other.notes(SITE).repeated

    def test_the_same_article_here_does_not_count_twice(self, place, taught, other, exported, make_report):
        carry(exported(place), other)
        other.extend([make_report(3, LETTER)])
        assert fingerprint(LETTER) not in other.notes(SITE).repeated

    def test_they_are_numbers_that_no_article_has_and_one_stays_one(
        self, tmp_path, taught, other, exported, make_report, *, reader, learnt
    ):
        before = set(learnt(reader).sites[SITE].lines)
        other.extend([make_report(number, LETTER) for number in range(30, 36)])
        carry(exported(tmp_path / "other.db"), taught)
        memory = learnt(reader).sites[SITE]
        new = [line.carriers for known_by, line in memory.lines.items() if known_by not in before]
        carriers = {carrier for some in new for carrier in some}
        assert len({carrier.article for carrier in carriers}) == len(carriers) == 6
        assert max(carrier.article for carrier in carriers) < 0


class TestBringingTogether:
    def test_of_each_line_the_account_of_more_articles_holds(self, tmp_path, taught, other, exported, make_report):
        other.extend([make_report(number, FOLLOW, LETTER) for number in range(40, 45)])
        before = taught.notes(SITE)
        imported = carry(exported(tmp_path / "other.db"), taught)
        notes = taught.notes(SITE)
        assert (imported.sites, imported.merged) == (set(), 1)
        assert notes.repeated == {fingerprint(FOLLOW): Known(5, 5, 5), fingerprint(LETTER): Known(5, 0, 5)}
        assert notes.exceptions == before.exceptions
        assert notes.version > before.version
        assert [again.article_id for again in taught.due(10)] == [1, 2, 3, 4, 5]

    def test_nothing_of_this_database_is_lost(self, place, taught, other, exported, make_report):
        other.extend([make_report(number, LETTER) for number in range(40, 43)])
        carry(exported(place), other)
        assert other.notes(SITE).repeated.keys() == {fingerprint(FOLLOW), fingerprint(LETTER)}

    def test_the_later_ruling_holds(self, place, taught, other, exported):
        other.rule([ruling(LETTER, "cut", ruled_at=WHEN + timedelta(days=1)), ruling(verdict="keep")])
        taught.rule([ruling(verdict="cut", ruled_at=WHEN + timedelta(days=1))])
        assert carry(exported(place), other).rulings == 2
        exceptions = other.notes(SITE).exceptions
        assert fingerprint(LETTER) in exceptions.cut
        assert fingerprint(FOLLOW) in exceptions.cut
        assert not exceptions.keep


GOOD = [
    {"kind": "memory", "format": 1},
    {"kind": "site", "site": SITE, "articles": 5, "version": 2},
    {
        "kind": "line",
        "id": "00000000000000ff",
        "articles": 3,
        "first": 0,
        "last": 3,
        "carriers": [[1, "ffffffffffffffff"]],
        "since": 1,
        "latest": 5,
        "sample": "A line.",
    },
    {
        "kind": "ruling",
        "site": SITE,
        "id": "00000000000000ff",
        "verdict": "cut",
        "line": "A line.",
        "ruled_at": "2026-05-01T00:00:00Z",
    },
]


@pytest.mark.parametrize(
    ("number", "change", "message"),
    [
        (0, {"kind": "site"}, "line 1: this is not what `copydesk memory export` writes"),
        (0, {"format": 2}, "line 1: format 2 is not known here"),
        (1, {"kind": "line"}, "line 2: a line without its site"),
        (1, {"kind": "whatever"}, "line 2: \"kind\": 'whatever' is none of"),
        (1, {"site": ""}, 'line 2: "site": a name'),
        (1, {"articles": -1}, 'line 2: "articles": a whole number'),
        (1, {"articles": 2**80}, 'line 2: "articles": a whole number'),
        (1, {"version": True}, 'line 2: "version": a whole number'),
        (2, {"id": "ff"}, 'line 3: "id": 16 hex digits'),
        (2, {"first": 4}, 'line 3: "first": a whole number from 0 to 3'),
        (2, {"since": 3}, 'line 3: "since": a whole number from 0 to 2'),
        (2, {"latest": "5"}, 'line 3: "latest": a whole number'),
        (2, {"sample": None}, 'line 3: "sample": a string'),
        (2, {"carriers": [[1, 2]]}, 'line 3: "carriers": each'),
        (2, {"carriers": [[1, "ffffffffffffffff"]] * 4}, 'line 3: "carriers": a list of at most 3'),
        (2, {"kind": "site", "site": SITE, "version": 1}, "line 3: site example.com stands there twice"),
        (3, {"verdict": "burn"}, 'line 4: "verdict": keep or cut'),
        (3, {"ruled_at": "2026-05-01"}, 'line 4: "ruled_at": an instant with its zone'),
        (3, {"line": 1}, 'line 4: "line": a string'),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_imported(
    place, store, exported, *, number, change, message
):
    given = [record | (change if index == number else {}) for index, record in enumerate(GOOD)]
    with pytest.raises(RecordError) as error:
        carry([json.dumps(record).encode() for record in given], store)
    assert str(error.value).startswith(message)
    assert len(exported(place)) == 1


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b"", b"null"],
    ids=["cut off", "list", "bytes", "deep", "no", "null"],
)
def test_what_is_no_record_at_all(place, store, exported, line):
    lines = [json.dumps(record).encode() for record in GOOD[:2]]
    with pytest.raises(RecordError, match=r"^line"):
        carry([*lines, line] if line else [], store)
    assert len(exported(place)) == 1


def test_a_good_one_is_taken_over_in_whatever_order(store, reader):
    lines = [json.dumps(GOOD[index]).encode() + b"\n" for index in (0, 3, 1, 2)]
    carry([*lines, b"\n"], store)
    assert store.notes(SITE).repeated == {255: Known(3, 0, 3)}
    with reader.connect() as connection:
        assert [each.line for each in rulings_of(connection)] == ["A line."]
