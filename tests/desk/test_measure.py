"""What a rule is worth on labelled pages."""

import gzip
import json

import pytest

from desk.measure import UnlabelledError, labelled, measure
from pipeline.article import Article, Edit, Where

PAGE = "https://quay.example/1"


def made(text, *edits):
    """Return an article that reads so after these edits: rule, place, before, after."""
    return Article(
        PAGE,
        "Ice",
        tuple(text.split("\n")),
        edits=tuple(Edit(rule, Where("text", start), before, after) for rule, start, before, after in edits),
    )


def worth(article, true_text):
    (rule,) = measure([(article, true_text)]).rules.values()
    return rule.right, rule.wrong, rule.unclear, rule.letters_lost


@pytest.mark.parametrize(
    ("true_text", "expected"),
    [
        ("The lake froze.", (2, 0, 0, 0)),
        ("The lake froze. Read on!", (1, 1, 0, 6)),
        ("The lake froze.\nRead on\nAll of it", (0, 2, 0, 13)),
    ],
)
def test_each_line_that_is_cut_counts(true_text, expected):
    article = made("The lake froze.", ("cut", 15, "\nRead on\nAll of it", ""))
    assert article.original() == "The lake froze.\nRead on\nAll of it"
    assert worth(article, true_text) == expected


def test_a_line_that_still_stands_elsewhere_is_not_lost():
    assert worth(made("Ice froze.", ("cut", 10, "\nIce froze.", "")), "Ice froze.") == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("true_text", "expected"),
    [
        ("It froze. Nobody fell in.", (1, 0, 0, 0)),
        ("It froze.Nobody fell in.", (0, 1, 0, 0)),
        ("It melted. Nobody fell in.", (0, 0, 1, 0)),
    ],
)
def test_a_repair_is_found_by_the_words_around_it(true_text, expected):
    article = made("It froze. Nobody fell in.\nMore.", ("split", 9, "", " "))
    assert worth(article, true_text) == expected


@pytest.mark.parametrize(
    ("true_text", "expected"),
    [
        ("The mayor, who skates, fell in.", (1, 0, 0, 0)),
        ("The mayor,\n\nwho skates, fell in.", (0, 1, 0, 0)),
        ("Nobody fell in.", (0, 0, 1, 0)),
    ],
)
def test_a_join_is_right_where_the_truth_has_no_line_break(true_text, expected):
    article = made("The mayor, who skates, fell in.", ("join", 10, " \n", " "))
    assert article.original() == "The mayor, \nwho skates, fell in."
    assert worth(article, true_text) == expected


def test_letters_that_a_wrong_repair_took_are_counted():
    article = made("The old ice froze.", ("mend", 4, "very old", "old"))
    assert worth(article, "The very old ice froze.") == (0, 1, 0, 4)


def test_the_share_is_of_all_true_letters():
    pages = [(made("Ice.", ("cut", 4, "\nSnow", "")), "Ice.\nSnow"), (made("Ice"), "Ice")]
    assert measure(pages).share_lost == 4 / 10
    assert measure([]).share_lost == 0


@pytest.fixture
def folder(here, courier):
    """Two labelled pages; of the second the truth keeps the headline as its first line."""
    folder = here / "labelled"
    (folder / "pages").mkdir(parents=True)
    rows = []
    for number, name in enumerate(("a1", "b2")):
        (folder / "pages" / f"{name}.html.gz").write_bytes(gzip.compress(courier(number).encode()))
        lines = [line.partition("</p>")[0] for line in courier(number).split("<p>")[1:]]
        rows.append({"id": name, "url": f"https://quay.example/{name}", "paragraphs": lines})
    rows[1] = {"id": "b2", "text": "\n".join(["Bakers quarrel over the oldest oven", *rows[1]["paragraphs"]])}
    (folder / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def test_a_person_reads_what_each_rule_is_worth(run, folder):
    result = run("rules", "--measure", folder)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:2] == ["2", "pages;"]
    assert ["repeats_title", "2", "1", "1", "0", "30"] in lines
    assert ["is_blank", "0", "0", "0", "0", "0"] in lines, "a rule that does nothing is seen as well"
    assert "Bakers quarrel over the oldest oven" in result.stdout


def test_a_script_reads_what_each_rule_is_worth(run, folder):
    report = json.loads(run("rules", "--measure", folder, "--json").stdout)
    assert report["pages"] == 2
    assert 0 < report["share_lost"] < 0.1
    found = report["rules"]["repeats_title"]
    assert (found["fired"], found["right"], found["wrong"], found["letters_lost"]) == (2, 1, 1, 30)


def test_exceptions_hold_while_measuring(run, folder, lay_down):
    sites = lay_down('site = "*"\noff = ["repeats_title"]')
    report = json.loads(run("rules", "--measure", folder, "--sites", sites, "--json").stdout)
    assert (report["rules"]["repeats_title"]["fired"], report["share_lost"]) == (0, 0)


def write_rows(*rows):
    return lambda folder: (folder / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "truth.jsonl").unlink(), "truth.jsonl: No such file"),
        (lambda folder: (folder / "truth.jsonl").write_text("{"), "truth.jsonl: "),
        (write_rows(), "truth.jsonl is empty"),
        (write_rows({"id": "a1"}), "row 1 of truth.jsonl has no"),
        (write_rows(["a1"]), "row 1 of truth.jsonl has no"),
        (lambda folder: (folder / "pages" / "b2.html.gz").unlink(), "there is no "),
        (lambda folder: (folder / "pages" / "b2.html.gz").write_bytes(b"no gzip"), "cannot be read"),
    ],
)
def test_a_wrong_folder_says_what_is_expected_there(run, folder, spoil, words):
    spoil(folder)
    result = run("rules", "--measure", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "a row a page" in result.stderr
    assert "pages/a1.html.gz" in result.stderr


def test_no_folder_at_all(run, here):
    result = run("rules", "--measure", "nowhere")
    assert result.exit_code == 2
    assert "nowhere is no folder of labelled pages" in result.stderr


def test_pages_are_read_as_a_crawl_would_hand_them_in(folder):
    first, second = labelled(folder)
    assert (first.page.url, first.page.record_id) == ("https://quay.example/a1", "a1")
    assert second.page.url == ""
    assert second.true_text.startswith("Bakers quarrel")
    with pytest.raises(UnlabelledError):
        next(labelled(folder.parent))
