import gzip
import io
import json
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Hints, RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.jsonl import MAX_LINE_BYTES, read_jsonl

THEN = datetime(2026, 1, 2, tzinfo=UTC)


def read(body):
    return list(read_jsonl(io.BytesIO(body), RawPage("file:///in.jsonl", b"", fetched_at=THEN, origin="in.jsonl")))


def read_one(**record):
    (found,) = read(json.dumps(record).encode())
    return found


def test_a_record_with_everything():
    page = read_one(
        id="a7", url="https://a.org/1", html="<p>Öl", fetched_at="2026-03-01T12:00:00+02:00", title="Oil", other=[1]
    )
    assert page == RawPage(
        "https://a.org/1",
        "<p>Öl".encode(),
        "text/html; charset=utf-8",
        datetime(2026, 3, 1, 10, tzinfo=UTC),
        origin="in.jsonl#1",
        hints=Hints("Oil"),
        record_id="a7",
    )


def test_a_record_with_only_a_text():
    assert read_one(text="Ice.", url=None) == RawPage(
        "", b"Ice.", "text/plain; charset=utf-8; header=absent", THEN, origin="in.jsonl#1"
    )


def test_an_instant_without_a_zone_is_utc():
    assert read_one(text="", fetched_at="2026-03-01T12:00").fetched_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_lone_surrogates_become_the_replacement_character_never_a_question_mark():
    (page,) = read(rb'{"text": "a\ud83d \ud83d\ude00", "title": "\ude00", "url": "\ud83d", "id": "\ud83d"}')
    assert page.body.decode() == "a\ufffd 😀"
    assert (page.hints.title, page.url, page.record_id) == ("\ufffd", "\ufffd", "\ufffd")


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (b'{"text": "a', "not JSON: Unterminated string"),
        (b"[" * 100_000, "not JSON: "),
        (b'{"id": ' + b"9" * 5000 + b"}", "not JSON: "),
        (b'{"text": "caf\xe9"}', "not UTF-8: byte 14 of the line is 0xe9"),
        (b'["a"]', "not a JSON object but a list"),
        (b"null", "not a JSON object but null"),
        (b'{"id": 3}', 'neither "html" nor "text" is given'),
        (b'{"text": "a", "html": "b"}', 'both "html" and "text" are given'),
        (b'{"text": ["a"]}', '"text" is not a string but a list'),
        (b'{"text": "a", "url": 3}', '"url" is not a string but a number'),
        (b'{"text": "a", "title": true}', '"title" is not a string but true or false'),
        (b'{"text": "a", "id": 1.5}', '"id" is neither a string nor a whole number but a number'),
        (b'{"text": "a", "id": true}', '"id" is neither'),
        (b'{"text": "a", "fetched_at": "yesterday"}', "\"fetched_at\" is no ISO 8601 date and time: 'yesterday'"),
        (b'{"text": "a", "fetched_at": "0001-01-01T00:00:00+23:00"}', '"fetched_at" is no ISO 8601'),
        (b'{"text": "a", "fetched_at": 1700000000}', '"fetched_at" is not a string but a number'),
    ],
)
def test_a_broken_record_is_refused_with_its_place_and_the_rest_goes_on(line, detail):
    before, refused, after = read(b'{"text": "a"}\n' + line + b'\n{"text": "b"}\n')
    assert (before.body, after.body, after.origin) == (b"a", b"b", "in.jsonl#3")
    assert isinstance(refused, Refused)
    assert (refused.page.body, refused.page.origin) == (b"", "in.jsonl#2")
    assert refused.reason.code == "broken record"
    assert refused.reason.detail.startswith(f"in.jsonl#2: {detail}")


def test_a_refusal_keeps_the_name_that_the_record_has():
    assert read_one(id=7, text=3).page.record_id == 7


def test_blank_lines_are_passed_over_but_counted():
    assert [page.origin for page in read(b'\n{"text": "a"}\r\n  \n{"text": "b"}')] == ["in.jsonl#2", "in.jsonl#4"]


def test_a_byte_order_mark_is_no_fault():
    assert read(b'\xef\xbb\xbf{"text": "a"}')[0].body == b"a"


def test_a_file_in_utf_16_is_refused_once():
    (refused,) = read('\ufeff{"text": "a"}\n{"text": "b"}\n'.encode("utf-16-le"))
    assert refused.reason.detail == "in.jsonl#1: the file is in UTF-16; convert it to UTF-8"


def test_a_page_over_the_limit_is_refused():
    refused = read_one(id=1, text="x" * (MAX_PAGE_BYTES + 1))
    assert (refused.reason.code, refused.page.body, refused.page.record_id) == ("too large", b"", 1)


def test_a_line_over_the_limit_is_passed_over_in_bounded_memory():
    packed = gzip.compress(b'{"text": "a"}\n"' + b"x" * (5 * MAX_LINE_BYTES) + b'"\n{"text": "b"}\n', 1)
    tracemalloc.start()
    stream = io.BufferedReader(gzip.GzipFile(fileobj=io.BytesIO(packed)))
    before, refused, after = read_jsonl(stream, RawPage("", b"", origin="in.jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (before.body, after.body, after.origin) == (b"a", b"b", "in.jsonl#3")
    assert refused.reason == ("too large", "in.jsonl#2: the line is over the limit of 40.0 MB")
    assert peak < 3 * MAX_LINE_BYTES


def test_a_last_line_over_the_limit_without_an_end_is_refused():
    (refused,) = read(b"x" * (MAX_LINE_BYTES + 1))
    assert refused.reason.code == "too large"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "url", "html", "text", "fetched_at", "title"), JSON)))
def test_any_record_is_a_page_or_refused_and_can_be_stored(record):
    found = read_one(**record)
    page = found.page if isinstance(found, Refused) else found
    for text in (page.url, page.origin, page.hints.title or "", str(page.record_id)):
        text.encode("utf-8")
    page.body.decode("utf-8")
