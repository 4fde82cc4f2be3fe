import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from db.counts import count_all
from db.engine import open_reader
from db.read import articles

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "db" / "programs" / "store_batches.py"


def start(location: Path, first: int, batches: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(PROGRAM), str(location), str(first), str(batches)]
    return subprocess.Popen(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def test_two_writers_both_succeed(location, check_memory):
    with start(location, 0, 20) as one, start(location, 1_000_000, 20) as other:
        lines = [len(run.communicate()[0].splitlines()) for run in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0]
    assert lines == [201, 201]
    reader = open_reader(location)
    assert count_all(reader).articles == 400
    reader.dispose()
    memory = check_memory(location)
    assert {site: (known.articles, known.version) for site, known in memory.sites.items()} == {
        f"site{number}.org": (80, 3) for number in range(5)
    }
    assert len(memory.due) == 300  # all with a line that others have, too, whichever of the two writers stored them


def test_a_reader_reads_while_a_writer_writes(location):
    with start(location, 0, 40) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        reader = open_reader(location)
        seen = [count_all(reader).articles]
        while writer.poll() is None:
            seen.append(sum(1 for _ in articles(reader)))
        writer.communicate()
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert all(count % 10 == 0 for count in seen)  # whole batches only
    assert count_all(reader).articles == 400
    reader.dispose()


def test_a_store_can_be_used_by_several_threads(location, store, make_report, make_page, check_memory):
    with ThreadPoolExecutor(4) as threads:
        reports = [make_report(number, "Follow us for more.") for number in range(200)]
        stored = list(threads.map(store.extend, (reports[start : start + 10] for start in range(0, 200, 10))))
        noted = list(threads.map(store.notes, ["example.com"] * 50))
        held = list(threads.map(store.holds, [[make_page(number)] for number in range(200)]))
    assert sum(batch.kept for batch in stored) == 200
    assert held == [[True]] * 200
    assert {notes.version for notes in noted} == {1}
    assert check_memory(location).sites["example.com"].articles == 200
