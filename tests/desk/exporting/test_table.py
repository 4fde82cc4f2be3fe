import csv
import io
import json
from dataclasses import replace

import pytest

from desk.exporting.table import COLUMNS, FORMULA, cell, write_table
from pipeline.article import Article, RawPage
from pipeline.ingest import verdict
from pipeline.load.separated import read_separated


def written(found, **how) -> bytes:
    stream = io.BytesIO()
    write_table(found, stream, **how)
    return stream.getvalue()


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def loaded(table: bytes) -> list[RawPage]:
    return list(read_separated(io.BytesIO(table), RawPage("", b"", origin="a.csv")))


def test_the_first_row_names_the_columns_and_rows_end_as_rfc_4180_has_it(hard):
    table = written(hard)
    assert table.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert table.endswith(b"\r\n")
    assert len(rows(table)) == len(hard)


def test_a_cell_holds_its_field_to_the_letter(hard):
    row = rows(written(hard))[0]
    article = hard[0][1]
    assert (row["title"], row["text"], row["url"]) == (article.title, article.text, article.url)
    assert json.loads(row["authors"]) == list(article.authors)
    assert (row["free"], row["modified"], row["section"]) == ("false", "2026-04-19T01:02:03.456789+00:00", "")
    assert [edit["before"] for edit in json.loads(row["edits"])] == ["\0", "\ud83d"]
    assert json.loads(row["provenance"]) == {"title": "JSON-LD headline"}


def test_it_can_be_loaded_again(hard):
    table = written(hard)
    for page, (_, article) in zip(loaded(table), hard, strict=True):
        assert page.body.decode() == article.text
        assert (page.url, page.hints.title, page.hints.authors) == (article.url, article.title, article.authors)
        assert page.hints.published == article.published
    assert loaded(table)[0].fetched_at == hard[0][1].fetched_at


@pytest.mark.parametrize(
    "authors",
    [
        ("Lee, Ann",),
        ("Ann Lee, Ben Ray",),
        ("Ann | Ben",),
        ("[Ann]", "Ben"),
        ("Ann\nLee",),
        ('"Ann"',),
        ("O'Hara", "Ben"),
    ],
)
def test_names_are_told_apart_again(authors):
    (page,) = loaded(written([(1, Article("", "t", ("text",), authors=authors))]))
    assert page.hints.authors == authors


def test_halves_of_pairs_and_long_texts_do_no_harm():
    article = Article("https://a.org/\ud83d", "a\0b", ("\udc00" + "x" * 5_000_000,))
    (row,) = (dict(zip(COLUMNS, each, strict=True)) for each in read_all(written([(1, article)])))
    assert row["text"] == "\ufffd" + "x" * 5_000_000
    assert row["title"] == "a\ufffdb"


def read_all(table: bytes) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(table.decode(), newline="")))[1:]


def test_spreadsheets_compute_nothing(hard):
    table = written(hard, for_spreadsheets=True)
    assert table.startswith(b"\xef\xbb\xbf")
    cells = [value for row in rows(table) for value in row.values()]
    assert not [value for value in cells if FORMULA.match(value)]
    assert rows(table)[0]["title"] == f"'{hard[0][1].title}"
    assert rows(table)[0]["tags"] == cell(hard[0][1].tags)


def test_what_is_loaded_again_is_the_same_article(news):
    page = RawPage("https://www.quay.example/1", news().encode())
    first = verdict(page)
    (again,) = loaded(written([(1, replace(first, fetched_at=page.fetched_at))]))
    second = verdict(again)
    assert (second.title, second.text, second.authors) == (first.title, first.text, first.authors)
    assert (second.published, second.fetched_at) == (first.published, first.fetched_at)
