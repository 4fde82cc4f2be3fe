"""The benchmark pages, and the process time of doing something with each."""

import gzip
import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from pipeline.article import RawPage

PROJECT = Path(__file__).parents[1]
BENCH = PROJECT.parent / "shared" / "bench"
ROUNDS = 5

T = TypeVar("T")


def need_pages() -> None:
    """Leave with a sentence where the benchmark pages are missing."""
    if not BENCH.is_dir():
        sys.exit(
            f"benchmarks: the pages are not here: they belong into {BENCH} (they are under copyright, and not ours)"
        )


def truth(corpus: str) -> dict[str, dict[str, object]]:
    """Return the truth of a corpus by page id."""
    lines = (BENCH / corpus / "truth.jsonl").read_text("utf-8").split("\n")
    return {row["id"]: row for row in map(json.loads, filter(None, lines))}


def raw_pages(corpus: str) -> list[RawPage]:
    """Return the pages of a corpus, as a crawl would hand them in."""
    return [
        RawPage(
            str(row["url"]),
            gzip.decompress((BENCH / corpus / "pages" / f"{name}.html.gz").read_bytes()),
            "text/html; charset=utf-8",
            origin=f"{corpus}#{name}",
            record_id=name,
        )
        for name, row in truth(corpus).items()
    ]


def scorer() -> ModuleType:
    """Return the scorer that comes with the benchmark pages."""
    spec = importlib.util.spec_from_file_location("score", BENCH / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def process_seconds(work: Callable[[T], object], inputs: Sequence[T]) -> float:
    """Return the CPU seconds of this process for doing `work` with each input."""
    begun = time.process_time()
    for each in inputs:
        work(each)
    return time.process_time() - begun


def median_ratio(
    ours: Callable[[T], object], theirs: Callable[[T], object], inputs: Sequence[T]
) -> tuple[float, float, float]:
    """Return the median over rounds of our CPU over theirs, and the last round's milliseconds an input of each.

    Both take turns within a round, so that a busy machine slows both.
    """
    ratios, ours_seconds, theirs_seconds = [], 0.0, 0.0
    for _ in range(ROUNDS):
        theirs_seconds = process_seconds(theirs, inputs)
        ours_seconds = process_seconds(ours, inputs)
        ratios.append(ours_seconds / theirs_seconds)
    return statistics.median(ratios), 1e3 * ours_seconds / len(inputs), 1e3 * theirs_seconds / len(inputs)
