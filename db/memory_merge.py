"""What another database has learnt and people have ruled there, brought together with what is known here.

- A site that is not known here is taken over as it is.
- Of a line that both know, the account of more articles holds, ours where they are even. Nothing is added up: nobody
  knows which articles both have seen. So to import the same twice changes nothing.
- Of two rulings on a line the later one holds.

An article's number means another article in another database. Those that come in become negative numbers, which no
article here has; what was one article there stays one, so that near copies are still told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select, true

from db.learning import Standing, sites_of
from db.memory_file import Learnt, stored_lines
from db.rows import line_row
from db.rulings import Ruling, announce, make_due, rulings_of, write_rulings
from db.tables import ArticleRow, SiteLineRow, SiteRow
from pipeline.memory import Carrier, Line, SiteMemory, known_lines


@dataclass(slots=True)
class Imported:
    """What was taken over."""

    sites: set[str] = field(default_factory=set)
    """Those that were not known here."""
    merged: int = 0
    """Sites that were known here, and of which something was taken over."""
    lines: int = 0
    rulings: int = 0
    due: int = 0
    """Articles that are due now, of all sites."""


def take_over(connection: Connection, given: Iterable[Learnt | Ruling]) -> Imported:
    """Take over what is given, site by site."""
    imported = Imported()
    for each in given:
        if isinstance(each, Learnt):
            take_over_site(connection, each, imported)
        else:
            take_over_ruling(connection, each, imported)
    imported.due = connection.scalar(select(func.count(ArticleRow.id)).where(ArticleRow.due == true())) or 0
    return imported


def take_over_site(connection: Connection, learnt: Learnt, imported: Imported) -> None:
    """Take over what was learnt of a site."""
    site = learnt.site
    standing = sites_of(connection, [site]).get(site)
    here = SiteMemory(*standing[:2], stored_lines(connection, site)) if standing else SiteMemory()
    both = merged(here, learnt.memory)
    taken = [known_by for known_by, line in both.lines.items() if is_other(line, here.lines.get(known_by))]
    if standing and not taken and (both.articles, both.version) == standing[:2]:
        return
    write_site(connection, site, both, is_known=standing is not None)
    if both.version != here.version:
        make_due(connection, site)
    if standing:
        imported.merged += 1
    else:
        imported.sites.add(site)
    imported.lines += len(taken)


def take_over_ruling(connection: Connection, ruling: Ruling, imported: Imported) -> None:
    """Take over a ruling, unless there is one here that is as late."""
    standing = {each.fingerprint: each for each in rulings_of(connection, ruling.site)}.get(ruling.fingerprint)
    if standing and standing.ruled_at >= ruling.ruled_at:
        return
    write_rulings(connection, ruling.site, [ruling])
    imported.rulings += 1
    # The version of a site that is new here counts its rulings already.
    if ruling.site not in imported.sites and (standing is None or standing.verdict != ruling.verdict):
        announce(connection, ruling.site)


def merged(here: SiteMemory, there: SiteMemory) -> SiteMemory:
    """Return what two memories of one site know together, in the versions and article numbers of the first."""
    articles = max(here.articles, there.articles)
    carriers = strange_carriers(here.lines.values(), there.lines.values())
    # How long a line was not seen, in articles, stays what it is.
    lines = {known_by: later(line, articles - here.articles) for known_by, line in here.lines.items()}
    for known_by, line in there.lines.items():
        ours = lines.get(known_by)
        if ours and ours.articles >= line.articles:
            lines[known_by] = ours._replace(sample=ours.sample or line.sample) if ours.since else ours
            continue
        lines[known_by] = later(line, articles - there.articles)._replace(
            carriers=tuple(carriers[carrier] for carrier in line.carriers),
            since=(ours.since if ours else 0) or (line.since and here.version + line.since),
        )
    both = SiteMemory(articles, here.version, lines)
    both.forget()
    if not here.version or known_lines(both.lines.items()) != known_lines(here.lines.items()):
        both.version += there.version
    return both


def later(line: Line, articles: int) -> Line:
    """Return a line as last seen so many articles later."""
    return line._replace(latest=line.latest + articles) if articles else line


def is_other(line: Line, before: Line | None) -> bool:
    """Tell whether anything of a line was taken over."""
    return before is None or line._replace(latest=0) != before._replace(latest=0)


def strange_carriers(here: Iterable[Line], there: Iterable[Line]) -> Mapping[Carrier, Carrier]:
    """Return each carrier of the lines from there with a number that no article here has: a negative one, not taken."""
    taken = min((carrier.article for line in here for carrier in line.carriers), default=0)
    numbers: dict[int, int] = {}
    carriers = {carrier for line in there for carrier in line.carriers}
    for carrier in sorted(carriers):
        numbers.setdefault(carrier.article, min(taken, 0) - 1 - len(numbers))
    return {carrier: Carrier(numbers[carrier.article], carrier.identity) for carrier in carriers}


def write_site(connection: Connection, site: str, memory: SiteMemory, *, is_known: bool) -> None:
    """Write what is known of a site in the place of what stands there."""
    standing = Standing(memory.articles, memory.version, len(memory.lines))
    if is_known:
        connection.execute(delete(SiteLineRow).where(SiteLineRow.site == site))
        connection.execute(delete(SiteRow).where(SiteRow.site == site))
    connection.execute(insert(SiteRow), [{"site": site, **standing._asdict()}])
    if memory.lines:
        rows = [line_row(site, known_by, memory.lines[known_by]) for known_by in sorted(memory.lines)]
        connection.execute(insert(SiteLineRow), rows)
