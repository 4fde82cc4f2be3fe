"""A small news site on loopback, and crawls of it by `python -m scrapy crawl`, as a person would run them."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.postgres import emptied, made_database, running_server

PROJECT = Path(__file__).parents[1]
DEAD_PROXY = "http://127.0.0.1:9"
WELL_KNOWN = "/.well-known/tdmrep.json"
PATIENCE = 120  # seconds after which a crawl that hangs fails its test

SLOW = frozenset({"newsroom", "copydesk", "copydesk_served", "chromium", "schedule", "shared"})
"""Fixtures of tests that take seconds each: whole crawls, commands as processes, the benchmark pages."""


LONG = ("test_linear_time", "test_links.py", "test_sources_add")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make quick` leaves out."""
    for item in items:
        if SLOW.intersection(getattr(item, "fixturenames", ())) or any(name in item.nodeid for name in LONG):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A database on a server, for one test after the other."""
    worker = re.sub(r"\W", "_", os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    with running_server() as server, made_database(server, f"copydesk_test_{worker}") as database:
        yield database


@pytest.fixture
def on_server(postgres: URL) -> str:
    """The location of a database on a server, with nothing in it."""
    return emptied(postgres)


Answer = Callable[[BaseHTTPRequestHandler], None]


def send(
    body: bytes | str, content_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str
) -> Answer:
    """Return the answer with this body."""
    sent = body.encode() if isinstance(body, str) else body

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(sent)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(sent)

    return answer


MISSING = send("<p>No such page</p>", status=404)


class Handler(BaseHTTPRequestHandler):
    """Answers from the site's table, and writes down who asked for what."""

    server: "Server"

    def do_GET(self) -> None:
        site = self.server.site
        with site.lock:
            site.requests.append((self.path, self.headers.get("User-Agent", "")))
        name = self.headers.get("Host", "").partition(":")[0]
        answer = site.answers.get(name + self.path) or site.answers.get(self.path, MISSING)
        answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serves one site; does not mind clients that hang up."""

    site: "Site"
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """What the site answers, and what it was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    """By path, or by host name and path."""
    requests: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        return self.address + path

    def asked(self) -> Counter[str]:
        """Return how often each path was asked for, but for the reservations, which each host is asked for once."""
        with self.lock:
            return Counter(path for path, _ in self.requests if path != WELL_KNOWN)

    def forget(self) -> None:
        """Start a new list of requests."""
        with self.lock:
            self.requests.clear()

    def serve(
        self, path: str, body: bytes | str, content_type: str = "text/html; charset=utf-8", **more: object
    ) -> None:
        self.answers[path] = send(body, content_type, **more)

    def serve_rss(self, path: str, *links: str) -> None:
        """Serve a feed with these links, each titled by its last part."""
        items = "".join(f"<item><title>{link.split('/')[-1]}</title><link>{link}</link></item>" for link in links)
        self.serve(
            path, f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>", "application/rss+xml"
        )


@pytest.fixture
def site() -> Iterator[Site]:
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def article() -> Callable[..., str]:
    """Return a news page with a text of its own."""

    def write(title: str, *paragraphs: str, head: str = "") -> str:
        written = paragraphs or tuple(
            f"The {title.lower()} was the talk of the town on day {day}, said {number} people who had seen it from the "
            "harbour wall, and the council will discuss it again when it meets in the old hall next week."
            for day, number in ((1, "forty"), (2, "fifty"), (3, "sixty"))
        )
        body = "".join(f"<p>{paragraph}</p>" for paragraph in written)
        return (
            f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
            f"<body><article><h1>{title}</h1>{body}</article></body></html>"
        )

    return write


@dataclass(frozen=True)
class Crawl:
    """A crawl that has ended."""

    code: int
    report: str
    """Standard output."""
    log: str
    """Standard error."""


@dataclass(frozen=True)
class Newsroom:
    """A database, and the crawls that fill it."""

    database: Path
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def start(self, *arguments: str, **settings: object) -> "subprocess.Popen[str]":
        """Start `scrapy crawl` with these arguments and settings, in a hurry, with a way to loopback only."""
        given = {
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "COPYDESK_DB": self.database,
            "COPYDESK_WORKERS": 2,
            "DOWNLOAD_DELAY": 0,
            **settings,
        }
        options = (part for name, value in given.items() for part in ("-s", f"{name}={value}"))
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", *arguments, *options],
            cwd=PROJECT,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def crawl(self, *arguments: str, **settings: object) -> Crawl:
        """Crawl to the end."""
        return self.finish(self.start(*arguments, **settings))

    def finish(self, process: "subprocess.Popen[str]") -> Crawl:
        """Wait for a crawl to end."""
        report, log = process.communicate(timeout=PATIENCE)
        return Crawl(process.returncode, report, log)

    def feed(self, *urls: str, **settings: object) -> Crawl:
        """Crawl these feeds to the end."""
        return self.crawl("feed", "-a", f"url={' '.join(urls)}", **settings)

    def kept(self) -> set[object]:
        """Return the addresses that articles were asked for under."""
        return {url for (url,) in self.rows("SELECT page.url FROM page JOIN article ON page.id = page_id")}

    def refused(self) -> dict[object, object]:
        """Return the reason for each address that was refused."""
        return dict(self.rows("SELECT url, reason FROM refusal"))

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database."""
        with sqlite3.connect(self.database) as connection:
            answer = connection.execute(question).fetchall()
        connection.close()
        return answer


def environment() -> dict[str, str]:
    """Return an environment in which everything but loopback goes to a port where nobody listens."""
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), DEAD_PROXY)
    loopback = {"no_proxy": "127.0.0.1,localhost", "NO_PROXY": "127.0.0.1,localhost"}
    endangered = str(Path(__file__).parent / "spiders")
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), endangered)))}
    ours = {"COPYDESK_CONTACT": "https://desk.example/about", "COPYDESK_PRIVATE": "1"}
    return {**os.environ, **proxies, **loopback, **paths, **ours}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    newsroom = Newsroom(tmp_path / "desk.db")
    yield newsroom
    for process in newsroom.started:
        with process:
            process.kill()
