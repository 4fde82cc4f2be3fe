import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from db.check import check_file, check_rows, rebuild_full_text
from db.compression import pack
from db.errors import DatabaseError
from db.store import Store


@pytest.fixture
def shelf(store, make_kept, make_page):
    same = b"<p>much the same</p>" * 600
    store.extend(make_kept(number, make_page(number, body=same + b"%d" % number)) for number in range(1, 6))
    store.extend([make_kept(1, make_page(1, body=same + b"new"), title="Lake 1 thawed")])
    return store


def faults(checks):
    return {check.name: check.faults for check in checks if check.faults}


def change(store, statement, **values):
    with store._writer.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def test_a_sound_database_has_no_faults(shelf, reader):
    found = list(check_rows(reader))
    assert faults(found) == {}
    assert [(check.name, check.looked_at) for check in found][:2] == [("edits", 6), ("pages", 6)]


def test_a_sample_is_of_all(shelf, reader):
    assert [check.looked_at for check in check_rows(reader, 3)][:2] == [3, 3]


@pytest.mark.parametrize(
    ("statement", "name", "said"),
    [
        ("UPDATE edit SET after = 'x' WHERE article_id = 2", "edits", "article 2: its edits cannot be undone"),
        ("UPDATE article SET text = 'x' WHERE id = 3", "edits", "article 3: .*copydesk reclean 3"),
        ("UPDATE page SET url = 'https://other.example/' WHERE id = 4", "pages", "page 4 .*not the one that came in"),
        ("UPDATE page SET body_size = 7 WHERE id = 4", "pages", "page 4 .*fetch or load it again"),
        ("UPDATE page SET reference_id = 2 WHERE id = 3", "page references", "page 3 leans on page 2, which leans on"),
        ("UPDATE article SET newer_id = 5 WHERE id = 5", "versions", "article 5 is a version of itself"),
        ("INSERT INTO sketch (value, article_id) VALUES (1, 99)", "copies", "names article 99"),
    ],
)
def test_a_fault_is_told(shelf, reader, statement, name, said):
    change(shelf, statement)
    (fault,) = faults(check_rows(reader))[name]
    assert re.search(said, fault)


def test_a_body_that_was_swapped_is_told(shelf, reader):
    change(shelf, "UPDATE page SET body = :body, reference_id = NULL WHERE id = 5", body=pack(b"<p>another</p>"))
    assert list(faults(check_rows(reader))) == ["pages"]


def test_a_body_that_was_let_go_is_no_fault(shelf, reader):
    change(shelf, "UPDATE page SET body = :body WHERE id = 5", body=b"")
    assert faults(check_rows(reader)) == {}


class TestTheFile:
    @pytest.fixture(autouse=True)
    def of_a_file(self, place, shelf):
        """No server has one."""

    def test_a_sound_file(self, place):
        assert faults(check_file(place)) == {}

    def test_a_row_that_refers_to_nothing(self, place):
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("DELETE FROM page WHERE id = 2")
        assert faults(check_file(place))["references"][0].endswith("refers to a row of page that is not there")

    def test_an_index_of_other_texts_and_its_repair(self, place):
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER article_fts_update")
            connection.execute("UPDATE article SET text = 'other words' WHERE id = 1")
        (fault,) = faults(check_file(place))["full text"]
        assert "copydesk db rebuild" in fault
        rebuild_full_text(place)
        assert faults(check_file(place)) == {}

    def test_nothing_is_changed(self, place):
        Store.open(place).close()
        before = place.read_bytes()
        list(check_file(place))
        assert place.read_bytes() == before


def test_a_damaged_page_of_the_file(place, make_kept):
    with Store.open(place) as store:
        store.extend(make_kept(number, paragraphs=("word " * 2_000,), edits=()) for number in range(50))
    content = bytearray(place.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    place.write_bytes(content)
    try:
        found = faults(check_file(place))
    except DatabaseError as error:
        assert "is damaged" in str(error)  # noqa: PT017  either is a sentence
    else:
        assert found["file"]
