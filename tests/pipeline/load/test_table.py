from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.load.found import RecordError
from pipeline.load.table import NAMES, authors_of, columns_of, instant_of, page_of_row

PLACE = RawPage("", b"", origin="in#2", fetched_at=datetime(2026, 1, 2, tzinfo=UTC))


def test_every_usual_name_is_known_however_it_is_written():
    for meaning, names in NAMES.items():
        for name in names.split():
            columns = columns_of(["html" if meaning != "html" else "text", f" {name.upper()}_ "])
            assert columns.places[meaning] == 1


def test_no_name_means_two_things():
    names = [name for each in NAMES.values() for name in each.split()]
    assert len(names) == len(set(names))


def test_the_more_usual_of_two_names_is_believed():
    assert columns_of(["date", "published", "body", "content"]).places == {"published": 1, "either": 3}


def test_columns_without_a_page_are_named():
    with pytest.raises(RecordError, match=r"the columns are url, headline\. Wanted: html or text;"):
        columns_of(["url", "headline"])


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (None, ()),
        ("", ()),
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee; Ben Ray ;Ann Lee", ("Ann Lee", "Ben Ray")),
        ("Ann Lee | Ben Ray", ("Ann Lee", "Ben Ray")),
        ("Lee, Ann; Ray, Ben", ("Lee, Ann", "Ray, Ben")),
        ('["Ann Lee", "Pat O\'Hara"]', ("Ann Lee", "Pat O'Hara")),
        ("[]", ()),
        ("[Ann Lee, Ben Ray]", ("Ann Lee", "Ben Ray")),
        (["Ann Lee", None, 3, " "], ("Ann Lee",)),
        ("Björk".encode(), ("Björk",)),
    ],
)
def test_authors(cell, names):
    assert authors_of(cell) == names


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026-03-01", "2026-03-01T00:00:00"),
        (date(2026, 3, 1), "2026-03-01T00:00:00"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00+00:00"),
        (b"Sun, 01 Mar 2026 08:00:00 +0100", "2026-03-01T08:00:00+01:00"),
    ],
)
def test_instants(cell, said):
    assert instant_of(cell).isoformat() == said


@pytest.mark.parametrize("cell", [None, "", "yesterday", 3, 1.5, ["2026"]])
def test_what_is_no_instant(cell):
    assert instant_of(cell) is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"html": 3}, "in#2: the html is no text but a number"),
        ({"either": ["a"]}, "in#2: the content is no text but a list"),
        ({"text": "a", "url": 3.5}, "in#2: the url is no text but a number"),
        ({"text": "a", "title": {"a": 1}}, "in#2: the title is no text but a record"),
        ({"text": "a", "authors": True}, "in#2: the author is no text but true or false"),
    ],
)
def test_a_cell_of_another_type_is_told(row, said):
    refused = page_of_row(row, PLACE)
    assert isinstance(refused, Refused)
    assert refused.reason == ("broken record", said)


def test_an_instant_without_a_zone_is_utc():
    assert page_of_row({"text": "a", "fetched_at": "2026-03-01 12:00"}, PLACE).fetched_at == datetime(
        2026, 3, 1, 12, tzinfo=UTC
    )


def test_text_is_utf_8_and_bytes_are_in_any_charset():
    assert page_of_row({"html": "a\ud83d"}, PLACE).content_type == "text/html; charset=utf-8"
    assert page_of_row({"html": "a\ud83d"}, PLACE).body == "a\ufffd".encode()
    assert page_of_row({"html": b"a\xff"}, PLACE).content_type == "text/html"


CELLS = (
    st.none()
    | st.text(st.characters())
    | st.binary()
    | st.integers()
    | st.floats()
    | st.datetimes()
    | st.dates()
    | st.lists(st.text())
)


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), CELLS))
def test_any_row_is_a_page_or_refused_and_can_be_stored(row):
    found = page_of_row(row, PLACE)
    page = found.page if isinstance(found, Refused) else found
    assert page.fetched_at.tzinfo is UTC
    for text in (page.url, page.hints.title or "", *page.hints.authors, str(page.record_id)):
        text.encode("utf-8")
