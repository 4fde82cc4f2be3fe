import io
import struct
import tracemalloc
import warnings
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load import load, packing

WHEN = (2026, 1, 2, 3, 4, 4)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), body, method)
    return out.getvalue()


PAGES = {"in/a.html": b"<p>Ice", "in/b.jsonl": b'{"text": "1"}\n{"text": "2"}', "c.txt": b"Snow"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_its_files_are_read_as_files(write, method):
    path = write("x.zip", zipped(PAGES, method))
    first, *others = load("x.zip")
    assert first == RawPage(
        path.absolute().as_uri() + "#in/a.html",
        b"<p>Ice",
        "text/html",
        datetime(*WHEN, tzinfo=UTC),
        origin="x.zip#in/a.html",
    )
    assert [page.origin for page in others] == ["x.zip#in/b.jsonl#1", "x.zip#in/b.jsonl#2", "x.zip#c.txt"]


def test_it_is_read_from_a_pipe(write):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    first, *_ = load("-", Pipe(zipped(PAGES)))
    assert (first.url, first.origin, first.body) == ("", "-#in/a.html", b"<p>Ice")
    assert len(list(load("-", Pipe(zipped(PAGES)), "zip"))) == 4


def test_progress_adds_up(write):
    path = write("x.zip", zipped(PAGES))
    steps = []
    assert len(list(load("x.zip", advance=steps.append))) == 4
    assert sum(steps) == path.stat().st_size


def test_other_kinds_are_passed_over_hidden_files_too_and_names_may_be_any(write):
    files = {
        "a_files/style.css": b"p {}",
        "__MACOSX/._a.html": b"x",
        ".git/a.html": b"x",
        "deep/": b"",
        "/etc/passwd.html": b"<p>1",
        "../../up.html": b"<p>2",
        "C:\\x.html": b"<p>3",
        "./caf\u00e9 #1?.html": b"<p>4",
    }
    write("x.zip", zipped(files))
    passed = []
    pages = list(load("x.zip", pass_over=passed.append))
    assert passed == ["another kind of file"]
    assert [page.body for page in pages] == [b"<p>1", b"<p>2", b"<p>3", b"<p>4"]
    assert pages[0].origin == "x.zip#/etc/passwd.html"
    assert pages[3].url.endswith("x.zip#./caf%C3%A9%20%231%3F.html")


def test_archives_in_it_are_refused(write):
    write("x.zip", zipped({"y.zip": zipped(PAGES), "z.tar.gz": b"", "a.html": b"<p>"}))
    first, second, page = load("x.zip")
    for refused, name in ((first, "y.zip"), (second, "z.tar.gz")):
        assert refused.reason == (
            "archive in archive",
            f"x.zip#{name}: unpack the outer one, and load what is in it",
        )
    assert page.body == b"<p>"


def test_an_empty_archive_has_no_pages(write):
    write("x.zip", zipped({}))
    assert list(load("x.zip")) == []


@pytest.mark.parametrize("body", [b"", b"PK\3\4", b"<html>", zipped(PAGES)[:-10], zipped(PAGES)[:100]])
def test_what_is_no_archive_or_cut_off_is_refused(write, body):
    write("x.zip", body)
    (refused,) = load("x.zip")
    assert refused.reason.code == "broken archive"
    assert refused.reason.detail.startswith("x.zip: no list of files could be read at its end, so it may be cut off: ")


def test_a_damaged_file_in_it_is_refused_and_the_others_are_read(write):
    body = bytearray(zipped({"a.html": b"<p>Ice" * 99, "b.html": b"<p>Snow"}, zipfile.ZIP_STORED))
    body[100:110] = b"\xff" * 10
    write("x.zip", bytes(body))
    refused, page = load("x.zip")
    assert refused.page.origin == "x.zip#a.html"
    assert refused.reason.detail.startswith("x.zip#a.html: it cannot be unpacked to its end: Bad CRC-32")
    assert page.body == b"<p>Snow"


def test_a_file_in_it_that_takes_a_password_is_refused(write):
    body = bytearray(zipped({"a.html": b"<p>Ice", "b.html": b"<p>Snow"}))
    body[6] |= 1
    entry = body.index(b"PK\1\2")
    body[entry + 8] |= 1
    write("x.zip", bytes(body))
    refused, page = load("x.zip")
    assert refused.reason == ("broken archive", "x.zip: a.html: it is encrypted")
    assert page.body == b"<p>Snow"


def test_a_page_that_is_a_bomb_is_refused_in_bounded_memory(write):
    write("x.zip", zipped({"a.html": bytes(10 * MAX_PAGE_BYTES), "b.html": b"<p>Snow"}))
    tracemalloc.start()
    refused, page = load("x.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason == ("too large", "it is over the limit of 20.0 MB when unpacked")
    assert page.body == b"<p>Snow"
    assert peak < 4 * MAX_PAGE_BYTES


def test_lines_without_end_are_given_up(write, monkeypatch):
    monkeypatch.setattr(packing, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(packing, "MOST_TIMES", 100)
    write("x.zip", zipped({"a.jsonl": bytes(100_000_000), "b.html": b"<p>Snow"}))
    first, *_ = load("x.zip")
    assert "more than 100 times as many" in first.reason.detail


def test_members_that_share_their_bytes_are_refused(write):
    body = zipped({"a.html": b"<p>Ice" * 9999}, zipfile.ZIP_STORED)
    entry = body.index(b"PK\1\2")
    end = body.index(b"PK\5\6")
    central = body[entry:end]
    closing = bytearray(body[end:])
    closing[8:12] = struct.pack("<HH", 3, 3)
    closing[12:16] = struct.pack("<I", 3 * len(central))
    write("x.zip", body[:entry] + 3 * central + bytes(closing))
    (refused,) = load("x.zip")
    assert refused.reason == ("broken archive", "x.zip: its members overlap")


@given(st.binary(max_size=60), st.integers(0, 200))
def test_any_bytes_are_pages_or_refused(noise, place):
    body = zipped(PAGES)
    body = body[:place] + noise + body[place + len(noise) :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile tells of names that occur twice
        for found in load("-", io.BytesIO(body), "zip"):
            assert isinstance(found, RawPage | Refused)
