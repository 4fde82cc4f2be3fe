"""`copydesk reclean`: stored articles cleaned again, from the pages they were made of."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click
from rich.text import Text

from db.again import ALL, DUE, Choice
from db.engine import open_reader, path_of
from db.store import Store
from desk.consoles import results
from desk.database import database_option, trouble_told
from desk.recleaning import Recleaned, reclean
from desk.records import Record, print_record
from desk.sites import sites_option
from desk.stop import Stop
from desk.words import EXIT_NOTHING, Stopped, counted, json_option, say, workers_option
from desk.workers import cleaning_pool
from pipeline.memory import Exceptions
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk reclean                         what the memory has learnt something about
  copydesk reclean 12 15                   these two, whatever was learnt
  copydesk reclean --site example.com      after a change of the exceptions of a site
  copydesk reclean --all                   after a change of the rules

Articles are made anew from their pages, which the database keeps, and stay under their numbers. One whose page gives no
article any more stays as it was. A run that was stopped or killed is simply started again. Exit code 1 when there is no
article of a number, or none of the sites."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which articles were asked for."""

    numbers: frozenset[int]
    sites: tuple[str, ...]
    is_all: bool

    @property
    def choice(self) -> Choice:
        """What to ask the database for."""
        if self.numbers or self.sites:
            possible = frozenset(number for number in self.numbers if 0 < number <= sys.maxsize)
            # Where no row can have one of the numbers, 0 stands for them: no number at all would mean all articles.
            return Choice(sites=frozenset(self.sites), ids=possible or frozenset([0]))
        return ALL if self.is_all else DUE


@click.command(epilog=EXAMPLES)
@click.argument("numbers", nargs=-1, metavar="[ID]...", type=int)
@click.option("--site", "sites", metavar="HOST", multiple=True, help="All of this site, as in example.com; repeatable.")
@click.option("--all", "is_all", is_flag=True, help="All articles.")
@database_option
@workers_option
@sites_option
@json_option
def command(  # noqa: PLR0913  one parameter an option
    numbers: tuple[int, ...],
    sites: tuple[str, ...],
    database: str,
    workers: int,
    exceptions: Mapping[str, Exceptions],
    *,
    is_all: bool,
    as_json: bool,
) -> None:
    """Clean stored articles again; without arguments, those that the memory has learnt something about since."""
    if is_all and (numbers or sites):
        raise click.UsageError("--all means all articles: give it without ID and --site")
    wish = Wish(frozenset(numbers), sites, is_all)
    done = cleaned_again(wish.choice, database, workers, exceptions)
    missing = sorted(wish.numbers - done.numbers - done.without_page)
    report(done, wish, missing, database, as_json=as_json)
    if missing or ((sites or wish.numbers) and not done.numbers):
        sys.exit(EXIT_NOTHING)


def cleaned_again(which: Choice, database: str, workers: int, exceptions: Mapping[str, Exceptions]) -> Recleaned:
    """Clean the chosen articles again; return what became of them. Raises Stopped after Ctrl-C."""
    with trouble_told():
        open_reader(database).dispose()  # a database that is not there is not made
        with Store.open(database) as store:
            knowledge = Knowledge(store.notes, exceptions)
            with cleaning_pool(workers, knowledge.notes) as pool, Stop() as stop:
                done = reclean(store, pool, knowledge, which, stop)
    if stop.asked:
        looked_at = counted(len(done.numbers), "article")
        raise Stopped(f"stopped; {looked_at} cleaned again, {done.changed:,} changed. Run the same again to go on")
    return done


def report(done: Recleaned, wish: Wish, missing: list[int], database: str, *, as_json: bool) -> None:
    """Say what became of the articles."""
    if as_json:
        print_record(report_record(done, missing, str(path_of(database))))
        return
    if missing:
        say(f"no article {', '.join(map(str, missing))} in {database}")
    if done.without_page:
        number = counted(len(done.without_page), "article")
        say(f"{number} passed over: their pages are older than pages are kept, and were let go")
    if wish.sites and not done.numbers and not done.without_page:
        say(f"no article of {', '.join(wish.sites)} in {database}")
    elif done.numbers:
        print_report(done)
    elif not missing and not done.without_page:
        say("nothing to clean again")


def report_record(done: Recleaned, missing: list[int], place: str) -> Record:
    """Return the report as a JSON-ready mapping."""
    passed_over = {"without_page": len(done.without_page)} if done.without_page else {}
    return {
        "looked_at": len(done.numbers),
        "changed": done.changed,
        "same": done.same,
        "failed": done.failed,
        "missing": missing,
        "database": place,
    } | passed_over


def print_report(done: Recleaned) -> None:
    """Print how many articles were cleaned again, and what became of them."""
    console = results()
    for number, words in (
        (len(done.numbers), "looked at"),
        (done.changed, "changed"),
        (done.same, "same as before"),
        (done.failed, "failed: they stay as they were"),
    ):
        if number or words == "changed":
            console.print(Text.assemble((f"{number:>9,}", "bold"), f"  {words}"), soft_wrap=True)
