import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime

import pytest

from db import Archive
from db.archive import Choices, Record
from db.errors import DatabaseError, DatabaseMissingError
from db.filter import Filter


@pytest.fixture
def archive(store, place, make_kept):
    store.extend(
        [
            make_kept(1, authors=("Ann Lee",), tags=("ice",), free=True),
            make_kept(2, site="b.org"),
            make_kept(3, title="Weather", published=None, language=None),
        ]
    )
    with Archive(place) as opened:
        yield opened


def test_the_same_questions_as_search(archive):
    assert [hit.id for hit in archive.search("froze", site="b.org")] == [2]
    assert [hit.id for hit in archive.search(newest=True, limit=1, skip=2)] == [3]
    assert archive.count("froze") == 2
    assert archive.count(author="lee") == 1
    assert archive.facets("froze").sites == {"b.org": 1, "example.com": 1}
    assert [number for number, _ in archive.articles("froze", after=1)] == [2]
    assert archive.count("") == archive.count() == 3


def test_an_article_by_number_or_address_and_its_page(archive):
    assert archive.article(3).title == "Weather"
    assert archive.article("https://www.example.com/3") == archive.article(3)
    assert archive.article(9) is archive.article("https://elsewhere.example/") is archive.page(9) is None
    assert archive.page(1).body == b"<p>page 1</p>"


def test_versions_and_copies(store, archive, make_kept, make_page):
    later = make_page(2, body=b"later")
    changed = {"title": "Lake 2 thawed", "paragraphs": ("The ice is gone.", "Nobody skates."), "edits": ()}
    store.extend([make_kept(2, later, site="b.org", **changed)])
    assert [(version.number, version.article_id) for version in archive.history(2)] == [(1, 2), (2, 4)]
    assert archive.history("https://www.example.com/2") == archive.history(4)
    added = [each.text for each in archive.diff(2).text if each.state == "added"]
    assert added == ["gone"]
    assert archive.diff(2, 2, 1).title[-1] == ("added", "froze")
    assert archive.diff(1) is archive.diff(2, 1, 3) is archive.diff(2, 0, 1) is archive.diff(99) is None
    assert [copy.id for copy in archive.copies(1)] == [1, 3]
    assert archive.copies(4) == archive.copies(99) == archive.history("https://elsewhere.example/") == []


def test_rows_are_plain_and_have_all_columns(archive):
    rows = list(archive.rows())
    assert all(list(row) == list(Record.__annotations__) for row in rows)
    assert {type(value) for row in rows for value in row.values()} == {int, str, bool, list, datetime, type(None)}
    assert rows[0]["authors"] == ["Ann Lee"]
    assert rows[0]["published"] == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert rows[0]["published"].tzinfo is UTC
    assert rows[0]["text"] == "The ice is thin.\nNobody skates."
    assert [row["id"] for row in archive.rows("weather OR lake", after=1, site="example.com")] == [3]


def test_choices_are_those_of_the_filter():
    assert list(Choices.__annotations__) == list(Filter.__dataclass_fields__)


def test_a_choice_that_there_is_not_is_an_error(archive):
    with pytest.raises(TypeError, match="colour"):
        archive.search(colour="red")


def test_nothing_can_be_changed(archive):
    with archive.engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM article")


def test_what_is_no_database_is_told(tmp_path):
    with pytest.raises(DatabaseMissingError, match="no database at"):
        Archive(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database " * 1_000)
    with pytest.raises(DatabaseError):
        Archive(tmp_path / "text.db")


@pytest.mark.parametrize("name", ["rows", "articles"])
def test_memory_does_not_grow_with_the_articles(store, place, make_kept, name):
    store.extend(make_kept(number, paragraphs=("ice " * 5_000,), edits=()) for number in range(600))
    with Archive(place) as archive:
        next(getattr(archive, name)("ice"))
        tracemalloc.start()
        assert sum(1 for _ in getattr(archive, name)("ice")) == 600
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 8_000_000  # all of them are 12 MB; a hundred, as rows and as texts, some 4


def test_other_modules_do_not_load_it():
    """Each command imports some module of ours: none waits for what only Python needs."""
    check = "import sys, db.columns; sys.exit('db.archive' in sys.modules or 'db.search' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_name_that_there_is_not_is_an_error():
    with pytest.raises(ImportError):
        from db import Archives  # noqa: F401
