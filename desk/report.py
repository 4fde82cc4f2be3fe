"""`copydesk report`: how each source is, and which needs a look."""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from db.columns import EARLIEST
from db.health import DAY, FIELDS, Past, read_pasts, source_names
from desk.choose import Day
from desk.consoles import Console, results
from desk.database import again, database_option, reader
from desk.drift import cut_of, length_of, share_of
from desk.export import written_whole
from desk.findings import Kind, percent
from desk.health import Health, judge
from desk.metrics import exposition
from desk.records import Record, iso, line
from desk.sources_folder import shown, sources_option
from desk.words import called, counted, json_option, say, visible
from pipeline.article import utc_now
from spiders.sources import SourceError, read_sources

EXIT_LOOK = 1

EXAMPLES = """\b
Examples:
  copydesk report                         all sources, and what is the matter with them
  copydesk report example.com             this one
  copydesk report --since 2026-11-01      those of which something was heard since
  copydesk report --json | jq 'select(.needs_look)'
  copydesk report --prometheus -o /var/lib/node_exporter/copydesk.prom

Each source is held against its own past; docs/health.md says how. Exit code 1 when one needs a look, 0 when all is
well. A file given with -o is replaced as a whole."""

UNHEARD = "-"
"""What stands in a table for a number that there is not."""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--since", type=Day(), help="Only sources crawled on or after this day, UTC, as in 2026-01-31.")
@click.option("--prometheus", is_flag=True, help="Print gauges for Prometheus, as for a node_exporter textfile.")
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write.  [default: standard output]")
@sources_option
@database_option
@json_option
def command(  # noqa: PLR0913  one parameter an option
    names: tuple[str, ...],
    since: datetime | None,
    output: str,
    folder: str,
    database: str,
    *,
    prometheus: bool,
    as_json: bool,
) -> None:
    """Tell how each source is, and which need a look: silent, failing, blocked, drifted or not crawled."""
    if prometheus and as_json:
        raise click.UsageError("--json and --prometheus exclude each other: give one of them")
    wanted, now = switches(folder), utc_now()
    with reader(database) as engine:
        known = source_names(engine)
        pasts = read_pasts(engine, chosen(names, known, wanted), now)
    healths = [judge(past, now, wanted=wanted.get(past.source)) for past in pasts if not since or heard(past) >= since]
    if not healths:
        say(f"no source was crawled {'since' if since else 'yet'}; to crawl: {called()} crawl{again(database)}")
    if prometheus:
        write(exposition(healths, now).encode(), output)
    elif as_json:
        write(b"".join(line(record(health)) for health in healths), output)
    elif output != "-":
        file = io.StringIO()
        print_report(Console(file=file, width=PLAIN_WIDTH, highlight=False), healths, now, database)
        write(file.getvalue().encode(), output)
    else:
        print_report(results(), healths, now, database)
    if any(health.findings for health in healths):
        sys.exit(EXIT_LOOK)


def switches(folder: str) -> Mapping[str, bool]:
    """Return which sources are switched on, by name. Files with mistakes are for `copydesk sources check`."""
    try:
        return {source.name: source.enabled for source in read_sources(folder)}
    except SourceError as error:
        say(f"the sources in {shown(folder)} are not looked at: {error}")
        return {}


def chosen(names: Sequence[str], crawled: Sequence[str], wanted: Mapping[str, bool]) -> Sequence[str]:
    """Return the sources to tell of: those named, else all that were crawled. Raises UsageError."""
    if unknown := [name for name in names if name not in {*crawled, *wanted}]:
        there = ", ".join(crawled) or "none"
        raise click.UsageError(f"there is no source {unknown[0]!r}; crawled were: {there}")
    return list(dict.fromkeys(names)) or crawled


def heard(past: Past) -> datetime:
    """Return when a source was last crawled, or gave an article."""
    moments = [run.started for run in past.runs[:1]] + ([past.arrivals.last] if past.arrivals else [])
    return max(moments, default=EARLIEST)


def write(body: bytes, output: str) -> None:
    """Write a report to a file, which is replaced as a whole, or to standard output."""
    with written_whole(output) as file:
        file.write(body)


def record(health: Health) -> Record:
    """Return how a source is as a JSON-ready mapping; shares from 0 to 1, what is not known as null."""
    past, arrivals = health.past, health.past.arrivals
    sides = {"recent": past.recent, "before": past.before}
    return {
        "source": past.source,
        "needs_look": bool(health.findings),
        "findings": [finding._asdict() for finding in health.findings],
        "unknown": list(health.unknown),
        "rests": health.rests or None,
        "last_crawl": iso(past.runs[0].started) if past.runs else None,
        "last_success": iso(past.last_success),
        "failed_crawls": past.failures,
        "last_new": iso(arrivals.last) if arrivals else None,
        "articles_last_day": arrivals.last_day if arrivals else 0,
        "articles_usual_day": health.usual,
        "compared": {side: len(looks) for side, looks in sides.items()},
        "fields": {field: {side: share_of(looks, field) for side, looks in sides.items()} for field in FIELDS},
        "text_characters": {side: length_of(looks) if looks else None for side, looks in sides.items()},
        "text_cut": {side: cut_of(looks) if looks else None for side, looks in sides.items()},
    }


def print_report(console: Console, healths: Sequence[Health], now: datetime, database: str) -> None:
    """Print how the sources are, for a person: two tables, and below them sentences on those that need a look."""
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    if not healths:
        return
    for table in (times(healths, now), fields(healths)):
        console.print(table, soft_wrap=False)
        console.print()
    for health in healths:
        if health.findings:
            print_findings(console, health, database)
    for note in unknown_notes(healths):
        console.print(Text(visible(f"Not known yet of {note}."), "dim"))
    console.print(Text(summary(healths), "bold"))


def times(healths: Sequence[Health], now: datetime) -> Table:
    """Return the table of what came when."""
    table = plain_table(2, "source", "", "last crawl", "worked", "new article", "24 h", "usual")
    for health in healths:
        past, arrivals = health.past, health.past.arrivals
        table.add_row(
            Text(visible(past.source)),
            Text(health.rests or ", ".join(health.kinds) or "well", style_of(health)),
            age(past.runs[0].started if past.runs else None, now),
            age(past.last_success, now),
            age(arrivals.last if arrivals else None, now),
            f"{arrivals.last_day if arrivals else 0:,}",
            UNHEARD if health.usual is None else f"{health.usual:,.{0 if health.usual >= 10 else 1}f}",
        )
    return table


def fields(healths: Sequence[Health]) -> Table:
    """Return the table of how the newest articles look: shares in percent."""
    table = plain_table(1, "source", *(SHORT.get(field, field) for field in FIELDS), "text", "cut")
    for health in healths:
        looks = health.past.recent
        shares = (share_of(looks, field) for field in FIELDS)
        table.add_row(
            Text(visible(health.past.source)),
            *(UNHEARD if share is None else percent(share) for share in shares),
            f"{length_of(looks):,.0f}" if looks else UNHEARD,
            percent(cut_of(looks)) if looks else UNHEARD,
        )
    return table


def plain_table(gap: int, *headings: str) -> Table:
    """Return a table without lines, its numbers to the right; in a narrow terminal its words break."""
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for place, heading in enumerate(headings):
        is_word = place == 0 or not heading
        table.add_column(heading, justify="left" if is_word else "right", overflow="fold")
    return table


def style_of(health: Health) -> str:
    """Return the colour of a source's state."""
    return "bold red" if health.findings else "dim" if health.rests else "green"


def age(moment: datetime | None, now: datetime) -> str:
    """Return how long ago something was, in one unit.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    >>> [age(noon - timedelta(minutes=minutes), noon) for minutes in (7, 200, 4000)], age(None, noon)
    (['7 min', '3 h', '2 d'], '-')
    """
    if moment is None:
        return UNHEARD
    passed = max(now - moment, timedelta())
    if passed >= 2 * DAY:
        return f"{passed // DAY:,} d"
    hour = timedelta(hours=1)
    return f"{passed // hour} h" if passed >= 2 * hour else f"{passed // timedelta(minutes=1)} min"


def print_findings(console: Console, health: Health, database: str) -> None:
    """Print why a source needs a look."""
    console.print(Text(visible(f"{health.past.source}: {', '.join(health.kinds)}"), "bold red"))
    sentences = [finding.words for finding in health.findings]
    if Kind.DRIFTED in health.kinds and health.past.recent:
        sentences.append(f"See one: copydesk show {health.past.recent[0].article_id} --edits{again(database)}")
    for sentence in sentences:
        console.print(Padding(Text(visible(sentence)), (0, 0, 0, 2), expand=False))
    console.print()


def unknown_notes(healths: Sequence[Health]) -> Iterator[str]:
    """Yield what cannot be told yet of which source."""
    for health in healths:
        for what in health.unknown:
            yield f"{health.past.source}: {what}"


def summary(healths: Sequence[Health]) -> str:
    """Return the last line."""
    ill = sum(bool(health.findings) for health in healths)
    sources = counted(len(healths), "source")
    return f"{ill:,} of {sources} {'needs' if ill == 1 else 'need'} a look." if ill else f"All is well with {sources}."


PLAIN_WIDTH = 10_000
"""Letters in a line where nobody's terminal is: lines do not break."""

SHORT = {
    "authors": "auth.",
    "published": "publ.",
    "modified": "modif.",
    "section": "sect.",
    "language": "lang.",
}
"""Fields whose names are shorter here: a name of 20 letters beside them fits into 80."""
