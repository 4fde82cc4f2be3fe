"""How two cleanings of one page differ: by rule, and by field."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from db.columns import EARLIEST
from db.rows import article_row
from pipeline.article import Article

DERIVED = {"canonical_key": "canonical_url", "published_offset": "published", "modified_offset": "modified"}
"""Columns that only say in another form what another one says."""

SILENT = frozenset({"authors_key", "provenance", "spaced"})
"""Columns that nobody reads as such."""


class Change(NamedTuple):
    """An article as it was, and as it is now."""

    before: Article
    after: Article


@dataclass(slots=True)
class Differences:
    """How articles have changed, counted."""

    more: Counter[str] = field(default_factory=Counter)
    """Edits that are new, by rule."""
    fewer: Counter[str] = field(default_factory=Counter)
    """Edits that are gone, by rule."""
    fields: Counter[str] = field(default_factory=Counter)
    """Articles in which a field is another, by field."""

    def add(self, change: Change) -> None:
        """Count one change. The same edit at another place, because of what changed above it, is no other edit."""
        before, after = edits_of(change.before), edits_of(change.after)
        for counter, edits in ((self.more, after - before), (self.fewer, before - after)):
            for (rule, *_), times in edits.items():
                counter[rule] += times
        self.fields.update(changed_fields(change))


def edits_of(article: Article) -> Counter[tuple[str, str, str, str]]:
    """Return the edits of an article, each with how often it was made, without their places."""
    return Counter((edit.rule, edit.where.field, edit.before, edit.after) for edit in article.edits)


def changed_columns(change: Change) -> set[str]:
    """Return the columns of the article in which it changed, but for the version of the memory; zones count, too."""
    before, after = (article_row(replace(article, memory=0), EARLIEST) for article in change)
    return {name for name, value in before.items() if value != after[name]}


def changed_fields(change: Change) -> set[str]:
    """Return the fields that changed, as a person calls them."""
    return {DERIVED.get(name, name) for name in changed_columns(change) - SILENT}


def is_same(change: Change) -> bool:
    """Tell whether two articles differ in nothing but the version of the memory."""
    return change.before.edits == change.after.edits and not changed_columns(change)
