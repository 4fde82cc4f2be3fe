import json

import pytest

from db.store import Store
from pipeline.article import Article, Edit, Kept, Provenance, RawPage, Where


def test_an_article_as_a_person_reads_it(run, stored):
    result = run("show", 1)
    assert result.exit_code == 0
    assert result.stdout == (
        "Harbour crane moves\n"
        "Mara Lindqvist · 2026-04-18 09:30 +0200 · quay.example\n"
        "https://www.quay.example/crane\n"
        "\n"
        "The old crane turned on Saturday.\n"
        "\n"
        "Her team replaced every bearing.\n"
        "\n"
        "Credit: with agencies\n"
        "3 edits\n"
    )


def test_edits_stand_in_place_with_their_rules(run, stored):
    out = run("show", 1, "--edits").stdout
    assert out.startswith("Harbour crane [-mooves-]{+moves+} (mend_title)\n")
    assert "\nThe old crane turned on [-Satturday-]{+Saturday+} (mend_day).\n" in out
    assert "\n[-Download our app-] (promotes_site)\n" in out


@pytest.mark.parametrize("option", ["--edits", "--json", "--original", "--raw"])
def test_an_article_without_title_and_edits_can_be_shown(run, stored, option):
    assert run("show", 3, option).exit_code == 0


def test_the_original_comes_back_to_the_byte(run, stored):
    original = "The old crane turned on Satturday.\nHer team replaced every bearing.\nDownload our app"
    assert run("show", 1, "--original").stdout_bytes == original.encode()


def test_the_page_comes_back_to_the_byte(run, stored):
    assert run("show", 1, "--raw").stdout_bytes == b"<p>Harbour crane moves\r\n"


def test_json_is_the_record_that_export_writes(run, stored):
    shown = run("show", 2, "--json").stdout_bytes
    assert shown == run("export").stdout_bytes.splitlines(keepends=True)[1]
    assert json.loads(shown)["id"] == 2


def test_the_record_and_its_edits_give_the_original(run, stored):
    record = json.loads(run("show", 1, "--json").stdout)
    text = record["text"]
    for edit in reversed(record["edits"]):
        name, start = edit["where"].split(":")
        if name == "text":
            assert text[int(start) :].startswith(edit["after"])
            text = text[: int(start)] + edit["before"] + text[int(start) + len(edit["after"]) :]
    assert text == run("show", 1, "--original").stdout


def test_an_address_does_as_well_as_a_number(run, stored):
    assert run("show", "HTTPS://WWW.quay.example:443/crane?utm_source=x").stdout == run("show", 1).stdout


@pytest.mark.parametrize("which", ["4", "0", "9" * 19, "9" * 5000, "²", "crane", "", "https://quay.example/none"])
def test_what_is_not_there_is_told_with_what_to_do(run, stored, which):
    result = run("show", which)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("in copydesk.db; find one with: copydesk search WORDS\n")


@pytest.mark.parametrize("options", [("--edits", "--json"), ("--raw", "--original"), ("--edits", "--raw")], ids=str)
def test_only_one_form_can_be_shown(run, stored, options):
    result = run("show", 1, *options)
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


def test_what_steers_a_terminal_is_shown_not_obeyed(run, stored):
    assert "\x1b" not in run("show", 3).stdout + run("show", 3, "--edits").stdout
    assert isinstance(json.loads(run("show", 3, "--json").stdout), dict)
    assert "name \x1b[31m, a date" in run("show", 3, "--original").stdout


STANDFIRST = "The lake bears \x1b the town."


@pytest.fixture
def lifted(here):
    """An article of which much was lifted, as number 1."""
    article = Article(
        "https://quay.example/ice",
        "Ice holds",
        ("It held on Friday.",),
        standfirst=STANDFIRST,
        credit="with agencies",
        correction="An earlier version had the lake melt.",
        author_note="Ann writes about water.",
        free=False,
        provenance=(Provenance("title", "h1"),),
        edits=(
            Edit("lift_correction", Where("text", len(STANDFIRST) + 19), "\nAn earlier version had the lake melt.", ""),
            Edit("lift_standfirst", Where("text", 0), STANDFIRST + "\n", ""),
        ),
    )
    with Store.open(here / "copydesk.db") as store:
        store.extend([Kept(RawPage(article.url, b"<p>Ice"), article)])


def test_what_was_lifted_stands_above_and_below_the_text(run, lifted):
    assert run("show", 1).stdout == (
        "Ice holds\n"
        "The lake bears ␛ the town.\n"
        "https://quay.example/ice\n"
        "\n"
        "It held on Friday.\n"
        "\n"
        "Credit: with agencies\n"
        "Correction: An earlier version had the lake melt.\n"
        "Author: Ann writes about water.\n"
        "For subscribers: the page may not have all of the text.\n"
        "2 edits\n"
    )


def test_edits_of_what_was_lifted_stand_where_it_stood(run, lifted):
    assert (
        "\n[-The lake bears ␛ the town.-] (lift_standfirst)\n\nIt held on Friday.\n\n"
        "[-An earlier version had the lake melt.-] (lift_correction)\n"
    ) in run("show", 1, "--edits").stdout


def test_json_has_what_was_lifted(run, lifted):
    record = json.loads(run("show", 1, "--json").stdout)
    assert record["standfirst"] == STANDFIRST
    assert (record["free"], record["provenance"]) == (False, {"title": "h1"})
