"""How long people wait for a search among 100,000 articles."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.archive import ARTICLES, FIRST_DAY, THAI, Vocabulary, make_archive, vocabulary
from db.archive import Archive

Question = Callable[[], object]

EACH = 60
"""Questions of each kind."""
COMMON = 60
"""So many words stand in most articles, and nobody asks for one alone: the, and, of ..."""
MONTH = timedelta(days=30)


def searching() -> None:
    """Print the median, the 95th percentile and the longest of some hundred searches, each asked once."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "archive.db"
        make_archive(place)
        measure(place)


class Taken(NamedTuple):
    """Milliseconds that an answer took: on the clock, and of the processor, which does not depend on who else works."""

    clock: float
    processor: float


def measure(place: Path) -> None:
    """Print how long searches in an archive take, by kind and altogether. The first of each kind warms it up."""
    everything: list[Taken] = []
    with Archive(place) as archive:
        print(f"{'ms, of ' + format(ARTICLES, ',') + ' articles':34} median    p95    max; of CPU:    p95    max")
        for kind, asked in questions(archive):
            taken = [time_taken(question) for question in asked]
            everything += taken
            print_times(kind, taken)
        print_times(f"all {len(everything):,} searches", everything)
        for kind, question in others(archive):
            print_times(kind, [time_taken(question) for _ in range(20)])


def time_taken(question: Question) -> Taken:
    """Return how long an answer takes."""
    clock, processor = time.perf_counter(), time.thread_time()
    question()
    return Taken(1e3 * (time.perf_counter() - clock), 1e3 * (time.thread_time() - processor))


def print_times(kind: str, taken: list[Taken]) -> None:
    """Print a line of the table."""
    clock, processor = zip(*taken, strict=True)
    figures = (median(clock), late(clock), max(clock), late(processor), max(processor))
    print("{:34} {:6.1f} {:6.1f} {:6.1f}         {:6.1f} {:6.1f}".format(kind, *figures))


def late(taken: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(taken, n=20, method="inclusive")[-1]


def questions(archive: Archive) -> Iterator[tuple[str, list[Question]]]:
    """Yield each kind of search with searches of it. Words are as common as chance has it among the ranks of a list."""
    random = Random(2)
    words = vocabulary("en")
    one = [word_of(random, words) for _ in range(EACH)]
    search = archive.search
    yield "one word", [partial(search, word) for word in one]
    for count in (2, 3, 4):
        several = [" ".join(word_of(random, words) for _ in range(count)) for _ in range(EACH)]
        yield f"{count} words", [partial(search, some) for some in several]
    yield "two common words", [partial(search, " ".join(random.choices(words.words[:COMMON], k=2))) for _ in one]
    yield "a phrase of the text", [partial(search, f'"{phrase}"') for phrase in phrases(random, archive)]
    yield "one OR the other", [partial(search, f"{word} OR {word_of(random, words)}") for word in one]
    yield "a beginning, 3 to 6 letters", [partial(search, f"{word[: random.randint(3, 6)]}*") for word in one]
    yield "a word but not the other", [partial(search, f"{word} -{word_of(random, words)}") for word in one]
    yield "of one site", [partial(search, word, site=site(random)) for word in one]
    yield "of a month", [partial(search, word, since=(day := month(random)), until=day + MONTH) for word in one]
    yield "in German", [partial(search, word, language="de") for word in one]
    yield "by an author", [partial(search, word, author=f"{word_of(random, words)} lindqvist") for word in one]
    yield "with a correction", [partial(search, word, has_correction=True) for word in one]
    yield "newest first", [partial(search, word, newest=True) for word in one]
    yield "newest of a site, without words", [partial(search, site=site(random)) for _ in one]
    for language, code in (("Chinese", "zh"), ("Japanese", "ja")):
        its = vocabulary(code)
        yield language, [partial(search, word_of(random, its)) for _ in one]
    yield "Thai", [partial(search, word) for word in random.choices(THAI, k=EACH)]


def others(archive: Archive) -> Iterator[tuple[str, Question]]:
    """Yield questions that are no searches: each counts what fits."""
    yield "facets of a common word", partial(archive.facets, "said")
    yield "facets of all", archive.facets
    yield "count of a common word", partial(archive.count, "said")


def word_of(random: Random, words: Vocabulary) -> str:
    """Return a word: of the ranks 100 to 1,000 as likely as of 1,000 to 10,000; the rarest is about the 50,000th."""
    return words.words[int(10 ** random.uniform(2, 4.7))]


def phrases(random: Random, archive: Archive) -> list[str]:
    """Return two to four words that follow each other in an article."""
    texts = [hit.snippet.split() for hit in archive.search(language="en", limit=EACH)]
    return [" ".join(text[3 : random.randint(5, 7)]) for text in texts]


def site(random: Random) -> str:
    """Return a site: the first have most articles."""
    return f"site{random.randint(1, 20)}.example"


def month(random: Random) -> datetime:
    """Return a day on which a month begins."""
    return FIRST_DAY + timedelta(days=random.randint(0, 2_900))
