import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.store import Store
from pipeline.article import Article, Kept, RawPage

ICE = Article(
    "https://quay.example/ice",
    "Ice holds",
    ("The lake froze on Friday.", "Nobody knows how thick it is.", "It is cold."),
    site="quay.example",
    authors=("Ann",),
    fetched_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
)
BREAKS = replace(
    ICE,
    title="Ice breaks \x1b",
    paragraphs=("The lake froze on Thursday.", "Nobody knows how thick it is.", "It is cold.", "A boat sank."),
    correction="An earlier version had the wrong day.",
    fetched_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
)
THAWED = replace(BREAKS, title="Ice breaks", fetched_at=datetime(2026, 3, 3, 12, tzinfo=UTC))


@pytest.fixture
def told(here):
    """Three versions of one article, and an article with one."""
    with Store.open(here / "copydesk.db") as store:
        for article in (ICE, BREAKS, THAWED, Article("https://quay.example/b", "Boat", ("A boat.",))):
            fetched = article.fetched_at or ICE.fetched_at
            store.extend([Kept(RawPage(article.url, str(article).encode(), fetched_at=fetched), article)])


def test_history_lists_versions_and_what_changed(run, told):
    assert run("history", 2).stdout == (
        "  1  Ice holds\n"
        "     article 1 · fetched 2026-03-01 12:00 UTC · 67 letters\n"
        "  2  Ice breaks ␛\n"
        "     article 2 · fetched 2026-03-02 12:00 UTC · 82 letters\n"
        "     headline changed\n"
        "     correction: An earlier version had the wrong day.\n"
        "     text: 4 words added, 1 removed\n"
        "  3  Ice breaks\n"
        "     article 3 · fetched 2026-03-03 12:00 UTC · 82 letters\n"
        "     headline changed\n"
    )


def test_an_address_does_as_well(run, told):
    assert run("history", ICE.url).stdout == run("history", 1).stdout
    assert run("diff", ICE.url).stdout == run("diff", 1).stdout


def test_history_as_json(run, told):
    records = [json.loads(line) for line in run("history", 1, "--json").stdout.splitlines()]
    assert [(each["version"], each["id"]) for each in records] == [(1, 1), (2, 2), (3, 3)]
    assert records[0]["changed"] is None
    assert records[1]["changed"]["correction"] is True


def test_diff_shows_headline_and_correction_first(run, told):
    assert run("diff", 1, 1, 2).stdout == (
        "version 1, fetched 2026-03-01 12:00 UTC\n"
        "version 2, fetched 2026-03-02 12:00 UTC\n"
        "\n"
        "Headline: Ice [-holds-]{+breaks ␛+}\n"
        "Correction: {+An earlier version had the wrong day.+}\n"
        "\n"
        "The lake froze on [-Friday-]{+Thursday+}.\n"
        "\n"
        "(2 paragraphs unchanged)\n"
        "\n"
        "{+A boat sank.+}\n"
        "\n"
        "4 words added, 1 removed\n"
    )


def test_diff_takes_the_last_two_or_one_and_the_last(run, told):
    assert run("diff", 1).stdout == run("diff", 3, 2, 3).stdout
    assert run("diff", 1, 1).stdout == run("diff", 3, 1, 3).stdout
    assert "The text is the same." in run("diff", 1).stdout


def test_diff_as_json_gives_both_texts_back(run, told):
    record = json.loads(run("diff", 1, 1, 2, "--json").stdout)
    assert record["changed"] == ["title", "correction", "text"]
    assert "".join(each["text"] for each in record["text"] if each["state"] != "added") == ICE.text
    assert "".join(each["text"] for each in record["text"] if each["state"] != "removed") == BREAKS.text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("diff", 4), "article 4 has one version only: its page has not changed since it was first fetched\n"),
        (("diff", 1, 4), "no version 4 of article 1, it has 3 versions; list them with: copydesk history 1\n"),
        (("diff", 4, 1, 2), "no version 2 of article 4, it has 1 version; list them with: copydesk history 4\n"),
        (("diff", 9), "no article 9 in copydesk.db; find one with: copydesk search WORDS\n"),
        (("history", "9" * 500), "in copydesk.db; find one with: copydesk search WORDS\n"),
        (("history", "https://quay.example/none"), "in copydesk.db; find one with: copydesk search WORDS\n"),
    ],
)
def test_what_is_not_there_is_told_with_what_to_do(run, told, arguments, sentence):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith(sentence)


@pytest.mark.parametrize("numbers", [(0,), (-1,), ("x",), (1, 2, 3)], ids=str)
def test_what_is_no_version_number_is_wrong_usage(run, told, numbers):
    assert run("diff", 1, *numbers).exit_code == 2
