"""Cleaning stored articles again, as a person at a terminal sees it: what `reclean` does, and `load` at its end."""

from dataclasses import dataclass, field
from itertools import takewhile

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from db.again import Choice
from db.store import Store
from desk.consoles import progress_console
from desk.stop import Stop
from pipeline.pool import CleaningPool
from spiders.again import clean_again, pages_again
from spiders.knowledge import Knowledge


@dataclass(slots=True)
class Recleaned:
    """What became of articles that were cleaned again, as far as it is stored."""

    numbers: set[int] = field(default_factory=set)
    """Those of the articles that were looked at."""
    changed: int = 0
    same: int = 0
    failed: int = 0
    """Their pages give no article now; they stayed as they were."""
    without_page: frozenset[int] = frozenset()
    """Numbers of those that were passed over: their pages were let go."""


def reclean(store: Store, pool: CleaningPool, knowledge: Knowledge, which: Choice, stop: Stop) -> Recleaned:
    """Clean the chosen articles again, with a progress bar on a terminal, until all are done or Ctrl-C is pressed.

    Raises DatabaseError.
    """
    done = Recleaned(without_page=frozenset(store.without_page(which)))
    columns = SpinnerColumn(), TextColumn("[bold]Cleaning again"), BarColumn(), MofNCompleteColumn()
    console = progress_console()
    # Not `until_asked`: Ctrl-C must not strike in the middle of a question to the database.
    pages = takewhile(lambda _: not stop.asked, pages_again(store, which, knowledge))
    total = store.count(which)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not (total and console.is_terminal)) as bar:
        task = bar.add_task("again", total=total)
        for numbers, replaced in clean_again(store, pool, knowledge, pages):
            done.numbers.update(numbers)
            done.changed += replaced.changed
            done.same += replaced.same
            done.failed += replaced.failed
            bar.update(task, completed=len(done.numbers))
    return done
