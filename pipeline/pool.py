"""Cleaning in worker processes: a page that hangs or kills its worker is refused, and the others go on."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from pipeline.article import Article, Outcome, RawPage, Reason, Refused
from pipeline.ingest import outcome, verdict
from pipeline.memory import NO_NOTES, SiteNotes

PAGE_SECONDS = 30.0
"""How long one page may take."""

IN_FLIGHT_PER_WORKER = 24
"""How many pages wait for each worker: enough that none idles while a batch of 50 is stored (some 0.3 s), few enough
that memory stays bounded."""


def prepare_worker() -> None:
    """Leave Ctrl-C to the parent, which stops the pool; keep what is loaded out of every later garbage collection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def reason_of(error: BaseException, seconds: float) -> Reason:
    """Return why a page has no verdict: what became of its worker."""
    if isinstance(error, TimeoutError):
        return Reason("timed out", f"cleaning took longer than {seconds:g} s")
    if isinstance(error, ProcessExpired):
        return Reason("crashed", f"the cleaning process died (exit code {error.exitcode})")
    return Reason("failed", f"{type(error).__name__}: {error}")


CANCELLED = Reason("cancelled", "the run was stopped before the page was cleaned")


def no_notes(_: RawPage) -> SiteNotes:
    """Say that nothing is known about a page's site."""
    return NO_NOTES


class CleaningPool:
    """Worker processes that clean pages. Use it in a `with` block; leaving it waits for what was submitted."""

    def __init__(
        self,
        workers: int,
        seconds: float = PAGE_SECONDS,
        road: Callable[[RawPage, SiteNotes], Article | Reason] = verdict,
        notes: Callable[[RawPage], SiteNotes] = no_notes,
    ) -> None:
        """Start `workers` processes at the first page, each page to take at most `seconds` on the `road`.

        `notes` is asked for what is known about a page's site when the page is handed to a worker.
        """
        # Not "fork": the parent may run threads (a reactor, a database writer) whose locks a fork would copy as taken.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.ingest"])
        self.workers = workers
        self.seconds = seconds
        self.road = road
        self.notes = notes
        self._open: dict[Future[Outcome], RawPage] = {}
        self._pool = ProcessPool(max_workers=workers, initializer=prepare_worker, context=context)

    def submit(self, page: RawPage) -> "Future[Outcome]":
        """Return a future of the page's outcome. It never raises, unless the notes cannot be had."""
        done: Future[Outcome] = Future()
        task = self._pool.schedule(self.road, args=[page, self.notes(page)], timeout=self.seconds)
        self._open[done] = page
        task.add_done_callback(partial(self._hand_on, done))
        return done

    def _hand_on(self, done: "Future[Outcome]", task: "Future[Article | Reason]") -> None:
        """Settle a page's future by what became of its task; a page that was called off already stays so."""
        page = self._open.pop(done, None)
        if page is None:
            return
        if task.cancelled():
            done.set_result(Refused(page, CANCELLED))
        elif error := task.exception():
            done.set_result(Refused(page, reason_of(error, self.seconds)))
        else:
            done.set_result(outcome(page, task.result()))

    def _call_off(self) -> None:
        """Settle the futures of pages that no worker will get to."""
        while self._open:
            done, page = self._open.popitem()
            done.set_result(Refused(page, CANCELLED))

    def clean_all(self, pages: Iterable[RawPage | Refused]) -> Iterator[Outcome]:
        """Yield the outcomes of `pages` in their order, with a bounded number in flight; refusals pass through."""
        waiting: deque[Outcome | Future[Outcome]] = deque()
        for page in pages:
            waiting.append(page if isinstance(page, Refused) else self.submit(page))
            if len(waiting) > self.workers * IN_FLIGHT_PER_WORKER:
                yield _settled(waiting.popleft())
        while waiting:
            yield _settled(waiting.popleft())

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the pages in flight; after an error, stop at once."""
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._call_off()  # before the pool tells of each, in words of its own, that it was stopped
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._call_off()


def _settled(waiting: "Outcome | Future[Outcome]") -> Outcome:
    return waiting.result() if isinstance(waiting, Future) else waiting
