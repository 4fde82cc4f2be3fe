"""How fast a whole crawl is beside two programs that others take news in with, on the same site and the same cores.

What each does with a page of the site, politeness off for all:

Copydesk
    the whole crawl as it is used: sitemap, robots.txt, download, extraction, cleaning, and storing of page, article,
    edits and index. Its start is counted.
newspaper4k
    `download` and `parse` in five threads of one process, as its `fetch_news` does, but for this: there one page that
    cannot be parsed loses all. Nothing is stored, images are not fetched (they are, by default), and its start is not
    counted. Python lets one thread parse at a time, so it is also given a process for each core, half of the
    addresses each, which is ours to add.
news-please
    `NewsPlease.from_urls`: a thread an address downloads, then a process a core extracts, with all of its extractors.
    Nothing is stored, images are not fetched, its start is not counted. Its own crawler extracts within the one
    process that downloads, so this is the faster way.

They are installed into a folder that is thrown away, or into the one that COPYDESK_PEERS names, to be used again.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.crawling import ADDRESS, CORES, PAGES, crawl, served, site
from benchmarks.pages import PROJECT

PEERS = ("newspaper4k==0.9.6", "news-please==1.6.16")
PEER_PAGES = 200
"""Spread over the site; they take up to a second a page."""
LONGEST = 900
"""Seconds that a peer is given for them, on a machine that has much else to do."""
LOOK_EVERY = 0.2
"""Seconds: what a process takes in its last moments is not seen."""
UV = PROJECT / ".tools" / "bin" / "uv"

BEGIN = """
import json, multiprocessing, resource, sys, time, warnings
warnings.simplefilter("ignore")
multiprocessing.set_start_method("fork")  # so that what the processes take is counted here
import tldextract.tldextract
tldextract.tldextract.TLD_EXTRACTOR.suffix_list_urls = ()  # its own list will do; else it asks the web for a newer


def cpu():
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF,
                                                                                  resource.RUSAGE_CHILDREN)))


def measure(work, urls):
    wall, used = time.perf_counter(), cpu()
    texts = work(urls)
    print(json.dumps([time.perf_counter() - wall, cpu() - used, texts]))
"""

NEWSPAPER = (
    BEGIN
    + """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from newspaper import Article, Config

config = Config()
config.fetch_images = False


def has_text(url):
    article = Article(url, config=config)
    try:
        article.download()
        article.parse()
    except Exception:
        return False
    return bool(article.text)


def taken_in(urls):
    with ThreadPoolExecutor(5) as pool:
        return sum(pool.map(has_text, urls))


def by_processes(urls):
    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(taken_in, [urls[start::processes] for start in range(processes)]))


if __name__ == "__main__":
    processes, urls = int(sys.argv[1]), sys.argv[2:]
    taken_in(urls[:1])
    measure(by_processes if processes > 1 else taken_in, urls)
"""
)

NEWS_PLEASE = (
    BEGIN
    + """
from newsplease import NewsPlease


def taken_in(urls):
    # Without a timeout its version 1.6.16 loses each article to an error of its own.
    articles = NewsPlease.from_urls(urls, request_args={"timeout": 60}, fetch_images=False)
    return sum(bool(getattr(article, "maintext", None)) for article in articles.values())


if __name__ == "__main__":
    urls = sys.argv[2:]
    taken_in(urls[:2])
    measure(taken_in, urls)
"""
)


class Speed(NamedTuple):
    """How fast a site was taken in."""

    pages: float
    """A second."""
    cpu: float
    """Milliseconds a page."""
    texts: float
    """The share of the pages that a text came of."""


def peers() -> None:
    """Print pages a second of a whole crawl, and of each peer on pages of the same site."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = installed(Path(os.environ.get("COPYDESK_PEERS") or folder / "peers"))
        with served(site(), folder / "pages"):
            with cpu_of_children() as used:
                wall = crawl(folder / "news.db").wall
            ours = Speed(PAGES / wall, 1e3 * sum(used.values()) / PAGES, 1)
            print(f"Copydesk, a whole crawl: {ours.pages:.1f} pages/s  (CPU {ours.cpu:.0f} ms a page)", flush=True)
            for title, script, processes in (
                ("newspaper4k, threads", NEWSPAPER, 1),
                (f"newspaper4k, {CORES} processes of threads", NEWSPAPER, CORES),
                ("news-please, from_urls", NEWS_PLEASE, CORES),
            ):
                show(title, ours, peer(python, folder / "peer.py", script, processes))


@contextmanager
def cpu_of_children() -> Iterator[dict[int, float]]:
    """Give the CPU seconds of the processes that are started meanwhile, and of those that they start, by number."""
    me, used, done = psutil.Process(), dict[int, float](), threading.Event()
    others = set(me.children(recursive=True))

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            for child in set(me.children(recursive=True)) - others:
                with suppress(psutil.NoSuchProcess):
                    times = child.cpu_times()
                    used[child.pid] = times.user + times.system

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield used
    finally:
        done.set()
        thread.join()


def show(title: str, ours: Speed, theirs: Speed | None) -> None:
    """Print how fast a peer is, and how much faster we are."""
    if theirs is None:
        print(f"{title}: did not get through {PEER_PAGES} pages in {LONGEST} s")
        return
    print(
        f"{title}: {theirs.pages:.1f} pages/s  (CPU {theirs.cpu:.0f} ms a page; {theirs.texts:.0%} with a text);"
        f" Copydesk over it: {ours.pages / theirs.pages:.1f}, by CPU {theirs.cpu / ours.cpu:.1f}",
        flush=True,
    )


def installed(folder: Path) -> Path:
    """Return the Python of a folder that has the peers; leave with a sentence where they cannot be installed."""
    python = folder / "bin" / "python"
    commands: list[list[str | Path]] = [
        [UV, "venv", "--quiet", "--allow-existing", "--python", sys.executable, folder],
        [UV, "pip", "install", "--quiet", "--python", python, *PEERS],
    ]
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        sys.exit(f"benchmarks: the peers are installed by {UV}, which is missing; `make setup` brings it")
    except subprocess.CalledProcessError as error:
        sys.exit(f"benchmarks: {' and '.join(PEERS)} cannot be installed:\n{error.stderr.strip()}")
    return python


def peer(python: Path, place: Path, script: str, processes: int) -> Speed | None:
    """Return how fast a peer's script takes pages in; None when it is not done in time."""
    place.write_text(script, "utf-8")
    step = PAGES // PEER_PAGES
    urls = [f"{ADDRESS}/news/{number}" for number in range(0, step * PEER_PAGES, step)]
    try:
        command = [str(python), str(place), str(processes), *urls]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, cwd=place.parent, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        sys.exit(f"benchmarks: the peer ended with {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    wall, cpu, texts = json.loads(done.stdout.splitlines()[-1])
    return Speed(PEER_PAGES / wall, 1e3 * cpu / PEER_PAGES, texts / PEER_PAGES)
