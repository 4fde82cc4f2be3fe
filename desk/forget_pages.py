"""`copydesk db forget-pages`: lets go of the bytes of raw pages after a time."""

import click

from db.engine import open_writer
from db.retention import LetGo, days_before, give_back, leant_on, would_let_go
from db.store import Store
from desk.consoles import results
from desk.database import database_option, reader, trouble_told
from desk.words import counted
from pipeline.article import utc_now
from pipeline.judge import size_in_words

EXAMPLES = """\b
Examples:
  copydesk db forget-pages --older-than 30 --dry-run    how many these are
  copydesk db forget-pages --older-than 30
  copydesk db forget-pages --older-than 30 --vacuum     and make the file smaller

Articles, addresses and all else stay: nothing is fetched or stored twice because of it. Such articles can be read,
searched and exported, but not be cleaned again, and `show --raw` has nothing to show. A page that younger ones are
compressed against keeps its bytes until they go. COPYDESK_KEEP_PAGES does the same at the end of each load and crawl.
The room is used for new pages; only --vacuum gives it back to the disk, and wipes what was there."""


@click.command("forget-pages", epilog=EXAMPLES, short_help="Let go of old raw pages; articles stay.")
@click.option(
    "--older-than", "days", required=True, metavar="DAYS", type=click.IntRange(0), help="Fetched or read so long ago."
)
@click.option("--dry-run", is_flag=True, help="Say what would be let go, and do nothing.")
@click.option(
    "--vacuum", is_flag=True, help="Write the file anew: takes as much room again, and nobody else may write."
)
@database_option
def command(days: int, database: str, *, dry_run: bool, vacuum: bool) -> None:
    """Let go of the bytes of raw pages that are older than some days; their articles stay."""
    if dry_run and vacuum:
        raise click.UsageError("--dry-run does nothing: give it without --vacuum")
    before = days_before(utc_now(), days)
    with reader(database) as engine:  # which also sees to it that a database that is not there is not made
        gone, kept = would_let_go(engine, before), leant_on(engine, before)
    if not dry_run:
        with trouble_told(), Store.open(database) as store:
            gone = store.let_go(before)
    report(gone, kept, dry_run=dry_run)
    if vacuum:
        make_smaller(database)


def report(gone: LetGo, kept: int, *, dry_run: bool) -> None:
    """Print what was let go, and what was not."""
    console = results()
    would = "would be" if dry_run else "were"
    console.print(f"{counted(gone.pages, 'page')}, {size_in_words(gone.size)}, {would} let go", soft_wrap=True)
    if kept:
        console.print(f"{counted(kept, 'page')} as old kept: younger ones are compressed against them", soft_wrap=True)


def make_smaller(database: str) -> None:
    """Write the file anew."""
    with trouble_told():
        engine = open_writer(database)
        try:
            give_back(engine)
        finally:
            engine.dispose()
