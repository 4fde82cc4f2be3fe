"""How the articles that fit are spread: by site, by language, by source, by month."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Engine, Text, cast, func, select

from db.filter import Filter
from db.questions import asked, numbers
from db.read import reading
from db.tables import ArticleRow

COUNTED = 10_000
"""So many articles are counted at the most, those stored last: each takes some 2 µs."""
SHOWN = 20
"""So many sites, languages and sources at the most."""


class Facets(NamedTuple):
    """How many of the articles that fit there are of each kind; those of which it is not known are in none."""

    sites: dict[str, int]
    """The twenty with most, most first."""
    languages: dict[str, int]
    """The same."""
    sources: dict[str, int]
    """The same."""
    months: dict[str, int]
    """By year and month, as in 2026-01, UTC; the earliest first."""
    counted: int
    """How many articles these are."""
    is_all: bool
    """Whether these are surely all that fit, not only those that were stored last."""


def facets(engine: Engine, words: str = "", only: Filter | None = None, most: int = COUNTED) -> Facets:
    """Return how the articles that fit are spread; of more than `most`, those that were stored last."""
    month = func.substr(cast(ArticleRow.published, Text), 1, len("2026-01")).label("month")
    columns = (ArticleRow.site, ArticleRow.language, ArticleRow.source, month)
    question = asked(engine, words, only)
    order = question.full_text.stored_last(question.query)
    found = numbers(question).add_columns(*columns).order_by(order).limit(most).subquery()
    kinds = (found.c.site, found.c.language, found.c.source, found.c.month)
    with reading(engine) as session:
        groups = session.execute(select(*kinds, func.count()).group_by(*kinds)).all()
    sites, languages, sources, months = (Counter[str]() for _ in kinds)
    for *kind, times in groups:
        for counter, value in zip((sites, languages, sources, months), kind, strict=True):
            counter.update({value: times} if value else {})
    counted = sum(times for *_, times in groups)
    return Facets(
        dict(sites.most_common(SHOWN)),
        dict(languages.most_common(SHOWN)),
        dict(sources.most_common(SHOWN)),
        dict(sorted(months.items())),
        counted,
        counted < most,
    )
