"""What exports ask for beside articles in the order of their numbers: the newest, and the pages they were made of."""

from collections.abc import Iterator

from sqlalchemy import Engine, select
from sqlalchemy.orm import selectinload

from db.filter import Filter
from db.questions import asked, fitting
from db.read import AT_ONCE, body_of, reading
from db.rows import article_of, raw_page
from db.tables import ArticleRow, PageRow
from pipeline.article import Article, RawPage

PAGES_AT_ONCE = 16  # rows in memory while all pages are read; unpacked is one


def newest(engine: Engine, only: Filter, limit: int, after: int = 0, words: str = "") -> Iterator[tuple[int, Article]]:
    """Yield at most `limit` articles with numbers above `after`, the newest first, those without a date last."""
    query = (
        select(ArticleRow)
        .where(ArticleRow.id > after, *fitting(asked(engine, words, only)))
        .order_by(ArticleRow.published.desc().nulls_last(), ArticleRow.id.desc())
        .limit(limit)
        .options(selectinload(ArticleRow.edits))
        .execution_options(yield_per=AT_ONCE)
    )
    with reading(engine) as session:
        for row in session.scalars(query):
            yield row.id, article_of(row)


def pages(engine: Engine, only: Filter, after: int = 0, words: str = "") -> Iterator[tuple[int, RawPage | None]]:
    """Yield the pages of the articles with numbers above `after`, in order, each with the number of its article.

    None stands for a page whose body was let go. All are of one state of the database. Raises DatabaseError when a
    stored body is damaged.
    """
    query = (
        select(ArticleRow.id, PageRow)
        .join(PageRow, PageRow.id == ArticleRow.page_id)
        .where(ArticleRow.id > after, *fitting(asked(engine, words, only)))
        .order_by(ArticleRow.id)
        .execution_options(yield_per=PAGES_AT_ONCE)
    )
    with reading(engine) as session:
        for number, row in session.execute(query):
            yield number, raw_page(row, body_of(session, row)) if row.body else None
