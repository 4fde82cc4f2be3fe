"""Whether readers and a writer leave each other alone: one writes, four ask, for a minute."""

import multiprocessing
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from wordfreq import top_n_list

from benchmarks.bulk import BATCH, made
from db import Archive
from db.store import Store

SECONDS = 60
READERS = 4
PAUSE = 0.25
"""Seconds that a reader, who is a person or a dashboard, looks at an answer. Without a pause four of them would take
four fifths of two cores, and what is measured would be the cores."""
FIRST = 2_000
"""Articles that are there when it begins."""


def readers() -> None:
    """Print how fast a writer is while four readers ask, over how fast it is alone, and whether a reader failed."""
    words = top_n_list("en", 20_000)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "news.db"
        with Store.open(place) as store:
            store_for(store, words, 0, FIRST, None)
            alone = store_for(store, words, 1, 1 << 30, time.perf_counter() + SECONDS / 2)
            with multiprocessing.get_context("spawn").Pool(READERS) as pool:
                asked = pool.map_async(ask, [(place, number) for number in range(READERS)], chunksize=1)
                beside = store_for(store, words, 2, 1 << 30, time.perf_counter() + SECONDS)
                answers = asked.get()
            alone += store_for(store, words, 3, 1 << 30, time.perf_counter() + SECONDS / 2)
    answered, failed, slowest = (
        sum(each[0] for each in answers),
        sum(each[1] for each in answers),
        max(each[2] for each in answers),
    )
    print(f"articles/s of a writer beside {READERS} readers over alone: {beside / alone:.2f}")
    print(f"  {beside / SECONDS:.0f} over {alone / SECONDS:.0f} articles/s")
    print(f"  {answered:,} questions answered, {failed} failed, the slowest in {1e3 * slowest:.0f} ms")


def store_for(store: Store, words: Sequence[str], series: int, most: int, end: float | None) -> int:
    """Store made articles until a moment, or so many; return how many."""
    number = 0
    while number < most and (end is None or time.perf_counter() < end):
        first = 10_000_000 * series + number
        store.extend([made(first + index, words) for index in range(BATCH)])
        number += BATCH
    return number


def ask(given: tuple[Path, int]) -> tuple[int, int, float]:
    """Ask an archive for a minute; return how many questions were answered, how many failed, and the longest wait."""
    place, number = given
    chance, words = random.Random(number), top_n_list("en", 20_000)
    answered, failed, slowest = 0, 0, 0.0
    end = time.perf_counter() + SECONDS - 5  # the processes take some seconds to start
    while time.perf_counter() < end:
        begun = time.perf_counter()
        try:
            look(place, chance, words)
            answered += 1
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is counted
            print(f"  a reader failed: {error!r}")
            failed += 1
        slowest = max(slowest, time.perf_counter() - begun)
        time.sleep(PAUSE)
    return answered, failed, slowest


def look(place: Path, chance: random.Random, words: Sequence[str]) -> None:
    """Ask as a person does: search, open what was found, see its versions and copies."""
    with Archive(place) as archive:
        hits = archive.search(" ".join(chance.choices(words, k=2)), newest=chance.random() < 0.3)
        for hit in hits[:2]:
            archive.article(hit.id)
            archive.copies(hit.id)
