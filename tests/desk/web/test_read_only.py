"""A database in a folder that may not be written, in the browser."""

import pytest

PATHS = ["/", "/search?q=ice", "/article/1", "/article/1?edits=1", "/article/1/history", "/data/article.json"]
SQL = "/data.json?sql=select+count(*)+from+article"


@pytest.fixture(params=[0o777, 0o555], ids=["file", "folder"])
def locked(request, archive_bytes, warm, as_nobody):
    """A database that may not be written."""
    folder = as_nobody / "locked"
    folder.mkdir()
    place = folder / "archive.db"
    place.write_bytes(archive_bytes)
    place.chmod(0o444)
    folder.chmod(request.param)
    return place


@pytest.fixture
def warm(ask):
    """Ask once as one who may read all: what Datasette imports late cannot be read any more by the user of the test."""
    for path in (*PATHS, SQL):
        ask(path)


@pytest.fixture(scope="session")
def archive_bytes(archive):
    """The archive as a file, to be laid down by who may not read the first."""
    return archive.read_bytes()


def test_pages(asking, locked):
    with asking(locked) as ask:
        for path in (*PATHS, SQL):
            assert ask(path).status_code == 200, path
