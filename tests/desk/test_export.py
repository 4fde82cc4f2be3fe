import gzip
import json
import os
import threading
from pathlib import Path

import feedparser
import pytest

from desk.export import written_whole
from desk.exporting.forms import FORMS


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


def test_the_suffix_tells_the_format(run, stored, here):
    for name in FILES:
        assert run("export", "-o", name).exit_code == 0
    opened = {name: (here / name).read_bytes() for name in FILES}
    assert {name: content[: len(FILES[name])] for name, content in opened.items()} == FILES
    assert gzip.decompress(opened["a.csv.gz"]) == opened["a.csv"]
    assert b"WARC-Filename: a.warc.gz\r\n" in gzip.decompress(opened["a.warc.gz"])


FILES = {
    "a.jsonl": b'{"id": 1, ',
    "a.csv": b"id,url,title,text,"[:13],
    "a.csv.gz": b"\x1f\x8b",
    "a.jsonl.zst": b"\x28\xb5\x2f\xfd",
    "a.parquet": b"PAR1",
    "a.warc": b"WARC/1.1\r\n",
    "a.warc.gz": b"\x1f\x8b",
    "a.rss": b"<?xml",
    "a.xml": b"<?xml",
    "a.atom": b"<?xml",
}


@pytest.mark.parametrize("form", FORMS)
def test_all_formats_take_the_same_filters(run, stored, here, form):
    place = here / "out"
    assert run("export", "--format", form, "--site", "lohe.example", "-o", place).exit_code == 0
    content = gzip.decompress(place.read_bytes()) if place.read_bytes()[:2] == b"\x1f\x8b" else place.read_bytes()
    assert b"lohe.example/bruecke" in content
    assert b"quay.example" not in content
    nothing = run("export", "--format", form, "--site", "none.example")
    assert (nothing.exit_code, nothing.stdout_bytes) == (1, b"")
    assert nothing.stderr == "nothing to export: no stored article fits\n"


def test_pages_go_out_and_in_again_to_the_byte(run, stored, here, rows):
    assert run("export", "-o", "pages.warc.gz").exit_code == 0
    assert run("load", "pages.warc.gz", "--db", "again.db", "--workers", 1).exit_code in (0, 1)
    question = "SELECT key, url, content_type, fetched_at FROM page ORDER BY id"
    assert rows(here / "again.db", question) == rows(stored, question)


def test_a_table_can_be_loaded_again(run, here, news):
    (here / "page.html").write_text(news())
    run("load", "page.html", "--workers", 1)
    assert run("export", "-o", "a.csv").exit_code == 0
    assert run("load", "a.csv", "--db", "again.db", "--workers", 1).exit_code == 0
    before, after = (json.loads(run("export", "--db", place).stdout) for place in ("copydesk.db", "again.db"))
    assert {before["title"], before["text"]} == {after["title"], after["text"]}


def test_a_feed_has_the_newest_and_as_many_as_are_wanted(run, stored):
    def titles(*options):
        return [
            each.title for each in feedparser.parse(run("export", "--format", "rss", *options).stdout_bytes).entries
        ]

    assert [title[:3] for title in titles()] == ["Har", "Die", "A n"]
    assert [title[:3] for title in titles("--limit", 2)] == ["Har", "Die"]
    assert ids(run("export", "--limit", 2).stdout_bytes) == [1, 2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "a.parquet.gz"), "Parquet is packed inside"),
        (("--format", "rss", "--feed-url", "javascript:alert(1)"), "is no web address"),
        (("--for-spreadsheets",), "--for-spreadsheets is for CSV"),
        (("--format", "xlsx"), "'xlsx' is not one of"),
    ],
)
def test_what_cannot_be_written_is_a_wrong_usage(run, stored, options, words):
    result = run("export", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_table_for_spreadsheets_is_asked_for(run, stored):
    assert run("export", "--format", "csv", "--for-spreadsheets").stdout_bytes.startswith(b"\xef\xbb\xbfid,")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_is_told(run, stored, form):
    result = run("export", "--format", form, "-o", "/dev/full")
    assert result.exit_code == 3
    assert result.stderr.startswith("copydesk: no room left for /dev/full: free some, or give another file with -o")
