"""`copydesk crawl` and `copydesk retry`, on small sites on loopback."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def sources(tmp_path, site):
    """A folder of sources, and a way to put one more in."""
    folder = tmp_path / "sources"
    folder.mkdir()

    def add(name, *more, path="/rss.xml"):
        home = f'home = "{site.address}"\nfeeds = ["{path}"]\ndelay = 0\n'
        (folder / f"{name}.toml").write_text(home + "\n".join(more))
        return folder

    return add


@pytest.fixture
def copydesk(newsroom, tmp_path):
    """Run a command on the database and the sources of the test."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "desk", *arguments, "--db", str(newsroom.database)],
            capture_output=True,
            check=False,
            text=True,
            timeout=120,
            env={
                **os.environ,
                "COPYDESK_PRIVATE": "1",
                "COPYDESK_SOURCES": str(tmp_path / "sources"),
                "COPYDESK_WORKERS": "1",
                "NO_PROXY": "*",
                "COLUMNS": "120",
            },
        )

    return run


def test_a_round_through_all_sources(site, newsroom, article, sources, copydesk):
    site.serve("/news/1", article("The vote"))
    site.serve_rss("/rss.xml", "/news/1")
    site.serve("/sport/1", article("The match"))
    site.serve_rss("/sport.xml", "/sport/1")
    sources("bay")
    sources("match", path="/sport.xml")
    sources("off", "enabled = false", path="/nowhere.xml")
    ran = copydesk("crawl")
    assert ran.returncode == 0, ran
    assert ran.stdout.count("1 kept") == 2
    assert {(source, title) for source, title in newsroom.rows("SELECT source, title FROM article")} == {
        ("bay", "The vote"),
        ("match", "The match"),
    }
    assert [name for (name,) in newsroom.rows("SELECT source FROM run ORDER BY source")] == ["bay", "match"]


def test_due_is_what_has_not_been_crawled_of_late(site, newsroom, article, sources, copydesk):
    site.serve("/news/1", article("The vote"))
    site.serve_rss("/rss.xml", "/news/1")
    sources("bay", 'every_least = "1h"')
    assert "now" in copydesk("crawl", "--due", "--dry-run").stdout
    assert copydesk("crawl", "--due").returncode == 0
    site.forget()
    assert "in 0:59" in copydesk("crawl", "--due", "--dry-run").stdout
    assert copydesk("crawl", "--due").returncode == 0
    assert not site.asked()


def test_a_crawl_that_does_not_work_is_told_by_the_exit_code_and_the_others_go_on(
    site, newsroom, article, sources, copydesk
):
    site.serve("/news/1", article("The vote"))
    site.serve_rss("/rss.xml", "/news/1")
    sources("bay")
    sources("gone", path="/gone.xml")
    ran = copydesk("crawl")
    assert ran.returncode == 1
    assert "Did not work" in ran.stdout
    assert newsroom.kept() == {site.url("/news/1")}


def test_sources_that_are_not_there_or_off(sources, copydesk):
    sources("bay", "enabled = false")
    assert "no source 'bya'" in copydesk("crawl", "bya").stderr
    assert "switched off" in copydesk("crawl", "bay").stderr
    assert "no source is switched on" in copydesk("crawl").stderr
    assert copydesk("crawl", "bya").returncode == 2


def test_retry_fetches_what_could_not_be_had(site, newsroom, article, sources, copydesk):
    site.serve("/news/1", "<p>Oops</p>", status=503)
    site.serve("/news/2", "<p>Gone</p>", status=410)
    site.serve_rss("/rss.xml", "/news/1", "/news/2")
    sources("bay")
    copydesk("crawl")
    listed = copydesk("retry", "--list")
    assert "http 503" in listed.stdout
    assert site.url("/news/2") in listed.stdout
    site.serve("/news/1", article("The vote"))
    site.forget()
    ran = copydesk("retry")
    assert ran.returncode == 0, ran
    assert "1 kept" in ran.stdout
    assert newsroom.kept() == {site.url("/news/1")}
    assert "/news/2" not in site.asked()
    assert "/rss.xml" not in site.asked()


def test_retry_cleans_again_what_was_refused_for_what_it_holds(site, newsroom, sources, copydesk):
    site.serve("/news/1", "<html><body><h1>Sport</h1><a href=/a>One</a><a href=/b>Two</a></body></html>")
    site.serve_rss("/rss.xml", "/news/1")
    sources("bay")
    copydesk("crawl")
    site.forget()
    ran = copydesk("retry", "--json")
    assert ran.returncode == 1, ran
    assert json.loads(ran.stdout) == {"cleaned": 1, "kept": 0, "asked_for": {}}
    assert not site.asked()


def test_retry_makes_no_database(newsroom, copydesk):
    ran = copydesk("retry")
    assert ran.returncode == 3
    assert "no database" in ran.stderr
    assert not newsroom.database.exists()
