"""`copydesk schedule`: crawls each source when it is due, until it is stopped. The only door to APScheduler."""

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import click
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from db.store import Store
from desk.crawl import due_moments
from desk.crawls import Crawls, Ended
from desk.database import database_option, trouble_told
from desk.sources_folder import shown, sources_option
from desk.words import Trouble, counted, say
from pipeline.article import utc_now
from spiders.sources import Source, SourceError, read_sources

EXAMPLES = """\b
Examples:
  copydesk schedule                 until Ctrl-C or SIGTERM
  copydesk schedule --jobs 8        more sources at a time

Sources are read anew at each look, so files may be added and changed meanwhile. When a source is crawled next
follows from how often it publishes, within the bounds of its file; `copydesk crawl --due --dry-run` tells. All state
is in the database: after a restart, what was missed is caught up once. docs/running.md has a systemd unit."""

LOOK_SECONDS = 5
"""How often is looked whether a crawl has ended or a source is due: less than anybody notices, and it costs nothing."""


@click.command(epilog=EXAMPLES)
@click.option("--jobs", metavar="N", type=click.IntRange(1, 64), default=4, help="Crawls at a time.  [default: 4]")
@click.option("--verbose", is_flag=True, help="Tell of each page.")
@sources_option
@database_option
def command(jobs: int, folder: str, database: str, *, verbose: bool) -> None:
    """Crawl each source when it is due, for as long as this runs."""
    with trouble_told():
        Store.open(database).close()  # made now, and what is wrong with it is said now
    desk = Rounds(Crawls(database, folder, verbose), jobs)
    desk.sources()
    say(f"crawling the sources in {shown(folder)} when they are due; stop with Ctrl-C")
    run_until_stopped(desk.look)
    desk.is_stopping = True
    if number := len(desk.crawls.running):
        say(f"stopping {counted(number, 'crawl')}; what was fetched is being stored")
    for ended in desk.crawls.stop():
        say(told(ended))
    if desk.trouble:
        raise Trouble(desk.trouble)


def run_until_stopped(look: Callable[[], None]) -> None:
    """Call `look` again and again, one call at a time, until SIGTERM, SIGINT or a failure."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    def look_or_stop() -> None:
        try:
            look()
        except BaseException:
            stopped.set()
            raise

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    trigger = IntervalTrigger(seconds=LOOK_SECONDS, timezone="UTC")
    # Never too late for a look: on a busy machine the first may be told of late, and APScheduler would drop it.
    scheduler.add_job(
        look_or_stop, trigger, coalesce=True, max_instances=1, misfire_grace_time=None, next_run_time=utc_now()
    )
    scheduler.start()
    while not stopped.wait(0.5):  # short, so that a signal is heard soon on every system
        pass
    scheduler.shutdown(wait=True)
    for number, handler in before.items():
        signal.signal(number, handler)


@dataclass(slots=True)
class Rounds:
    """Looks at what is due, one after the other."""

    crawls: Crawls
    jobs: int
    trouble: str = ""
    """What is wrong with the files of the sources, as it was said last."""
    is_stopping: bool = False
    known: tuple[Source, ...] = field(default=())

    def look(self) -> None:
        """Tell of crawls that have ended, and start those that are due, the longest due first."""
        for ended in self.crawls.ended():
            say(told(ended))
        free = self.jobs - len(self.crawls.running)
        if free < 1 or self.is_stopping:
            return
        idle = [source for source in self.sources() if source.enabled and source.name not in self.crawls.running]
        due = [source.name for source, moment in due_moments(idle, self.crawls.database) if moment <= utc_now()]
        for name in due[:free]:
            self.crawls.start(name)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources as their files have them now; while one is broken, as they were before."""
        try:
            self.known = read_sources(self.crawls.folder)
        except SourceError as error:
            if str(error) != self.trouble:
                self.trouble = str(error)
                say(f"{error}\nthe sources stay as they were until this is put right")
        else:
            self.trouble = ""
        return self.known


def told(ended: Ended) -> str:
    """Return in a line or two what came of a crawl."""
    lines = [line for line in ended.report.splitlines() if not line.startswith("Database:")]
    return f"{utc_now():%Y-%m-%d %H:%M:%SZ} {ended.name}: " + " ".join(lines)
