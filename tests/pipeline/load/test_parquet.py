import hashlib
import io
import sys
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.load import load, parquet
from pipeline.load.parquet import BATCH_ROWS

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = WHEN.replace(hour=0, tzinfo=None)


def table(columns, **options):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


FULL = {
    "id": [7],
    "URL": ["https://a.org/1"],
    "html": ["<p>Öl"],
    "Title": ["Oil"],
    "authors": [["Ann Lee", "Ben Ray"]],
    "date": [DAY],
    "fetched_at": pa.array([WHEN]),
    "other": [{"a": 1}],
}


def test_a_row_is_a_page(write):
    write("x.parquet", table(FULL))
    (page,) = load("x.parquet")
    assert (page.url, page.body, page.content_type) == ("https://a.org/1", "<p>Öl".encode(), "text/html; charset=utf-8")
    assert (page.fetched_at, page.origin, page.record_id) == (WHEN, "x.parquet#1", 7)
    assert (page.hints.title, page.hints.authors) == ("Oil", ("Ann Lee", "Ben Ray"))
    assert page.hints.published == DAY


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_text_may_be_of_any_type(write, kind):
    write("x.parquet", table({"text": pa.array(["Ice", None, "Snow"]).cast(kind)}))
    assert [page.body for page in load("x.parquet")] == [b"Ice", b"", b"Snow"]


def test_a_moment_that_the_calendar_does_not_have_is_none(write):
    moments = pa.array([2**62, 0], pa.int64()).cast(pa.timestamp("us"))
    write("x.parquet", table({"text": ["Ice", "Snow"], "date": moments}))
    ice, snow = load("x.parquet")
    assert (ice.body, ice.hints.published) == (b"Ice", None)
    assert snow.hints.published == datetime(1970, 1, 1)  # noqa: DTZ001  the file gives no zone


def test_rows_are_read_in_order_over_groups_and_batches_and_progress_adds_up(write):
    number = 5 * BATCH_ROWS
    body = table(
        {"url": [f"https://a.org/{each}" for each in range(number)], "text": ["Ice"] * number}, row_group_size=21
    )
    write("x.parquet", body)
    steps = []
    pages = list(load("x.parquet", advance=steps.append))
    assert [page.url for page in pages] == [f"https://a.org/{each}" for each in range(number)]
    assert [page.origin for page in pages] == [f"x.parquet#{each}" for each in range(1, number + 1)]
    assert sum(steps) == len(body)


def test_it_is_read_from_a_pipe_and_from_an_archive(write):
    import zipfile

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    (page,) = load("-", Pipe(table(FULL)))
    assert page.origin == "-#1"
    with zipfile.ZipFile(write("x.zip"), "w") as archive:
        archive.writestr("y.parquet", table(FULL))
    (page,) = load("x.zip")
    assert page.origin == "x.zip#y.parquet#1"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"a": [1], "b": [2]}, "x.parquet: no column is called html, text or content; the columns are a, b. Wanted"),
        ({"html": [1]}, "x.parquet#1: the html is no text but a number"),
        ({"html": [["a"]]}, "x.parquet#1: the html is no text but a list"),
        ({"html": ["a"], "url": [1.5]}, "x.parquet#1: the url is no text but a number"),
    ],
)
def test_wrong_columns_are_told(write, columns, said):
    write("x.parquet", table(columns))
    (refused,) = load("x.parquet")
    assert refused.reason.code == "broken record"
    assert refused.reason.detail.startswith(said)


def test_an_empty_table_has_no_pages(write):
    write("x.parquet", table({"html": pa.array([], pa.string())}))
    assert list(load("x.parquet")) == []


@pytest.mark.parametrize("body", [b"", b"PAR1", b"<html>", table(FULL)[:-20], table(FULL)[:100]])
def test_what_is_no_table_or_cut_off_is_refused(write, body):
    write("x.parquet", body)
    (refused,) = load("x.parquet")
    assert refused.reason.code == "broken archive"
    assert refused.reason.detail.startswith("x.parquet#1: row 1 cannot be read, nor what comes after it: ")


@pytest.mark.parametrize("compression", ["zstd", "none"])
def test_damage_is_said_after_what_could_be_read(write, compression):
    texts = [hashlib.sha256(b"%d" % each).hexdigest() * 9 for each in range(200)]
    body = table({"text": texts}, row_group_size=50, compression=compression, write_page_checksum=True)
    place = pq.ParquetFile(io.BytesIO(body)).metadata.row_group(2).column(0).dictionary_page_offset + 900
    write("x.parquet", body[:place] + b"\xff" * 40 + body[place + 40 :])
    *pages, refused = load("x.parquet")
    assert len(pages) >= 100
    assert [page.body.decode() for page in pages] == texts[: len(pages)]
    assert refused.reason.detail.startswith(f"x.parquet#{len(pages) + 1}: row {len(pages) + 1:,} cannot be read")


def test_a_text_that_stands_for_a_million_rows_is_not_written_out_for_all(write):
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), ["Ice " * 5_000])
    write("x.parquet", table({"text": text}, row_group_size=1_000_000))
    before = pa.total_allocated_bytes()
    assert next(load("x.parquet")).body == b"Ice " * 5_000
    assert pa.total_allocated_bytes() - before < 100_000_000


def test_a_table_that_is_a_bomb_is_refused(write, monkeypatch):
    monkeypatch.setattr(parquet, "FREE_BYTES", 100_000)
    monkeypatch.setattr(parquet, "MOST_TIMES", 100)
    write("x.parquet", table({"text": ["Ice " * 500_000]}, compression="zstd"))
    (refused,) = load("x.parquet")
    assert refused.reason.detail == "x.parquet: it unpacks to more than 100 times its size"


def test_what_to_install_is_told_where_it_is_missing(write, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    write("in/x.parquet", table(FULL))
    write("in/y.html")
    refused, page = load("in")
    assert refused.reason == ("not installed", "in/x.parquet: Parquet is read by pyarrow: pip install pyarrow")
    assert page.origin == "in/y.html"


@given(st.binary(max_size=40), st.integers(0, 3000))
def test_any_bytes_are_pages_or_refused(noise, place):
    body = table(FULL)
    for found in load("-", io.BytesIO(body[:place] + noise + body[place + len(noise) :]), "parquet"):
        assert isinstance(found, RawPage | Refused)
