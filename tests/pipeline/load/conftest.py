import io
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.article import RawPage
from pipeline.load.stream import Unpacked

NOBODY = 65_534
THEN = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def as_nobody():
    """A folder, while the test runs without root's right to read everything."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def lock():
    """Take all rights to a path away, as its owner."""

    def lock(path):
        user = os.geteuid()
        os.seteuid(os.getuid())
        path.chmod(0)
        os.seteuid(user)

    return lock


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a file below the working directory, which is the test's own."""
    monkeypatch.chdir(tmp_path)

    def write(name, body=b"<p>Ice</p>"):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        return path

    return write


@pytest.fixture
def deep_folder(tmp_path, monkeypatch):
    """A folder with a file in a folder in a folder ... more often than Python calls functions."""
    depth = sys.getrecursionlimit() + 100
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.html").touch()
    yield tmp_path
    # Step by step: removing a tree as deep as this is too much for pytest and shutil.
    Path("a.html").unlink()
    for _ in range(depth):
        os.chdir("..")
        Path("d").rmdir()


@pytest.fixture
def read():
    """Read bytes in a format, as if they were a file of that name."""

    def read(reader, body, name="in"):
        return list(reader(Unpacked(io.BytesIO(body), int), RawPage("", b"", fetched_at=THEN, origin=name)))

    return read


@pytest.fixture
def record():
    """Write a record of a web archive: the answer of a server, or another kind."""

    def record(body=b"<p>Ice</p>", headers="", status="200 OK", kind="response", number=1, **more):
        http = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{headers}\r\n".encode() if kind == "response" else b""
        block = http + body
        named = {
            "WARC-Type": kind,
            "WARC-Target-URI": f"https://a.org/{number}",
            "WARC-Date": "2026-01-02T03:04:05Z",
            "Content-Length": str(len(block)),
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n"

    return record
