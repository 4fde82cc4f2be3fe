"""Reading articles and pages back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session, selectinload

from db.compression import unpack
from db.errors import BodyLetGoError, DatabaseError, explained
from db.filter import Filter
from db.place import engine_place
from db.questions import asked, fitting
from db.rows import address_key, article_of, raw_page
from db.tables import ArticleRow, PageRow
from pipeline.article import Article, RawPage

AT_ONCE = 100  # articles in memory while all are read


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one state of the database, whatever is written meanwhile."""
    with explained(engine_place(engine)), Session(engine) as session:
        yield session


def get_article(engine: Engine, article_id: int) -> Article | None:
    """Return the article of that number, with its edits; None when there is none."""
    with reading(engine) as session:
        row = session.get(ArticleRow, article_id)
        return article_of(row) if row else None


def get_page(engine: Engine, article_id: int) -> RawPage | None:
    """Return the page an article was made from, its body to the byte; None when there is no such article.

    Raises BodyLetGoError when the body was let go.
    """
    with reading(engine) as session:
        row = session.scalar(select(PageRow).join(ArticleRow).where(ArticleRow.id == article_id))
        return raw_page(row, body_of(session, row)) if row else None


def find_article(engine: Engine, url: str) -> int | None:
    """Return the number of the newest article of an address: asked for, redirected to, or given as canonical."""
    key = address_key(url)
    if not key:
        return None
    with reading(engine) as session:
        return session.scalar(
            select(ArticleRow.id)
            .join(PageRow, ArticleRow.page_id == PageRow.id)
            .where(or_(PageRow.url_key == key, PageRow.final_url_key == key, ArticleRow.canonical_key == key))
            .order_by(ArticleRow.newer_id.is_not(None), ArticleRow.id.desc())
            .limit(1)
        )


def articles(
    engine: Engine, only: Filter | None = None, after: int = 0, words: str = ""
) -> Iterator[tuple[int, Article]]:
    """Yield the articles that fit with numbers above `after`, in order, each with its number; a hundred are in memory.

    All are of one state of the database: what is stored meanwhile does not appear. See `db.query.parse` for `words`.
    """
    query = select(ArticleRow).where(ArticleRow.id > after, *fitting(asked(engine, words, only)))
    query = query.order_by(ArticleRow.id).options(selectinload(ArticleRow.edits))
    with reading(engine) as session:
        for row in session.scalars(query.execution_options(yield_per=AT_ONCE)):
            yield row.id, article_of(row)


def body_of(session: Session, row: PageRow) -> bytes:
    """Return the body of a page, unpacked, with its reference where it has one.

    Raises BodyLetGoError when it was let go, DatabaseError when it is damaged.
    """
    if not row.body:
        raise BodyLetGoError(
            f"page {row.id} ({row.url or row.origin}), of {row.fetched_at:%Y-%m-%d}, is older than pages are kept: its "
            "bytes were let go, its article stays; fetch or load it into another database to have them again"
        )
    try:
        return unpack(row.body, _reference(session, row.reference_id))
    except ValueError as error:
        raise DatabaseError(f"page {row.id} ({row.url or row.origin}): {error}; fetch or load it again") from error


def _reference(session: Session, page_id: int | None) -> bytes | None:
    """Return the body that others were compressed against; it has no reference itself."""
    if page_id is None:
        return None
    return unpack(session.scalars(select(PageRow.body).where(PageRow.id == page_id)).one())
