"""Storing: the only code that writes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, select

from db import recleaning
from db.addresses import (
    Discovered,
    discover,
    listing_read,
    listing_validators,
    settle,
    settle_unchanged,
    waiting,
)
from db.again import DUE, Again, Choice, count_again, pages_again, replace_articles
from db.batch import Batch, Stored
from db.chunks import chunks
from db.engine import open_reader, open_writer
from db.errors import explained
from db.memory_file import Learnt
from db.memory_merge import Imported, take_over
from db.notebook import Notebook
from db.place import engine_place
from db.recleaning import Recleaning, Replaced
from db.references import References
from db.refusals import Refusals, ask_again
from db.retention import Chunk, LetGo, let_go
from db.rulings import Carried, Ruling, rule, take_back
from db.runs import Run, begin_run, end_run, this_process
from db.sqlite import checkpoint
from db.tables import ArticleRow, PageRow
from db.visits import YOUNG
from pipeline.article import Article, Outcome, RawPage, Reason, Validators, utc_now
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
        self._place = engine_place(writer)
        self._references = References()
        self._notebook = Notebook(reader)
        self._turn = Lock()
        self.plan: tuple[timedelta, ...] = YOUNG
        """How long after its publication a page is asked for again."""

    @classmethod
    def open(cls, location: str | Path) -> Self:
        """Return the store at a path or URL, made or upgraded if need be. Raises DatabaseError."""
        return cls(open_writer(location), open_reader(location))

    def extend(self, outcomes: Iterable[Outcome], /) -> Stored:
        """Store all of them or, when this raises, none. Once it returns, neither a crash nor a power cut loses them.

        A page is stored once, by its key; one that was refused before and is kept now gets its article. One whose
        address gave an article before is a new version of it, or says the same and is not stored. The memory of its
        site learns from each new article. Addresses that a crawl discovered are settled. Raises DatabaseError when the
        database cannot be written to.
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
            self._references.forget_let_go(connection)
            keys, addresses = [key for key, _ in outcomes], [outcome.page.url for _, outcome in outcomes]
            batch = Batch.begin(connection, self._references, keys, addresses)
            for key, outcome in outcomes:
                batch.add(key, outcome)
            stored = batch.insert()
            settle(connection, (outcome for _, outcome in outcomes), batch.now, self.plan)
        self._notebook.drop(batch.lessons.sites)
        return stored

    def notes(self, site: str | None) -> SiteNotes:
        """Return what is known about a site, to clean a page of it with; nothing about one that is unknown.

        What another process learns, or a person rules there, may be seen late, at the next `pages`: the articles that
        it concerns are due then.
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
        self._notebook.refresh()
        return pages_again(self._reader, which, limit, after)

    def count(self, which: Choice) -> int:
        """Return how many articles are chosen."""
        return count_again(self._reader, which)

    def begin_again(self, which: Choice, program: str, *, from_start: bool = False) -> Recleaning:
        """Return the run of this choice by the same program that did not end, to go on with it, or a new one.

        A run over what is due is always a new one: what it has done is not due any more.
        """
        if which.due:
            return Recleaning("", program)
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return recleaning.begin(connection, which.key(), program, from_start=from_start)

    def end_again(self, run: Recleaning) -> None:
        """Forget a run that has come to its end."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            recleaning.end(connection, run.choice)

    def replace(self, results: Iterable[tuple[int, Article | Reason]], run: Recleaning | None = None, /) -> Replaced:
        """Put articles cleaned again in the place of those with their numbers: all or, when this raises, none.

        A reason leaves the old one as it is. None is due any more, but for those that have a line which was established
        after they were cleaned. Nothing is learnt again. How far the run is by then is written down with them. Raises
        DatabaseError when the database cannot be written to.
        """
        given = dict(results)
        with self._turn, explained(self._place), self._writer.begin() as connection:
            replaced = replace_articles(connection, given)
            if run:
                run.add(replaced, given)
            if run and run.choice:
                recleaning.put(connection, run)
        return replaced

    def rule(self, rulings: Iterable[Ruling]) -> Carried:
        """Write down what a person said of lines; all articles of their sites are due then. See `db.rulings.rule`."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            carried = rule(connection, rulings)
        self._notebook.refresh()
        return carried

    def take_back(self, site: str, fingerprints: Sequence[int]) -> Carried:
        """Delete rulings on lines of a site; all its articles are due then."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            carried = take_back(connection, site, fingerprints)
        self._notebook.refresh()
        return carried

    def take_over(self, given: Iterable[Learnt | Ruling]) -> Imported:
        """Take over what another database has learnt, and what people have ruled there: all or, when this raises, none.

        Raises what reading it raises.
        """
        with self._turn, explained(self._place), self._writer.begin() as connection:
            imported = take_over(connection, given)
        self._notebook.refresh()
        return imported

    def holds(self, pages: Sequence[RawPage], *, refused: bool = True) -> list[bool]:
        """Tell for each page whether it is stored, kept or (where `refused` counts) refused."""
        keys = [page.key for page in pages]
        wanted = select(PageRow.key)
        if not refused:
            wanted = wanted.join(ArticleRow, ArticleRow.page_id == PageRow.id)
        with explained(self._place), self._reader.connect() as connection:
            stored = {key for some in chunks(keys) for key in connection.scalars(wanted.where(PageRow.key.in_(some)))}
        return [key in stored for key in keys]

    def discover(self, pages: Iterable[RawPage]) -> Discovered:
        """Write down the addresses of pages that are to be asked for; see `db.addresses.discover`."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return discover(connection, pages, utc_now())

    def waiting(self, sources: Sequence[str], limit: int, but: Collection[str] = ()) -> list[RawPage]:
        """Return at most `limit` pages to be asked for now, the newest first, without those with address keys in `but`.

        They have no body, and the validators of the last answer where there was one.
        """
        return waiting(self._reader, sources, utc_now(), limit, but)

    def unchanged(self, pages: Iterable[RawPage]) -> None:
        """Write down that pages were asked for again and have not changed."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            settle_unchanged(connection, pages, utc_now(), self.plan)

    def listing_validators(self, url: str) -> Validators:
        """Return what to ask for a listing with; empty when it was not read before."""
        return listing_validators(self._reader, url)

    def listing_read(self, listing: RawPage) -> None:
        """Write down that a feed, sitemap or section was read: to be called when all that it names is written down."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            listing_read(connection, listing, utc_now())

    def ask_again(self, which: Refusals) -> dict[str, int]:
        """Let refused addresses be asked for at once, and return how many of each source these are."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return ask_again(connection, which, utc_now())

    def begin_run(self, run: Run) -> int:
        """Write down that this process has begun a crawl, and return its number.

        Raises AlreadyRunningError when another process crawls the same source.
        """
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return begin_run(connection, run, this_process())

    def end_run(self, number: int, run: Run) -> None:
        """Write down how a crawl ended."""
        with self._turn, explained(self._place), self._writer.begin() as connection:
            end_run(connection, number, run)

    def let_go(self, before: datetime) -> LetGo:
        """Let the bodies of pages go that were fetched before a moment; those that younger ones lean on stay.

        In chunks, a transaction each: what was let go when this raises stays so. Raises DatabaseError.
        """
        pages = size = 0
        for references in (False, True):
            after = 0
            while (chunk := self._let_go(before, after, references=references)).ids:
                pages, size, after = pages + len(chunk.ids), size + chunk.size, chunk.ids[-1]
        return LetGo(pages, size)

    def _let_go(self, before: datetime, after: int, *, references: bool) -> Chunk:
        with self._turn, explained(self._place), self._writer.begin() as connection:
            return let_go(connection, before, after, references=references)

    def close(self) -> None:
        """Bring what the log still holds into the database file, as far as no reader needs the log, and let go."""
        try:
            with explained(self._place):
                if self._writer.dialect.name == "sqlite":
                    checkpoint(self._writer)
        finally:
            self._reader.dispose()
            self._writer.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
