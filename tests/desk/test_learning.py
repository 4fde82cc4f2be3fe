"""`copydesk clean --learn`: from all pages first, then each in its order."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

FOOTER = "The Quay Courier, all that floats and some that sinks"


def answers(result):
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_what_comes_last_is_known_when_the_first_is_cleaned(run, record):
    lines = "".join(record(number) for number in (3, 0, 4, 1))
    plain = answers(run("clean", "--jsonl", stdin=lines))
    learnt = answers(run("clean", "--jsonl", "--learn", stdin=lines))
    assert [each["id"] for each in plain] == [each["id"] for each in learnt] == [3, 0, 4, 1]
    assert all(each["text"].endswith(FOOTER) for each in plain)
    assert not any(FOOTER in each["text"] for each in learnt)
    assert all(any(edit["rule"] == "repeats_on_site" for edit in each["edits"]) for each in learnt)


def test_two_articles_teach_nothing_and_neither_does_one_twice(run, record):
    lines = record(0) + record(1) + record(1) + record(0) + record(2, host="other.example")
    assert all(each["text"].endswith(FOOTER) for each in answers(run("clean", "--jsonl", "--learn", stdin=lines)))


def test_refused_records_stay_in_their_places(run, record):
    lines = record(0) + "{broken\n" + record(1) + '{"id": "void", "html": ""}\n' + record(2)
    result = run("clean", "--jsonl", "--learn", stdin=lines)
    found = answers(result)
    assert result.exit_code == 0
    assert [each["id"] for each in found] == [0, None, 1, "void", 2]
    assert [each.get("refused", "").partition(":")[0] for each in found] == ["", "broken record", "", "empty", ""]
    assert not any(FOOTER in each["text"] for each in found if "text" in each)


def test_pages_without_address_are_known_by_what_they_call_their_site(run, courier):
    pages = [
        {"id": number, "html": courier(number, f'<link rel="canonical" href="https://quay.example/{number}">')}
        for number in range(3)
    ]
    lines = "".join(json.dumps(page) + "\n" for page in [*pages, {"id": 3, "html": courier(3)}])
    found = answers(run("clean", "--jsonl", "--learn", stdin=lines))
    assert [each["site"] for each in found] == ["quay.example"] * 3 + [None]
    assert [FOOTER in each["text"] for each in found] == [False, False, False, True]


def test_a_single_page_and_none_at_all_are_no_trouble(run, record):
    assert answers(run("clean", "--jsonl", "--learn", stdin=record(0)))[0]["text"].endswith(FOOTER)
    assert run("clean", "--jsonl", "--learn", stdin="").exit_code == 1


def test_people_and_files_may_learn_too(run, courier, here):
    for number in range(3):
        head = f'<link rel="canonical" href="https://quay.example/{number}">'
        (here / f"{number}.html").write_text(courier(number, head))
    out = run("clean", "--learn", "--diff", here).stdout
    assert out.count(f"[-{FOOTER}-] (repeats_on_site)") == 3


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc on this system")
def test_a_kill_leaves_no_page_behind(desk, wait_until, request):
    folder = Path(tempfile.mkdtemp())  # short, because the workers' socket lies there too
    request.addfinalizer(lambda: shutil.rmtree(folder))
    process = desk.start("clean", "--jsonl", "--learn", stdin=subprocess.PIPE, environment={"TMPDIR": str(folder)})
    line = json.dumps({"text": "The lake froze, and nobody skated on it before Thursday. " * 20}) + "\n"
    process.stdin.write(line.encode() * 200)
    process.stdin.flush()

    def is_open():
        """The pages wait in a file of that folder."""
        files = Path(f"/proc/{process.pid}/fd").iterdir()
        return any(each.readlink().is_relative_to(folder) and each.stat().st_size > 100_000 for each in files)

    wait_until(is_open)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
