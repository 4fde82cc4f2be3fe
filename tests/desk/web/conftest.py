"""The pages over made-up archives, asked in this process."""

import asyncio
import importlib
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.engine import open_reader
from db.store import Store
from pipeline.article import Kept, RawPage

pytest.importorskip("datasette", reason="copydesk serve needs the extra `web`: make setup installs it")

sys.path.insert(0, str(Path(__file__).parent))
example = importlib.import_module("example")
sys.path.pop(0)


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """A database with some 130 articles, versions and copies among them. Not to be written to."""
    place = tmp_path_factory.mktemp("web") / "archive.db"
    example.fill(place)
    return place


@contextmanager
def pages_over(place):
    """Give what asks for a page of a database, and returns status, headers and text."""
    from desk.web.plugin import datasette_over

    engine = open_reader(place)
    with datasette_over(engine, place) as datasette:

        def ask(path, method="GET", **more):
            async def answer():
                datasette._startup_invoked or await datasette.invoke_startup()
                return await datasette.client.request(method, path, **more)

            return asyncio.run(answer())

        yield ask
    engine.dispose()


@pytest.fixture
def ask(archive):
    """Ask for a page of the archive."""
    with pages_over(archive) as ask:
        yield ask


@pytest.fixture
def asking():
    """Return what asks for pages of a database of the test's own."""
    return pages_over


@pytest.fixture
def store_and_ask(tmp_path):
    """Return what stores articles and asks for a page of them."""

    def store_and_ask(articles, *paths):
        place = tmp_path / "own.db"
        with Store.open(place) as store:
            for number, article in enumerate(articles):
                raw = RawPage(article.url, f"<p>{number}".encode(), fetched_at=example.LAST)
                store.extend([Kept(raw, article)])
        with pages_over(place) as ask:
            return [ask(path) for path in paths]

    return store_and_ask


@pytest.fixture
def number_of(archive):
    """Return the number of the newest article of a title."""
    from db.search import search

    def number_of(words):
        engine = open_reader(archive)
        try:
            return search(engine, words, 1)[0].id
        finally:
            engine.dispose()

    return number_of
