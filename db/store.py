"""Storing: the only code that writes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select, union

from db.again import DUE, Again, Choice, Replaced, count_again, pages_again, replace_articles
from db.batch import Batch, Stored
from db.chunks import chunks
from db.engine import open_reader, open_writer
from db.errors import explained
from db.notebook import Notebook
from db.references import References
from db.rows import address_key
from db.tables import PageRow
from pipeline.article import Article, Outcome, RawPage, Reason
from pipeline.memory import NO_NOTES, SiteNotes

__all__ = ["Replaced", "Store", "Stored"]


class Store:
    """The shelf where outcomes end, open for writing. Close it, or use it as a context.

    Any thread may use it: batches are stored one after the other, questions are answered meanwhile.
    """

    def __init__(self, writer: Engine, reader: Engine) -> None:
        """Take both engines over; `Store.open` is what makes them."""
        self._writer = writer
        self._reader = reader
        self._place = str(writer.url.database)
        self._references = References()
        self._notebook = Notebook(reader)
        self._turn = Lock()

    @classmethod
    def open(cls, location: str | Path) -> Self:
        """Return the store at a path or `sqlite:///` URL, made or upgraded if need be. Raises DatabaseError."""
        return cls(open_writer(location), open_reader(location))

    def extend(self, outcomes: Iterable[Outcome], /) -> Stored:
        """Store all of them or, when this raises, none. Once it returns, neither a crash nor a power cut loses them.

        A page is stored once, by its key; one that was refused before and is kept now gets its article. The memory of
        its site learns from each new article. Raises DatabaseError when the database cannot be written to.
        """
        batch = [(outcome.page.key, outcome) for outcome in outcomes]
        if not batch:
            return Stored(0, 0, 0)
        with self._turn, explained(self._place):
            try:
                return self._extend(batch)
            except BaseException:
                self._references.forget()
                raise

    def _extend(self, outcomes: Sequence[tuple[str, Outcome]]) -> Stored:
        with self._writer.begin() as connection:
            batch = Batch.begin(connection, self._references, [key for key, _ in outcomes])
            for key, outcome in outcomes:
                batch.add(key, outcome)
            stored = batch.insert()
        self._notebook.drop(batch.lessons.sites)
        return stored

    def notes(self, site: str | None) -> SiteNotes:
        """Return what is known about a site, to clean a page of it with; nothing about one that is unknown.

        What another process learns may be seen late: the articles that it concerns are due then.
        """
        return self._notebook.of(site) if site else NO_NOTES

    def due(self, limit: int, after: int = 0) -> list[Again]:
        """Return the first articles that the memory has learnt something about since they were cleaned; see `pages`."""
        return self.pages(DUE, limit, after)

    def pages(self, which: Choice, limit: int, after: int = 0) -> list[Again]:
        """Return the first chosen articles with numbers above `after`, in order, at most `limit`, each with its page.

        Go on with the last number, until there are none: one that is still due then is not asked for again and again.
        Raises DatabaseError when a stored body is damaged.
        """
        return pages_again(self._reader, which, limit, after)

    def count(self, which: Choice) -> int:
        """Return how many articles are chosen."""
        return count_again(self._reader, which)

    def replace(self, results: Iterable[tuple[int, Article | Reason]], /) -> Replaced:
        """Put articles cleaned again in the place of those with their numbers: all or, when this raises, none.

        A reason leaves the old one as it is. None is due any more, but for those that have a line which was established
        after they were cleaned. Nothing is learnt again. Raises DatabaseError when the database cannot be written to.
        """
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return replace_articles(connection, dict(results))

    def holds(self, pages: Sequence[RawPage]) -> list[bool]:
        """Tell for each page whether it is stored, kept or refused."""
        keys = [page.key for page in pages]
        with explained(self._place), self._reader.connect() as connection:
            stored = {
                key
                for some in chunks(keys)
                for key in connection.scalars(select(PageRow.key).where(PageRow.key.in_(some)))
            }
        return [key in stored for key in keys]

    def holds_urls(self, urls: Iterable[str]) -> set[str]:
        """Return those of the addresses that a stored page was asked for under, or ended at after redirects."""
        keys = {url: address_key(url) for url in urls if url}
        with explained(self._place), self._reader.connect() as connection:
            stored = {
                key
                for some in chunks(keys.values())
                for key in connection.scalars(
                    union(
                        select(PageRow.url_key).where(PageRow.url_key.in_(some)),
                        select(PageRow.final_url_key).where(PageRow.final_url_key.in_(some)),
                    )
                )
            }
        return {url for url, key in keys.items() if key in stored}

    def close(self) -> None:
        """Bring what the log still holds into the database file, as far as no reader needs the log, and let go."""
        try:
            with explained(self._place), self._writer.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)")  # on the driver: not within a transaction
        finally:
            self._reader.dispose()
            self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
