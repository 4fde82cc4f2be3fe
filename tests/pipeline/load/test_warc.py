import gzip
import io
import struct
import tracemalloc
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.found import PassedOver
from pipeline.load.stream import Unpacked
from pipeline.load.warc import MAX_BLOCK_BYTES, MAX_HEAD_BYTES, NO_BODY, NO_PAGE, NO_SUCCESS, read_warc

try:
    from compression import zstd
except ImportError:
    from backports import zstd

BODY = b"<p>" + b"The lake froze over night. " * 50


def chunked(body, size=100):
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def many(record, number=10):
    """Return records of which each begins at ten times as many bytes."""
    return [record(BODY, number=each) for each in range(number)]


def bodies(found):
    return [each.body for each in found if isinstance(each, RawPage)]


def test_a_response_is_a_page(read, record):
    (page,) = read(read_warc, record(BODY), "in.warc")
    assert page == RawPage(
        "https://a.org/1", BODY, "text/html", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), origin="in.warc#1"
    )


@pytest.mark.parametrize(
    "pack",
    [
        b"".join,
        lambda records: gzip.compress(b"".join(records)),
        lambda records: b"".join(map(gzip.compress, records)),
        lambda records: b"".join(map(zstd.compress, records)),
        lambda records: zstd.compress(b"".join(records)),
    ],
    ids=["plain", "gzip", "gzip, a record a member", "zstd, a record a frame", "zstd"],
)
def test_it_may_be_packed_in_any_way(read, record, pack):
    found = read(read_warc, pack(many(record)), "in.warc")
    assert bodies(found) == [BODY] * 10
    assert [page.origin for page in found] == [f"in.warc#{number}" for number in range(1, 11)]


@pytest.mark.parametrize("pack", [bytes, zstd.compress], ids=["as it is", "packed"])
def test_zstd_with_a_dictionary_before_it(read, record, pack):
    words = zstd.ZstdDict(BODY * 2, is_raw=True)
    content = zstd.finalize_dict(words, [BODY], 4096, 3).dict_content
    packed = b"".join(zstd.compress(each, zstd_dict=zstd.ZstdDict(content)) for each in many(record))
    frame = pack(content)
    found = read(read_warc, struct.pack("<II", 0x184D2A5D, len(frame)) + frame + packed)
    assert bodies(found) == [BODY] * 10


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("transfer-encoding: Chunked\r\n", chunked),
        ("Content-Encoding: gzip\r\n", gzip.compress),
        ("Content-Encoding: x-gzip\r\n", gzip.compress),
        ("Content-Encoding: br\r\n", brotli.compress),
        ("Content-Encoding: deflate\r\n", zlib.compress),
        ("Content-Encoding: zstd\r\n", zstd.compress),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", lambda body: chunked(gzip.compress(body))),
        ("Content-Encoding: deflate, br\r\n", lambda body: brotli.compress(zlib.compress(body))),
        # What crawlers say of a body that they have unpacked themselves:
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", bytes),
        ("Content-Encoding: br\r\n", bytes),
    ],
)
def test_a_body_that_was_packed_on_its_way_is_unpacked(read, record, headers, encode):
    assert bodies(read(read_warc, record(encode(BODY), headers))) == [BODY]


def test_a_body_that_ends_too_early_is_what_there_is_of_it(read, record):
    (page,) = read(read_warc, record(gzip.compress(BODY, 0)[:-500], "Content-Encoding: gzip\r\n"))
    assert BODY.startswith(page.body)
    assert len(page.body) > 500


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"status": "404 Not Found"}, NO_SUCCESS),
        ({"status": "301 Moved"}, NO_SUCCESS),
        ({"headers": "Content-Type: image/png\r\n"}, None),
        ({"kind": "revisit"}, NO_BODY),
        ({"kind": "conversion", "Content_Type": "text/plain"}, NO_BODY),
        ({"kind": "resource", "Content_Type": "image/png"}, NO_PAGE),
    ],
)
def test_what_is_no_page_is_passed_over(read, record, named, found):
    passed = [each for each in read(read_warc, record(**named)) if isinstance(each, PassedOver)]
    assert passed == ([found] if found else [])


def test_other_types_are_passed_over_and_a_type_that_is_not_said_is_seen(read, record):
    image, untold, data = (
        record(body).replace(b"Content-Type: text/html", b"X-Its-Type-: " + kind)
        for body, kind in ((b"GIF", b"text/html"), (b"<p>Ice", b"text/html"), (b"{}", b"text/html"))
    )
    kinds = [type(each) for each in read(read_warc, image + untold + data)]
    assert kinds == [PassedOver, RawPage, PassedOver]
    assert read(read_warc, record().replace(b"text/html", b"image/gif")) == [NO_PAGE]


def test_records_beside_the_responses_are_not_counted(read, record):
    beside = b"".join(record(b"x", kind=kind) for kind in ("warcinfo", "request", "metadata"))
    (page,) = read(read_warc, beside + record(), "in")
    assert page.origin == "in#4"


def test_a_page_that_stands_alone_in_a_record(read, record):
    (page,) = read(read_warc, record(BODY, kind="resource", Content_Type="text/html; charset=utf-8"))
    assert (page.body, page.content_type) == (BODY, "text/html; charset=utf-8")


@pytest.mark.parametrize("quirk", [b"WARC/0.18", b"WARC/1.0", b"warc-target-uri: <https://a.org/1>"])
def test_what_programs_write_differently(read, record, quirk):
    written = record(BODY)
    written = (
        written.replace(b"WARC-Target-URI: https://a.org/1", quirk)
        if b":" in quirk
        else written.replace(b"WARC/1.1", quirk)
    )
    (page,) = read(read_warc, written)
    assert (page.url, page.body) == ("https://a.org/1", BODY)


def test_http_2_and_bare_line_feeds(read, record):
    written = record(BODY).replace(b"HTTP/1.1 200 OK", b"HTTP/2 200     ")
    assert bodies(read(read_warc, written)) == [BODY]


def test_an_instant_that_is_none_is_that_of_the_file(read, record):
    (page,) = read(read_warc, record(WARC_Date="last week"))
    assert page.fetched_at == datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("damage", "whole", "said"),
    [
        (lambda all_: b"".join(all_)[:-700], 9, "the file ends after "),
        (lambda all_: b"".join(all_[:9]) + all_[9][:60], 9, "the file ends within its headers"),
        (lambda all_: b"".join(all_[:5]) + b"garbage\n" * 20 + b"".join(all_[5:]), 5, "does not begin with WARC/ but"),
        (lambda all_: b"".join(all_[:5]) + all_[5][:500] + b"\xff\n" * 9 + all_[6], 5, "Content-Length is wrong"),
        (lambda all_: b"".join(map(gzip.compress, all_))[:-30], 9, "Compressed file ended before"),
        (lambda all_: b"".join(map(gzip.compress, all_))[:-3], 10, "Compressed file ended before"),
        (lambda all_: gzip.compress(b"".join(all_), 0)[: -3 * len(all_[0])], 7, "Compressed file ended before"),
        (lambda all_: b"".join(map(gzip.compress, all_[:5])) + b"garbage" * 99, 5, "Not a gzipped file"),
        (lambda all_: b"".join(map(zstd.compress, all_[:5])) + b"garbage" * 99, 5, "Unknown frame descriptor"),
        (lambda all_: gzip.compress(all_[0]) + gzip.compress(all_[1])[:-8] + b"12345678", 1, "CRC check failed"),
        (lambda all_: b"".join(map(zstd.compress, all_))[:-30], 9, "Compressed file ended before"),
        (lambda all_: b"".join(all_).replace(b"Content-Length: 1", b"Content-Length: x"), 0, "is no number: 'x"),
        (lambda all_: b"".join(all_[:5]) + b"WARC/1.1\r\n" + b"a: b\r\n" * MAX_HEAD_BYTES, 5, "over the limit of 262"),
        (lambda all_: b"".join(all_[:5]) + b"WARC/1.1" + b"a" * MAX_HEAD_BYTES, 5, "over the limit of 262"),
        (lambda all_: b"".join(all_[:5]) + b"WARC/1.1\r\nContent-Length: -5\r\n\r\n", 5, "is no number: '-5'"),
    ],
)
def test_damage_is_said_after_what_could_be_read(read, record, damage, whole, said):
    *pages, refused = read(read_warc, damage(many(record)), "in.warc")
    assert bodies(pages) == [BODY] * whole
    number = whole + 1
    assert refused.page.origin == f"in.warc#{number}"
    assert refused.reason.code == "broken archive"
    assert refused.reason.detail.startswith(f"in.warc#{number}: record {number}, at byte ")
    assert said in refused.reason.detail


def test_the_place_of_the_damage_is_that_of_the_record(read, record):
    all_ = many(record)
    *_, refused = read(read_warc, b"".join(all_)[:-100])
    assert f"at byte {9 * len(all_[0]):,} of the unpacked file" in refused.reason.detail


def test_a_file_that_is_no_web_archive(read):
    (refused,) = read(read_warc, b"<html>", "in.warc")
    assert "does not begin with WARC/ but with b'<html>'" in refused.reason.detail


def test_an_empty_file_has_no_pages(read):
    assert read(read_warc, b"") == read(read_warc, gzip.compress(b"")) == []


def test_what_is_larger_than_a_page_is_refused_or_passed_over_without_being_read(record):
    large = b"<p>" + bytes(3 * MAX_BLOCK_BYTES)
    page, video = record(large), record(large, "X: y\r\n").replace(b"text/html", b"video/mpg", 1)
    packed = gzip.compress(page + video + record(), 1)
    tracemalloc.start()
    refused, passed, last = read_warc(Unpacked(io.BytesIO(packed), int), RawPage("", b"", origin="in"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason.code == "too large"
    assert (refused.page.url, refused.page.body, passed, last.body) == ("https://a.org/1", b"", NO_PAGE, b"<p>Ice</p>")
    assert peak < MAX_PAGE_BYTES / 4


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("br", lambda body: brotli.compress(body, quality=1))]
)
def test_a_body_that_unpacks_to_more_than_a_page_is_refused_in_bounded_memory(read, record, coding, pack):
    packed = record(pack(bytes(20 * MAX_PAGE_BYTES)), f"Content-Encoding: {coding}\r\n")
    tracemalloc.start()
    (refused,) = read(read_warc, packed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason.code == "too large"
    assert peak < 6 * MAX_PAGE_BYTES


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: 9\r\n\r\nHTTP/1.1 2"])
)
def test_any_bytes_are_pages_or_refused(tail, start):
    for found in read_warc(Unpacked(io.BytesIO(start + tail), int), RawPage("", b"", origin="in")):
        assert isinstance(found, RawPage | Refused | PassedOver)
