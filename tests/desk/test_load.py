import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from desk.article_view import refusal
from pipeline.article import RawPage, Reason, Refused

COUNT = "SELECT count(*) FROM article"


@pytest.fixture
def pages(here, news):
    """A folder: two articles, a page without one, a broken line, and a file of another kind."""
    folder = here / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_text(news("Crane one", 1))
    (folder / "deep" / "b.htm").write_text(news("Crane two", 2))
    (folder / "c.jsonl").write_text('{"text": "Ice froze."}\n{"id": 1\n')
    (folder / "empty.html").touch()
    (folder / "style.css").write_text("p {}")
    return folder


def test_a_report_for_people(run, pages, here):
    result = run("load", pages)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = [line.strip() for line in result.stdout.splitlines()]
    for line in (
        "5  pages in",
        "3  articles kept",
        "2  refused",
        "1  broken record",
        "1  empty",
        "1  passed over: another kind of file",
        "2  split_glued_sentences",
        f"The database is {here / 'copydesk.db'}",
        "copydesk search WORDS             find an article",
    ):
        assert line in lines
    assert f"{pages / 'empty.html'}: empty: the page has no content" in lines


def test_a_report_for_scripts(run, pages, here):
    result = run("load", pages, "--json")
    report = json.loads(result.stdout)
    assert len(result.stdout.splitlines()) == 1
    assert {name: report[name] for name in ("pages", "kept", "known", "refused", "passed_over", "database")} == {
        "pages": 5,
        "kept": 3,
        "known": 0,
        "refused": {"broken record": 1, "empty": 1},
        "passed_over": 1,
        "database": str(here / "copydesk.db"),
    }
    assert report["edits"]["split_glued_sentences"] == 2
    assert len(report["refusals"]) == 2


def test_loading_again_stores_nothing_twice(run, pages, here, rows, check_whole):
    run("load", pages)
    result = run("load", pages, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (report["kept"], report["known"]) == (0, 3)
    assert rows(here / "copydesk.db", COUNT) == [(3,)]
    check_whole(here / "copydesk.db")


def test_the_same_page_twice_in_one_run_is_stored_once(run, pages):
    report = json.loads(run("load", pages / "a.html", pages / "a.html", "--json").stdout)
    assert (report["pages"], report["kept"], report["known"]) == (2, 1, 1)
    assert report["edits"]["split_glued_sentences"] == 1


def test_standard_input_is_loaded(run, here):
    result = run("load", "-", "--json", stdin='{"text": "Ice froze."}\n{"text": "Snow fell."}\n')
    assert json.loads(result.stdout)["kept"] == 2


def test_no_article_is_exit_code_1_without_next_steps(run, here):
    (here / "empty.html").touch()
    result = run("load", "empty.html")
    assert result.exit_code == 1
    assert "Next:" not in result.stdout
    assert "1  page in\n" in result.stdout


def test_an_empty_folder_is_no_failure(run, here):
    (here / "pages").mkdir()
    assert run("load", "pages").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone.html",), "there is no file or folder gone.html"),
        (("pages", "--format", "pdf"), "the formats are html, text, jsonl, warc, mhtml, csv, parquet, zip, tar"),
        (("pages", "--workers", "0"), "--workers"),
        ((), "Missing argument 'PATH|-...'"),
    ],
    ids=str,
)
def test_wrong_usage_is_told_before_a_database_is_made(run, pages, here, arguments, words):
    result = run("load", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (here / "copydesk.db").exists()


def test_a_format_can_be_said(run, here):
    (here / "page").write_text("Ice\n\nThe lake froze over night, as it does every year in the second week.")
    assert json.loads(run("load", "page", "--format", "text", "--json").stdout)["kept"] == 1


def test_what_to_type_next_can_be_typed(run, pages, here, desk):
    result = run("load", pages, "--db", "my news.db")
    step = next(line for line in result.stdout.splitlines() if "copydesk show 1" in line)
    assert step.split("  ")[1] == "copydesk show 1 --edits --db 'my news.db'"


def test_where_the_name_is_not_known_the_path_is_what_to_type(run, pages, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    step = next(line for line in run("load", pages).stdout.splitlines() if " show 1" in line)
    assert Path(step.split()[0]).resolve() == Path(sys.executable).with_name("copydesk").resolve()


def test_a_url_names_the_file_in_the_report(run, pages, here):
    assert f"The database is {here / 'news.db'}\n" in run("load", pages, "--db", "sqlite:///news.db").stdout


def test_only_the_first_refusals_are_shown(run, here):
    (here / "in.jsonl").write_text("{\n" * 7)
    out = run("load", "in.jsonl").stdout
    assert "7  broken record" in out
    assert out.count("not JSON") == 5
    assert "           ...\n" in out


def test_the_place_of_a_refusal_is_said_once():
    page = RawPage("", b"", origin="in.jsonl#3")
    assert refusal(Refused(page, Reason("broken record", "in.jsonl#3: not JSON"))) == (
        "in.jsonl#3: broken record: not JSON"
    )
    assert refusal(Refused(RawPage("https://a.org", b""), Reason("empty"))) == "https://a.org: empty"


def test_a_terminal_shows_how_far_it_is(desk, pages):
    seen = desk.on_terminal("load", pages)
    assert "Cleaning" in seen
    assert "3 articles stored" in seen
    assert "100%" in seen


@pytest.fixture
def many(here):
    """A file of more articles than are stored before anyone can press a key."""
    lines = (json.dumps({"text": f"The lake froze on day {number}, and nobody skated."}) for number in range(1_500))
    (here / "many.jsonl").write_text("\n".join(lines))
    return 1_500


def stored_so_far(rows, place) -> int:
    try:
        return rows(place, COUNT)[0][0]
    except Exception:  # noqa: BLE001  not made yet
        return 0


def gone(group: int) -> bool:
    """Whether all processes of a group have ended; one that nobody waited for has too."""
    for process in psutil.process_iter(["status"]):
        try:
            if os.getpgid(process.pid) == group and process.info["status"] != psutil.STATUS_ZOMBIE:
                return False
        except ProcessLookupError:
            continue
    return True


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=lambda sent: sent.name)
def test_a_run_that_is_stopped_keeps_what_it_stored_and_goes_on(
    desk, here, many, *, rows, check_whole, wait_until, sent
):
    place = here / "copydesk.db"
    process = desk.start("load", "many.jsonl")
    wait_until(lambda: stored_so_far(rows, place) > 0)
    os.killpg(process.pid, sent) if sent is signal.SIGINT else process.send_signal(sent)
    _, err = process.communicate(timeout=30)
    wait_until(lambda: gone(process.pid))
    before = rows(place, "SELECT id, url, text FROM article ORDER BY id")
    assert 0 < len(before) < many
    if sent is signal.SIGINT:
        assert process.returncode in (130, -signal.SIGINT)
        assert err.decode() == (
            f"copydesk: stopped; {len(before):,} new articles stored. Run the same again to go on from there\n"
        )
    code, out, _ = desk.run("load", "many.jsonl", "--json")
    report = json.loads(out)
    assert (code, report["known"], report["kept"]) == (0, len(before), many - len(before))
    assert rows(place, "SELECT id, url, text FROM article ORDER BY id")[: len(before)] == before
    assert rows(place, "SELECT count(DISTINCT text) FROM article") == [(many,)]
    check_whole(place)


def test_ctrl_c_while_waiting_for_input_keeps_what_came_before(desk, here, rows, wait_until):
    place = here / "copydesk.db"
    process = desk.start("load", "-", stdin=subprocess.PIPE)
    lines = "".join(f'{{"text": "The lake froze on day {number}."}}\n' for number in range(200))
    process.stdin.write(lines.encode())
    process.stdin.flush()
    wait_until(lambda: stored_so_far(rows, place) >= 50)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT)
    assert b"new articles stored" in err
    assert stored_so_far(rows, place) >= 50


def test_ctrl_c_while_workers_start_is_answered_once(desk, here, wait_until):
    process = desk.start("load", "-", stdin=subprocess.PIPE)
    wait_until(lambda: bool(psutil.Process(process.pid).children()))
    time.sleep(0.1)  # they import for half a second, and this process is listening again
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode in (130, -signal.SIGINT)
    assert err == b"copydesk: stopped; 0 new articles stored. Run the same again to go on from there\n"


def record(url: str, body: str, status: str = "200 OK") -> bytes:
    """Write the record of an answer in a web archive, packed by itself."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1)


ANSWERS, EMPTY = 400, 10


@pytest.fixture
def archive(here, news):
    """A web archive of several hundred articles, a few pages without one, and what is no page."""
    answers = [record(f"https://quay.example/{number}", news(f"Crane {number}", number)) for number in range(ANSWERS)]
    nothing = "<html><body><a href='/'>Home</a></body></html>"
    answers[::40] = [
        each + record(f"https://quay.example/empty/{number}", nothing) for number, each in enumerate(answers[::40])
    ]
    path = here / "news.warc.gz"
    path.write_bytes(b"".join(answers) + record("https://quay.example/gone", "<p>Gone", "404 Not Found"))
    return path


def test_a_web_archive_is_loaded_however_often_the_run_is_killed(desk, here, archive, *, rows, check_whole, wait_until):
    place = here / "copydesk.db"
    stored = 0
    for _ in range(3):
        process = desk.start("load", archive.name)
        wait_until(lambda stored=stored: stored_so_far(rows, place) > stored)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=30)
        wait_until(lambda process=process: gone(process.pid))
        stored = stored_so_far(rows, place)
        check_whole(place)
    assert 0 < stored < ANSWERS
    code, out, _ = desk.run("load", archive.name, "--json")
    report = json.loads(out)
    assert code == 0
    assert report["pages"] == ANSWERS + EMPTY
    assert report["kept"] == ANSWERS - stored
    assert report["passed_over_kinds"] == {"status other than 200": 1}
    assert rows(place, "SELECT count(*), count(DISTINCT text), count(DISTINCT url) FROM article") == [(ANSWERS,) * 3]
    assert rows(place, "SELECT count(*), sum(count) FROM refusal") == [(EMPTY, EMPTY)]
    check_whole(place)


def test_once_more_nothing_is_cleaned_again_neither_kept_nor_refused(run, archive, rows, here):
    first = json.loads(run("load", archive, "--json").stdout)
    assert (first["kept"], first["refused"]) == (ANSWERS, {"no article": EMPTY})
    again = json.loads(run("load", archive, "--json").stdout)
    assert (again["known"], again["kept"], again["refused"]) == (ANSWERS + EMPTY, 0, {})
    assert rows(here / "copydesk.db", "SELECT max(count) FROM refusal") == [(1,)]


def test_a_damaged_web_archive_is_said_with_its_place(run, archive):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    result = run("load", archive)
    assert result.exit_code == 0
    assert "1  broken archive" in result.stdout
    assert f"{archive}#" in result.stdout
    assert "cannot be read, nor what comes after it: Compressed file ended before" in result.stdout


def test_archives_and_tables_are_loaded_as_files_are(run, here, news):
    with zipfile.ZipFile(here / "pages.zip", "w") as archive:
        archive.writestr("a.html", news("Crane one", 1))
        archive.writestr("a.css", "p {}")
    (here / "pages.csv").write_text("url,text\nhttps://quay.example/2,The lake froze on Tuesday.\n")
    report = json.loads(run("load", "pages.zip", "pages.csv", "--json").stdout)
    assert (report["kept"], report["passed_over"]) == (2, 1)


def test_refused_pages_are_tried_again_when_that_is_asked_for(run, here, archive, rows):
    run("load", archive)
    with closing(sqlite3.connect(here / "copydesk.db")) as connection, connection:
        # As if the rules of then had made nothing of an article.
        connection.execute("DELETE FROM edit WHERE article_id = 7")
        connection.execute("DELETE FROM article WHERE id = 7")
    assert json.loads(run("load", archive, "--json").stdout)["kept"] == 0
    again = json.loads(run("load", archive, "--json", "--retry").stdout)
    assert (again["known"], again["kept"], again["refused"]) == (ANSWERS - 1, 1, {"no article": EMPTY})
    assert rows(here / "copydesk.db", COUNT) == [(ANSWERS,)]
