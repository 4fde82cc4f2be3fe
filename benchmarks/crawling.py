"""How fast a whole crawl is, over what its parts would take; what a second one costs; whether memory stays flat.

A site of real-size pages, made from the benchmark pages, is served on loopback; politeness is off for it. The server
takes its share of the two cores as well, which the ideal does not know of.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.pages import PROJECT, process_seconds, raw_pages
from db.store import Store
from pipeline.article import Kept, RawPage
from pipeline.clean import clean

PAGES = 3_000
KNOWN = 30_000
CORES = 2
MEASURED = 400
"""Pages that are cleaned and stored in this process to know what that takes."""

HURRY = {
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS": "16",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "COPYDESK_KEEP_NOARCHIVE": "1",
    "COPYDESK_PRIVATE": "1",
    "COPYDESK_WORKERS": str(CORES),
    "DOWNLOAD_DELAY": "0",
    "LOG_LEVEL": "ERROR",
}

BARE = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess


class Bare(Spider):
    name = "bare"

    async def start(self):
        for number in range(int(sys.argv[2])):
            yield Request(f"{sys.argv[1]}/news/{number}", self.parse)

    def parse(self, response):
        pass


process = CrawlerProcess({"CONCURRENT_REQUESTS_PER_DOMAIN": 16, "LOG_LEVEL": "ERROR", "REMOTE_CONTROL_ENABLED": False,
                          "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""

SERVER = """
import sys, os
from aiohttp import web

folder, known = sys.argv[1], int(sys.argv[2])
bodies = [open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder), key=int)]


async def page(request):
    return web.Response(body=bodies[int(request.match_info["number"])], content_type="text/html")


async def sitemap(request):
    numbers = range(len(bodies) + (known if "all" in request.query else 0))
    links = "".join(f"<url><loc>{request.scheme}://{request.host}/news/{number}</loc></url>" for number in numbers)
    answer = web.Response(text=f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{links}</urlset>",
                          content_type="application/xml", headers={"ETag": '"1"'})
    return web.Response(status=304) if request.headers.get("If-None-Match") == '"1"' else answer


app = web.Application()
app.add_routes([web.get("/news/{number}", page), web.get("/sitemap.xml", sitemap)])
web.run_app(app, host="127.0.0.1", port=int(sys.argv[3]), print=lambda _: None)
"""

PORT = 8917
PATIENCE = 60
"""Seconds that the server is given to start."""
ADDRESS = f"http://127.0.0.1:{PORT}"


@dataclass(frozen=True)
class Ran:
    """What a process took."""

    wall: float
    cpu: float
    """Seconds, with its children."""
    memory: int
    """Of the process itself, at most, in bytes."""


def ran(arguments: Sequence[str]) -> Ran:
    """Return what a process takes that does its work and ends."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"benchmarks: {' '.join(arguments[:4])} ended with {process.returncode}")
    return Ran(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def crawl(database: Path, query: str = "") -> Ran:
    """Crawl the sitemap of the site."""
    given = {**HURRY, "COPYDESK_DB": str(database)}
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    spider = ["sitemap", "-a", f"url={ADDRESS}/sitemap.xml{query}", "-a", "source=bench"]
    return ran(["-m", "scrapy", "crawl", *spider, *options])


@contextmanager
def served(pages: Sequence[RawPage], folder: Path) -> Iterator[None]:
    """Serve the pages, each under its number."""
    if is_served():
        sys.exit(f"benchmarks: port {PORT} is taken; does another benchmark run?")
    folder.mkdir()
    for number, page in enumerate(pages):
        (folder / str(number)).write_bytes(page.body)
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(folder), str(KNOWN), str(PORT)])
    try:
        wait_for(process)
        yield
    finally:
        process.terminate()
        process.wait()


def wait_for(server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(PATIENCE * 10):
        if is_served():
            return
        if server.poll() is not None:
            sys.exit("benchmarks: the server of the site has ended; why, it says above")
        time.sleep(0.1)
    sys.exit(f"benchmarks: the site is not served on port {PORT} after {PATIENCE} seconds")


def is_served() -> bool:
    """Tell whether there is a server on the port."""
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", PORT)):
        return True
    return False


def site() -> list[RawPage]:
    """Return so many pages of real size; those that come again do so as other articles of the site."""
    found = raw_pages("aeb") + raw_pages("publishers") + raw_pages("wcxb")
    return [replace(found[number % len(found)], url=f"{ADDRESS}/news/{number}") for number in range(PAGES)]


def cleaning_and_storing(pages: Sequence[RawPage], folder: Path) -> float:
    """Return the CPU seconds that cleaning and storing a page takes, in one process."""
    step = max(len(pages) // MEASURED, 1)
    some = pages[::step]
    kept: list[Kept] = []
    cleaned = process_seconds(lambda page: kept.append(Kept(page, clean(page))), some)
    with Store.open(folder / "alone.db") as store:
        batches = [kept[start : start + 50] for start in range(0, len(kept), 50)]
        stored = process_seconds(store.extend, batches)
    return (cleaned + stored) / len(some)


def crawling() -> None:
    """Print pages a second of a whole crawl over the ideal, bytes of a second crawl, and memory with many known."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = site()
        with served(pages, folder / "pages"):
            bare = ran(["-c", BARE, ADDRESS, str(PAGES)]).cpu / PAGES
            work = cleaning_and_storing(pages, folder)
            first = crawl(folder / "news.db")
            crawl(folder / "news.db")
            ideal, reached = CORES / (bare + work), PAGES / first.wall
            print(f"pages/s of a crawl over the ideal: {reached / ideal:.2f}  ({reached:.1f} over {ideal:.1f})")
            print(f"  CPU a page: bare download {1e3 * bare:.1f} ms, cleaning and storing {1e3 * work:.1f} ms")
            sizes = bytes_of_runs(folder / "news.db")
            print(f"bytes of a second crawl over the first: {sizes[1] / sizes[0]:.4f}")
            with Store.open(folder / "many.db") as store:
                store.discover(
                    RawPage(f"{ADDRESS}/news/{PAGES + number}", b"", source="other") for number in range(KNOWN)
                )
            many = crawl(folder / "many.db", "?all")
            print(f"memory with {KNOWN:,} addresses known over none: {many.memory / first.memory:.2f}")


def bytes_of_runs(database: Path) -> list[int]:
    """Return the bytes of each run."""
    with closing(sqlite3.connect(database)) as connection:
        return [size for (size,) in connection.execute("SELECT bytes FROM run ORDER BY id")]
