"""Exports of many articles, as processes: what they take, and what is left of them when they are struck."""

import os
import resource
import signal

import pytest

from desk.exporting.forms import FORMS

STREAMED = [form for form in FORMS if form not in ("rss", "atom")]  # a feed holds as many as it has


def peak_of(desk, *arguments) -> int:
    """Return how much memory an export took at the most, in bytes."""
    process = desk.start("export", "-o", "out", *arguments)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.stderr.read()
    return used.ru_maxrss * 1024


@pytest.mark.parametrize("form", STREAMED)
def test_memory_does_not_grow_with_the_number_of_articles(desk, many, form):
    some = peak_of(desk, "--format", form, "--limit", 1_000)
    all_of_them = peak_of(desk, "--format", form)
    assert all_of_them - some < 12_000_000  # of 20 MB of text that are more


@pytest.mark.parametrize("form", STREAMED)
def test_a_reader_that_has_seen_enough_ends_it_quietly(desk, many, form):
    process = desk.start("export", "--format", form)
    assert process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.csv.gz", "out.parquet", "out.warc.gz"])
def test_a_kill_leaves_the_old_file_whole(desk, many, here, name, wait_until):
    place = here / name
    place.write_text("old")
    process = desk.start("export", "-o", name)
    draft = here / f".{name}.{process.pid}"
    wait_until(lambda: draft.exists() or process.poll() is not None)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    assert place.read_text() == "old"
    assert desk.run("export", "-o", name)[0] == 0
    assert place.stat().st_size > 1_000


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "out.warc"])
def test_a_disk_that_is_full_half_way_leaves_the_old_file_whole(desk, many, here, name):
    (here / name).write_text("old")
    process = desk.start(
        "export", "-o", name, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
    )
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert said.decode().startswith(f"copydesk: no room left for {here / name}: free some")
    assert (here / name).read_text() == "old"
    assert sorted(path.name for path in here.glob("*out*")) == [name]


def test_all_is_of_one_state_while_a_writer_goes_on(desk, many, here, rows, news):
    (here / "page.html").write_text(news())
    (before,) = rows(many, "SELECT count(*) FROM article")[0]
    process = desk.start("export")
    first = process.stdout.readline()  # the pipe is full soon: the export waits in its middle
    assert desk.run("load", "page.html", "--workers", 1)[0] == 0
    rest, _ = process.communicate(timeout=60)
    assert len((first + rest).splitlines()) == before
    assert rows(many, "SELECT count(*) FROM article") == [(before + 1,)]
