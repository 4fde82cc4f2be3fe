"""Stored articles cleaned again: at the end of a load, and when asked."""

import json
import os
import signal
import sqlite3
from contextlib import closing

import pytest

from db.again import ALL
from db.errors import DatabaseError
from db.store import Store
from pipeline.article import Reason
from spiders.again import rules_known_by
from spiders.knowledge import laid_down

TEXTS = "SELECT id, text FROM article ORDER BY id"
DUE = "SELECT id FROM article WHERE due ORDER BY id"
FOOTER = "all that floats and some that sinks"


@pytest.fixture
def place(here):
    return here / "copydesk.db"


@pytest.fixture
def with_footer(place, rows):
    """Return the numbers of the articles that end in the line which the site repeats."""
    return lambda: [number for number, text in rows(place, TEXTS) if FOOTER in text]


@pytest.fixture
def load(run, record):
    """Load stories by number, and return the report."""

    def load(*numbers, options=(), **more):
        lines = "".join(record(number, **more) for number in numbers)
        result = run("load", "-", "--json", *options, stdin=lines)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return load


@pytest.fixture
def make_due(place):
    """Let the memory have learnt something about these articles."""

    def make_due(*numbers):
        with closing(sqlite3.connect(place)) as connection, connection:
            connection.executemany("UPDATE article SET due = 1 WHERE id = ?", [(number,) for number in numbers])

    return make_due


def test_a_load_cleans_again_what_the_memory_has_learnt_something_about(load, with_footer, place, rows, check_whole):
    assert load(0, 1)["cleaned_again"] == {"changed": 0, "same": 0, "failed": 0}
    assert with_footer() == [1, 2]
    assert load(2)["cleaned_again"] == {"changed": 3, "same": 0, "failed": 0}
    assert with_footer() == []
    assert rows(place, DUE) == []
    load(3)
    cut = "SELECT article_id FROM edit WHERE rule = 'repeats_on_site' ORDER BY 1"
    assert rows(place, cut) == [(1,), (2,), (3,), (4,)]
    assert with_footer() == []
    check_whole(place)


def test_an_article_that_is_cleaned_again_can_still_be_undone(load, run):
    load(0, 1, 2)
    assert run("show", 1, "--original").stdout.endswith(FOOTER)
    assert f"[-The Quay Courier, {FOOTER}-] (repeats_on_site)\n" in run("show", 1, "--edits").stdout


def test_a_person_is_told_what_was_cleaned_again(run, record):
    run("load", "-", stdin=record(0) + record(1))
    lines = [line.strip() for line in run("load", "-", stdin=record(2)).stdout.splitlines()]
    assert "3  articles cleaned again: the memory has learnt what their sites repeat" in lines
    assert "3  changed" in lines


def test_other_sites_are_left_alone(load, with_footer):
    load(0, 1)
    load(2, host="other.example")
    assert with_footer() == [1, 2, 3]


def test_what_is_due_from_before_is_cleaned_by_the_next_load(load, make_due, place, rows):
    load(0)
    make_due(1)
    assert load(0)["cleaned_again"] == {"changed": 0, "same": 1, "failed": 0}
    assert rows(place, DUE) == []


def test_saved_pages_are_known_by_what_they_call_their_site(run, courier, here, with_footer):
    """Their addresses are those of files; the memory goes by the canonical link."""
    for number in range(4):
        head = f'<link rel="canonical" href="https://quay.example/{number}">'
        (here / f"{number}.html").write_text(courier(number, head))
    run("load", "0.html", "1.html", "2.html")
    assert with_footer() == []
    run("load", "3.html")
    assert with_footer() == []


def test_a_database_that_fails_when_it_is_asked_about_a_site_ends_the_load(run, record, monkeypatch):
    def notes(self, site):
        raise DatabaseError("copydesk.db is in use by another program")

    monkeypatch.setattr(Store, "notes", notes)
    result = run("load", "-", stdin=record(0) + record(1))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.endswith("copydesk: copydesk.db is in use by another program\n")


def test_ctrl_c_after_the_last_page_leaves_due_what_is_due(run, record, place, *, rows, monkeypatch, with_footer):
    run("load", "-", stdin=record(0) + record(1))
    store_pages = Store.pages

    def pages(self, *arguments):
        os.kill(os.getpid(), signal.SIGINT)
        return store_pages(self, *arguments)

    monkeypatch.setattr(Store, "pages", pages)
    result = run("load", "-", stdin=record(2))
    assert result.exit_code == 130
    assert "1 new article stored. Run the same again" in result.stderr
    assert rows(place, DUE) == [(1,), (2,), (3,)]
    monkeypatch.undo()
    monkeypatch.chdir(place.parent)
    assert run("load", "-", stdin=record(2)).exit_code == 0
    assert (rows(place, DUE), with_footer()) == ([], [])


@pytest.fixture
def spoilt(load, place, rows):
    """Four articles of two sites, whose stored texts are not what their pages give."""
    load(0, 1)
    load(2, 3, host="other.example")
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE article SET title = 'Spoilt'")

    def spoilt():
        return [number for (number,) in rows(place, "SELECT id FROM article WHERE title = 'Spoilt' ORDER BY id")]

    assert spoilt() == [1, 2, 3, 4]
    return spoilt


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ((), [1, 3, 4]),
        (("--all",), []),
        (("--site", "WWW.Other.example"), [1, 2]),
        (("--site", "other.example", "--site", "quay.example"), []),
        ((1, 4), [2, 3]),
        ((1, "--site", "other.example"), [2]),
    ],
    ids=str,
)
def test_which_are_cleaned_again(run, spoilt, make_due, arguments, left):
    make_due(2)
    result = run("reclean", *arguments, "--json")
    done = 4 - len(left)
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report.pop("database").endswith("copydesk.db")
    assert report == {
        "looked_at": done,
        "changed": done,
        "same": 0,
        "failed": 0,
        "let_go": 0,
        "missing": [],
        "rules": {},
        "fields": {"title": done},
        "dry_run": False,
    }
    assert spoilt() == left


def test_what_became_of_them_is_said(run, spoilt):
    run("reclean", 1)
    lines = [line.strip() for line in run("reclean", "--all").stdout.splitlines()]
    assert lines[:3] == ["4  looked at", "3  changed", "1  same as before"]
    assert lines[3:] == ["", "Articles by field that changed", "3  title"]


def test_without_anything_due_nothing_is_done(run, spoilt):
    result = run("reclean")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing to clean again\n")
    assert spoilt() == [1, 2, 3, 4]


def test_an_article_whose_page_gives_none_any_more_stays_as_it_was(run, stored, rows):
    """The pages of that database hold no more than a headline."""
    before = rows(stored, TEXTS)
    result = run("reclean", 1)
    assert result.exit_code == 0
    assert [line.strip() for line in result.stdout.splitlines()][-1] == "1  failed: they stay as they were"
    assert rows(stored, TEXTS) == before


@pytest.mark.parametrize("number", [9, 0, 2**70])
def test_a_number_without_an_article_is_exit_code_1(run, spoilt, number):
    result = run("reclean", number)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"no article {number} in copydesk.db\n"
    assert spoilt() == [1, 2, 3, 4]
    result = run("reclean", number, 2, "--json")
    assert (result.exit_code, json.loads(result.stdout)["missing"]) == (1, [number])
    assert spoilt() == [1, 3, 4]


def test_a_site_without_an_article_is_exit_code_1(run, spoilt):
    result = run("reclean", "--site", "nowhere.example")
    assert (result.exit_code, result.stderr) == (1, "no article of nowhere.example in copydesk.db\n")


@pytest.mark.parametrize("arguments", [("--all", 1), ("--all", "--site", "quay.example"), ("one",)], ids=str)
def test_wrong_usage(run, stored, arguments):
    assert run("reclean", *arguments).exit_code == 2


def test_a_database_that_is_not_there_is_not_made(run, place):
    result = run("reclean")
    assert result.exit_code == 3
    assert result.stderr.startswith("copydesk: no database at ")
    assert not place.exists()


def test_a_terminal_shows_how_far_it_is(desk, load):
    load(0, 1, 2)
    seen = desk.on_terminal("reclean", "--all")
    assert "Cleaning again" in seen
    assert "3/3" in seen


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=lambda sent: sent.name)
def test_a_run_that_is_stopped_leaves_due_what_is_due(
    desk, here, place, make_due, *, rows, check_whole, wait_until, sent
):
    many = 800
    lines = (json.dumps({"text": f"The lake froze on day {number}, and nobody skated."}) for number in range(many))
    (here / "many.jsonl").write_text("\n".join(lines))
    assert desk.run("load", "many.jsonl")[0] == 0
    make_due(*range(1, many + 1))
    process = desk.start("reclean", "--workers", 1)
    wait_until(lambda: len(rows(place, DUE)) < many)
    os.killpg(process.pid, sent)
    _, err = process.communicate(timeout=30)
    left = len(rows(place, DUE))
    assert 0 < left < many
    if sent is signal.SIGINT:
        assert process.returncode == 130
        assert err.decode() == (
            f"copydesk: stopped; {many - left} articles cleaned again, 0 changed. Run the same again to go on\n"
        )
    code, out, _ = desk.run("reclean", "--json")
    assert (code, json.loads(out)["looked_at"]) == (0, left)
    assert rows(place, DUE) == []
    check_whole(place)


def whole_state(place, rows):
    """All that a run could write."""
    tables = "article", "edit", "site", "site_line", "recleaning", "ruling"
    return [rows(place, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


class TestFilters:
    @pytest.mark.parametrize(
        ("arguments", "left"),
        [
            (("--language", "en"), []),
            (("--language", "de"), [1, 2, 3, 4]),
            (("--site", "quay.example", "--language", "en"), [3, 4]),
            ((1, 4, "--since", "2020-01-01"), [1, 2, 3, 4]),
        ],
        ids=str,
    )
    def test_they_are_those_of_search_and_export(self, run, spoilt, arguments, left):
        result = run("reclean", *arguments)
        assert spoilt() == left
        assert result.exit_code == (1 if len(left) == 4 else 0)

    def test_that_none_fits_is_said(self, run, spoilt):
        assert run("reclean", "--language", "de").stderr == "nothing to clean again: no stored article fits\n"


class TestTrying:
    def test_it_tells_what_would_change_and_by_which_rule_and_writes_nothing(self, run, load, place, rows, *, make_due):
        load(0, 1, 2)
        with closing(sqlite3.connect(place)) as connection, connection:
            connection.execute("UPDATE article SET text = text || char(10) || 'The Quay Courier' WHERE id = 2")
            connection.execute("DELETE FROM edit WHERE article_id = 2")
        make_due(3)
        before = whole_state(place, rows)
        report = json.loads(run("reclean", "--all", "--dry-run", "--samples", 2, "--json").stdout)
        assert whole_state(place, rows) == before
        assert (report["dry_run"], report["looked_at"], report["changed"], report["same"]) == (True, 3, 1, 2)
        assert report["rules"]["repeats_on_site"] == {"more": 1, "fewer": 0}
        assert report["fields"] == {"text": 1}
        (sample,) = report["samples"]
        assert sample["id"] == 2
        assert sample["changes"] == ["[-The Quay Courier-]"]
        assert json.loads(run("reclean", "--dry-run", "--json").stdout)["looked_at"] == 1
        assert rows(place, DUE) == [(3,)]

    def test_a_person_reads_it(self, run, spoilt):
        result = run("reclean", "--all", "--dry-run", "--samples", 1)
        lines = [line.strip() for line in result.stdout.splitlines()]
        assert lines[:2] == ["4  looked at", "4  would change"]
        assert any(line.startswith("title: [-Spoilt-]{+") for line in lines)
        assert result.stderr == "nothing was written\n"
        assert spoilt() == [1, 2, 3, 4]

    def test_how_many_would_fail(self, run, stored):
        result = run("reclean", "--all", "--dry-run")
        assert "3  would fail: they would stay as they are" in result.stdout

    def test_a_database_that_cannot_be_written_to_is_enough(self, run, spoilt, place):
        place.chmod(0o444)
        assert run("reclean", "--all", "--dry-run").exit_code == 0


class TestAsking:
    def test_without_a_terminal_it_is_refused(self, run, spoilt):
        result = run("reclean", "--all", "--ask")
        assert result.exit_code == 2
        assert "--ask needs a terminal" in result.stderr
        assert spoilt() == [1, 2, 3, 4]

    @pytest.mark.parametrize("option", ["--dry-run", "--json"])
    def test_what_it_does_not_go_with(self, run, stored, option):
        assert run("reclean", "--all", "--ask", option).exit_code == 2

    @pytest.mark.parametrize(("typed", "left"), [("y\n", []), ("n\n", [1, 2, 3, 4]), ("\n", [1, 2, 3, 4])])
    def test_it_shows_samples_and_does_as_it_is_told(self, desk, spoilt, typed, left):
        seen = desk.on_terminal("reclean", "--all", "--ask", "--samples", 1, typed=typed)
        assert "Spoilt" in seen
        assert "write? [y/N]" in seen
        assert ("nothing was written" in seen) is bool(left)
        assert spoilt() == left


def test_pages_that_were_let_go_are_passed_over(run, spoilt, place, rows, make_due):
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE page SET body = x'' WHERE id = 2")
    make_due(2)
    report = json.loads(run("reclean", "--all", "--json").stdout)
    assert (report["looked_at"], report["changed"], report["failed"], report["let_go"]) == (4, 3, 0, 1)
    assert spoilt() == [2]
    assert rows(place, DUE) == []
    assert "1  passed over: their pages are not kept any more" in run("reclean", 2).stdout


MANY = 400
POSITION = "SELECT last_id FROM recleaning"


@pytest.fixture
def many_spoilt(desk, here, place):
    lines = (json.dumps({"text": f"The lake froze on day {number}, and nobody skated."}) for number in range(MANY))
    (here / "many.jsonl").write_text("\n".join(lines))
    assert desk.run("load", "many.jsonl")[0] == 0
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE article SET title = 'Spoilt'")


@pytest.mark.slow
@pytest.mark.usefixtures("many_spoilt")
def test_a_run_that_is_killed_again_and_again_goes_on_where_it_was(desk, place, rows, check_whole, wait_until):
    spoilt = "SELECT id FROM article WHERE title = 'Spoilt' ORDER BY id"
    for moment in (0, 100, 250):
        process = desk.start("reclean", "--all", "--workers", 1)
        wait_until(lambda moment=moment: rows(place, POSITION) > [(moment,)])
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        ((position,),) = rows(place, POSITION)
        assert rows(place, spoilt) == [(number,) for number in range(position + 1, MANY + 1)]
        check_whole(place)
    code, out, err = desk.run("reclean", "--all", "--json")
    report = json.loads(out)
    assert (code, err.startswith(f"goes on after article {position} of the run that was begun 20")) == (0, True)
    assert (report["looked_at"], report["changed"], report["fields"]) == (MANY, MANY, {"title": MANY})
    assert (rows(place, spoilt), rows(place, POSITION)) == ([], [])
    check_whole(place)


def test_a_run_goes_on_unless_the_rules_changed_or_it_is_told_not_to(run, spoilt, place, rows, lay_down):
    sites = lay_down('site = "quay.example"\noff = ["is_blank"]')
    with Store.open(place) as store:
        run_known = run_of(store, {})
        store.replace([(2, Reason("empty"))], run_known)
    other_rules = json.loads(run("reclean", "--all", "--sites", sites, "--json").stdout)
    assert other_rules["looked_at"] == 4
    with Store.open(place) as store:
        store.replace([(2, Reason("empty"))], run_of(store, laid_down("")))
    result = run("reclean", "--all", "--json")
    assert result.stderr.startswith("goes on after article 2 of the run that was begun ")
    assert json.loads(result.stdout)["looked_at"] == 3  # one of before, two of now
    with Store.open(place) as store:
        store.replace([(2, Reason("empty"))], run_of(store, laid_down("")))
    assert json.loads(run("reclean", "--all", "--from-start", "--json").stdout)["looked_at"] == 4
    assert rows(place, POSITION) == []


def run_of(store, exceptions):
    return store.begin_again(ALL, rules_known_by(exceptions))
