import json
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def forget(run):
    """Run the command."""

    def forget(*arguments):
        return run("db", "forget-pages", *arguments)

    return forget


@pytest.fixture
def aged(stored):
    """The database of the working directory, the pages of articles 1 and 2 forty days old, that of 3 new."""
    with closing(sqlite3.connect(stored)) as connection, connection:
        connection.execute("UPDATE page SET fetched_at = '2020-01-01 00:00:00.000000' WHERE id < 3")
    return stored


def test_the_old_ones_go(run, forget, aged, rows, check_whole):
    result = forget("--older-than", 30)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("2 pages, ")
    assert rows(aged, "SELECT length(body) > 0 FROM page ORDER BY id") == [(0,), (0,), (1,)]
    check_whole(aged)
    assert "0 pages, 0 bytes, were let go" in forget("--older-than", 30).stdout


def test_a_dry_run_does_nothing(forget, aged, rows):
    result = forget("--older-than", 30, "--dry-run")
    assert result.stdout.startswith("2 pages, ")
    assert "would be let go" in result.stdout
    assert rows(aged, "SELECT count(*) FROM page WHERE length(body) = 0") == [(0,)]


def test_the_file_can_be_made_smaller(run, forget, aged, check_whole):
    assert forget("--older-than", 30, "--vacuum").exit_code == 0
    check_whole(aged)
    assert run("search", "crane").exit_code == 0
    assert b"<p>Harbour crane" not in aged.read_bytes()


def test_what_is_wrong_is_told(forget, here):
    assert forget().exit_code == 2
    assert forget("--older-than", "-1").exit_code == 2
    assert forget("--older-than", 3, "--dry-run", "--vacuum").exit_code == 2
    assert forget("--older-than", 3).exit_code == 3
    assert not (here / "copydesk.db").exists()


def test_a_page_that_was_let_go_is_never_shown_as_an_empty_one(run, forget, aged):
    forget("--older-than", 30)
    raw = run("show", 1, "--raw")
    assert (raw.exit_code, raw.stdout) == (1, "")
    assert "page 1 (https://www.quay.example/crane), of 2020-01-01, is older than pages are kept" in raw.stderr
    assert run("show", 1).exit_code == run("show", 1, "--original").exit_code == 0
    assert run("show", 3, "--raw").stdout_bytes == b"<p>None\r\n"


def test_reclean_passes_over_it_and_counts_it(run, forget, aged):
    forget("--older-than", 30)
    done = json.loads(run("reclean", "--all", "--workers", 1, "--json").stdout)
    assert (done["looked_at"], done["let_go"]) == (3, 2)
    assert "1  passed over: their pages are not kept any more" in run("reclean", 1, "--workers", 1).stdout


def test_an_export_of_pages_passes_over_it_and_counts_it(run, forget, aged, here):
    forget("--older-than", 30)
    result = run("export", "-o", "pages.warc")
    assert result.exit_code == 0
    assert "2 pages passed over: older than pages are kept" in result.stderr
    assert (here / "pages.warc").read_bytes().count(b"WARC-Type: resource") == 1
    assert len(run("export").stdout_bytes.splitlines()) == 3
    forget("--older-than", 0)
    assert run("export", "--format", "warc").exit_code == 1


def test_a_load_lets_go_of_what_is_too_old(run, aged, here, *, rows, news, monkeypatch):
    (here / "page.html").write_text(news())
    monkeypatch.setenv("COPYDESK_KEEP_PAGES", "30")
    report = json.loads(run("load", "page.html", "--workers", 1, "--json").stdout)
    assert (report["kept"], report["pages_let_go"]) == (1, 2)
    assert rows(aged, "SELECT length(body) > 0 FROM page ORDER BY id") == [(0,), (0,), (1,), (1,)]
    assert json.loads(run("load", "page.html", "--workers", 1, "--json").stdout)["known"] == 1


def test_pages_are_kept_for_ever_where_nobody_says_otherwise(run, aged, here, news, rows):
    (here / "page.html").write_text(news())
    assert json.loads(run("load", "page.html", "--workers", 1, "--json").stdout)["pages_let_go"] == 0
    assert rows(aged, "SELECT count(*) FROM page WHERE length(body) = 0") == [(0,)]


def test_a_setting_that_is_no_number_is_told(run, stored, here, news, monkeypatch):
    (here / "page.html").write_text(news())
    monkeypatch.setenv("COPYDESK_KEEP_PAGES", "a month")
    result = run("load", "page.html", "--workers", 1)
    assert result.exit_code == 3
    assert "COPYDESK_KEEP_PAGES is 'a month': give a number of days" in result.stderr
