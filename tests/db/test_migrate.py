import shutil
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

import db.engine
import db.migrate
from db.engine import APPLICATION_ID, HEAD, connect, open_reader, open_writer
from db.errors import DatabaseError
from db.migrate import config
from db.read import get_article
from db.search import search
from db.store import Store

NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
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
    monkeypatch.setattr(db.engine, "HEAD", "0002")
    return folder / "versions" / "0002_mood.py"


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
    assert revision(place) == "0002"
    assert "mood" in columns(place)
    reader = open_reader(place)
    assert get_article(reader, 1) == make_kept().article  # its edits were not taken along with the old table
    assert [hit.id for hit in search(reader, "froze")] == [1]
    reader.dispose()


def test_a_reader_does_not_upgrade_and_says_who_does(place, store, revisions):
    with pytest.raises(DatabaseError, match=r"older Copydesk; bring it up to date: copydesk load"):
        open_reader(place)
    assert revision(place) == "0001"


def test_an_upgrade_that_fails_changes_nothing(place, make_kept, request):
    with Store.open(place) as store:
        store.extend([make_kept()])
    before = columns(place)
    request.getfixturevalue("revisions").write_text(NEXT + "    raise RuntimeError('power cut')\n")
    with pytest.raises(RuntimeError, match="power cut"):
        open_writer(place)
    assert columns(place) == before
    assert revision(place) == "0001"


def test_a_proposed_revision_can_be_imported(revisions):
    db.migrate.propose("nothing yet")
    (made,) = revisions.parent.glob("0002*.py")
    compile(made.read_text(), made, "exec")
    assert "import db.columns" in made.read_text()
