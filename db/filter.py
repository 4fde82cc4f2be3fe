"""Which articles: the choices that search and export share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from db.columns import storable
from db.names import name_pattern
from db.query import Choice
from db.stories import is_copy_of
from db.tables import ArticleRow

OneOrMore = str | tuple[str, ...]
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """What articles have to be; None and the empty list are whatever. Where several values are given, one of them."""

    site: OneOrMore = ()
    """Host, with or without www.; other hosts below it do not count."""
    source: OneOrMore = ()
    """Name of the source it was fetched for."""
    author: str | None = None
    """Name of an author, or whole words of it that follow each other; case and accents do not count."""
    language: OneOrMore = ()
    """ISO 639-1."""
    section: OneOrMore = ()
    """Section of the site, as the page writes it."""
    since: datetime | None = None
    """Published then or later; aware."""
    until: datetime | None = None
    """Published before then; aware."""
    has_correction: bool = False
    """Whether only those with an editor's note of a correction."""
    copy_of: int | None = None
    """Number of an article: only the others that have its text, or much of it."""
    versions: bool = False
    """Whether to take all versions of an article, rather than the newest."""

    def conditions(self) -> list[Condition]:
        """Return what to say after WHERE. An article without a date is neither since nor until."""
        wanted: list[Condition] = [] if self.versions else [ArticleRow.newer_id.is_(None)]
        for field, values in (
            ("site", self.site),
            ("source", self.source),
            ("author", self.author),
            ("language", self.language),
            ("section", self.section),
        ):
            if values:
                wanted.append(FIELDS[field]((values,) if isinstance(values, str) else values))
        if self.since is not None:
            wanted.append(ArticleRow.published >= self.since)
        if self.until is not None:
            wanted.append(ArticleRow.published < self.until)
        if self.has_correction:
            wanted.append(_is_corrected())
        if self.copy_of is not None:
            wanted.append(is_copy_of(self.copy_of))
        return wanted


def choice_condition(choice: Choice) -> Condition:
    """Return what to say after WHERE of a field that was asked for within the words."""
    condition = FIELDS[choice.field]((choice.value,))
    return not_(func.coalesce(condition, false())) if choice.is_excluded else condition


def _is_one(
    column: InstrumentedAttribute[str | None] | InstrumentedAttribute[str], values: tuple[str, ...]
) -> Condition:
    return column.in_([storable(value) for value in values])


def _is_of_site(hosts: tuple[str, ...]) -> Condition:
    return _is_one(ArticleRow.site, tuple(host.lower().removeprefix("www.") for host in hosts))


def _is_of_source(names: tuple[str, ...]) -> Condition:
    return _is_one(ArticleRow.source, names)


def _is_in_language(codes: tuple[str, ...]) -> Condition:
    return _is_one(ArticleRow.language, tuple(code.lower() for code in codes))


def _is_in_section(sections: tuple[str, ...]) -> Condition:
    return _is_one(ArticleRow.section, sections)


# What stands far back in a row of `article`, behind its text, or in other tables, is answered by an index of its own,
# and the article by its number.


def _is_by(names: tuple[str, ...]) -> Condition:
    other = aliased(ArticleRow)
    return ArticleRow.id.in_(select(other.id).where(other.authors_key.like(name_pattern(names[0]))))


def _is_corrected() -> Condition:
    other = aliased(ArticleRow)
    return ArticleRow.id.in_(select(other.id).where(other.correction.is_not(None)))


FIELDS: dict[str, Callable[[tuple[str, ...]], Condition]] = {
    "site": _is_of_site,
    "source": _is_of_source,
    "author": _is_by,
    "language": _is_in_language,
    "section": _is_in_section,
}
