import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

import db.engine
import db.migrate
from db.again import ALL
from db.compression import pack
from db.engine import HEAD, open_reader, open_writer
from db.errors import DatabaseError
from db.migrate import config
from db.read import get_article, get_page
from db.search import search
from db.sqlite import APPLICATION_ID, connect, upgrader
from db.store import Store
from db.stories import story_of

NEWER = f"{int(HEAD) + 1:04d}"
NEXT = f"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{NEWER}", "{HEAD}", None, None
def upgrade():
    with op.batch_alter_table("article", recreate="always") as table:
        table.add_column(sa.Column("mood", sa.Text()))
"""


@pytest.fixture
def revisions(tmp_path, monkeypatch) -> Path:
    """A program that has one revision more than the database, made by ours."""
    folder = tmp_path / "migrations"
    shutil.copytree(db.migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(db.migrate, "FOLDER", folder)
    monkeypatch.setattr(db.engine, "HEAD", NEWER)
    return folder / "versions" / f"{NEWER}_mood.py"


def columns(place: Path) -> list[str]:
    with closing(connect(place, "ro")) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(article)")]


def revision(place: Path) -> str:
    with closing(connect(place, "ro")) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_head_is_the_newest_revision(reader):
    assert ScriptDirectory.from_config(config(reader)).get_current_head() == HEAD


def test_revisions_are_numbers_that_go_up_by_one(reader):
    numbers = [script.revision for script in ScriptDirectory.from_config(config(reader)).walk_revisions()]
    assert numbers[::-1] == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_the_file_is_marked_as_ours(place, store):
    with closing(connect(place, "ro")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_writer_upgrades_and_keeps_the_rows(place, make_kept, request):
    with Store.open(place) as store:
        store.extend([make_kept()])
    revisions = request.getfixturevalue("revisions")
    revisions.write_text(NEXT)
    open_writer(place).dispose()
    assert revision(place) == NEWER
    assert "mood" in columns(place)
    reader = open_reader(place)
    assert get_article(reader, 1) == make_kept().article  # its edits were not taken along with the old table
    assert [hit.id for hit in search(reader, "froze")] == [1]
    reader.dispose()


def test_a_reader_does_not_upgrade_and_says_who_does(place, store, revisions):
    with pytest.raises(DatabaseError, match=r"older Copydesk; bring it up to date: copydesk db upgrade"):
        open_reader(place)
    assert revision(place) == HEAD


def test_an_upgrade_that_fails_changes_nothing(place, make_kept, request):
    with Store.open(place) as store:
        store.extend([make_kept()])
    before = columns(place)
    request.getfixturevalue("revisions").write_text(NEXT + "    raise RuntimeError('power cut')\n")
    with pytest.raises(RuntimeError, match="power cut"):
        open_writer(place)
    assert columns(place) == before
    assert revision(place) == HEAD


def test_a_proposed_revision_can_be_imported(revisions):
    db.migrate.propose("nothing yet")
    (made,) = revisions.parent.glob(f"{NEWER}*.py")
    compile(made.read_text(), made, "exec")
    assert "import db.columns" in made.read_text()


class TestFromAnEarlierRevision:
    """A database as an earlier release made it, with an article."""

    @pytest.fixture(autouse=True, params=[f"{number:04d}" for number in range(1, int(HEAD))])
    def earlier(self, request, place) -> None:
        engine = upgrader(place)
        command.upgrade(config(engine), request.param)
        engine.dispose()
        page = {"id": 1, "key": "k", "url": "https://example.com/1", "url_key": "https://example.com/1"}
        page |= {"final_url": "", "site": "example.com", "content_type": "text/html", "source": "", "origin": "x"}
        page |= {"fetched_at": "2026-03-01 12:00:00.000000", "body_size": 11, "body": pack(b"<p>Text</p>")}
        article = {"id": 1, "page_id": 1, "url": "https://example.com/1", "site": "example.com", "source": ""}
        article |= {"title": "Zürich froze", "authors": '["Ann"]', "cleaned_at": "2026-03-01 12:00:00.000000"}
        article |= {
            "tags": "[]",
            "extractor": "trafilatura fast",
            "flags": "[]",
            "text": "One.\nTwo. " + "long " * 9_000,
        }
        edit = {"article_id": 1, "position": 0, "rule": "cut", "field": "text", "start": 0, "before": "x", "after": ""}
        with closing(connect(place, "rw")) as connection:
            for table, row in (("page", page), ("article", article), ("edit", edit)):
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))

    def test_a_reader_asks_for_the_upgrade(self, place):
        with pytest.raises(DatabaseError, match="older Copydesk"):
            open_reader(place)

    def test_all_is_there_and_the_new_fields_are_empty(self, place):
        with Store.open(place):
            reader = open_reader(place)
            article = get_article(reader, 1)
            assert (article.title, article.paragraphs[0], article.authors) == ("Zürich froze", "One.", ("Ann",))
            assert article.original() == "x" + article.text
            assert (article.free, article.provenance, article.memory) == (None, (), 0)
            assert (article.standfirst, article.author_note) == (None, None)
            assert get_page(reader, 1).body == b"<p>Text</p>"
            assert [hit.id for hit in search(reader, "zurich")] == [1]
            assert [hit.id for hit in search(reader, "author:ann -author:bob")] == [1]
            reader.dispose()
        assert revision(place) == HEAD

    def test_it_is_like_a_new_one(self, place, tmp_path):
        open_writer(place).dispose()
        open_writer(tmp_path / "new.db").dispose()
        assert schema(place) == schema(tmp_path / "new.db")

    def test_copies_among_old_articles_are_found(self, place):
        text = "The ice on the lake is thin and nobody skates on it yet, says the harbour master of the town. "
        with closing(connect(place, "rw")) as connection:
            connection.row_factory = sqlite3.Row
            for number in range(2, 130):
                line = text if number in {2, 60, 129} else f"Report {spelled(number)} of {spelled(number)}. "
                duplicate(connection, "page", number, key=str(number), url_key="")
                duplicate(connection, "article", number, page_id=number, text=line * 3)
        open_writer(place).dispose()
        reader = open_reader(place)
        assert [copy.id for copy in story_of(reader, 2)] == [2, 60, 129]
        assert story_of(reader, 3) == []
        reader.dispose()

    def test_it_learns_and_the_old_article_can_be_cleaned_again(self, place, make_report):
        with Store.open(place) as store:
            store.extend(make_report(number, "Follow us for more.") for number in range(2, 5))
            assert store.notes("example.com").version == 1
            assert [again.article_id for again in store.due(10)] == [2, 3, 4]
            (again, *_) = store.pages(ALL, 10)
            assert again.page.body == b"<p>Text</p>"
            article = make_report(1).article
            assert store.replace([(1, article)]).changed == 1
            reader = open_reader(place)
            assert get_article(reader, 1) == article
            assert search(reader, "zurich") == []
            reader.dispose()


def spelled(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def duplicate(connection: sqlite3.Connection, table: str, number: int, **others: object) -> None:
    """Insert row 1 once more under another number, with other values in some columns."""
    row = dict(connection.execute(f"SELECT * FROM {table} WHERE id = 1").fetchone())
    row |= {"id": number} | others
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def schema(place: Path) -> list[tuple[str, str]]:
    with closing(connect(place, "ro")) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
