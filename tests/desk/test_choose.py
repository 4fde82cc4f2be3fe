import json

import pytest


def found(result):
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


@pytest.mark.parametrize("command", [("search", "--json"), ("export",)], ids=str)
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--site", "www.Quay.example"), [1]),
        (("--language", "DE"), [2]),
        (("--since", "2026-02-03"), [1, 2]),
        (("--since", "2026-02-04"), [1]),
        (("--until", "2026-02-03"), []),
        (("--until", "2026-02-04"), [2]),
        (("--site", "quay.example", "--site", "none.example"), [1]),
        (("--site", "none.example"), []),
        (("--author", "nobody at all"), []),
        (("--source", "none"), []),
        (("--section", "none"), []),
        (("--has-correction",), []),
        (("--copy-of", "1"), []),
        (("--copy-of", "999999999"), []),
        (("--versions", "--language", "de", "--language", "en"), [1, 2]),
        (("--since", "2026-01-01", "--until", "2026-12-31", "--language", "en"), [1]),
    ],
    ids=str,
)
def test_options_choose_among_the_articles(run, stored, command, options, expected):
    result = run(*command, *options)
    assert sorted(found(result)) == expected
    assert result.exit_code == (0 if expected else 1)


@pytest.mark.parametrize("command", ["search", "export"])
@pytest.mark.parametrize("day", ["today", "2026-02-30", "03/02/2026", "2026-02-03T10:00"])
def test_what_is_no_day_is_answered_with_one(run, stored, command, day):
    result = run(command, "--since", day)
    assert result.exit_code == 2
    assert f"'{day}' is no day; write it as in 2026-01-31" in result.stderr


@pytest.mark.parametrize("command", ["search", "export"])
@pytest.mark.parametrize("number", ["0", "-1", "x", str(2**63)])
def test_a_number_that_no_article_can_have_is_refused(run, stored, command, number):
    assert run(command, "--copy-of", number).exit_code == 2
