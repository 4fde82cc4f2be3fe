"""What a batch of articles teaches about their sites: the slice of the memory that they need, there and back.

The memory of a site is in the tables `site` and `site_line`. Of its lines only those that the articles have are loaded.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from db.chunks import chunks
from db.columns import storable
from db.functions import in_numbers
from db.rows import Row, line_row
from db.rulings import ruled
from db.tables import ArticleRow, RulingRow, SiteLineRow, SiteRow
from db.upserts import put
from pipeline.article import Article
from pipeline.memory import MOST_LINES, Carrier, Known, Line, Place, SiteMemory, SiteNotes, places

LINE = "articles", "first", "last", "carriers", "since", "latest", "sample"
"""The columns of what is held of a line, as `Line` has them."""


class Pupil(NamedTuple):
    """An article that is to be learnt from."""

    number: int
    article: Article
    here: Sequence[Place]


Pupils = Mapping[str, Sequence[Pupil]]
"""By site."""


class Standing(NamedTuple):
    """The row of a site."""

    articles: int
    version: int
    remembered: int


@dataclass(slots=True)
class Lessons:
    """What was learnt from a batch, and the rows that say so."""

    concerned: set[int] = field(default_factory=set)
    """Numbers of the articles that have a line which was established after they were cleaned."""
    sites: set[str] = field(default_factory=set)
    """Those of which other things are known now than when their articles were cleaned."""
    site_rows: list[Row] = field(default_factory=list)
    line_rows: list[Row] = field(default_factory=list)


def learn(connection: Connection, articles: Iterable[tuple[int, Article]]) -> Lessons:
    """Learn from stored articles, each with its number, in order; those that are concerned are due from now on.

    So are those of them that were cleaned before a ruling on their site.
    """
    pupils = pupils_by_site(articles)
    standing = sites_of(connection, list(pupils))
    with_rulings = ruled_sites(connection, list(pupils))
    lessons = Lessons()
    for site, some in pupils.items():
        before = standing.get(site, Standing(0, 0, 0))
        Lesson(connection, site, before, some).hold(lessons)
        if site in with_rulings and (overruled := overruled_since(connection, site, before.version, some)):
            lessons.concerned |= overruled
            lessons.sites.add(site)
    put(connection, SiteRow, ("site",), Standing._fields, lessons.site_rows)
    put(connection, SiteLineRow, ("site", "fingerprint"), LINE, lessons.line_rows)
    for numbers in chunks(sorted(lessons.concerned)):
        connection.execute(update(ArticleRow).where(ArticleRow.id.in_(numbers)).values(due=True))
    return lessons


def overtaken(connection: Connection, articles: Iterable[tuple[int, Article]]) -> set[int]:
    """Return the numbers of those articles that were cleaned before a ruling, or before a line of theirs was known."""
    pupils = pupils_by_site(articles)
    with_rulings = ruled_sites(connection, list(pupils))
    found: set[int] = set()
    for site, standing in sites_of(connection, list(pupils)).items():
        late = [pupil for pupil in pupils[site] if pupil.article.memory < standing.version]
        lines = lines_of(connection, site, late)
        for pupil in late:
            known = (lines[place.fingerprint] for place in pupil.here if place.fingerprint in lines)
            if any(line.since > pupil.article.memory for line in known):
                found.add(pupil.number)
        if site in with_rulings:
            found |= overruled_since(connection, site, standing.version, late)
    return found


def ruled_sites(connection: Connection, sites: Sequence[str]) -> set[str]:
    """Return those of the sites that a person has ruled on a line of."""
    wanted = select(RulingRow.site).distinct()
    return {site for some in chunks(sites) for site in connection.scalars(wanted.where(RulingRow.site.in_(some)))}


def overruled_since(connection: Connection, site: str, version: int, pupils: Iterable[Pupil]) -> set[int]:
    """Return the numbers of those articles that were cleaned before the last ruling on a line of their site.

    A version of the memory that no line stands for is that of a ruling. (Or its line was forgotten: then an article is
    cleaned once too often.)
    """
    late = [pupil for pupil in pupils if pupil.article.memory < version]
    if not late:
        return set()
    earliest = min(pupil.article.memory for pupil in late)
    wanted = select(SiteLineRow.since).where(SiteLineRow.site == site, SiteLineRow.since > earliest)
    sinces = [since for since in connection.scalars(wanted) if since <= version]
    return {
        pupil.number
        for pupil in late
        if sum(since > pupil.article.memory for since in sinces) < version - pupil.article.memory
    }


def notes_of(connection: Connection, site: str) -> SiteNotes:
    """Return what is known about a site; its exceptions are the rulings: those of files are no business of ours."""
    row = connection.execute(GET_SITE, {"site": site}).first()
    if row is None:
        return SiteNotes()
    established = connection.execute(GET_ESTABLISHED, {"site": site})
    known = {known_by: Known(*numbers) for known_by, *numbers in established}
    return SiteNotes(row.version, known, ruled(connection, site))


class Lesson:
    """The memory of one site while some articles are learnt from."""

    def __init__(self, connection: Connection, site: str, standing: Standing, pupils: Sequence[Pupil]) -> None:
        """Load the lines that the articles have."""
        self._connection = connection
        self._site = site
        self._standing = standing
        self._remembered = standing.remembered
        self._pupils = pupils
        self._stored = lines_of(connection, site, pupils)
        self._memory = SiteMemory(standing.articles, standing.version, dict(self._stored))

    def hold(self, lessons: Lessons) -> None:
        """Learn from the articles, one after the other."""
        for pupil in self._pupils:
            known = len(self._memory.lines)
            lessons.concerned |= self._memory.learn(pupil.article, pupil.number, pupil.here)
            self._remembered += len(self._memory.lines) - known
            # After each article, not after each batch: what is forgotten must not hang on how they came in batches.
            if self._remembered > MOST_LINES:
                self._forget(lessons)
        self._hand_in(lessons)

    def _hand_in(self, lessons: Lessons) -> None:
        """Add the rows that are others than stored."""
        memory = self._memory
        standing = Standing(memory.articles, memory.version, self._remembered)
        if standing != self._standing:
            lessons.site_rows.append({"site": self._site, **standing._asdict()})
        if standing.version != self._standing.version:
            lessons.sites.add(self._site)
        changed = [known_by for known_by, line in memory.lines.items() if self._stored.get(known_by) is not line]
        # In order: as they lie in the file.
        lessons.line_rows += (line_row(self._site, known_by, memory.lines[known_by]) for known_by in sorted(changed))

    def _forget(self, lessons: Lessons) -> None:
        """Let go of the lines that were not seen for the longest time, of those here and of those not loaded."""
        here = SiteLineRow.site == self._site
        wanted = select(SiteLineRow.fingerprint, SiteLineRow.articles, SiteLineRow.latest).where(here)
        stored = {
            known_by: Line(articles, latest=latest)  # all that is asked of a line here
            for known_by, articles, latest in self._connection.execute(wanted)
        }
        whole = SiteMemory(lines=stored | self._memory.lines)
        whole.forget()
        for some in chunks(known_by for known_by in stored if known_by not in whole.lines):
            self._connection.execute(delete(SiteLineRow).where(here, SiteLineRow.fingerprint.in_(some)))
        self._memory.lines = {
            known_by: line for known_by, line in self._memory.lines.items() if known_by in whole.lines
        }
        self._remembered = len(whole.lines)
        lessons.sites.add(self._site)


def pupils_by_site(articles: Iterable[tuple[int, Article]]) -> Pupils:
    """Return the articles that can be learnt from: those of a known site, with the lines they have."""
    found: dict[str, list[Pupil]] = defaultdict(list)
    for number, article in articles:
        if article.site:
            try:
                here = places(article)
            except ValueError:  # Its edits are not its own: it is stored as it is, but what stood there is not known.
                continue
            found[storable(article.site)].append(Pupil(number, article, here))
    return found


def sites_of(connection: Connection, sites: Sequence[str]) -> dict[str, Standing]:
    """Return the rows of those of the sites that were learnt about."""
    wanted = select(SiteRow.site, SiteRow.articles, SiteRow.version, SiteRow.remembered)
    return {
        site: Standing(*numbers)
        for some in chunks(sites)
        for site, *numbers in connection.execute(wanted.where(SiteRow.site.in_(some)))
    }


def lines_of(connection: Connection, site: str, pupils: Iterable[Pupil]) -> dict[int, Line]:
    """Return what the memory holds of the lines that the articles have, by fingerprint."""
    fingerprints = sorted({place.fingerprint for pupil in pupils for place in pupil.here})
    wanted = {"site": site, "fingerprints": json.dumps(fingerprints)}
    return {known_by: stored_line(*columns) for known_by, *columns in connection.execute(GET_LINES, wanted)}


def stored_line(  # noqa: PLR0913, PLR0917  the columns of LINE
    articles: int,
    first: int,
    last: int,
    carriers: Iterable[tuple[int, int]],
    since: int,
    latest: int,
    sample: str,
) -> Line:
    """Return what the memory holds of a line from the columns of `LINE`."""
    return Line(articles, first, last, tuple(Carrier(*carrier) for carrier in carriers), since, latest, sample)


# Made once: notes are asked for page by page, and a statement takes longer to make than to answer.
GET_SITE = select(SiteRow.version).where(SiteRow.site == bindparam("site"))
GET_ESTABLISHED = select(SiteLineRow.fingerprint, SiteLineRow.articles, SiteLineRow.first, SiteLineRow.last).where(
    SiteLineRow.site == bindparam("site"), SiteLineRow.since > 0
)

GET_LINES = select(*(SiteLineRow.__table__.c[name] for name in ("fingerprint", *LINE))).where(
    SiteLineRow.site == bindparam("site"), in_numbers(SiteLineRow.fingerprint, "fingerprints")
)
