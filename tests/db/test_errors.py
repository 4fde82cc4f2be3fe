import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from db.engine import open_reader
from db.errors import DatabaseError, explained
from db.read import articles
from db.store import Store
from db.tables import PageRow


def test_a_full_disk_is_told(place):
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE a (b)")
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(DatabaseError, match=r"no room left on the disk of place: free some"), explained("place"):
            connection.execute("INSERT INTO a VALUES (zeroblob(100000))")


def test_a_damaged_file_is_told(place, make_kept):
    with Store.open(place) as store:
        store.extend(make_kept(number, paragraphs=("word " * 500,)) for number in range(200))
    content = bytearray(place.read_bytes())
    content[8192:] = b"\xff" * len(content[8192:])
    place.write_bytes(content)
    with pytest.raises(DatabaseError, match="is damaged: get it from a backup"):
        list(articles(open_reader(place)))


def test_a_folder_one_may_not_enter_is_told():
    with pytest.raises(DatabaseError, match="cannot open x: Permission denied; see whether"), explained("x"):
        raise PermissionError(13, "Permission denied")


def test_mistakes_of_ours_stay_as_they_are(store):
    with pytest.raises(IntegrityError), explained("place"), store._writer.begin() as connection:
        connection.execute(insert(PageRow), {"id": 1})
