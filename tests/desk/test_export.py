import json
import os
import threading
from pathlib import Path

import pytest

from desk.export import written_whole


def ids(lines: bytes) -> list[int]:
    return [json.loads(line)["id"] for line in lines.splitlines()]


def test_each_article_is_a_line_in_the_order_of_numbers(run, stored):
    result = run("export")
    assert result.exit_code == 0
    assert ids(result.stdout_bytes) == [1, 2, 3]
    assert result.stderr == ""


def test_a_line_stays_one_for_every_reader(run, stored):
    assert len(run("export").stdout.splitlines()) == 3  # str.splitlines parts at U+2028 too


def test_an_export_goes_on_after_a_number(run, stored):
    assert ids(run("export", "--after", 2).stdout_bytes) == [3]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["crane"], [1]),
        (["crane", "bearing"], [1]),
        (["crane -bearing"], []),
        (["--", "-crane"], [2, 3]),
        (["bearing OR brucke", "--language", "de"], [2]),
        (["language:de"], [2]),
        (['" ( NEAR *'], []),
    ],
    ids=str,
)
def test_words_choose_as_in_search(run, stored, words, expected):
    result = run("export", *words)
    assert ids(result.stdout_bytes) == expected
    assert result.exit_code == (0 if expected else 1)


@pytest.mark.parametrize("after", ["3", "9" * 30])
def test_nothing_to_export_is_told(run, stored, after):
    result = run("export", "--after", after)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nothing to export: no stored article fits\n"


def test_a_file_holds_what_a_pipe_would(run, stored, here):
    assert run("export", "-o", "out.jsonl").exit_code == 0
    assert (here / "out.jsonl").read_bytes() == run("export").stdout_bytes
    assert sorted(path.name for path in here.glob("*out*")) == ["out.jsonl"]


def test_a_file_keeps_its_rights_and_its_links(run, stored, here):
    (here / "real.jsonl").touch(mode=0o600)
    (here / "link.jsonl").symlink_to("real.jsonl")
    assert run("export", "-o", "link.jsonl").exit_code == 0
    assert (here / "link.jsonl").is_symlink()
    assert (here / "real.jsonl").stat().st_mode & 0o777 == 0o600
    assert ids((here / "real.jsonl").read_bytes()) == [1, 2, 3]


def test_a_file_stays_as_it_is_when_nothing_fits(run, stored, here):
    (here / "out.jsonl").write_text("kept")
    assert run("export", "--site", "none", "-o", "out.jsonl").exit_code == 1
    assert (here / "out.jsonl").read_text() == "kept"
    assert list(here.glob(".out*")) == []


def test_a_file_stays_as_it_is_when_writing_is_stopped(here):
    place = here / "out.jsonl"
    place.write_text("kept")

    def stop_half_way() -> None:
        with written_whole("out.jsonl") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert place.read_text() == "kept"
    assert list(here.iterdir()) == [place]


@pytest.mark.parametrize(("place", "why"), [(".", "it is a folder"), ("no/out.jsonl", "No such file or directory")])
def test_a_file_that_cannot_be_written_is_a_wrong_usage(run, stored, place, why):
    result = run("export", "-o", place)
    assert result.exit_code == 2
    assert f"{why}; give another file with -o" in result.stderr


def test_a_pipe_is_written_to_not_replaced(run, stored, here):
    os.mkfifo(here / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_bytes()), daemon=True)
    reader.start()
    assert run("export", "-o", "pipe").exit_code == 0
    reader.join(10)
    assert ids(read[0]) == [1, 2, 3]
    assert (here / "pipe").is_fifo()


def test_what_is_exported_can_be_cleaned_again(run, stored):
    again = run("clean", "--jsonl", stdin=run("export").stdout_bytes)
    assert again.exit_code == 0
    assert ids(again.stdout_bytes) == [1, 2, 3]


def test_a_person_at_a_terminal_is_told_how_many(desk, stored):
    assert "3 articles written" in desk.on_terminal("export", "-o", "out.jsonl")
