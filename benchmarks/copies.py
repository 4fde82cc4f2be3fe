"""How well copies are found, told from what only looks like them, and what it costs."""

import statistics
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import Connection, select

from benchmarks.edited import EDITS, SHARES, Text, articles, look_alikes, mixed
from benchmarks.pages import ROUNDS, process_seconds
from db.chunks import chunks
from db.copies import find_copies
from db.engine import open_reader
from db.likeness import likeness, read
from db.sketches import sketch, words
from db.store import Store
from db.tables import CopyRow
from pipeline.article import Article, Kept, RawPage

SAME = (
    {"publishers#de-Taz_2023_04_28", "publishers#de-Taz_2024_10_23"},
    {"wcxb#0463", "wcxb#3035"},
)
"""Pages of the benchmark that are copies of each other: each pair has one address."""

STRANGE = 30  # articles that words and sentences are taken from to edit one
MANY, NEW = 100_000, 400
LENGTH = 300  # words of a made article
FOOTERS = 50  # each under 2,000 of the made articles
BATCH = 500


def copies() -> None:
    """Print precision and recall by kind, and the CPU of a sketch and of looking up one article among 100,000."""
    texts = articles()
    told(texts)
    everything = ["\n".join(text.paragraphs) for text in texts]
    length = sum(len(words(text)) for text in everything)
    seconds = min(process_seconds(sketch, everything) for _ in range(ROUNDS))
    print(f"sketch of 500 words: {1e3 * 500 * seconds / length:.2f} ms of CPU")
    among_many(texts)


def told(texts: Sequence[Text]) -> None:
    """Print how many copies are found, and how many of the found are none."""
    found, wrong, asked = Counter[str](), Counter[str](), Counter[str]()
    with (
        tempfile.TemporaryDirectory() as folder,
        stored(folder, ("\n".join(text.paragraphs) for text in texts)) as reader,
    ):
        wrong["other articles"] = natural(reader, texts)
        for kind, number, text in edited_copies(texts):
            matches = {match.article_id for match in find_copies(reader, text)}
            asked[kind] += 1
            found[kind] += number in matches
            wrong[kind] += len([other for other in matches - {number} if not is_same(texts, number, other)])
    for kind in asked:
        print(f"copies, {kind:<15} {found[kind]:5} of {asked[kind]:5} found, {wrong[kind]:3} wrong")
    pairs = Counter[str]()
    for pair in look_alikes(texts):
        pairs[pair.kind] += 1
        wrong[pair.kind] += likeness(read("\n".join(pair.first)), read("\n".join(pair.second))) is not None
    for kind in pairs:
        print(f"no copies, {kind:<12} {wrong[kind]:5} of {pairs[kind]:5} taken for copies")
    recall, precision = found.total() / asked.total(), found.total() / (found.total() + wrong.total())
    print(f"copies: precision {precision:.4f}, recall {recall:.4f}")


def edited_copies(texts: Sequence[Text]) -> Iterator[tuple[str, int, str]]:
    """Yield each kind of copy of each article: kind, number of the article from 1 on, text."""
    chance = Random(1)
    for place, text in enumerate(texts):
        other = [chance.choice(each.paragraphs) for each in chance.sample(texts, STRANGE) if each is not text]
        share = SHARES[place % len(SHARES)]
        for kind, edit in EDITS.items():
            yield kind, place + 1, "\n".join(edit(text.paragraphs, other, share, chance))
        yield "mixed, all 40%", place + 1, "\n".join(mixed(text.paragraphs, other, SHARES[-1], chance))


def natural(reader: Connection, texts: Sequence[Text]) -> int:
    """Return how many different articles were taken for copies of each other when they were stored, and print which."""
    rows = reader.execute(select(CopyRow.article_id, CopyRow.like_id).where(CopyRow.like_id.is_not(None)))
    pairs = [(one, other) for one, other in rows if other and not is_same(texts, one, other)]
    for pair in pairs:
        print("taken for copies:", *(texts[number - 1].name for number in pair))
    return len(pairs)


def is_same(texts: Sequence[Text], one: int, other: int) -> bool:
    """Tell whether two articles of the benchmark are known to be copies."""
    return {texts[one - 1].name, texts[other - 1].name} in SAME


@contextmanager
def stored(folder: str, texts: Iterable[str]) -> Iterator[Connection]:
    """Give a connection that reads a database of these texts, numbered from 1 on."""
    place = Path(folder) / "bench.db"
    with Store.open(place) as store:
        for some in chunks(enumerate(texts), BATCH):
            store.extend(outcome(number, text) for number, text in some)
    engine = open_reader(place)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def outcome(number: int, text: str) -> Kept:
    """Return an article with a text, from a page of its own."""
    page = RawPage(f"https://www.site{number % 40}.example/{number}", b"%d" % number)
    return Kept(page, Article(page.url, f"Report {number}", tuple(text.split("\n"))))


def among_many(texts: Sequence[Text]) -> None:
    """Print the CPU of finding the copies of a new article among 100,000, every second of which is a copy."""
    found = (word for text in texts for word in words("\n".join(text.paragraphs)))
    vocabulary = [word for word in found if word.isascii()]  # each as often as people use it
    new = [made(number, vocabulary, edit=number % 4 == 0) for number in range(MANY - NEW, MANY + NEW, 2)]
    many = (made(number, vocabulary) for number in range(MANY))
    with tempfile.TemporaryDirectory() as folder, stored(folder, many) as reader:
        find_copies(reader, new[0])
        milliseconds = sorted(1e3 * process_seconds(lambda text: find_copies(reader, text), [text]) for text in new)
    median, late = statistics.median(milliseconds), milliseconds[int(0.95 * len(milliseconds))]
    print(f"copies of a new article among {MANY:,}: {median:.1f} ms of CPU, 95th percentile {late:.1f} ms")


def made(number: int, vocabulary: Sequence[str], *, edit: bool = False) -> str:
    """Return a text of its own above one of fifty footers; edited, without its first third."""
    chance = Random(number)
    lines = [" ".join(chance.choices(vocabulary, k=LENGTH // 6)) for _ in range(6)]
    footer = " ".join(Random(-1 - number % FOOTERS).choices(vocabulary, k=40))
    return "\n".join([*(lines[2:] if edit else lines), footer])
