import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.separated import MAX_ROW_BYTES, read_separated

THEN = datetime(2026, 1, 2, tzinfo=UTC)


def pages_of(body):
    return list(read_separated(io.BytesIO(body), RawPage("file:///in.csv", b"", fetched_at=THEN, origin="in.csv")))


def test_a_row_is_a_page():
    head = b"ID,Url,Headline,Author,Published At,HTML,fetched_at,other\r\n"
    row = (
        b'7,https://a.org/1,Ice,"Ann Lee; Ben Ray",2026-03-01T12:00:00+02:00,"<p>a ""b"",\r\nc",2026-03-02 10:00,x\r\n'
    )
    (page,) = pages_of(head + row)
    assert page.url == "https://a.org/1"
    assert page.body == b'<p>a "b",\r\nc'
    assert page.content_type == "text/html"
    assert page.fetched_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert page.origin == "in.csv#2"
    assert page.record_id == "7"
    assert (page.hints.title, page.hints.authors) == ("Ice", ("Ann Lee", "Ben Ray"))
    assert page.hints.published.isoformat() == "2026-03-01T12:00:00+02:00"


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t", b"|"])
def test_columns_may_be_parted_in_several_ways(delimiter):
    rows = [[b"url", b"text"], [b"https://a.org/1", b"Ice"], [b"https://a.org/2", b"Snow"]]
    pages = pages_of(b"\n".join(map(delimiter.join, rows)))
    assert [(page.url, page.body, page.content_type) for page in pages] == [
        ("https://a.org/1", b"Ice", "text/plain; header=absent"),
        ("https://a.org/2", b"Snow", "text/plain; header=absent"),
    ]


def test_the_first_character_of_content_tells_what_it_is():
    page, text = pages_of(b"content\n <p>Ice\nIce\n")
    assert (page.content_type, text.content_type) == ("text/html", "text/plain; header=absent")


def test_a_page_goes_before_its_text():
    both, text = pages_of(b"text,html\nIce,<p>Ice\nSnow,\n")
    assert (both.body, text.body) == (b"<p>Ice", b"Snow")


def test_bytes_are_left_as_they_are_in_any_charset():
    page, text = pages_of("title,html\nÖl,<p>Öl\n".encode("latin-1") + "Öl,<p>Öl\0\n".encode())
    assert (page.hints.title, page.body) == ("Öl", b"<p>\xd6l")
    assert (text.hints.title, text.body) == ("Öl", "<p>Öl\0".encode())


def test_a_byte_order_mark_is_no_fault():
    assert pages_of(b"\xef\xbb\xbfhtml,url\n<p>,\n")[0].body == b"<p>"


def test_blank_lines_are_passed_over():
    assert [page.origin for page in pages_of(b"text\n\na\n\r\nb\n")] == ["in.csv#3", "in.csv#5"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            b"a,b\n1,2\n",
            "in.csv: no column is called html, text or content; the columns are a, b. Wanted: html or text;",
        ),
        (b"https://a.org/1,Ice is here\n", "the columns are https://a.org/1, Ice is here. Wanted"),
        (b"\n\n", "no column is called html"),
        (b"", "no column is called html"),
        (",".join(f"column {number}" for number in range(40)).encode(), "column 11 and 28 more. Wanted"),
        (b"x" * 100_000, "the columns are xxxxxxxx"),
        (b"x" * (MAX_ROW_BYTES + 1), "the first row is too long"),
        (b'"url","te\n', "in.csv: unexpected end of data"),
        ("\ufefftext\nIce".encode("utf-16-le"), "in.csv: the file is in UTF-16; convert it to UTF-8"),
    ],
)
def test_a_file_without_names_of_columns_is_refused_once(body, said):
    (refused,) = pages_of(body)
    assert refused.reason.code == "broken record"
    assert said in refused.reason.detail
    assert len(refused.reason.detail) < 500


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b"a,b,c", "in.csv#3: the row has 3 columns, the first row 2"),
        (b"a", "in.csv#3: the row has 1 columns, the first row 2"),
        (b'"He said "no" and left",x', "in.csv#3: not CSV: ',' expected after '\"'"),
        (b'"a\nb" c,x', "in.csv#3: not CSV: ',' expected after '\"'"),
    ],
)
def test_a_broken_row_is_refused_and_the_rest_goes_on(row, said):
    before, refused, after = pages_of(b"text,url\nIce,\n" + row + b"\nSnow,\n")
    assert (before.body, after.body) == (b"Ice", b"Snow")
    assert refused.reason == ("broken record", said)


def test_a_quotation_mark_that_is_never_closed_is_said():
    before, refused = pages_of(b'text,url\nIce,\n"Snow,\n' + b"Rain,\n" * 9)
    assert before.body == b"Ice"
    assert refused.reason.detail.startswith("in.csv#3: not CSV: a quotation mark is opened and never closed")


def test_a_field_over_the_limit_is_refused_in_bounded_memory_and_the_rest_goes_on():
    large = b'"<p>' + (b'a ""b"", ' * 10 + b"\n") * 600_000 + b'"'
    assert len(large) > 50_000_000
    body = b"html,url\n<p>Ice,\n" + large + b",x\n<p>Snow,\n"
    tracemalloc.start()
    before, refused, after = pages_of(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (before.body, after.body) == (b"<p>Ice", b"<p>Snow")
    assert refused.reason == ("too large", "in.csv#3: the row is over the limit of 40.0 MB")
    assert after.origin == "in.csv#600004"
    assert peak < 6 * MAX_ROW_BYTES


def test_a_page_over_the_limit_is_refused():
    refused, after = pages_of(b"html,url\n" + b"x" * (MAX_PAGE_BYTES + 1) + b",\n<p>Snow,\n")
    assert (refused.reason.code, after.body) == ("too large", b"<p>Snow")


def test_a_line_without_end_is_refused():
    before, refused = pages_of(b"html,url\n<p>,\n" + b"x" * (2 * MAX_ROW_BYTES))
    assert (before.body, refused.reason.code) == (b"<p>", "too large")


def test_an_empty_body_is_left_to_the_judge():
    assert pages_of(b"text,url\n,https://a.org\n")[0].body == b""


@given(st.binary() | st.text(st.sampled_from('a,";\n\r<\0')).map(str.encode))
def test_any_bytes_are_pages_or_refused(tail):
    for found in pages_of(b"html,url\n" + tail):
        assert isinstance(found, RawPage | Refused)
