"""Asking for pages without a crawl: in a process of its own, because Twisted's reactor runs only once in one."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PATIENCE = 120  # seconds after which a process that hangs fails its test

PROGRAM = """
import json, sys
from spiders.asking import Answer, run_asking

async def job(ask):
    answers = [await ask(url) for url in json.loads(sys.argv[1])]
    return [
        [each.url, each.body.decode(), each.content_type] if isinstance(each, Answer) else each.code for each in answers
    ]

print(json.dumps(run_asking(job, **json.loads(sys.argv[2]))))
"""


def ask(*urls, program=PROGRAM, **settings):
    """Return what addresses answer, or the code of the reason why they do not."""
    given = {"AUTOTHROTTLE_ENABLED": False, "COPYDESK_PRIVATE": True, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, **settings}
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(urls), json.dumps(given)],
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return json.loads(done.stdout) if not done.returncode else done.stderr


def test_answers_come_in_hand_and_reasons_where_there_are_none(site):
    site.serve("/a", "Ice", "text/plain")
    site.serve("/moved", "", status=301, Location=site.url("/a"))
    site.serve("/long", "x" * 2000)
    site.serve("/robots.txt", "User-agent: Copydesk\nDisallow: /private", "text/plain")
    urls = [site.url(path) for path in ("/a", "/moved", "/gone", "/private", "/long")]
    assert ask(*urls, "file:///etc/passwd", "http://127.0.0.1:9/", DOWNLOAD_MAXSIZE=1000) == [
        [site.url("/a"), "Ice", "text/plain"],
        [site.url("/a"), "Ice", "text/plain"],
        "http 404",
        "robots.txt",
        "too large",
        "bad address",
        "unreachable",
    ]
    assert not site.asked()["/private"]
    assert {agent.partition("/")[0] for _, agent in site.requests} == {"Copydesk"}


def test_this_machine_is_not_asked_unless_that_is_wanted(site):
    assert ask(site.url("/a"), COPYDESK_PRIVATE=False) == ["private address"]
    assert not site.requests


def test_nothing_is_stored(site, tmp_path):
    site.serve("/a", "Ice")
    place = tmp_path / "copydesk.db"
    assert ask(site.url("/a"), COPYDESK_DB=os.fspath(place))
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_in_the_job_is_raised():
    told = ask(program=PROGRAM.replace("answers = [", "raise KeyError('quay'); answers = ["))
    assert told.strip().endswith("KeyError: 'quay'")
