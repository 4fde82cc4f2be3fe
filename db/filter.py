"""Which articles: the choices that search and export share."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from db.stories import is_copy_of
from db.tables import ArticleRow


@dataclass(frozen=True, slots=True)
class Filter:
    """What articles have to be; None is whatever."""

    site: str | None = None
    """Host, with or without www.; other hosts below it do not count."""
    since: datetime | None = None
    """Published then or later; aware."""
    until: datetime | None = None
    """Published before then; aware."""
    language: str | None = None
    """ISO 639-1."""
    copy_of: int | None = None
    """Number of an article: of the same story as that one, without itself."""
    versions: bool = False
    """Whether to take all versions of an article, rather than the newest."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what to say after WHERE. An article without a date is neither since nor until."""
        wanted: list[ColumnElement[bool]] = [] if self.versions else [ArticleRow.newer_id.is_(None)]
        if self.site is not None:
            wanted.append(ArticleRow.site == self.site.lower().removeprefix("www."))
        if self.since is not None:
            wanted.append(ArticleRow.published >= self.since)
        if self.until is not None:
            wanted.append(ArticleRow.published < self.until)
        if self.language is not None:
            wanted.append(ArticleRow.language == self.language.lower())
        if self.copy_of is not None:
            wanted.append(is_copy_of(self.copy_of))
        return wanted
