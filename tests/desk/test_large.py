"""An article of 5 MB, and one of 300,000 paragraphs that are all the same: all that can be asked of them ends soon.

Each took minutes, or gigabytes, where something went with the square of the length.
"""

import json
import shutil

import pytest

from db.store import Store
from pipeline.article import Article, Edit, Kept, RawPage, Where

TEXTS = {
    "5 MB": tuple(
        f"The ice of lake {number} broke, and {number * 7919 % 10_007} came. " * 4 for number in range(27_000)
    ),
    "300,000 paragraphs": ("Ice.",) * 300_000,
}


@pytest.fixture(scope="module", params=TEXTS)
def with_versions(request, tmp_path_factory):
    """Two versions of a large article, the second with another end."""
    place = tmp_path_factory.mktemp("large") / "copydesk.db"
    with Store.open(place) as store:
        for end in ("It froze.", "It thawed."):
            page = RawPage("https://quay.example/1", f"<p>{end}".encode())
            edits = (Edit("mend", Where("text", 0), "An ", ""),)
            article = Article(page.url, "Long", (*TEXTS[request.param], end), site="quay.example", edits=edits)
            store.extend([Kept(page, article)])
    return place


@pytest.fixture
def large(here, with_versions):
    return shutil.copy(with_versions, here / "copydesk.db")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("search", "ice"), "2  Long"),
        (("search", "thaw*"), "2  Long"),
        (("show", 2), "\n\nIt thawed.\n\n"),
        (("show", 2, "--edits"), "[-An -] (mend)"),
        (("history", 2), "text changed"),
        (("diff", 2), "[-froze-]{+thawed+}."),
        (("db", "check"), "sound"),
        (("reclean", 2, "--dry-run"), "would fail"),  # its page is not the text
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_questions(desk, large, arguments, words):
    code, out, err = desk.run(*arguments)
    assert (code, words in out) == (0, True), (out[:500], err)


def test_a_hit_shows_a_short_stretch(run, large):
    (line,) = run("search", "ice", "--json").stdout.splitlines()
    assert len(json.loads(line)["snippet"]) < 400


def test_it_is_no_copy_of_anything(run, large):
    assert run("copies", 2).exit_code == 1


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "atom"])
def test_exports(run, large, here, form):
    assert run("export", "-o", f"out.{form}", "--format", form).exit_code == 0
    assert (here / f"out.{form}").stat().st_size > 1_000
