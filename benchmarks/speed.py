"""How much CPU cleaning takes, how it spreads over workers, and what storing adds."""

import statistics
import tempfile
import time
from pathlib import Path

from trafilatura import extract

from benchmarks.pages import ROUNDS, median_ratio, raw_pages
from db.store import Store
from pipeline.article import Kept, RawPage
from pipeline.clean import clean
from pipeline.pool import CleaningPool

BATCH = 50


def plain_extraction(page: RawPage) -> None:
    """Do what most people do: one call of trafilatura, text out, no metadata."""
    extract(page.body.decode("utf-8", "replace"))


def cleaning() -> None:
    """Print CPU per page of the whole road over CPU per page of a plain extraction."""
    for corpus in ("aeb", "publishers"):
        ratio, ours, theirs = median_ratio(clean, plain_extraction, raw_pages(corpus))
        print(f"clean() over trafilatura.extract(), {corpus}: {ratio:.2f}  ({ours:.1f} ms over {theirs:.1f} ms a page)")


def wall_seconds(workers: int, pages: list[RawPage]) -> float:
    """Return the seconds that a pool of so many workers takes, once it runs."""
    with CleaningPool(workers) as pool:
        list(pool.clean_all(pages[: 4 * workers]))
        begun = time.perf_counter()
        for _ in pool.clean_all(pages):
            pass
        return time.perf_counter() - begun


def workers() -> None:
    """Print pages a second of two workers over one."""
    pages = (raw_pages("aeb") + raw_pages("publishers")) * 3
    ratios = [wall_seconds(1, pages) / wall_seconds(2, pages) for _ in range(ROUNDS)]
    print(f"pages/s, two workers over one: {statistics.median(ratios):.2f}")


def storing() -> None:
    """Print the CPU of storing (page, article, edits, full-text index) over the CPU of cleaning."""
    pages = raw_pages("aeb") + raw_pages("publishers")
    ratios = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        outcomes = [Kept(page, clean(page)) for page in pages]
        cleaned = time.process_time()
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.db") as store:
            opened = time.process_time()
            for start in range(0, len(outcomes), BATCH):
                store.extend(outcomes[start : start + BATCH])
            stored = time.process_time()
        ratios.append((stored - opened) / (cleaned - begun))
    print(f"CPU of storing over CPU of cleaning: {statistics.median(ratios):.2f}")
