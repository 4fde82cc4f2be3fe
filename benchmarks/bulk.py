"""How fast articles are stored, over writing the very same rows with sqlite3 alone.

The articles are made: pages under copyright would do as well, but 100,000 of them are not at hand.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Table
from wordfreq import top_n_list

from db.sqlite import WRITER_SETTINGS, connect
from db.store import Store
from db.tables import Base
from pipeline.article import Article, Edit, Kept, RawPage, Where

ARTICLES = 100_000
ROUNDS = 10
"""Both write a tenth of the articles in turn, so that a busy machine slows both."""

BATCH = 50
"""Articles in a transaction, as `copydesk load` stores them."""

SITES = 500
PARAGRAPHS = 14
WORDS = 28
"""A paragraph: with 14 of these some 3,000 characters, as news has."""

REPAIRS = 3
"""Edits within a line; with the two lines that are cut off at the end, five an article."""

BEGUN = datetime(2026, 1, 1, 6, tzinfo=UTC)


@dataclass(slots=True)
class Spent:
    """Seconds, by the clock and of this process."""

    wall: float = 0.0
    cpu: float = 0.0

    def add(self, wall: float, cpu: float) -> None:
        """Add what has passed since both clocks said so."""
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu


def bulk(articles: int = ARTICLES) -> None:
    """Print articles a second of `Store.extend` over sqlite3's `executemany` of the same rows."""
    ours, raw = Spent(), Spent()
    words = top_n_list("en", 20_000)
    size = articles // ROUNDS
    with tempfile.TemporaryDirectory() as name:
        stored, written = Path(name) / "stored.db", Path(name) / "written.db"
        Store.open(written).close()  # the same tables, indexes and triggers
        rows = 0
        with Store.open(stored) as store:
            for begin in range(1, articles + 1, size):
                outcomes = [made(number, words) for number in range(begin, begin + size)]
                store_all(store, outcomes, ours)
                batches = rows_since(stored, written, begin, size)
                rows += sum(len(some) for batch in batches for some in batch.values())
                write_all(written, batches, raw)
        with closing(connect(stored, "ro")) as one, closing(connect(written, "ro")) as other:
            for count in ("SELECT count(*) FROM article", "SELECT count(*) FROM edit"):
                assert one.execute(count).fetchone() == other.execute(count).fetchone()
    print(f"articles/s, stored over written raw: {raw.wall / ours.wall:.2f}  (CPU alone: {raw.cpu / ours.cpu:.2f})")
    print(f"  {articles / ours.wall:,.0f} over {articles / raw.wall:,.0f} articles/s, {rows / articles:.1f} rows each")
    print(f"  CPU an article: {1e3 * ours.cpu / articles:.2f} ms over {1e3 * raw.cpu / articles:.2f} ms")


def store_all(store: Store, outcomes: Sequence[Kept], spent: Spent) -> None:
    """Store articles as `copydesk load` does."""
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(outcomes), BATCH):
        store.extend(outcomes[start : start + BATCH])
    spent.add(wall, cpu)


Rows = dict[str, list[tuple[object, ...]]]
"""By table, in the order in which tables name each other."""


def rows_since(stored: Path, written: Path, begin: int, size: int) -> list[Rows]:
    """Return the rows that are in one database and not yet in the other, by transaction."""
    batches: list[Rows] = [defaultdict(list) for _ in range(0, size, BATCH)]
    with closing(connect(stored, "ro")) as connection:
        connection.execute("ATTACH ? AS written", [f"file:{written}?mode=ro"])
        for table in Base.metadata.sorted_tables:
            number = number_of(table)
            # A page and its article have the same number here.
            query = f'SELECT * FROM "{table.name}"'
            if number is None:
                query += f' EXCEPT SELECT * FROM written."{table.name}"'
            else:
                query += f' WHERE "{number}" >= {begin}'
            place = None if number is None else [c[0] for c in connection.execute(query + " LIMIT 0").description or ()]
            column = None if place is None else place.index(str(number))
            for index, row in enumerate(connection.execute(query)):
                # What is of no one article is spread over all; but first what others refer to.
                spread = index % len(batches) if table.foreign_keys else 0
                batches[spread if column is None else (row[column] - begin) // BATCH][table.name].append(row)
    return batches


def number_of(table: Table) -> str | None:
    """Return the column that says of which article a row is, as far as one does."""
    names = ("article_id", "id") if table.name in {"page", "article"} else ("article_id",)
    return next((name for name in names if name in table.columns), None)


def write_all(path: Path, batches: Sequence[Rows], spent: Spent) -> None:
    """Write rows as they are, in the transactions and with the settings that the store has."""
    with closing(connect(path, "rw")) as connection:
        for setting in WRITER_SETTINGS:
            connection.execute(setting)
        wall, cpu = time.perf_counter(), time.process_time()
        for batch in batches:
            connection.execute("BEGIN IMMEDIATE")
            for name, rows in batch.items():
                connection.executemany(put(connection, Base.metadata.tables[name]), rows)
            connection.execute("COMMIT")
        spent.add(wall, cpu)


def put(connection: sqlite3.Connection, table: Table) -> str:
    """Return the statement that writes a whole row, or a new state of one."""
    names = [description[0] for description in connection.execute(f'SELECT * FROM "{table.name}" LIMIT 0').description]
    keys = [column.name for column in table.primary_key]
    places = ", ".join("?" * len(names))
    states = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    insert = f'INSERT INTO "{table.name}" VALUES ({places})'
    return f"{insert} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {states}" if number_of(table) is None else insert


def made(number: int, words: Sequence[str]) -> Kept:
    """Return an article of so many words, the same for the same number, with lines that its site repeats cut off."""
    chance = random.Random(number)
    site = f"paper{chance.randrange(SITES)}.example.com"
    url = f"https://www.{site}/news/2026/{'-'.join(chance.choices(words, k=5))}-{number}"
    paragraphs = [" ".join(chance.choices(words, k=WORDS)).capitalize() + "." for _ in range(PARAGRAPHS)]
    # From first to last: so they stand in the text as it is now, though each says where it was when it was made.
    edits = [repair(index, paragraphs, chance) for index in sorted(chance.sample(range(PARAGRAPHS), REPAIRS))]
    end = len("\n".join(paragraphs))
    cut = (f"\nSubscribe to the newsletter of {site} today.", f"\nMore news from {site} about {chance.choice(words)}.")
    edits += (Edit("is_newsletter", Where("text", end), line, "") for line in cut)
    published = BEGUN + timedelta(minutes=number)
    article = Article(
        url,
        title=" ".join(chance.choices(words, k=8)).capitalize(),
        paragraphs=tuple(paragraphs),
        canonical_url=url,
        site=site,
        site_name=site,
        authors=(" ".join(chance.choices(words, k=2)).title(),),
        published=published,
        fetched_at=published + timedelta(hours=1),
        language="en",
        tags=tuple(chance.choices(words, k=4)),
        extractor="trafilatura fast",
        edits=tuple(edits),
    )
    return Kept(RawPage(url, b"", fetched_at=published + timedelta(hours=1), origin=f"made#{number}"), article)


def repair(index: int, paragraphs: Sequence[str], chance: random.Random) -> Edit:
    """Return the edit that has put a space back between two words of a paragraph."""
    above = sum(len(paragraph) + 1 for paragraph in paragraphs[:index])
    spaces = [place for place, letter in enumerate(paragraphs[index]) if letter == " "]
    return Edit("split_fused_words", Where("text", above + chance.choice(spaces)), "", " ")


def main(arguments: Sequence[str]) -> None:
    """Run it with so many articles: `python -m benchmarks.bulk 10000`, for a quick look."""
    bulk(int(arguments[0]) if arguments else ARTICLES)


if __name__ == "__main__":
    main(sys.argv[1:])
