"""A desk to sit at: `copydesk` in this process or as one of its own, and a database with three articles."""

import importlib
import json
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db.store import Store
from desk.main import cli
from pipeline.article import Article, Edit, Kept, RawPage, Where

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds after which a process that hangs fails its test
NOBODY = 65_534

CRANE = Article(
    "https://www.quay.example/crane",
    "Harbour crane moves",
    ("The old crane turned on Saturday.", "Her team replaced every bearing."),
    site="quay.example",
    authors=("Mara Lindqvist",),
    published=datetime(2026, 4, 18, 9, 30, tzinfo=timezone(timedelta(hours=2))),
    language="en",
    credit="with agencies",
    edits=(
        Edit("promotes_site", Where("text", 67), "\nDownload our app", ""),
        Edit("mend_day", Where("text", 24), "Satturday", "Saturday"),
        Edit("mend_title", Where("title", 14), "mooves", "moves"),
    ),
)
CRANE_ORIGINAL = "The old crane turned on Satturday.\nHer team replaced every bearing.\nDownload our app"
BRIDGE = Article(
    "https://lohe.example/bruecke",
    "Die Brücke über die Lohe ist offen",
    ("Nach elf Monaten rollt der Verkehr wieder.\u2028„Schöner wäre es früher gewesen“, sagte sie.",),
    site="lohe.example",
    published=datetime(2026, 2, 3, tzinfo=UTC),
    language="de",
)
NOTE = Article("", None, ("A note without a name \x1b[31m, a date or a place.",))

Run = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: empty, the test's own, with nothing of copydesk in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("COPYDESK_DB", "COPYDESK_SITES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    return tmp_path


@pytest.fixture
def run(here: Path) -> Run:
    """Run `copydesk` in this process, in the working directory."""

    def run(*arguments: object, stdin: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin, prog_name="copydesk")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three articles, to be copied."""
    place = tmp_path_factory.mktemp("desk") / "copydesk.db"
    with Store.open(place) as store:
        store.extend([Kept(RawPage(each.url, f"<p>{each.title}\r\n".encode()), each) for each in (CRANE, BRIDGE, NOTE)])
    return place


@pytest.fixture
def stored(here: Path, template: Path) -> Path:
    """The database of the working directory: the crane is article 1, the bridge 2, the note 3."""
    return shutil.copy(template, here / "copydesk.db")


@dataclass
class Desk:
    """`python -m desk` as processes of their own, each the leader of its group, as a shell starts them."""

    folder: Path
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *arguments: object, environment: dict[str, str] | None = None, **streams: object):
        given = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "cwd": self.folder,
            "env": {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **(environment or {})},
            "start_new_session": True,
            **streams,
        }
        process = subprocess.Popen([sys.executable, "-m", "desk", *map(str, arguments)], **given)
        self.started.append(process)
        return process

    def run(self, *arguments: object, **more: object) -> tuple[int, str, str]:
        """Return exit code, standard output, standard error."""
        process = self.start(*arguments, **more)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, (out or b"").decode(), (err or b"").decode()

    def on_terminal(self, *arguments: object, typed: str = "", **environment: str) -> str:
        """Run with both outputs on a terminal, where something was typed; return what a person sees there."""
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode())
        process = self.start(
            *arguments,
            environment={"TERM": "xterm-256color", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        seen = b""
        while part := read_terminal(ours):
            seen += part
        os.close(ours)
        process.wait(PATIENCE)
        return seen.decode()


def read_terminal(terminal: int) -> bytes:
    """Return what comes next; nothing once all who wrote there are gone, which Linux tells by an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


@pytest.fixture
def desk(here: Path) -> Iterator[Desk]:
    desk = Desk(here)
    yield desk
    for process in desk.started:
        with process:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def rows() -> Callable[[Path, str], list[tuple[object, ...]]]:
    """Ask a database file."""

    def rows(place: Path, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection:
            return connection.execute(question).fetchall()

    return rows


@pytest.fixture
def check_whole(rows) -> Callable[[Path], None]:
    """Check that a database is sound, and that each article and page is there once."""

    def check_whole(place: Path) -> None:
        assert rows(place, "PRAGMA integrity_check") == [("ok",)]
        assert rows(place, "PRAGMA foreign_key_check") == []
        assert rows(place, "SELECT page_id FROM article GROUP BY 1 HAVING count(*) > 1") == []
        assert rows(place, "SELECT key FROM page GROUP BY 1 HAVING count(*) > 1") == []

    return check_whole


@pytest.fixture
def wait_until() -> Callable[[Callable[[], bool]], None]:
    """Wait until something is so."""

    def wait_until(is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)

    return wait_until


@pytest.fixture
def news() -> Callable[..., str]:
    """Write a news page with a text of its own: one glued sentence in it, and the title once more."""

    def news(title: str = "Harbour crane moves", marker: object = "forty", charset: str = "utf-8") -> str:
        return f"""<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{title}</title></head>
<body><article><h1>{title}</h1>
<p>The old crane at the east quay turned on Saturday morning, the first time in {marker} years, said Zoë Müller.</p>
<p>Nobody knew until eight o'clock whether the ring would hold.Her team had replaced every bearing by hand.</p>
<p>The city wanted to scrap it twice, and twice the money for the scrapping ran out before the summer came.</p>
</article></body></html>"""

    return news


@pytest.fixture
def as_nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working directory, while the test runs without root's right to read everything."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    monkeypatch.chdir(folder)
    # Made while the project can still be read: its folder may be closed to others.
    importlib.import_module("desk.load")
    Store.open(folder / "copydesk.db").close()
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder / "copydesk.db", NOBODY, -1)
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


STORIES = json.loads((ROOT / "tests" / "stories.json").read_text("utf-8"))
FOOTER = "The Quay Courier, all that floats and some that sinks"


@pytest.fixture
def courier() -> Callable[..., str]:
    """Write a page of the Quay Courier: each number is another story, and all end in the same line."""

    def courier(number: int, head: str = "", footer: str = FOOTER) -> str:
        title, *paragraphs = STORIES[number]
        body = "".join(f"<p>{paragraph}</p>" for paragraph in (*paragraphs, footer))
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body><main><article><h1>{title}</h1>{body}</article></main></body></html>"""

    return courier


@pytest.fixture
def record(courier: Callable[..., str]) -> Callable[..., str]:
    """Write such a page as a line of JSON, with its address."""

    def record(number: int, host: str = "www.quay.example", **more: object) -> str:
        url = f"https://{host}/{number}"
        return json.dumps({"id": number, "url": url, "html": courier(number), **more}) + "\n"

    return record


@pytest.fixture
def lay_down(here: Path) -> Callable[..., Path]:
    """Write an exception into the folder `sites`."""

    def lay_down(text: str, name: str = "quay.toml") -> Path:
        (here / "sites").mkdir(exist_ok=True)
        (here / "sites" / name).write_text(text)
        return here / "sites"

    return lay_down
