"""Stories: the articles whose texts are copies of each other, as the index of copies has found them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, ScalarSelect, and_, select
from sqlalchemy.orm import Session, aliased

from db.columns import LATEST
from db.errors import explained
from db.place import engine_place
from db.tables import ArticleRow, CopyRow


class Copy(NamedTuple):
    """An article of a story."""

    id: int
    title: str | None
    site: str | None
    source: str
    url: str
    published: datetime | None
    """Aware, UTC."""
    fetched_at: datetime | None
    """Aware, UTC."""
    shared: float
    """Share, 0 to 1, of the shorter text that is in this one and in that of `like_id`; 1 for the first."""
    is_exact: bool
    """Whether all letters of both are the same."""
    like_id: int | None
    """Number of the article that it was found to be like, which may be an older version by now; None for the first
    that was stored."""

    def time(self) -> datetime:
        """Return when it was published, or else fetched; the end of all time where neither is known."""
        return self.published or self.fetched_at or LATEST


def story_of(engine: Engine, article_id: int) -> list[Copy]:
    """Return all articles of a story, by the number of one of them: the earliest first.

    Empty when the article stands alone, or is not there. An older version's number does as well as the newest's.
    """
    columns = (
        ArticleRow.id,
        ArticleRow.title,
        ArticleRow.site,
        ArticleRow.source,
        ArticleRow.url,
        ArticleRow.published,
        ArticleRow.fetched_at,
        CopyRow.shared,
        CopyRow.exact,
        CopyRow.like_id,
    )
    query = select(*columns).join(CopyRow, CopyRow.article_id == ArticleRow.id)
    with explained(engine_place(engine)), Session(engine) as session:  # not `db.read`, which needs this module
        members = session.execute(query.where(CopyRow.story_id == _story_number(article_id)))
        return sorted(map(Copy._make, members), key=lambda copy: (copy.time(), copy.id))


def is_copy_of(article_id: int) -> ColumnElement[bool]:
    """Return what to say after WHERE for the articles of the same story as that number, without itself."""
    story = select(CopyRow.article_id).where(CopyRow.story_id == _story_number(article_id))
    return and_(ArticleRow.id.in_(story), ArticleRow.id != newest_of(article_id))


def newest_of(article_id: int) -> ScalarSelect[int]:
    """Return the question for the number of an article's newest version, by the number of any."""
    versions = select(ArticleRow.id, ArticleRow.newer_id).where(ArticleRow.id == article_id).cte(recursive=True)
    newer = aliased(ArticleRow)
    versions = versions.union(select(newer.id, newer.newer_id).join(versions, newer.id == versions.c.newer_id))
    return select(versions.c.id).where(versions.c.newer_id.is_(None)).scalar_subquery()


def _story_number(article_id: int) -> ScalarSelect[int]:
    return select(CopyRow.story_id).where(CopyRow.article_id == newest_of(article_id)).scalar_subquery()
