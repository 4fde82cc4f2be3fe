import re

import pytest

COLOUR = re.compile(r"\x1b\[[\d;]*m")
RED_OR_GREEN = re.compile(r"\x1b\[[\d;]*3[12][\d;]*m")


def test_edits_are_coloured_on_a_terminal(desk, stored):
    seen = desk.on_terminal("show", 1, "--edits")
    assert RED_OR_GREEN.search(seen)
    assert "[-" not in seen
    assert "Satturday" in COLOUR.sub("", seen)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_without_colour_edits_stand_in_brackets(desk, stored, environment):
    seen = desk.on_terminal("show", 1, "--edits", **environment)
    assert not RED_OR_GREEN.search(seen)
    assert "[-Satturday-]{+Saturday+}" in COLOUR.sub("", seen)


@pytest.mark.parametrize("arguments", [("show", 1, "--edits"), ("search", "crane"), ("rules",)], ids=str)
def test_there_is_no_colour_in_a_pipe(desk, stored, arguments):
    code, out, err = desk.run(*arguments, environment={"TERM": "xterm-256color"})
    assert (code, err) == (0, "")
    assert "\x1b" not in out


def test_found_words_are_coloured_on_a_terminal(desk, stored):
    assert "\x1b[1;33mcrane\x1b[0m" in desk.on_terminal("search", "crane")
