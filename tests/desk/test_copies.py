import json
import random
from datetime import UTC, datetime

import pytest

from db.store import Store
from pipeline.article import Article, Kept, RawPage

ICE = tuple(
    " ".join(random.Random(line).choices([f"word{place}" for place in range(3_000)], k=30)) for line in range(8)
)


def article(name, title, paragraphs, day=None):
    published = datetime(2026, 3, day, 12, tzinfo=UTC) if day else None
    return Article(f"https://{name}.example/ice", title, paragraphs, site=f"{name}.example", published=published)


@pytest.fixture
def copied(here):
    """A text that three sites have, of which the second was the first to have it, and one that nobody else has."""
    found = [
        article("late", "Ice \x1b[31mholds", ("Our reporter was there too, and saw it all for us.", *ICE[2:]), 4),
        article("wire", "Ice holds", ICE, 2),
        article("same", "Ice holds", ICE, 3),
        article("alone", "Thaw", ("It thawed.",)),
    ]
    with Store.open(here / "copydesk.db") as store:
        store.extend(Kept(RawPage(each.url, each.url.encode()), each) for each in found)


LISTED = """\
    2  Ice holds
       wire.example · 2026-03-02 12:00 · https://wire.example/ice
       the earliest
    3  Ice holds
       same.example · 2026-03-03 12:00 · https://same.example/ice
       exactly the same text
    1  Ice ␛[31mholds
       late.example · 2026-03-04 12:00 · https://late.example/ice
       94% the same text; other headline; 1 paragraph more, 2 fewer
"""


@pytest.mark.parametrize("which", [1, 2, 3, "https://same.example/ice?utm_source=x"])
def test_a_story_is_listed_from_the_earliest_on(run, copied, which):
    result = run("copies", which)
    assert (result.exit_code, result.stdout) == (0, LISTED)


def test_json(run, copied):
    first, second, third = map(json.loads, run("copies", 1, "--json").stdout.splitlines())
    assert (first["id"], first["differs"], first["published"]) == (2, None, "2026-03-02T12:00:00+00:00")
    assert (second["is_exact"], second["like_id"], second["differs"]["is_exact"]) == (True, 2, True)
    assert third["differs"] | {"shared": None} == {
        "shared": None,
        "is_exact": False,
        "other_title": True,
        "added": 1,
        "missing": 2,
        "changed": 0,
        "moved": 0,
    }
    assert third["words"].endswith("1 paragraph more, 2 fewer")


def test_a_text_that_stands_alone(run, copied):
    result = run("copies", 4)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "the text of article 4 stands nowhere else in copydesk.db\n"


@pytest.mark.parametrize("which", ["9", "0", "9" * 5000, "crane", "https://wire.example/none"])
def test_what_is_not_there_is_told_with_what_to_do(run, copied, which):
    result = run("copies", which)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("in copydesk.db; find one with: copydesk search WORDS\n")


def test_without_a_database(run, here):
    result = run("copies", 1)
    assert result.exit_code == 3
    assert "load something first" in result.stderr
