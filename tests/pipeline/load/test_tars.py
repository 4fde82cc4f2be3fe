import bz2
import gzip
import io
import lzma
import tarfile
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load import load, packing

try:
    from compression import zstd
except ImportError:
    from backports import zstd

WHEN = 1_700_000_000


def tarred(files, form=tarfile.PAX_FORMAT):
    """Return an archive; a file is its bytes, or what to set in its header."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.mtime = WHEN
            if isinstance(body, bytes):
                info.size = len(body)
            else:
                for field, value in body.items():
                    setattr(info, field, value)
            archive.addfile(info, io.BytesIO(body) if isinstance(body, bytes) else None)
    return out.getvalue()


PAGES = {"in/a.html": b"<p>Ice", "in/b.jsonl": b'{"text": "1"}\n{"text": "2"}', "c.txt": b"Snow"}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.tar", bytes),
        ("x.tar.gz", gzip.compress),
        ("x.tgz", gzip.compress),
        ("x.tar.bz2", bz2.compress),
        ("x.tar.xz", lzma.compress),
        ("x.tar.zst", zstd.compress),
    ],
)
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_its_files_are_read_as_files(write, name, pack, form):
    path = write(name, pack(tarred(PAGES, form)))
    first, *others = load(name)
    assert first == RawPage(
        path.absolute().as_uri() + "#in/a.html",
        b"<p>Ice",
        "text/html",
        datetime.fromtimestamp(WHEN, UTC),
        origin=f"{name}#in/a.html",
    )
    assert [page.origin for page in others] == [f"{name}#in/b.jsonl#1", f"{name}#in/b.jsonl#2", f"{name}#c.txt"]
    assert len(list(load("-", io.BytesIO(path.read_bytes())))) == 4


def test_links_devices_and_holes_are_passed_over_and_names_may_be_any(write):
    files = {
        "link.html": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        "hard.html": {"type": tarfile.LNKTYPE, "linkname": "a.html"},
        "tty.html": {"type": tarfile.CHRTYPE, "devmajor": 5},
        "disk.html": {"type": tarfile.BLKTYPE},
        "pipe.html": {"type": tarfile.FIFOTYPE},
        "folder": {"type": tarfile.DIRTYPE},
        ".hidden.html": b"x",
        "style.css": b"p {}",
        "/etc/passwd.html": b"<p>1",
        "../../up.html": b"<p>2",
        "./a/" + "long" * 60 + ".html": b"<p>3",
    }
    write("x.tar", tarred(files, tarfile.GNU_FORMAT))
    passed = []
    pages = list(load("x.tar", pass_over=passed.append))
    assert [page.body for page in pages] == [b"<p>1", b"<p>2", b"<p>3"]
    assert pages[0].origin == "x.tar#/etc/passwd.html"
    assert sorted(set(passed)) == ["another kind of file", "link, device or the like in an archive"]
    assert len(passed) == 6


def test_a_file_with_holes_of_any_size_is_passed_over(write):
    header = tarfile.TarInfo("a.jsonl")
    header.type = tarfile.GNUTYPE_SPARSE
    block = bytearray(header.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"00000000000\0" + b"00000000000\0"
    block[483:495] = b"77777777777\0"
    block[148:156] = b"%06o\0 " % tarfile.calc_chksums(bytes(block))[0]
    write("x.tar", bytes(block) + tarred({"b.html": b"<p>Snow"}))
    passed = []
    (page,) = load("x.tar", pass_over=passed.append)
    assert page.body == b"<p>Snow"
    assert passed == ["link, device or the like in an archive"]


def test_archives_in_it_are_refused(write):
    write("x.tar", tarred({"y.tar": tarred(PAGES), "a.html": b"<p>"}))
    refused, page = load("x.tar")
    assert refused.reason.code == "archive in archive"
    assert page.body == b"<p>"


def test_an_empty_archive_has_no_pages(write):
    write("x.tar", tarred({}))
    assert list(load("x.tar")) == []


@pytest.mark.parametrize(
    ("damage", "pages", "said"),
    [
        (lambda body: b"", 0, "ends without the mark of its end"),
        (lambda body: b"<html>" * 200, 0, "the header of a file in it is damaged"),
        (lambda body: body[:100], 0, "the header of a file in it is damaged: truncated header"),
        (lambda body: body[:2048], 3, "ends without the mark of its end, so it may be cut off"),
        (lambda body: body[:1024] + b"\xff" * 512 + body[1536:], 1, "the header of a file in it is damaged: "),
        (lambda body: body[:1024] + bytes(512) + body[1536:], 1, "there is more in it after the mark of its end"),
        (lambda body: gzip.compress(body, 0)[:2100], 3, "Compressed file ended before"),
    ],
)
def test_damage_is_said_after_what_could_be_read(write, damage, pages, said):
    write("x.tar", damage(tarred(PAGES | {"c.txt": b"Snow"})))
    *found, refused = load("x.tar")
    assert len([page for page in found if isinstance(page, RawPage)]) in {pages}
    assert refused.reason.code == "broken archive"
    assert said in refused.reason.detail


def test_a_file_in_it_that_is_cut_off_is_refused(write):
    write("x.tar", tarred({"a.html": b"<p>Ice", "b.html": b"<p>" + bytes(9000)})[:4000])
    page, *refused = load("x.tar")
    assert page.body == b"<p>Ice"
    assert {each.reason.detail for each in refused} == {
        "x.tar#b.html: it cannot be unpacked to its end: unexpected end of data",
        "x.tar: unexpected end of data",
    }


def test_a_page_that_is_a_bomb_is_refused_in_bounded_memory(write):
    write("x.tar.gz", gzip.compress(tarred({"a.html": bytes(10 * MAX_PAGE_BYTES), "b.html": b"<p>Snow"}), 1))
    tracemalloc.start()
    refused, page = load("x.tar.gz")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason.code == "too large"
    assert page.body == b"<p>Snow"
    assert peak < 5 * MAX_PAGE_BYTES


def test_a_name_that_is_a_bomb_is_refused_in_bounded_memory(write):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 200_000_000
    body = gzip.compress(header.tobuf() + b"a" * 200_000_000, 1)
    write("x.tar.gz", body)
    tracemalloc.start()
    (refused,) = load("x.tar.gz")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "a name in it is over the limit of 1 MB" in refused.reason.detail
    assert peak < 5_000_000


def test_an_archive_that_is_a_bomb_is_given_up(write, monkeypatch):
    monkeypatch.setattr(packing, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(packing, "MOST_TIMES", 100)
    write("x.tar.gz", gzip.compress(tarred({"a.css": bytes(100_000_000), "b.html": b"<p>Snow"}), 1))
    (refused,) = load("x.tar.gz")
    assert "more than 100 times as many" in refused.reason.detail


@given(st.binary(max_size=60), st.integers(0, 3000))
def test_any_bytes_are_pages_or_refused(noise, place):
    body = tarred(PAGES)
    for found in load("-", io.BytesIO(body[:place] + noise + body[place + len(noise) :]), "tar"):
        assert isinstance(found, RawPage | Refused)
