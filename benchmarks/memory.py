"""Whether a process that cleans for long stays as small as it was."""

import itertools
import os

import psutil

from benchmarks.pages import raw_pages
from pipeline.clean import clean

EARLY, LATE = 1_000, 20_000


def memory() -> None:
    """Print resident memory after 20,000 pages over after 1,000 pages, in one process that only cleans."""
    pages = itertools.cycle(raw_pages("aeb") + raw_pages("publishers") + raw_pages("sites"))
    process, sizes = psutil.Process(os.getpid()), {}
    for number in range(1, LATE + 1):
        clean(next(pages))
        if number in {EARLY, LATE}:
            sizes[number] = process.memory_info().rss
    megabytes = {number: size / 1e6 for number, size in sizes.items()}
    print(
        f"resident memory, {LATE:,} pages over {EARLY:,}: {sizes[LATE] / sizes[EARLY]:.2f}"
        f"  ({megabytes[LATE]:.0f} MB over {megabytes[EARLY]:.0f} MB)"
    )
