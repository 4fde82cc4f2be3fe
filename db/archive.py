"""The archive, to be asked from Python: `from db import Archive`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Self, TypedDict, Unpack, cast

from sqlalchemy import select

from db.engine import open_reader
from db.facets import Facets, facets
from db.filter import Filter, OneOrMore
from db.history import Comparison, Version, compare, version_ids, versions_of
from db.questions import asked, fitting
from db.read import AT_ONCE, articles, find_article, get_article, get_page, reading
from db.search import Hit, Marks, count, search
from db.stories import Copy, story_of
from db.tables import ArticleRow
from pipeline.article import Article, RawPage


class Choices(TypedDict, total=False):
    """What articles have to be; see `db.filter.Filter`."""

    site: OneOrMore
    source: OneOrMore
    author: str | None
    language: OneOrMore
    section: OneOrMore
    since: datetime | None
    until: datetime | None
    has_correction: bool
    copy_of: int | None
    versions: bool


class Record(TypedDict):
    """An article as a row of a table: no value but numbers, texts, moments, truths and lists of texts."""

    id: int
    url: str
    canonical_url: str | None
    site: str | None
    site_name: str | None
    source: str
    title: str | None
    standfirst: str | None
    text: str
    authors: list[str]
    published: datetime | None
    modified: datetime | None
    fetched_at: datetime | None
    language: str | None
    section: str | None
    tags: list[str]
    image: str | None
    credit: str | None
    correction: str | None
    author_note: str | None
    free: bool | None
    flags: list[str]


class Archive:
    """A database of articles, open for reading; nothing can be changed through it.

    All methods that choose take the same words, see `db.query.parse`, and the same choices, see `db.filter.Filter`.

    >>> with Archive("news.db") as archive:  # doctest: +SKIP
    ...     for hit in archive.search('"frozen lake" -river', language="en"):
    ...         print(hit.title, hit.url)
    """

    def __init__(self, location: str | Path) -> None:
        """Open the database at a path or URL. Raises DatabaseError when there is none or it cannot be used."""
        self.engine = open_reader(location)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def search(
        self,
        words: str = "",
        *,
        limit: int = 20,
        newest: bool = False,
        skip: int = 0,
        marks: Marks | None = None,
        **choices: Unpack[Choices],
    ) -> list[Hit]:
        """Return the articles that fit best, or the newest of those that fit, at most `limit` after `skip` others."""
        return search(self.engine, words, limit, Filter(**choices), marks, newest=newest, skip=skip)

    def count(self, words: str = "", **choices: Unpack[Choices]) -> int:
        """Return how many articles fit."""
        return count(self.engine, words, Filter(**choices))

    def facets(self, words: str = "", **choices: Unpack[Choices]) -> Facets:
        """Return how the articles that fit are spread by site, language and month."""
        return facets(self.engine, words, Filter(**choices))

    def articles(self, words: str = "", *, after: int = 0, **choices: Unpack[Choices]) -> Iterator[tuple[int, Article]]:
        """Yield all articles that fit with numbers above `after`, in order, each with its number and its edits.

        A hundred are in memory at a time, and all are of one state of the database.
        """
        return articles(self.engine, Filter(**choices), after, words)

    def rows(self, words: str = "", *, after: int = 0, **choices: Unpack[Choices]) -> Iterator[Record]:
        """Yield the same articles as rows of a table, without edits; moments are in UTC.

        So `pandas.DataFrame(archive.rows("lake"))` is a table of them.
        """
        columns = [getattr(ArticleRow, name) for name in Record.__annotations__]
        query = select(*columns).where(ArticleRow.id > after, *fitting(asked(self.engine, words, Filter(**choices))))
        with reading(self.engine) as session:
            for row in session.execute(query.order_by(ArticleRow.id).execution_options(yield_per=AT_ONCE)):
                yield cast("Record", {name: _plain(value) for name, value in row._asdict().items()})

    def article(self, name: int | str) -> Article | None:
        """Return the article of a number, or the newest version of the one at an address; None when there is none."""
        number = self._number(name)
        return None if number is None else get_article(self.engine, number)

    def history(self, name: int | str) -> list[Version]:
        """Return all versions of an article, the oldest first, and what each changed; none when there is no such."""
        number = self._number(name)
        return [] if number is None else versions_of(self.engine, number)

    def diff(self, name: int | str, older: int | None = None, newer: int | None = None) -> Comparison | None:
        """Return what became of an article between two of its versions, word by word; else of the last two.

        Versions are numbered from 1, as `history` lists them. None when there is only one, or no such version.
        """
        number = self._number(name)
        ids = [] if number is None else version_ids(self.engine, number)
        last = len(ids) if newer is None else newer
        first = last - 1 if older is None else older
        if not 1 <= first <= len(ids) or not 1 <= last <= len(ids):
            return None
        before, after = (get_article(self.engine, ids[each - 1]) for each in (first, last))
        return compare(before, after) if before and after else None

    def copies(self, name: int | str) -> list[Copy]:
        """Return all articles that have the text of one, or much of it, itself too: the earliest first.

        Empty when the article stands alone, or there is no such.
        """
        number = self._number(name)
        return [] if number is None else story_of(self.engine, number)

    def _number(self, name: int | str) -> int | None:
        return find_article(self.engine, name) if isinstance(name, str) else name

    def page(self, article_id: int) -> RawPage | None:
        """Return the page an article was made from, to the byte; None when there is no such article."""
        return get_page(self.engine, article_id)


def _plain(value: object) -> object:
    """Return a value as tables take it: several texts as a list."""
    return list(value) if isinstance(value, tuple) else value
