import json

import pytest

from db.search import Hit
from db.store import Store
from desk.search import MARKS, hit_record, marked_words


def found(result):
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_a_person_sees_number_headline_place_and_words(run, stored):
    result = run("search", "bearing")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "    1  Harbour crane moves",
        "       quay.example · 2026-04-18 · https://www.quay.example/crane",
    ]
    assert "replaced every bearing." in result.stdout
    assert result.stderr == ""


def test_a_script_reads_json_lines(run, stored):
    result = run("search", "bearing", "--json")
    (hit,) = map(json.loads, result.stdout.splitlines())
    assert hit["published"] == "2026-04-18T07:30:00+00:00"
    assert "[bearing]" in hit["snippet"]
    assert set(hit) == {"id", "title", "site", "published", "url", "snippet", "score"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["old", "crane"], [1]),
        (['"old crane"'], [1]),
        (['"crane old"'], []),
        (["bear*"], [1]),
        (["brucke"], [2]),
        (["crane", "-bearing"], []),
        (["crane", "-harvest"], [1]),
        (["crane", "-x"], [1]),
        (["-crane"], [2, 3]),
        (["--", "-crane"], [2, 3]),
        (["crane AND turned"], []),
        (['crane ) ( " ^ * : -'], [1]),
        (["NEAR(crane, turned)"], []),
        (["title:crane"], [1]),
        (["title:bearing"], []),
        (["bearing OR brucke"], [1, 2]),
        (["site:quay.example"], [1]),
        (["crane", "-site:quay.example"], []),
        (["language:de"], [2]),
        (["crane'; DROP TABLE article; --"], []),
    ],
    ids=str,
)
def test_words_mean_what_the_help_says(run, stored, words, expected):
    result = run("search", "--json", *words)
    assert sorted(found(result)) == expected
    assert result.exit_code == (0 if expected else 1)
    assert bool(result.stderr) is not bool(expected)


@pytest.mark.parametrize("words", ["", " ", "!!!", "-", '"', "*"])
def test_without_a_word_the_newest_come(run, stored, words):
    result = run("search", words, "--json")
    assert found(result) == [1, 2, 3]
    assert ("these are the newest articles" in result.stderr) is bool(words.strip())


def test_no_words_at_all_is_the_newest(run, stored):
    assert found(run("search", "--json", "--limit", "2")) == [1, 2]


def test_the_newest_and_what_comes_after_some(run, stored):
    assert found(run("search", "--json", "bearing OR brucke", "--newest")) == [1, 2]
    assert found(run("search", "--json", "bearing OR brucke", "--newest", "--skip", "1")) == [2]
    result = run("search", "--json", "bearing", "--skip", "1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nothing is left after 1; leave fewer out with --skip\n"


@pytest.mark.parametrize("limit", ["0", "-1", "10001", "many"])
def test_a_limit_that_cannot_be_is_refused(run, stored, limit):
    assert run("search", "crane", "--limit", limit).exit_code == 2


def test_a_misspelt_option_is_no_word(run, stored):
    result = run("search", "crane", "--jsno")
    assert result.exit_code == 2
    assert "--json" in result.stderr


def test_nothing_found_says_what_else_to_try(run, stored):
    result = run("search", "zebras", "--site", "quay.example")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "nothing found for zebras; try fewer words, or the beginning of one, as in 'zebr*', "
        "or without options that choose, such as --site\n"
    )


def test_an_empty_database_says_so(run, here):
    Store.open("my news.db").close()
    result = run("search", "ice", "--db", "my news.db")
    assert result.exit_code == 1
    assert "no article in my news.db yet; load some: copydesk load PATH --db 'my news.db'" in result.stderr


def test_what_steers_a_terminal_is_shown_not_obeyed(run, stored):
    assert "name ␛[31m" in run("search", "note").stdout


def test_brackets_of_the_text_are_not_taken_for_marks():
    hit = Hit(1, "T", None, None, "", f"a [b] {MARKS.start}c{MARKS.end}", 1.0)
    assert hit_record(hit)["snippet"] == "a [b] [c]"
    text = marked_words(hit.snippet)
    assert (str(text), [str(text)[span.start : span.end] for span in text.spans]) == ("a [b] c", ["c"])
