import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db.backup import back_up
from db.check import check_file, check_rows
from db.counts import count_all
from db.engine import open_reader
from db.errors import DatabaseError
from db.store import Store

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "db" / "programs" / "store_batches.py"


def nothing(left: int, total: int) -> None:
    """Watch no progress."""


@pytest.fixture
def filled(place, make_kept):
    with Store.open(place) as store:
        store.extend(make_kept(number, paragraphs=("word " * 2_000,), edits=()) for number in range(200))
    return place


def sound_count(place: Path) -> int:
    reader = open_reader(place)
    faults = [check for check in (*check_file(place), *check_rows(reader)) if check.faults]
    assert faults == []
    number = count_all(reader).articles
    reader.dispose()
    return number


def test_a_backup_is_a_database_like_the_first(filled, tmp_path):
    target = tmp_path / "backup.db"
    back_up(filled, target, nothing)
    assert sound_count(target) == 200
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Store.open(target) as store:
        assert store.count is not None
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_backup_of_a_database_that_is_written_to(place, tmp_path):
    """It ends, though the writer does not pause, and has whole batches only."""
    command = [sys.executable, str(PROGRAM), str(place), "0", "60"]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        sizes = []
        for number in range(3):
            writer.stdout.readline()
            back_up(place, tmp_path / f"{number}.db", nothing)
            sizes.append(sound_count(tmp_path / f"{number}.db"))
        writer.communicate()
    assert writer.returncode == 0
    assert sizes == sorted(sizes)
    assert all(size and size % 10 == 0 for size in sizes)
    assert sound_count(place) == 600


def test_a_killed_backup_leaves_the_last_one_whole(filled, tmp_path):
    target = tmp_path / "backup.db"
    target.write_bytes(b"the last one")
    program = (
        "import os, signal; from pathlib import Path; from db.backup import back_up; import db.backup; "
        "db.backup.AT_ONCE = 5; "
        f"back_up(Path({str(filled)!r}), Path({str(target)!r}), lambda left, total: os.kill(os.getpid(), 9))"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"the last one"
    assert sound_count(filled) == 200


def test_a_full_disk_is_told_and_leaves_nothing(filled, tmp_path):
    program = (
        "import resource; from pathlib import Path; from db.backup import back_up; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"back_up(Path({str(filled)!r}), Path({str(tmp_path / 'backup.db')!r}), print)"
    )
    failed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "DatabaseError: " in failed.stderr
    assert "disk" in failed.stderr.splitlines()[-1]
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == []


def test_a_damaged_database_is_not_copied_over_a_good_backup(filled, tmp_path):
    target = tmp_path / "backup.db"
    target.write_bytes(b"the good one")
    content = bytearray(filled.read_bytes())
    content[40_960:] = b"\xff" * len(content[40_960:])
    filled.write_bytes(content)
    with pytest.raises(DatabaseError, match="damaged"):
        back_up(filled, target, nothing)
    assert target.read_bytes() == b"the good one"


def test_who_gives_up_leaves_nothing(filled, tmp_path):
    def stop(left: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(filled, tmp_path / "backup.db", stop)
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]
