"""What was learnt of sites, to be shown to a person."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from db.memory_file import line_id
from db.read import reading
from db.rulings import Verdict, is_known, rulings_of
from db.tables import RulingRow, SiteLineRow, SiteRow


class SiteLearnt(NamedTuple):
    """What the memory of a site amounts to."""

    site: str
    articles: int
    """How many of its articles were learnt from."""
    lines: int
    """How many of their lines are remembered."""
    own: int
    """How many of these the memory takes for the site's own."""
    rulings: int


class LineLearnt(NamedTuple):
    """What is known of a line of a site."""

    id: str
    """16 hex digits."""
    articles: int
    first: int
    last: int
    own: bool
    """Whether the memory takes it for the site's own."""
    ruling: Verdict | None
    text: str
    """How it reads; empty where that is not kept."""


def sites_learnt(engine: Engine) -> list[SiteLearnt]:
    """Return all sites that were learnt from or ruled on, by name."""
    established = (
        select(SiteLineRow.site, func.count().label("own")).where(SiteLineRow.since > 0).group_by(SiteLineRow.site)
    )
    ruled = select(RulingRow.site, func.count().label("rulings")).group_by(RulingRow.site)
    wanted = select(SiteRow.site, SiteRow.articles, SiteRow.remembered).order_by(SiteRow.site)
    with reading(engine) as session:
        own = Counter({row.site: row.own for row in session.execute(established)})
        rulings = Counter({row.site: row.rulings for row in session.execute(ruled)})
        return [SiteLearnt(*row, own[row.site], rulings[row.site]) for row in session.execute(wanted)]


def lines_learnt(engine: Engine, site: str, *, every: bool = False) -> list[LineLearnt] | None:
    """Return the site's own lines and those ruled on, or every remembered one: those of most articles first.

    None where nothing is stored of the site.
    """
    row = SiteLineRow
    wanted = select(row.fingerprint, row.articles, row.first, row.last, row.since, row.sample).where(row.site == site)
    with reading(engine) as session:
        if not is_known(session.connection(), site):
            return None
        rulings = {ruling.fingerprint: ruling for ruling in rulings_of(session.connection(), site)}
        found = []
        for known_by, articles, first, last, since, sample in session.execute(wanted):
            ruling = rulings.pop(known_by, None)
            if every or since or ruling:
                said = (ruling.verdict, sample or ruling.line) if ruling else (None, sample)
                found.append(LineLearnt(line_id(known_by), articles, first, last, since > 0, *said))
    found += (
        LineLearnt(line_id(each.fingerprint), 0, 0, 0, own=False, ruling=each.verdict, text=each.line)
        for each in rulings.values()
    )
    return sorted(found, key=lambda line: (-line.articles, line.id))
