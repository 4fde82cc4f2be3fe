"""How much room a database takes: raw pages both ways, and all of it over the raw pages packed alone."""

import gzip
import json
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, cast

from lxml import html

from benchmarks.pages import raw_pages, truth
from db.compression import pack
from db.store import Store
from pipeline.article import RawPage, host_of
from pipeline.ingest import ingest

BATCH = 50
MADE = 24
"""Pages of a made site. The benchmark has five at most of one, and a site that is crawled has more."""


def sizes() -> None:
    """Print how small raw pages become, and the bytes of a database an article over the gzip of its raw page."""
    for corpus in ("sites", "publishers"):
        pages = sorted(raw_pages(corpus), key=lambda page: host_of(page.url))
        raw, gzipped, alone = (sum(sizes) for sizes in zip(*map(packed_alone, pages), strict=True))
        with tempfile.TemporaryDirectory() as name:
            stored = stored_size(pages, Path(name) / "pages.db").bodies
        print(
            f"raw pages of {corpus}, {len(pages)} of {len({host_of(page.url) for page in pages})} sites: "
            f"{raw / gzipped:.1f} to 1 with gzip, {raw / alone:.1f} with zstd, {raw / stored:.1f} against earlier pages"
        )
    ratios = list(made_sites())
    total = sum(stored for _, stored, _ in ratios) / sum(gzipped for _, _, gzipped in ratios)
    print(f"database bytes an article over the gzip of its raw page, {len(ratios)} sites of {MADE}: {total:.2f}")
    for site, stored, gzipped in ratios:
        print(f"  {site}: {stored / gzipped:.2f}  ({stored / MADE / 1e3:.1f} KB over {gzipped / MADE / 1e3:.1f} KB)")


def packed_alone(page: RawPage) -> tuple[int, int, int]:
    """Return the size of a page, packed by gzip, and packed by zstd without another page."""
    return len(page.body), len(gzip.compress(page.body, 6)), len(pack(page.body))


class Stored(NamedTuple):
    """What a database takes, in bytes."""

    whole: int
    bodies: int


def stored_size(pages: Sequence[RawPage], place: Path) -> Stored:
    """Return what a database of these pages takes."""
    outcomes = [ingest(page) for page in pages]
    with Store.open(place) as store:
        for start in range(0, len(outcomes), BATCH):
            store.extend(outcomes[start : start + BATCH])
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (bodies,) = connection.execute("SELECT sum(length(body)) FROM page").fetchone()
    return Stored(place.stat().st_size, bodies)


def made_sites() -> Iterator[tuple[str, int, int]]:
    """Yield for each made site its name, the bytes of its database without what an empty one takes, and of gzip."""
    donors = [*truth("publishers").values(), *truth("aeb").values()]
    by_site: dict[str, list[RawPage]] = defaultdict(list)
    for page in raw_pages("sites"):
        by_site[host_of(page.url)].append(page)
    texts = truth("sites")
    with tempfile.TemporaryDirectory() as name:
        empty = stored_size_empty(Path(name) / "empty.db")
        for number, (site, templates) in enumerate(sorted(by_site.items())):
            pages = [
                dressed(templates[index % len(templates)], texts, donors[(number * MADE + index) % len(donors)], index)
                for index in range(MADE)
            ]
            whole = stored_size(pages, Path(name) / f"{number}.db").whole - empty
            yield site, whole, sum(len(gzip.compress(page.body, 6)) for page in pages)


def stored_size_empty(place: Path) -> int:
    """Return the bytes of a database with nothing in it."""
    Store.open(place).close()
    return place.stat().st_size


def dressed(template: RawPage, texts: dict[str, dict[str, object]], donor: dict[str, object], number: int) -> RawPage:
    """Return a page of a site with the text of another article in place of its own, in its markup and its scripts."""
    own = [text.strip("[]") for text in cast("list[str]", texts[str(template.record_id)]["paragraphs"])]
    given = paragraphs_of(donor)
    tree = html.fromstring(template.body.decode("utf-8", "replace"))
    by_text = {
        " ".join("".join(map(str, element.itertext())).split()): element for element in tree.iter("p", "h1", "h2", "li")
    }
    places = [by_text[text] for text in (" ".join(each.split()) for each in own) if text in by_text]
    for index, place in enumerate(places):
        tail = place.tail
        for child in list(place):
            place.remove(child)
        last = index == len(places) - 1
        place.text = "\n\n".join(given[index:]) if last else (given[index] if index < len(given) else "")
        place.tail = tail
    body = html.tostring(tree, encoding="utf-8").decode()
    for index, text in enumerate(own):  # the text once more, in JSON-LD and in the site's own scripts
        other = given[index] if index < len(given) else ""
        body = body.replace(json.dumps(text)[1:-1], json.dumps(other)[1:-1])
        body = body.replace(json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(other, ensure_ascii=False)[1:-1])
    return replace(template, url=f"{template.url}/made-{number}", body=body.encode())


def paragraphs_of(donor: dict[str, object]) -> list[str]:
    """Return the paragraphs of a true text."""
    if "paragraphs" in donor:
        return cast("list[str]", donor["paragraphs"])
    return [line for line in str(donor["text"]).split("\n") if line.strip()]
