"""`copydesk retry`: tries again what was refused and may work now."""

import sys
from collections.abc import Iterator, Mapping

import click
from rich.text import Text
from sqlalchemy import Engine

from db.engine import open_reader
from db.refusals import Refusal, Refusals, count_refusals, refusals, refused_pages
from db.store import Store
from desk.consoles import Console, results
from desk.crawl import print_ended
from desk.crawls import Crawls
from desk.database import database_option, reader, trouble_told
from desk.loading import batches
from desk.records import Record, print_record
from desk.sites import sites_option
from desk.sources_folder import sources_option
from desk.stop import Stop
from desk.words import EXIT_NOTHING, Stopped, counted, json_option, visible, workers_option
from desk.workers import cleaning_pool
from pipeline.article import RawPage
from pipeline.memory import Exceptions
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk retry --list                        what was refused, and why
  copydesk retry                               clean again what was refused, and fetch what could not be had
  copydesk retry --reason "http 403"           only what was refused for this
  copydesk retry --source example --no-fetch   only of this source, and only what is stored

Pages that were refused for what they hold are cleaned again, with the rules of today. Addresses that could not be had
are asked for again, if their reason lies in the moment (a server that was down), or is named. Exit code 1 when
nothing came of it."""

LISTED = 50
AT_ONCE = 50


@click.command(epilog=EXAMPLES)
@click.option(
    "--reason", "reasons", multiple=True, metavar="REASON", help="Only what was refused for this; repeatable."
)
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="Only of this source; repeatable.")
@click.option("--list", "only_list", is_flag=True, help="List what was refused, and try nothing.")
@click.option("--no-fetch", is_flag=True, help="Clean again what is stored, and ask for nothing.")
@workers_option
@sites_option
@sources_option
@database_option
@json_option
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    reasons: tuple[str, ...],
    sources: tuple[str, ...],
    workers: int,
    exceptions: Mapping[str, Exceptions],
    folder: str,
    database: str,
    *,
    only_list: bool,
    no_fetch: bool,
    as_json: bool,
) -> None:
    """Try again what was refused and may work now."""
    which = Refusals(frozenset(reasons), frozenset(sources))
    if only_list:
        with reader(database) as engine:
            print_refusals(engine, which, as_json=as_json)
        return
    with trouble_told():
        open_reader(database).dispose()  # a database that is not there is not made
        with Store.open(database) as store:
            kept, cleaned = clean_refused(store, database, which, workers, exceptions)
            waiting = {} if no_fetch else store.ask_again(which)
    fetched = fetch(waiting, Crawls(database, folder)) if waiting else True
    report(kept, cleaned, waiting, as_json=as_json)
    if not kept and not (waiting and fetched):
        sys.exit(EXIT_NOTHING)


def clean_refused(
    store: Store, database: str, which: Refusals, workers: int, exceptions: Mapping[str, Exceptions]
) -> tuple[int, int]:
    """Clean the refused pages again whose bodies are stored; return how many are articles now, and how many there were.

    Those that are none stay refused, with the reason of today.
    """
    knowledge = Knowledge(store.notes, exceptions)
    kept = cleaned = 0
    engine = open_reader(database)
    with cleaning_pool(workers, knowledge.notes) as pool, Stop() as stop:
        pages = stop.until_asked(pages_of(engine, which))
        for batch in batches(knowledge.clean_all(pool, pages)):
            stored = store.extend(batch)
            kept += stored.kept + stored.changed
            cleaned += len(batch)
    engine.dispose()
    if stop.asked:
        raise Stopped(f"stopped; {counted(kept, 'new article')} stored. Run the same again to go on from there")
    return kept, cleaned


def pages_of(engine: Engine, which: Refusals) -> Iterator[RawPage]:
    """Yield the refused pages whose bodies are stored."""
    last = 0
    while found := refused_pages(engine, which, AT_ONCE, last):
        yield from (each.page for each in found)
        last = found[-1].number


def fetch(waiting: Mapping[str, int], crawls: Crawls) -> bool:
    """Crawl what waits of these sources, and return whether that worked."""
    names = " ".join(sorted(waiting))
    crawls.start("retry", "waiting", "-a", f"source={names}")
    codes = []
    while crawls.running:
        for ended in crawls.wait():
            print_ended(results(), ended)
            codes.append(ended.exit_code)
    return not any(codes)


def print_refusals(engine: Engine, which: Refusals, *, as_json: bool) -> None:
    """Print what was refused: counts by reason, and the last ones."""
    if as_json:
        for refusal in refusals(engine, which, sys.maxsize):
            print_record(refusal_record(refusal))
        return
    console = results()
    for reason, number in count_refusals(engine, which).items():
        console.print(Text(f"{number:>9,}  {reason}"), soft_wrap=True)
    for refusal in refusals(engine, which, LISTED):
        console.print(
            Text(f"\n{visible(refusal.url or refusal.origin)}\n", "bold")
            .append(f"  {refusal.last_at:%Y-%m-%d %H:%M}  {counted(refusal.times, 'time')}  ", "dim")
            .append(visible(f"{refusal.reason}: {refusal.detail}"), ""),
            soft_wrap=True,
        )


def refusal_record(refusal: Refusal) -> Record:
    """Return a refusal as a JSON-ready mapping."""
    record = refusal._asdict()
    return record | {key: record[key].isoformat() for key in ("first_at", "last_at")}


def report(kept: int, cleaned: int, waiting: Mapping[str, int], *, as_json: bool) -> None:
    """Print what came of it."""
    if as_json:
        print_record({"cleaned": cleaned, "kept": kept, "asked_for": dict(waiting)})
        return
    console: Console = results()
    console.print(f"{counted(cleaned, 'refused page')} cleaned again: {kept:,} kept", soft_wrap=True)
    if waiting:
        console.print(f"{counted(sum(waiting.values()), 'refused page')} asked for again", soft_wrap=True)
