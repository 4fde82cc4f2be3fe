"""How fast a web archive is loaded: reading, cleaning and storing over cleaning alone, on the same pages."""

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from benchmarks.pages import PROJECT, raw_pages
from pipeline.article import RawPage
from pipeline.load import load

PAGES = 3_000
CORPORA = ("aeb", "publishers", "sites", "wcxb")


def loading() -> None:
    """Print pages a second of `load` over `clean --jsonl`, of loading once more, and what reading alone takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines, archive = folder / "pages.jsonl", folder / "pages.warc.gz"
        write_both(lines, archive)
        reading = time.process_time()
        read = sum(1 for _ in load(archive))
        reading = time.process_time() - reading
        cleaned = seconds("clean", "--jsonl", lines)
        loaded = seconds("load", archive, "--db", folder / "bench.db")
        again = seconds("load", archive, "--db", folder / "bench.db")
    print(f"reading a WARC: {1e3 * reading / read:.2f} ms of CPU a page")
    first, once_more, filtered = PAGES / loaded, PAGES / again, PAGES / cleaned
    print(f"pages/s, load of a WARC over clean --jsonl: {first / filtered:.2f}  ({first:.0f} over {filtered:.0f})")
    print(f"pages/s, loading it once more over the first time: {once_more / first:.1f}  ({once_more:.0f})")


def seconds(*arguments: object) -> float:
    """Return how long the command of these arguments takes, from start to end."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "desk", *map(str, arguments)]
    subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def pages() -> Iterator[RawPage]:
    """Yield the pages of the benchmark over and over, each with an address and bytes of its own."""
    for number, page in enumerate(islice(cycle([page for corpus in CORPORA for page in raw_pages(corpus)]), PAGES)):
        mark = "&" if "?" in page.url else "?"
        body = page.body.decode("utf-8", "replace").encode() + b"<!-- %d -->" % number
        yield replace(page, url=f"{page.url}{mark}copy={number}", body=body)


def write_both(lines: Path, archive: Path) -> None:
    """Write the same pages as JSON lines and as a web archive, packed a record at a time like those of CC-NEWS."""
    with lines.open("w") as text, archive.open("wb") as packed:
        for page in pages():
            text.write(json.dumps({"url": page.url, "html": page.body.decode()}) + "\n")
            packed.write(gzip.compress(record(page), 6))


def record(page: RawPage) -> bytes:
    """Return the record of a page in a web archive."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {page.url}\r\nWARC-Date: {page.fetched_at:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"
