"""A database that may be read and not be written: in a folder that others own, on a disk that is mounted to be read."""

import encodings.utf_8_sig  # noqa: F401  some modules cannot be read any more as the user of these tests
import importlib
import os
import shutil
from contextlib import closing, contextmanager

import pytest

from db.engine import open_reader
from db.search import search
from db.store import Store
from desk.main import COMMANDS
from pipeline.article import Article, Kept, RawPage

READING = [
    ("search", "crane"),
    ("search", "-zebra", "--json"),
    ("show", "1", "--edits"),
    ("show", "1", "--raw"),
    ("history", "1"),
    ("history", "4"),
    ("diff", "4"),
    ("copies", "5"),
    ("export",),
    ("export", "--format", "csv", "--versions"),
    ("memory", "list"),
    ("report",),
    ("db", "check"),
    ("db", "backup", "../copy.db"),
    ("db", "forget-pages", "--older-than", "1", "--dry-run"),
]
WRITING = [
    ("load", "../page.html"),
    ("reclean", "--all"),
    ("memory", "cut", "quay.example", "Follow us."),
    ("db", "forget-pages", "--older-than", "1"),
    ("db", "rebuild"),
]


@pytest.fixture(scope="module")
def with_versions(template, tmp_path_factory):
    """The bytes of a database: the three articles, and one that changed and that stands elsewhere, too."""
    place = shutil.copy(template, tmp_path_factory.mktemp("versions") / "copydesk.db")
    text = "The ice on the lake is thin and nobody skates on it yet, says the harbour master of the town. " * 3
    first = Article("https://a.example/1", "Ice", (text, "It was cold."), site="a.example")
    second = Article("https://a.example/1", "Ice", (text, "It was warm."), site="a.example")
    other = Article("https://b.example/1", "Ice", (text, "It was warm."), site="b.example")
    with Store.open(place) as store:
        store.extend(Kept(RawPage(each.url, each.paragraphs[-1].encode()), each) for each in (first, second, other))
    return place.read_bytes()


@pytest.fixture(params=["file", "folder"])
def locked(request, with_versions, as_nobody, monkeypatch, news):
    """A folder with a database that may not be written, or a folder that may not be written either."""
    folder = as_nobody / "locked"
    folder.mkdir()
    (as_nobody / "page.html").write_text(news())
    (folder / "copydesk.db").write_bytes(with_versions)
    (folder / "copydesk.db").chmod(0o444)
    folder.chmod(0o777 if request.param == "file" else 0o555)
    monkeypatch.chdir(folder)
    return folder / "copydesk.db"


@pytest.fixture(autouse=True)
def in_memory():
    """Import what the commands need while the project can still be read."""
    for name, _ in COMMANDS.values():
        importlib.import_module(name)


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_it_is_read(run, locked, arguments):
    result = run(*arguments)
    assert (result.exit_code, result.stderr.count("cannot")) == (0, 0)
    assert "wrong" not in result.stdout


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_who_would_write_is_told_what_is_in_the_way(run, locked, arguments):
    before = locked.read_bytes()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"copydesk: cannot write to {locked}: see whether you may write to it and its folder\n"
    assert locked.read_bytes() == before


def test_a_check_says_what_it_could_not_look_at(run, locked):
    assert "not looked at: only who may write to the file and its folder can check it" in run("db", "check").stdout


def test_a_log_that_was_left_behind_where_none_can_be_read(run, as_nobody, monkeypatch):
    """As when the last writer was killed, and the files lie on a disk that is mounted to be read."""
    folder = as_nobody / "locked"
    folder.mkdir()
    with closing(Store.open(as_nobody / "copydesk.db")) as store:
        store.extend([Kept(RawPage("", b"page"), Article("", "Ice", ("Thin.",)))])
        for name in ("copydesk.db", "copydesk.db-wal"):
            shutil.copy(as_nobody / name, folder)
    folder.chmod(0o555)
    monkeypatch.chdir(folder)
    result = run("search", "ice")
    assert result.exit_code == 3
    assert "was not closed by the program that wrote to it last, and its folder may not be written" in result.stderr
    os.chdir(as_nobody)
    shutil.copytree(folder, "mine", copy_function=shutil.copy)
    (as_nobody / "mine").chmod(0o755)
    assert "Ice" in run("search", "ice", "--db", "mine/copydesk.db").stdout  # the sentence is right


@pytest.fixture
def as_owner(as_nobody):
    """Do something as the one who may write."""
    if os.geteuid() == os.getuid():
        pytest.skip("needs two users, of whom one is root")

    @contextmanager
    def as_owner():
        user = os.geteuid()
        os.seteuid(0)
        yield
        os.seteuid(user)

    return as_owner


@pytest.mark.parametrize("locked", ["folder"], indirect=True)
def test_what_its_owner_writes_later_and_meanwhile_is_read(locked, as_owner):
    """Before, it is read as it lies. While he has it open there is a log, and it is read with that."""
    reader = open_reader(locked)
    assert search(reader, "zebras") == []
    with as_owner():
        store = Store.open(locked)
        store.extend([Kept(RawPage("", b"page"), Article("", "Zebras", ("They graze.",)))])
        for path in locked.parent.iterdir():
            path.chmod(0o444)
    assert [hit.title for hit in search(reader, "zebras")] == ["Zebras"]
    with as_owner():
        store.extend([Kept(RawPage("", b"more"), Article("", "More zebras", ("They graze.",)))])
        store.close()
    assert len(search(reader, "zebras")) == 2
    reader.dispose()
