import io
import sys

import pytest

from desk.exporting import parquet
from desk.exporting.parquet import write_parquet
from desk.words import Trouble
from pipeline.article import Article

pq = pytest.importorskip("pyarrow.parquet")


def read(found):
    stream = io.BytesIO()
    write_parquet(found, stream)
    return pq.ParquetFile(io.BytesIO(stream.getvalue()), page_checksum_verification=True)


def test_columns_have_types():
    types = {field.name: str(field.type) for field in read([]).schema_arrow}
    assert types["id"] == "int64"
    assert types["published"] == types["modified"] == types["fetched_at"] == "timestamp[us, tz=UTC]"
    assert types["authors"] == types["tags"] == types["flags"] == "list<element: string>"
    assert types["edits"].startswith("list<element: struct<rule: string, where: string, before: string, after: string>")
    assert (types["free"], types["published_offset"], types["text"]) == ("bool", "int16", "string")
    assert types["provenance"].startswith("map<string, string")


def test_fields_come_back(hard):
    rows = read(hard).read().to_pylist()
    article = hard[0][1]
    assert [row["id"] for row in rows] == [1, 2, 3]
    row = rows[0]
    assert (row["url"], row["title"], row["text"]) == (article.url, article.title, article.text)
    assert (row["authors"], row["published"], row["modified"]) == (
        list(article.authors),
        article.published,
        article.modified,
    )
    assert (row["published_offset"], row["modified_offset"], row["free"]) == (330, 0, False)
    assert row["edits"][0] == {"rule": "cut_nul", "where": "text:2", "before": "\0", "after": ""}
    assert row["edits"][1]["before"] == "\ufffd"  # half a pair has no bytes in UTF-8
    assert row["provenance"] == [("title", "JSON-LD headline")]
    assert (rows[1]["published"], rows[1]["free"], rows[1]["title"]) == (None, None, None)


def test_row_groups_are_bounded(monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 10)
    monkeypatch.setattr(parquet, "GROUP_LETTERS", 1_000)
    short = [(number, Article("", None, ("x",))) for number in range(25)]
    long = [(number, Article("", None, ("x" * 600,))) for number in range(5)]
    assert sizes(read(short)) == [10, 10, 5]
    assert sizes(read(long)) == [2, 2, 1]


def sizes(file) -> list[int]:
    return [file.metadata.row_group(number).num_rows for number in range(file.metadata.num_row_groups)]


def test_what_fails_half_way_is_no_whole_file(hard):
    def failing():
        yield from hard
        raise KeyboardInterrupt

    stream = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write_parquet(failing(), stream)
    assert not stream.getvalue().endswith(b"PAR1") or len(stream.getvalue()) == 4


def test_what_to_install_is_said(hard, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Trouble, match="pip install pyarrow"):
        write_parquet(hard, io.BytesIO())
