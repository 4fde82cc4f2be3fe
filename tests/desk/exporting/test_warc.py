import gzip
import io
from dataclasses import replace

import pytest
from warcio.archiveiterator import ArchiveIterator

from desk.exporting.warc import write_warc
from pipeline.article import RawPage
from pipeline.load.stream import Unpacked
from pipeline.load.warc import read_warc


def written(pages, **how) -> bytes:
    stream = io.BytesIO()
    write_warc(pages, stream, "pages.warc.gz", **how)
    return stream.getvalue()


def loaded(archive: bytes) -> list[RawPage]:
    return list(read_warc(Unpacked(io.BytesIO(archive), int), RawPage("", b"", origin="a.warc")))


@pytest.mark.parametrize("is_packed", [True, False])
def test_the_same_pages_are_loaded_again(hard_pages, is_packed):
    found = loaded(written(hard_pages, is_packed=is_packed))
    assert [replace(page, origin="") for page in found] == [page for _, page in hard_pages]
    assert [page.key for page in found] == [page.key for _, page in hard_pages]


def test_others_read_it(hard_pages):
    stream = io.BytesIO(written(hard_pages))
    found = []
    for record in ArchiveIterator(stream, check_digests="raise"):
        headers = record.rec_headers
        assert headers.protocol == "WARC/1.1"
        found.append((record.rec_type, record.content_stream().read(), headers.get_header("WARC-Date")))
    assert found[0][0] == "warcinfo"
    pages = [(body, date) for kind, body, date in found if kind == "resource"]
    assert pages == [(page.body, "2026-03-01T12:30:15.123456Z") for _, page in hard_pages]
    assert {kind for kind, _, _ in found} == {"warcinfo", "resource", "metadata"}


def test_each_record_is_a_gzip_member_of_its_own(hard_pages):
    archive = written(hard_pages[:1])
    members = archive.split(b"\x1f\x8b\x08\0")
    assert len(members) == 3
    assert gzip.decompress(b"\x1f\x8b\x08\0" + members[2]).startswith(b"WARC/1.1\r\n")


def test_a_page_that_its_record_says_all_of_has_no_note(hard_pages):
    assert b"metadata" not in written(hard_pages[:1], is_packed=False)


def test_an_address_cannot_add_headers(hard_pages):
    assert b"\nX: y" not in written(hard_pages, is_packed=False)


@pytest.mark.parametrize(
    "note",
    [b"[]", b"{", b'{"url": 1}', b'{"rights": "noai"}', b'{"hints": []}', b'{"hints": {"published": "x"}}'],
)
def test_a_note_that_cannot_be_understood_is_told(note):
    page = RawPage("https://a.example/1", b"Ice.", "text/plain")
    archive = written([(1, page)], is_packed=False)
    ours = b'{"content_type": "text/plain"}'
    assert ours in archive
    length = b"Content-Length: %d" % len(ours)
    (found,) = loaded(archive.replace(ours, note).replace(length, b"Content-Length: %d" % len(note)))
    assert found.reason.code == "broken record"
    assert "the note beside it" in found.reason.detail


def test_a_text_of_another_archive_is_still_no_page():
    archive = written([(1, RawPage("https://a.example/robots.txt", b"User-agent: *", "text/plain"))], is_packed=False)
    (found,) = loaded(archive.replace(b"application/vnd.copydesk.page+json", b"application/json"))
    assert found.kind == "not a web page"
