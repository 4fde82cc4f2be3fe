import gzip
import io
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load import LoadError, Survey, load, survey


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.html", "text/html"), ("a.HTM", "text/html"), ("a.html.gz", "text/html"), ("a.txt", "text/plain")],
)
def test_a_file_is_a_page(write, name, content_type):
    body = b"Ice\n\nThe lake froze.\n"
    path = write(f"in/{name}", gzip.compress(body) if name.endswith(".gz") else body)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert list(load(f"in/{name}")) == [
        RawPage(
            path.absolute().as_uri(),
            body,
            content_type,
            datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            origin=f"in/{name}",
        )
    ]


def test_a_folder_is_loaded_in_order_and_other_kinds_are_passed_over(write):
    write("in/b.jsonl.gz", gzip.compress(b'{"text": "1"}\n{"text": "2"}\n'))
    write("in/a_files/style.css")
    write("in/a.html")
    write("in/c.txt", b"")
    assert [page.origin for page in load("in")] == ["in/a.html", "in/b.jsonl.gz#1", "in/b.jsonl.gz#2", "in/c.txt"]
    assert [page.fetched_at.tzinfo for page in load("in")] == [UTC] * 4


def test_a_survey_tells_what_will_be_loaded(write):
    write("in/a.html", b"12345")
    write("in/b.txt", b"123")
    write("in/style.css")
    assert survey("in") == Survey(files=2, size=8, passed_over=1)
    assert survey("in/style.css").files == 1
    assert survey("in", format_name="text").files == 3
    assert survey("-") == Survey()


def test_progress_adds_up_to_the_survey_whatever_happens(write):
    write("in/a.html", b"x" * 100_000)
    write("in/b.html.gz", gzip.compress(bytes(2 * MAX_PAGE_BYTES)))
    write("in/c.html.gz", gzip.compress(os.urandom(5000))[:-100])
    write("in/d.jsonl", b'{"text": "1"}\n' * 10)
    with write("in/e.html").open("wb") as large:
        large.truncate(10 * MAX_PAGE_BYTES)
    steps = []
    assert len(list(load("in", advance=steps.append))) == 14
    assert sum(steps) == survey("in").size


def test_a_file_that_grows_while_it_is_read_does_not_overfill_the_progress_bar(write):
    path = write("a.jsonl", b'{"text": "1"}\n')
    steps = []
    pages = load("a.jsonl", advance=steps.append)
    next(pages)
    with path.open("ab") as file:
        file.write(b'{"text": "2"}\n')
    assert len(list(pages)) == 1
    assert sum(steps) == len(b'{"text": "1"}\n')


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<p>Ice", "text/html"),
        (b"Ice on the lake", "text/plain"),
        (b'{"text": "Ice"}', "text/plain; charset=utf-8; header=absent"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_standard_input_is_known_by_its_beginning(body, content_type, pack):
    (page,) = load("-", io.BytesIO(pack(body)))
    assert (page.content_type, page.url) == (content_type, "")
    assert page.origin in {"-", "-#1"}


def test_a_format_that_is_named_is_used():
    (page,) = load("-", io.BytesIO(b"<p>is what he wrote"), format_name="text")
    assert page.content_type == "text/plain"


def test_a_single_file_that_nobody_knows_is_refused_with_the_known_ones(write):
    write("table.xls", b"a,b\n")
    (refused,) = load("table.xls")
    assert refused.reason.code == "unknown format"
    assert ".html, .htm" in refused.reason.detail
    assert len(list(load("table.xls", format_name="text"))) == 1


def test_a_named_pipe_is_read(write):
    write("a.html")
    out, into = os.pipe()
    os.write(into, b"<p>Ice")
    os.close(into)
    (page,) = load(f"/dev/fd/{out}")
    os.close(out)
    assert (page.body, page.content_type) == (b"<p>Ice", "text/html")


@pytest.mark.parametrize(("path", "name"), [("missing", None), ("", None), ("a.html", "pdf"), ("-", "pdf")])
def test_a_slip_of_the_user_is_told_before_anything_is_loaded(write, path, name):
    write("a.html")
    with pytest.raises(LoadError):
        load(path, io.BytesIO(), format_name=name)
    with pytest.raises(LoadError):
        survey(path, format_name=name)


def test_a_page_of_200_mb_is_refused_without_opening_it(as_nobody, lock):
    path = as_nobody / "large.html"
    os.seteuid(os.getuid())
    with path.open("wb") as file:
        file.truncate(200_000_000)
    os.seteuid(65_534 if os.getuid() == 0 else os.getuid())
    lock(path)
    (refused,) = load(path)
    assert refused.reason == ("too large", "200.0 MB is over the limit of 20.0 MB")


def test_a_folder_and_a_file_without_permission_are_refused_and_the_rest_goes_on(as_nobody, lock):
    os.seteuid(os.getuid())
    for name in ("in/a.html", "in/b.html", "in/c/d.html", "in/e.html"):
        (as_nobody / name).parent.mkdir(parents=True, exist_ok=True)
        (as_nobody / name).write_bytes(b"<p>Ice")
    os.seteuid(65_534 if os.getuid() == 0 else os.getuid())
    lock(as_nobody / "in/b.html")
    lock(as_nobody / "in/c")
    first, second, third, fourth = load(as_nobody / "in")
    assert (first.body, fourth.body) == (b"<p>Ice", b"<p>Ice")
    for refused, name in ((second, "b.html"), (third, "c")):
        assert refused.reason == ("unreadable", f"{as_nobody}/in/{name}: Permission denied")
        assert refused.page.origin == f"{as_nobody}/in/{name}"
    lock(as_nobody / "in")
    (refused,) = load(as_nobody / "in" / "a.html")
    assert refused.reason.code == "unreadable"


def test_a_file_that_vanishes_is_refused_and_the_rest_goes_on(write):
    for name in ("in/a.html", "in/b.html", "in/c.html"):
        write(name)
    pages = load("in")
    next(pages)
    Path("in/b.html").unlink()
    refused, last = pages
    assert refused.reason == ("unreadable", "in/b.html: No such file or directory")
    assert last.origin == "in/c.html"


def test_broken_gzip_is_refused_after_what_could_be_read(write):
    packed = gzip.compress(b"".join(b'{"text": "%d"}\n' % n for n in range(5000)))
    write("in/a.jsonl.gz", packed[:-2000])
    write("in/b.html.gz", packed[:50] + b"\xff" * 50 + packed[100:])
    write("in/c.html.gz", packed + b"garbage")
    write("in/d.html")
    *lines, cut, corrupt, trailing, last = load("in")
    assert len(lines) > 100
    assert {page.origin for page in lines[:-1]} >= {"in/a.jsonl.gz#1", "in/a.jsonl.gz#100"}
    for refused, name in ((cut, "a.jsonl.gz"), (corrupt, "b.html.gz"), (trailing, "c.html.gz")):
        assert refused.reason.code == "broken archive"
        assert refused.reason.detail.startswith(f"in/{name}: ")
    assert last.body == b"<p>Ice</p>"


def test_a_file_name_that_is_no_text_can_be_stored(write):
    name = os.fsdecode(b"caf\xe9.html")
    write(f"in/{name}")
    (page,) = load("in")
    assert page.origin == "in/caf\ufffd.html"
    assert page.url.endswith("/in/caf%E9.html")


def test_an_empty_folder_has_no_pages(tmp_path):
    assert list(load(tmp_path)) == []


@given(
    st.sampled_from(["a.jsonl", "a.html", "a.txt", "a.html.gz", "a.ndjson.gz", "a"]),
    st.binary(max_size=500) | st.binary(max_size=200).map(lambda tail: gzip.compress(tail)[:-3] + tail),
)
@example("a.html.gz", b"\x1f\x8b")
@example("a.html.gz", b"\x1f\x8b\x08\x00")
def test_any_bytes_are_pages_or_refused(name, body):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(body)
        for found in load(path):
            assert isinstance(found, RawPage | Refused)
