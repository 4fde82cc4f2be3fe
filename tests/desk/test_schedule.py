"""`copydesk schedule`, on a small site on loopback."""

import os
import signal
import subprocess
import sys
import time

import pytest

from desk.crawls import Crawls
from desk.schedule import Rounds

PATIENCE = 90


@pytest.fixture
def schedule(newsroom, tmp_path):
    """Start `copydesk schedule` on the database and the sources of the test."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-m", "desk", "schedule", "--db", str(newsroom.database)],
            stderr=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "COPYDESK_PRIVATE": "1",
                "COPYDESK_SOURCES": str(tmp_path),
                "COPYDESK_WORKERS": "1",
                "NO_PROXY": "*",
            },
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def wait_for(what):
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def runs(newsroom):
    """Return source and end of each run; none while there is no table."""
    if not newsroom.database.exists() or not newsroom.rows("SELECT 1 FROM sqlite_master WHERE name = 'run'"):
        return []
    return newsroom.rows("SELECT source, finish FROM run ORDER BY id")


def source(folder, site, name, more=""):
    (folder / f"{name}.toml").write_text(f'home = "{site.address}"\nfeeds = ["/{name}.xml"]\ndelay = 0\n{more}')


def test_it_crawls_what_is_due_and_stops_when_it_is_told_to(site, newsroom, article, tmp_path, schedule):
    for name in ("bay", "new"):
        site.serve(f"/news/{name}", article(f"The {name}"))
        site.serve_rss(f"/{name}.xml", f"/news/{name}")
    source(tmp_path, site, "bay")
    process = schedule()
    wait_for(lambda: ("bay", "finished") in runs(newsroom))
    source(tmp_path, site, "new")  # a file that is added meanwhile
    wait_for(lambda: ("new", "finished") in runs(newsroom))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert runs(newsroom) == [("bay", "finished"), ("new", "finished")]  # once each: neither is due again
    assert newsroom.kept() == {site.url("/news/bay"), site.url("/news/new")}


def test_a_crawl_that_goes_on_is_ended_well(site, newsroom, article, tmp_path, schedule):
    links = [f"/news/{number}" for number in range(60)]
    for link in links:
        site.serve(link, article(f"Story {link}"))
    site.serve_rss("/bay.xml", *links)
    source(tmp_path, site, "bay", "concurrent = 1\n")
    (tmp_path / "bay.toml").write_text((tmp_path / "bay.toml").read_text().replace("delay = 0", "delay = 0.3"))
    process = schedule()
    wait_for(lambda: len(site.asked()) > 5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert runs(newsroom) == [("bay", "shutdown")]
    assert "stopping 1 crawl" in process.stderr.read()
    assert 0 < len(newsroom.kept()) < 60


def test_a_broken_file_is_told_once_and_the_others_stay(newsroom, tmp_path, capsys):
    (tmp_path / "bay.toml").write_text('home = "https://example.com/"\nfeeds = ["/rss.xml"]\n')
    rounds = Rounds(Crawls(str(newsroom.database), str(tmp_path)), 1)
    assert [each.name for each in rounds.sources()] == ["bay"]
    (tmp_path / "bad.toml").write_text("home = 1\n")
    for _ in range(3):
        assert [each.name for each in rounds.sources()] == ["bay"]
    assert capsys.readouterr().err.count("bad.toml") == 1
    (tmp_path / "bad.toml").unlink()
    rounds.sources()
    assert rounds.trouble == ""


def test_a_source_is_never_crawled_twice_at_once(site, newsroom, article, tmp_path):
    site.answers["/bay.xml"] = lambda request: time.sleep(30)
    source(tmp_path, site, "bay")
    crawl = newsroom.start("source", "-a", "name=bay", COPYDESK_SOURCES=tmp_path)
    wait_for(lambda: runs(newsroom) == [("bay", None)])
    second = newsroom.crawl("source", "-a", "name=bay", COPYDESK_SOURCES=tmp_path)
    assert second.code == 1
    assert "bay is being crawled already" in second.report
    crawl.kill()
    crawl.communicate()
    site.serve_rss("/bay.xml")
    assert newsroom.crawl("source", "-a", "name=bay", COPYDESK_SOURCES=tmp_path).code == 0
