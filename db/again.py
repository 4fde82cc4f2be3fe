"""Articles that are cleaned again: which, their pages, and the new one in place of the old."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, delete, func, insert, or_, select, true, update
from sqlalchemy.orm import Session, selectinload

from db.changes import Change, is_same
from db.chunks import chunks
from db.columns import storable
from db.copies import add_to_index, drop_from_index
from db.filter import Filter
from db.learning import overtaken
from db.read import body_of, reading
from db.recleaning import Replaced
from db.rows import article_of, article_row, edit_rows, raw_page
from db.tables import ArticleRow, Base, EditRow, PageRow
from pipeline.article import Article, RawPage, Reason, utc_now

EVERYTHING = Filter(versions=True)
"""All articles, older versions too."""

LET_GO = Reason("let go", "the body of the page is not kept any more")
"""Why an article cannot be cleaned again, though nothing is wrong with it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles to clean again: those of the sites and those with the numbers; where neither is named, all."""

    due: bool = False
    """Of these only such as the memory has learnt something about since they were cleaned."""
    sites: frozenset[str] = frozenset()
    """Hosts, with or without www.; other hosts below them do not count."""
    ids: frozenset[int] = frozenset()
    """Numbers of articles; some ten thousand at most."""
    only: Filter = EVERYTHING
    """What they have to be besides."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what to say after WHERE."""
        wanted = self.only.conditions()
        if self.due:
            wanted.append(ArticleRow.due == true())
        if self.sites or self.ids:
            wanted.append(or_(ArticleRow.site.in_(self._hosts()), ArticleRow.id.in_(sorted(self.ids))))
        return wanted

    def key(self) -> str:
        """Return the choice as JSON, the same for the same articles."""
        only = {name: str(value) for name, value in asdict(self.only).items() if value != getattr(EVERYTHING, name)}
        said = {"due": self.due, "ids": sorted(self.ids), "only": only, "sites": self._hosts()}
        return json.dumps({name: value for name, value in said.items() if value}, sort_keys=True)

    def _hosts(self) -> list[str]:
        return sorted({site.lower().removeprefix("www.") for site in self.sites})


ALL = Choice()
DUE = Choice(due=True)


class Again(NamedTuple):
    """An article that is to be cleaned again."""

    article_id: int
    site: str
    """Of the article; empty when unknown."""
    page: RawPage
    """Without a body where that was let go."""
    is_let_go: bool = False


def pages_again(engine: Engine, which: Choice, limit: int, after: int) -> list[Again]:
    """Return the first articles with numbers above `after`, at most `limit`, each with its page as it came in."""
    query = (
        select(ArticleRow.id, ArticleRow.site, PageRow)
        .join(PageRow, PageRow.id == ArticleRow.page_id)
        .where(ArticleRow.id > after, *which.conditions())
        .order_by(ArticleRow.id)
        .limit(limit)
    )
    with reading(engine) as session:
        return [_again(session, number, site or "", page) for number, site, page in session.execute(query)]


def _again(session: Session, number: int, site: str, page: PageRow) -> Again:
    """Return an article with its page; a body that had bytes and has none now was let go."""
    is_let_go = bool(page.body_size) and not page.body
    return Again(number, site, raw_page(page, b"" if is_let_go else body_of(session, page)), is_let_go)


def count_again(engine: Engine, which: Choice) -> int:
    """Return how many articles are chosen."""
    with reading(engine) as session:
        return session.execute(select(func.count(ArticleRow.id)).where(*which.conditions())).scalar_one()


def missing(engine: Engine, ids: Iterable[int]) -> list[int]:
    """Return those of the numbers that no article has, in order."""
    wanted = set(ids)
    with reading(engine) as session:
        for some in chunks(sorted(wanted)):
            wanted -= set(session.scalars(select(ArticleRow.id).where(ArticleRow.id.in_(some))))
    return sorted(wanted)


def replace_articles(connection: Connection, results: Mapping[int, Article | Reason]) -> Replaced:
    """Put each article in the place of that with its number; for a reason, leave the old one as it is.

    None of them is due any more, but for those that have a line which was established after they were cleaned.
    """
    pairs = _pairs(connection, results)
    replaced = _compared(pairs, results)
    _settle(connection, results, {number: pair.after for number, pair in pairs.items()})
    _write(connection, {number: change.after for number, change in replaced.changes.items()})
    return replaced


def compare_articles(connection: Connection, results: Mapping[int, Article | Reason]) -> Replaced:
    """Return what `replace_articles` would, and write nothing."""
    return _compared(_pairs(connection, results), results)


def _pairs(connection: Connection, results: Mapping[int, Article | Reason]) -> dict[int, Change]:
    """Return the stored articles, each with the new one that is to stand in its place."""
    given = {number: result for number, result in results.items() if isinstance(result, Article)}
    return {number: Change(article, given[number]) for number, article in _articles(connection, given).items()}


def _compared(pairs: Mapping[int, Change], results: Mapping[int, Article | Reason]) -> Replaced:
    changes = {number: pair for number, pair in pairs.items() if not is_same(pair)}
    let_go = sum(result == LET_GO for result in results.values())
    failed = len(results) - len(pairs) - let_go
    return Replaced(len(changes), len(pairs) - len(changes), failed, let_go, changes)


def _articles(connection: Connection, numbers: Iterable[int]) -> dict[int, Article]:
    """Return the stored articles with these numbers."""
    query = select(ArticleRow).options(selectinload(ArticleRow.edits))
    with Session(connection) as session:
        return {
            row.id: article_of(row)
            for some in chunks(numbers)
            for row in session.scalars(query.where(ArticleRow.id.in_(some)))
        }


def _settle(connection: Connection, results: Iterable[int], fresh: Mapping[int, Article]) -> None:
    """Say of all that they are not due, or still are, and of the fresh ones what they were cleaned with."""
    due = overtaken(connection, fresh.items())
    for numbers in chunks(number for number in results if number not in fresh):
        connection.execute(update(ArticleRow).where(ArticleRow.id.in_(numbers)).values(due=False))
    if fresh:
        rows = [{"number": number, "memory": fresh[number].memory, "due": number in due} for number in fresh]
        connection.execute(UPDATE, rows)


def _write(connection: Connection, articles: Mapping[int, Article]) -> None:
    """Write these articles and their edits over what stands under their numbers."""
    if not articles:
        return
    now = utc_now()
    others = _with_another_text(connection, articles)
    drop_from_index(connection, others)
    connection.execute(UPDATE, [{"number": number} | article_row(article, now) for number, article in articles.items()])
    for numbers in chunks(articles):
        connection.execute(delete(EditRow).where(EditRow.article_id.in_(numbers)))
    if edits := [row for number, article in articles.items() for row in edit_rows(article, number)]:
        connection.execute(insert(EditRow), edits)
    add_to_index(connection, ((number, articles[number].text) for number in others))


def _with_another_text(connection: Connection, articles: Mapping[int, Article]) -> list[int]:
    """Return the numbers of those that are in the index of copies, where another text stands so far."""
    query = select(ArticleRow.id, ArticleRow.text).where(ArticleRow.newer_id.is_(None)).order_by(ArticleRow.id)
    return [
        number
        for some in chunks(sorted(articles))
        for number, text in connection.execute(query.where(ArticleRow.id.in_(some)))
        if text != storable(articles[number].text)
    ]


# A plain table, not the class: SQLAlchemy takes a list of rows for a class as rows named by their primary key.
ARTICLE = Base.metadata.tables[ArticleRow.__tablename__]
UPDATE = update(ARTICLE).where(ARTICLE.c.id == bindparam("number"))
