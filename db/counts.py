"""What is in the database, in numbers, for reports."""

from typing import NamedTuple

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.read import reading
from db.tables import ArticleRow, EditRow, PageRow, RefusalRow


class Counts(NamedTuple):
    """How much of everything is stored."""

    pages: int
    page_bytes: int
    """Of bodies, before compression."""
    stored_bytes: int
    """Of bodies, as they are stored."""
    articles: int
    refusals: dict[str, int]
    """Refused pages and records by reason, most first; one that was refused again counts once."""
    edits: dict[str, int]
    """Edits by rule, most first."""


def count_all(engine: Engine) -> Counts:
    """Return the numbers of the whole database."""
    with reading(engine) as session:
        sizes = func.coalesce(func.sum(PageRow.body_size), 0), func.coalesce(func.sum(func.length(PageRow.body)), 0)
        pages, page_bytes, stored_bytes = session.execute(select(func.count(), *sizes)).one()
        return Counts(
            pages,
            page_bytes,
            stored_bytes,
            session.scalars(select(func.count(ArticleRow.id))).one(),
            _count_by(session, RefusalRow.reason),
            _count_by(session, EditRow.rule),
        )


def _count_by(session: Session, column: InstrumentedAttribute[str]) -> dict[str, int]:
    found = session.execute(select(column, func.count()).group_by(column).order_by(func.count().desc(), column))
    return dict(found.all())
