import json

import psutil
import pytest

from desk.clean import cleaned
from pipeline.article import Kept, RawPage


def records(result):
    return [json.loads(line) for line in result.stdout_bytes.split(b"\n") if line]


def test_a_page_as_a_person_reads_it(run, here, news):
    (here / "page.html").write_text(news())
    result = run("clean", "page.html")
    assert result.exit_code == 0
    assert result.stdout.startswith("Harbour crane moves\n")
    assert "would hold. Her team" in result.stdout
    assert result.stderr == ""
    assert [path.name for path in here.iterdir()] == ["page.html"]  # nothing stored


def test_what_was_changed_is_shown_in_place(run, here, news):
    (here / "page.html").write_text(news())
    assert "would hold.{+ +} (split_glued_sentences)Her team" in run("clean", "page.html", "--diff").stdout


@pytest.mark.parametrize("arguments", [(), ("-",)], ids=str)
def test_standard_input_is_read(run, news, arguments):
    assert run("clean", *arguments, stdin=news()).stdout.startswith("Harbour crane moves\n")


def test_a_page_is_a_record_for_scripts(run, here, news):
    (here / "page.html").write_text(news())
    (record,) = records(run("clean", "page.html", "--json"))
    assert (record["title"], record["language"], record["id"]) == ("Harbour crane moves", "en", None)
    assert any(edit["rule"] == "split_glued_sentences" for edit in record["edits"])


def test_several_pages_come_in_order_and_apart(run, here, news):
    for number in range(3):
        (here / f"{number}.html").write_text(news(f"Crane number {number}", number))
    assert [record["title"] for record in records(run("clean", "--json", "2.html", "0.html", "1.html"))] == [
        "Crane number 2",
        "Crane number 0",
        "Crane number 1",
    ]
    out = run("clean", here).stdout
    assert out.index("Crane number 0") < out.index("─" * 20) < out.index("Crane number 1")
    assert out.count("─" * 20) >= 2


def test_jsonl_is_a_filter_that_keeps_order_and_names(run):
    lines, expected = [], []
    for number in range(2_000):
        kind = number % 5
        if kind == 0:
            lines.append(json.dumps({"id": number, "text": f"Ice {number} froze."}))
        elif kind == 1:
            lines.append(json.dumps({"id": f"n{number}", "url": f"https://a.org/{number}", "text": "Ice.\u2028Snow."}))
        elif kind == 2:
            lines.append(f'{{"id": {number}, broken')
        elif kind == 3:
            lines.append(json.dumps({"id": number, "url": "https://a.org"}))
        else:
            lines.append(json.dumps({"id": number, "text": " "}))
        name = {1: f"n{number}", 2: None}.get(kind, number)
        reason = {2: f"broken record: -#{number + 1}: not JSON", 3: "broken record", 4: "empty"}.get(kind)
        expected.append((name, reason))
    result = run("clean", "--jsonl", stdin="\n".join(lines))
    answers = records(result)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert len(answers) == len(lines)
    for answer, (name, reason) in zip(answers, expected, strict=True):
        assert answer["id"] == name
        assert answer.get("refused", "").startswith(reason or "")
        assert ("refused" in answer) is (reason is not None)
    assert answers[5]["text"] == "Ice 5 froze."


def test_each_line_is_answered_even_when_the_last_has_no_end(run):
    assert len(records(run("clean", "--jsonl", stdin='{"text": "a"}\n\n{"text": "b"}'))) == 2


@pytest.mark.parametrize("option", ["--json", "--jsonl", None])
def test_no_article_is_exit_code_1_with_the_reason(run, here, option):
    (here / "in.jsonl").write_text('{"id": 7, "html": ""}')
    result = run("clean", "in.jsonl", *filter(None, [option]))
    assert result.exit_code == 1
    if option:
        (record,) = records(result)
        assert (record["id"], record["refused"]) == (7, "empty: the page has no content")
    else:
        assert result.stderr == "refused in.jsonl#1: empty: the page has no content\n"
        assert result.stdout == ""


def test_one_article_among_refused_pages_is_enough(run, here):
    (here / "in.jsonl").write_text('{"html": ""}\n{"text": "Ice froze."}\n')
    result = run("clean", "in.jsonl")
    assert result.exit_code == 0
    assert "Ice froze." in result.stdout
    assert result.stderr.startswith("refused in.jsonl#1")


def test_standard_input_has_a_name_for_people(run):
    assert run("clean", stdin="").stderr == "refused standard input: empty: the page has no content\n"
    assert run("clean", stdin='{"id"}').stderr.startswith("refused standard input#1: broken record: not JSON")


def test_a_missing_path_ends_the_command_before_anything_is_printed(run, here, news):
    (here / "page.html").write_text(news())
    result = run("clean", "page.html", "gone.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no file or folder gone.html" in result.stderr


@pytest.mark.parametrize("option", ["--json", "--jsonl"])
def test_forms_for_people_and_programs_exclude_each_other(run, option):
    assert run("clean", "--diff", option, stdin="x").exit_code == 2


@pytest.mark.parametrize("number", ["0", "257", "two"])
def test_a_number_of_workers_that_cannot_be_is_refused(run, number):
    assert run("clean", "--workers", number, stdin="x").exit_code == 2


def test_a_person_who_gives_nothing_is_told_what_to_give(desk):
    assert "give a FILE, or - to read standard input" in desk.on_terminal("clean")


@pytest.mark.parametrize(("pages", "has_pool"), [(1, False), (2, True)])
def test_only_several_pages_need_a_pool(news, pages, has_pool):
    before = set(psutil.Process().children(recursive=True))
    outcomes = cleaned(iter([RawPage("https://a.org", news().encode())] * pages), {}, workers=1)
    assert isinstance(next(outcomes), Kept)
    assert bool(set(psutil.Process().children(recursive=True)) - before) is has_pool
    assert len(list(outcomes)) == pages - 1
