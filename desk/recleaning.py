"""Cleaning stored articles again, as a person at a terminal sees it: what `reclean` does, and `load` at its end."""

from itertools import takewhile

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from db.again import Choice
from db.recleaning import Recleaning
from desk.consoles import progress_console
from desk.samples import Samples
from desk.stop import Stop
from pipeline.pool import CleaningPool
from spiders.again import Shelf, clean_again, pages_again
from spiders.knowledge import Knowledge


def reclean(  # noqa: PLR0913, PLR0917  what is cleaned, where, by whom, with what
    shelf: Shelf,
    pool: CleaningPool,
    knowledge: Knowledge,
    which: Choice,
    stop: Stop,
    run: Recleaning | None = None,
    samples: Samples | None = None,
) -> Recleaning:
    """Clean the chosen articles again, with a progress bar on a terminal, until all are done or Ctrl-C is pressed.

    Goes on where the run is, and returns the run. It ends early where there are enough samples. Raises DatabaseError.
    """
    run = run or Recleaning("", "")
    columns = SpinnerColumn(), TextColumn("[bold]Cleaning again"), BarColumn(), MofNCompleteColumn()
    console = progress_console()
    # Not `until_asked`: Ctrl-C must not strike in the middle of a question to the database.
    pages = takewhile(lambda _: not stop.asked, pages_again(shelf, which, knowledge, run.last_id))
    total = shelf.count(which)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not (total and console.is_terminal)) as bar:
        task = bar.add_task("again", total=total, completed=run.done.looked_at)
        for replaced in clean_again(shelf, pool, knowledge, pages, run):
            bar.update(task, completed=run.done.looked_at)
            if samples:
                samples.take(replaced.changes)
            if samples and samples.are_enough:
                break
    return run
