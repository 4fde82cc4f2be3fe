import json
import os
import signal
import subprocess
import sys
import time
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
        (("pages", "--format", "pdf"), "the formats are html, text, jsonl"),
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
