"""Input that no one should have sent: each gives a message or a stored reason, and what was stored stays whole."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

DEEP = "<div>" * 1_000_000 + "The lake froze. " * 50 + "</div>" * 1_000_000


def write_bad_file(folder: Path, kind: str, news: str) -> Path:
    path = folder / f"{kind}.html"
    if kind == "huge":
        path.touch()
        os.truncate(path, 200_000_000)
    else:
        bodies = {
            "empty": b"",
            "binary": b"%PDF-1.7\n\0\1\2" + bytes(range(256)) * 40,
            "deep": b"<html><body>" + DEEP.encode() + b"</body></html>",
            "nul": news.replace("crane", "cra\0ne").encode(),
            "latin": news.encode("latin-1"),
            "utf": news.replace("utf-8", "iso-8859-1").encode(),
            "packed": b"\x1f\x8b\x08\x00broken",
        }
        path.write_bytes(bodies[kind])
    return path


REASONS = {
    "empty": "empty",
    "binary": "not text",
    "huge": "too large",
    "deep": "no article",
    "packed": "broken archive",
}


@pytest.mark.parametrize("kind", REASONS)
def test_a_bad_page_is_refused_by_clean(run, here, news, kind):
    path = write_bad_file(here, kind, news())
    result = run("clean", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"refused {path}: {REASONS[kind]}: ")


def test_bad_pages_are_stored_as_reasons_and_the_rest_goes_on(run, stored, here, *, news, rows, check_whole):
    before = rows(stored, "SELECT id, title, text FROM article")
    folder = here / "pages"
    folder.mkdir()
    for kind in REASONS:
        write_bad_file(folder, kind, news())
    (folder / "good.html").write_text(news("The last one is good"))
    result = run("load", folder, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (report["pages"], report["kept"]) == (len(REASONS) + 1, 1)
    assert report["refused"] == dict.fromkeys(REASONS.values(), 1)
    found = dict(rows(stored, "SELECT origin, reason FROM refusal"))
    assert found == {str(folder / f"{kind}.html"): reason for kind, reason in REASONS.items()}
    assert rows(stored, "SELECT id, title, text FROM article")[: len(before)] == before
    check_whole(stored)


@pytest.mark.parametrize("kind", ["latin", "utf"])
def test_a_wrong_charset_is_seen_through(run, here, news, kind):
    result = run("clean", write_bad_file(here, kind, news()))
    assert result.exit_code == 0
    assert "said Zoë Müller" in result.stdout


def test_nul_bytes_are_not_in_what_comes_out(run, here, news):
    write_bad_file(here, "nul", news())
    assert run("load", "nul.html").exit_code == 0
    for arguments in (("show", 1), ("show", 1, "--json"), ("export",)):
        assert b"\0" not in run(*arguments).stdout_bytes
        assert b"\\u0000" not in run(*arguments).stdout_bytes
    assert run("show", 1, "--raw").stdout_bytes == (here / "nul.html").read_bytes()


def test_a_link_to_nowhere_is_a_stored_reason(run, here, news):
    (here / "pages").mkdir()
    (here / "pages" / "gone.html").symlink_to("nowhere")
    (here / "pages" / "loop.html").symlink_to("loop.html")
    (here / "pages" / "good.html").write_text(news())
    report = json.loads(run("load", "pages", "--json").stdout)
    assert (report["kept"], report["refused"]) == (1, {"unreadable": 2})


def test_what_may_not_be_read_is_a_stored_reason(run, as_nobody, monkeypatch, news, rows):
    monkeypatch.chdir(as_nobody)
    (as_nobody / "pages" / "folder").mkdir(parents=True)
    (as_nobody / "pages" / "file.html").write_text(news())
    (as_nobody / "pages" / "file.html").chmod(0)
    (as_nobody / "pages" / "folder").chmod(0)
    result = run("load", "pages", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["refusals"] == [
        "pages/file.html: unreadable: Permission denied",
        "pages/folder: unreadable: Permission denied",
    ]
    assert rows(as_nobody / "copydesk.db", "SELECT origin FROM refusal ORDER BY 1") == [
        ("pages/file.html",),
        ("pages/folder",),
    ]


def test_a_database_in_a_folder_that_may_not_be_written_is_told(run, as_nobody, monkeypatch, news):
    monkeypatch.chdir(as_nobody)
    (as_nobody / "page.html").write_text(news())
    (as_nobody / "locked").mkdir(mode=0o555)
    result = run("load", "page.html", "--db", "locked/news.db")
    assert result.exit_code == 3
    assert "see whether you may" in result.stderr


def make_text(path: Path) -> None:
    path.write_text("Dear diary, this is no database but a text that is long enough to look like one. " * 20)


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def make_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_text, "is not an SQLite database: give another path with --db"),
        (make_newer, "was written by a newer Copydesk (schema 9999"),
        (make_foreign, "is the database of another program: give another path with --db"),
    ],
)
@pytest.mark.parametrize("arguments", [("load", "page.html"), ("search", "ice"), ("show", "1"), ("export",)], ids=str)
def test_a_file_that_is_not_our_database_is_left_as_it_is(run, stored, here, *, news, make, words, arguments):
    (here / "page.html").write_text(news())
    make(stored)
    shutil.copy(stored, here / "before")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr
    assert stored.read_bytes() == (here / "before").read_bytes()


@pytest.mark.parametrize("arguments", [("load", "page.html"), ("search", "ice")], ids=str)
def test_a_folder_is_no_database(run, here, news, arguments):
    (here / "page.html").write_text(news())
    (here / "folder.db").mkdir()
    result = run(*arguments, "--db", "folder.db")
    assert result.exit_code == 3
    assert result.stderr.startswith("copydesk: ")


def test_a_damaged_database_is_told(run, stored, here):
    whole = stored.read_bytes()
    stored.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    result = run("export")
    assert result.exit_code == 3
    assert "is damaged" in result.stderr
