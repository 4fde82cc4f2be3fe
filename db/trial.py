"""Cleaning again as a trial: all questions that a store answers for it, and nothing is written."""

from collections.abc import Iterable
from pathlib import Path

from db.again import Again, Choice, compare_articles, count_again, pages_again
from db.engine import open_reader
from db.errors import explained
from db.notebook import Notebook
from db.recleaning import Recleaning, Replaced
from pipeline.article import Article, Reason
from pipeline.memory import NO_NOTES, SiteNotes


class Trial:
    """A store that is only read. Close it when done."""

    def __init__(self, location: str | Path) -> None:
        """Open the database to read it. Raises DatabaseError."""
        self._reader = open_reader(location)
        self._notebook = Notebook(self._reader)

    def notes(self, site: str | None) -> SiteNotes:
        """Return what is known about a site."""
        return self._notebook.of(site) if site else NO_NOTES

    def pages(self, which: Choice, limit: int, after: int = 0) -> list[Again]:
        """Return the first chosen articles with numbers above `after`, at most `limit`, each with its page."""
        return pages_again(self._reader, which, limit, after)

    def count(self, which: Choice) -> int:
        """Return how many articles are chosen."""
        return count_again(self._reader, which)

    def replace(self, results: Iterable[tuple[int, Article | Reason]], run: Recleaning | None = None, /) -> Replaced:
        """Return what would become of articles if these stood in their places."""
        given = dict(results)
        with explained(str(self._reader.url.database)), self._reader.begin() as connection:
            replaced = compare_articles(connection, given)
        if run:
            run.add(replaced, given)
        return replaced

    def close(self) -> None:
        """Let go of the database."""
        self._reader.dispose()
