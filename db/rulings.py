"""Rulings: what people say of single lines of sites, whatever the memory has learnt of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, cast

from sqlalchemy import Connection, delete, func, insert, select, true, update

from db.chunks import chunks
from db.tables import ArticleRow, RulingRow, SiteLineRow, SiteRow
from pipeline.memory import Exceptions

Verdict = Literal["keep", "cut"]


class Ruling(NamedTuple):
    """What a person said of a line; fields as in the table."""

    site: str
    fingerprint: int
    verdict: Verdict
    line: str
    """As the person saw it; empty where only its id was given, of a line that is not kept."""
    ruled_at: datetime


class Carried(NamedTuple):
    """What came of writing rulings down."""

    rulings: int
    """How many are others than before."""
    due: int
    """How many articles of their sites are due now."""


def rulings_of(connection: Connection, site: str | None = None) -> list[Ruling]:
    """Return the rulings on lines of a site, or of all sites, in order."""
    columns = RulingRow.site, RulingRow.fingerprint, RulingRow.verdict, RulingRow.line, RulingRow.ruled_at
    wanted = select(*columns).order_by(RulingRow.site, RulingRow.ruled_at, RulingRow.fingerprint)
    if site is not None:
        wanted = wanted.where(RulingRow.site == site)
    return [
        Ruling(each, known_by, cast("Verdict", verdict), line, ruled_at)
        for each, known_by, verdict, line, ruled_at in connection.execute(wanted)
    ]


def ruled(connection: Connection, site: str) -> Exceptions:
    """Return the rulings on lines of a site as the rules see them."""
    found = rulings_of(connection, site)
    return Exceptions(
        cut=frozenset(each.fingerprint for each in found if each.verdict == "cut"),
        keep=frozenset(each.fingerprint for each in found if each.verdict == "keep"),
    )


def rule(connection: Connection, rulings: Iterable[Ruling]) -> Carried:
    """Write down rulings, in the place of earlier ones on the same lines; all articles of a site are due then.

    One that says what holds already changes nothing.
    """
    by_site: dict[str, dict[int, Ruling]] = defaultdict(dict)
    for ruling in rulings:
        by_site[ruling.site][ruling.fingerprint] = ruling
    changed = 0
    for site, given in by_site.items():
        standing = {each.fingerprint: each.verdict for each in rulings_of(connection, site)}
        fresh = [each for known_by, each in given.items() if standing.get(known_by) != each.verdict]
        write_rulings(connection, site, fresh)
        if fresh:
            announce(connection, site)
        changed += len(fresh)
    return Carried(changed, count_due(connection, list(by_site)))


def take_back(connection: Connection, site: str, fingerprints: Sequence[int]) -> Carried:
    """Delete the rulings on these lines of a site; all its articles are due if there was one."""
    found = 0
    for some in chunks(fingerprints):
        here = RulingRow.site == site, RulingRow.fingerprint.in_(some)
        found += connection.execute(delete(RulingRow).where(*here)).rowcount
    if found:
        announce(connection, site)
    return Carried(found, count_due(connection, [site]))


def write_rulings(connection: Connection, site: str, rulings: Sequence[Ruling]) -> None:
    """Write rulings on lines of a site in the place of those that stand there."""
    for some in chunks([ruling.fingerprint for ruling in rulings]):
        connection.execute(delete(RulingRow).where(RulingRow.site == site, RulingRow.fingerprint.in_(some)))
    if rulings:
        connection.execute(insert(RulingRow), [ruling._asdict() for ruling in rulings])


def announce(connection: Connection, site: str) -> None:
    """Let the memory of a site have a new version, by which others see a ruling, and all its articles be due."""
    raised = connection.execute(update(SiteRow).where(SiteRow.site == site).values(version=SiteRow.version + 1))
    if not raised.rowcount:
        connection.execute(insert(SiteRow), [{"site": site, "articles": 0, "version": 1, "remembered": 0}])
    make_due(connection, site)


def make_due(connection: Connection, site: str) -> None:
    """Let all articles of a site be cleaned again, older versions too."""
    connection.execute(update(ArticleRow).where(ArticleRow.site == site).values(due=True))


def count_due(connection: Connection, sites: Sequence[str]) -> int:
    """Return how many articles of the sites are due."""
    wanted = select(func.count(ArticleRow.id)).where(ArticleRow.due == true())
    return sum(connection.scalar(wanted.where(ArticleRow.site.in_(some))) or 0 for some in chunks(sites))


def is_known(connection: Connection, site: str) -> bool:
    """Tell whether anything is stored of a site: what was learnt, or an article."""
    learnt, stored = select(SiteRow.site).where(SiteRow.site == site), select(ArticleRow.id)
    return any(
        connection.scalar(wanted.limit(1)) is not None for wanted in (learnt, stored.where(ArticleRow.site == site))
    )


def known_fingerprints(connection: Connection, site: str) -> dict[int, str]:
    """Return the lines of a site that are remembered or ruled on, by fingerprint; the text where it is known, or ''."""
    lines = select(SiteLineRow.fingerprint, SiteLineRow.sample).where(SiteLineRow.site == site)
    found: dict[int, str] = {row.fingerprint: row.sample for row in connection.execute(lines)}
    for ruling in rulings_of(connection, site):
        found[ruling.fingerprint] = ruling.line or found.get(ruling.fingerprint, "")
    return found
