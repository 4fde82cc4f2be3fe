"""Whether a database is sound: the file, its references, its full-text index, and a sample of what it promises."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, selectinload

from db.errors import BodyLetGoError, DatabaseError, explained
from db.read import AT_ONCE, body_of, reading
from db.rows import article_of, raw_page
from db.sqlite import connect
from db.tables import ArticleRow, PageRow, SketchRow

T = TypeVar("T")

SAMPLE = 1_000
"""Articles and pages that are looked at one by one: some seconds."""

MOST_TOLD = 10
"""Faults of one kind that are told one by one; who has more of them needs the first ten."""


class Check(NamedTuple):
    """One thing that was looked at, and what is wrong with it."""

    name: str
    looked_at: int
    """How many rows, or 1 for the whole."""
    faults: list[str]
    """A sentence each, at most ten; empty when all is well."""
    left_out: str = ""
    """Why it could not be looked at; empty when it was."""


def check_file(path: Path) -> Iterator[Check]:
    """Yield what SQLite itself can say of a file: its pages, its foreign keys, its full-text index.

    The index can be checked only by who may write; nothing is written.
    """
    with explained(str(path)), closing(connect(path, "ro")) as connection:
        found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST_TOLD})")]
        yield Check("file", 1, [] if found == ["ok"] else found)
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD)
        faults = [
            f"row {row} of {table} refers to a row of {other} that is not there" for table, row, other, _ in broken
        ]
        yield Check("references", 1, faults)
    with explained(str(path)), closing(connect(path, "rw")) as connection:
        yield _full_text(connection)


def _full_text(connection: sqlite3.Connection) -> Check:
    try:
        return Check("full text", 1, list(_full_text_faults(connection)))
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_READONLY"):
            raise
        return Check("full text", 0, [], "only who may write to the file and its folder can check it")


def _full_text_faults(connection: sqlite3.Connection) -> Iterator[str]:
    connection.execute("BEGIN")
    try:
        connection.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if not error.sqlite_errorname.startswith("SQLITE_CORRUPT"):
            raise
        yield "the index is not of the texts that are stored; make it anew: copydesk db rebuild"
    finally:
        connection.execute("ROLLBACK")


def check_rows(engine: Engine, sample: int | None = SAMPLE) -> Iterator[Check]:
    """Yield what is true of the rows: edits can be undone, pages come back to the byte, chains end, copies exist.

    Of articles and pages some `sample` are looked at, evenly from all; None for all of them.
    """
    with reading(engine) as session:
        yield _look_at("edits", _articles(session, sample), _edit_fault)
        yield _look_at("pages", _pages(session, sample), lambda row: _page_fault(session, row))
        yield Check("page references", 1, _deep_references(session))
        yield Check("versions", 1, _wrong_versions(session))
        yield Check("copies", 1, _lost_copies(session))


def _articles(session: Session, sample: int | None) -> Iterator[ArticleRow]:
    step = _step(session, ArticleRow.id, sample)
    chosen = select(ArticleRow).where(ArticleRow.id % step == 0).order_by(ArticleRow.id)
    yield from session.scalars(chosen.options(selectinload(ArticleRow.edits)).execution_options(yield_per=AT_ONCE))


def _pages(session: Session, sample: int | None) -> Iterator[PageRow]:
    step = _step(session, PageRow.id, sample)
    chosen = select(PageRow).where(PageRow.id % step == 0).order_by(PageRow.id)
    yield from session.scalars(chosen.execution_options(yield_per=AT_ONCE))


def _step(session: Session, number: InstrumentedAttribute[int], sample: int | None) -> int:
    """Return each how many-th row is to be looked at."""
    return 1 if sample is None else max(1, (session.scalar(select(func.count(number))) or 0) // sample)


def _look_at(name: str, rows: Iterable[T], fault_of: Callable[[T], str | None]) -> Check:
    looked_at, faults = 0, list[str]()
    for row in rows:
        looked_at += 1
        if len(faults) < MOST_TOLD and (fault := fault_of(row)):
            faults.append(fault)
    return Check(name, looked_at, faults)


def _edit_fault(row: ArticleRow) -> str | None:
    """Return what keeps the edits of an article from being undone."""
    article = article_of(row)
    try:
        article.original("title")
        article.original("text")
    except ValueError as error:
        return f"article {row.id}: its edits cannot be undone: {error}; make it anew: copydesk reclean {row.id}"
    return None


def _page_fault(session: Session, row: PageRow) -> str | None:
    """Return what keeps a page from being what came in."""
    try:
        body = body_of(session, row)
    except BodyLetGoError:
        return None
    except DatabaseError as error:
        return str(error)
    if len(body) != row.body_size or raw_page(row, body).key != row.key:
        return f"page {row.id} ({row.url or row.origin}): the body is not the one that came in; fetch or load it again"
    return None


def _deep_references(session: Session) -> list[str]:
    reference = aliased(PageRow)
    query = (
        select(PageRow.id, reference.id)
        .join(reference, PageRow.reference_id == reference.id)
        .where(reference.reference_id.is_not(None))
        .limit(MOST_TOLD)
    )
    return [f"page {number} leans on page {leant}, which leans on another" for number, leant in session.execute(query)]


def _wrong_versions(session: Session) -> list[str]:
    """Return which versions of an article have no newest: their chain goes in a circle, or to one of a number below."""
    newer = aliased(ArticleRow)
    query = (
        select(ArticleRow.id)
        .join(newer, ArticleRow.newer_id == newer.id)
        .where((newer.newer_id == ArticleRow.id) | (newer.id == ArticleRow.id))
        .order_by(ArticleRow.id)
        .limit(MOST_TOLD)
    )
    return [f"article {number} is a version of itself" for number in session.scalars(query)]


def _lost_copies(session: Session) -> list[str]:
    """Return what the index of copies says of articles that are not there, or are not the newest version."""
    missing = (
        select(SketchRow.article_id)
        .outerjoin(ArticleRow, ArticleRow.id == SketchRow.article_id)
        .where(ArticleRow.id.is_(None) | ArticleRow.newer_id.is_not(None))
        .distinct()
        .limit(MOST_TOLD)
    )
    return [
        f"the index of copies names article {number}, which has no place in it" for number in session.scalars(missing)
    ]


def rebuild_full_text(path: Path) -> None:
    """Make the full-text index of a file anew, in one transaction."""
    with explained(str(path)), closing(connect(path, "rw")) as connection:
        connection.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
