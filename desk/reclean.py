"""`copydesk reclean`: stored articles cleaned again, from the pages they were made of."""

import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Unpack

import click

from db.again import ALL, DUE, EVERYTHING, Choice, missing
from db.engine import open_reader
from db.filter import Filter
from db.recleaning import Recleaning
from db.store import Store
from db.trial import Trial
from desk import choose
from desk.choose import chosen, filter_options
from desk.consoles import results
from desk.database import database_option, reader, trouble_told
from desk.reclean_report import Outcome, report
from desk.recleaning import reclean
from desk.samples import Samples, print_samples
from desk.sites import sites_option
from desk.stop import Stop
from desk.words import EXIT_NOTHING, Stopped, counted, json_option, say, workers_option
from desk.workers import cleaning_pool
from pipeline.memory import Exceptions
from spiders.again import rules_known_by
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk reclean                         what the memory has learnt something about
  copydesk reclean 12 15                   these two, whatever was learnt
  copydesk reclean --site example.com      after a change of the exceptions of a site
  copydesk reclean --all                   after a change of the rules
  copydesk reclean --all --dry-run         what would change by that, and by which rules
  copydesk reclean --all --ask             look at some changes first, then decide

Articles are made anew from their pages, which the database keeps, and stay under their numbers. One whose page gives no
article any more stays as it was. The same command after a kill goes on where the run was, unless the rules have changed
since. Exit code 1 when there is no article of a number, or none that fits."""

SAMPLES_ASKED = 3
"""How many changes are shown before the question of --ask."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    numbers: frozenset[int]
    sites: tuple[str, ...]
    only: Filter
    is_all: bool

    @property
    def is_named(self) -> bool:
        """Whether articles were asked for by what they are, and not by what is due."""
        return bool(self.numbers or self.sites or self.only != EVERYTHING)

    @property
    def choice(self) -> Choice:
        """What to ask the database for."""
        if not self.is_named:
            return ALL if self.is_all else DUE
        possible = frozenset(number for number in self.numbers if 0 < number <= sys.maxsize)
        # Where no row can have one of the numbers, 0 stands for them: no number at all would mean all articles.
        ids = possible or (frozenset([0]) if self.numbers else frozenset())
        return Choice(sites=frozenset(self.sites), ids=ids, only=self.only)


@click.command(epilog=EXAMPLES)
@click.argument("numbers", nargs=-1, metavar="[ID]...", type=int)
@click.option("--all", "is_all", is_flag=True, help="All articles.")
@filter_options
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would change.")
@click.option("--samples", metavar="N", type=click.IntRange(0, 1000), help="Show N of the articles that change.")
@click.option("--ask", is_flag=True, help="Show some changes, then ask whether to write.")
@click.option("--from-start", is_flag=True, help="Begin anew, even if the last run was killed on its way.")
@database_option
@workers_option
@sites_option
@json_option
def command(  # noqa: PLR0913  one parameter an option
    numbers: tuple[int, ...],
    database: str,
    workers: int,
    exceptions: Mapping[str, Exceptions],
    samples: int | None,
    *,
    is_all: bool,
    dry_run: bool,
    ask: bool,
    from_start: bool,
    as_json: bool,
    **choice: Unpack[choose.Choice],
) -> None:
    """Clean stored articles again; without arguments, those that the memory has learnt something about since."""
    sites = choice["site"]
    if is_all and (numbers or sites):
        raise click.UsageError("--all means all articles: give it without ID and --site")
    if ask:
        check_ask(dry_run=dry_run, as_json=as_json)
    only = replace(chosen({**choice, "site": ()}), versions=True)
    wish = Wish(frozenset(numbers), sites, only, is_all)
    show = Samples(samples or 0) if samples else None
    if ask and not is_agreed(wish.choice, database, workers, exceptions, Samples(samples or SAMPLES_ASKED, first=True)):
        say("nothing was written")
        sys.exit(EXIT_NOTHING)
    if dry_run:
        run = tried(wish.choice, database, workers, exceptions, show)
    else:
        run = cleaned_again(wish.choice, database, workers, exceptions, show, from_start=from_start)
    with reader(database) as engine:
        gone = missing(engine, (number for number in numbers if number <= sys.maxsize))
    gone = sorted({*gone, *(number for number in numbers if number > sys.maxsize)})
    report(Outcome(run.done, gone, show, dry_run), wish.sites, database, is_named=wish.is_named, as_json=as_json)
    if gone or (wish.is_named and not run.done.looked_at):
        sys.exit(EXIT_NOTHING)


def check_ask(*, dry_run: bool, as_json: bool) -> None:
    """Raise UsageError where there is nobody to ask."""
    if dry_run or as_json:
        raise click.UsageError("--ask asks a person before it writes: give it without --dry-run and --json")
    if not sys.stdin.isatty():
        raise click.UsageError(
            "--ask needs a terminal to ask on: look at --dry-run --samples 3 first, then run it without --ask"
        )


def is_agreed(
    which: Choice, database: str, workers: int, exceptions: Mapping[str, Exceptions], samples: Samples
) -> bool:
    """Show the first changes that a run would make, and ask whether to write."""
    run = tried(which, database, workers, exceptions, samples)
    print_samples(results(), samples)
    if not samples.taken:
        say(f"none of {counted(run.done.looked_at, 'article')} would change")
    return click.confirm("write?", default=False, err=True)


def tried(
    which: Choice, database: str, workers: int, exceptions: Mapping[str, Exceptions], samples: Samples | None
) -> Recleaning:
    """Clean the chosen articles and write nothing; return what would become of them. Raises Stopped after Ctrl-C."""
    with trouble_told(), closing(Trial(database)) as trial:
        knowledge = Knowledge(trial.notes, exceptions)
        with cleaning_pool(workers, knowledge.notes) as pool, Stop() as stop:
            run = reclean(trial, pool, knowledge, which, stop, samples=samples)
    if stop.asked:
        raise Stopped("stopped; nothing was written")
    return run


def cleaned_again(  # noqa: PLR0913  what is cleaned, where, how
    which: Choice,
    database: str,
    workers: int,
    exceptions: Mapping[str, Exceptions],
    samples: Samples | None,
    *,
    from_start: bool,
) -> Recleaning:
    """Clean the chosen articles again; return what became of them. Raises Stopped after Ctrl-C."""
    with trouble_told():
        open_reader(database).dispose()  # a database that is not there is not made
        with Store.open(database) as store:
            run = store.begin_again(which, rules_known_by(exceptions), from_start=from_start)
            if run.last_id:
                say(f"goes on after article {run.last_id:,} of the run that was begun {run.started:%Y-%m-%d %H:%M} UTC")
            knowledge = Knowledge(store.notes, exceptions)
            with cleaning_pool(workers, knowledge.notes) as pool, Stop() as stop:
                reclean(store, pool, knowledge, which, stop, run, samples)
            if not stop.asked:
                store.end_again(run)
    if stop.asked:
        looked_at = counted(run.done.looked_at, "article")
        raise Stopped(f"stopped; {looked_at} cleaned again, {run.done.changed:,} changed. Run the same again to go on")
    return run
