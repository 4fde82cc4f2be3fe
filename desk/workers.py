"""The pool of workers, as a program that sits at a terminal needs it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver

from pipeline.article import RawPage
from pipeline.memory import SiteNotes
from pipeline.pool import CleaningPool, no_notes


@contextmanager
def cleaning_pool(workers: int, notes: Callable[[RawPage], SiteNotes] = no_notes) -> Iterator[CleaningPool]:
    """Give a pool whose processes leave the terminal to this one: they neither listen to Ctrl-C nor write there.

    A terminal sends Ctrl-C to all of them, and one that is just starting, or finds the others gone, would answer with
    a traceback. What happens to a page in a worker is told by its outcome.
    """
    with CleaningPool(workers, notes=notes) as pool:
        with deaf(), mute():
            forkserver.ensure_running()  # all workers are forked from it, and inherit what they ignore
        yield pool


@contextmanager
def deaf() -> Iterator[None]:
    """Ignore Ctrl-C, here and for good in processes that start in this context."""
    answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, answer)


@contextmanager
def mute() -> Iterator[None]:
    """Point standard error to nowhere, here and for good in processes that start in this context."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
