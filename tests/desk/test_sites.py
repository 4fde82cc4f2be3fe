"""Exceptions that people laid down for sites: from the file to what becomes of a page."""

import json

import pytest

from pipeline.exceptions import SHIPPED, read_exceptions, read_file

FOOTER = "The Quay Courier, all that floats and some that sinks"
STRIKE = 'site = "www.Quay.example"\ncut = ["the quay courier: ALL that floats and some that sinks"]\n'
OFF = 'site = "quay.example"\noff = ["repeats_title"]\n'
KEEP = 'site = "*"\nkeep = ["Ferry runs aground off the north mole"]\n'
TITLE = "Ferry runs aground off the north mole\n"


def texts(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["text"] for line in result.stdout.splitlines()]


@pytest.fixture(params=["clean", "clean several", "clean --learn", "load"])
def text_of(request, run, record):
    """Clean the first story, in one of the ways there are, and return its text."""

    def text_of(*options):
        if request.param == "load":
            assert run("load", "-", *options, stdin=record(0)).exit_code == 0
            return texts(run("export"))[0]
        lines = record(0) + (record(1) if "several" in request.param else "")
        learn = ["--learn"] if "learn" in request.param else []
        return texts(run("clean", "--jsonl", *learn, *options, stdin=lines))[0]

    return text_of


def test_without_exceptions_the_rules_alone_decide(text_of):
    text = text_of()
    assert text.endswith(FOOTER)
    assert not text.startswith(TITLE)


def test_a_line_that_is_struck_out_goes(text_of, lay_down):
    assert FOOTER not in text_of("--sites", lay_down(STRIKE))


@pytest.mark.parametrize("exception", [OFF, KEEP], ids=["off", "keep"])
def test_a_rule_that_is_off_and_a_line_that_is_kept_leave_it_as_it_is(text_of, lay_down, exception):
    assert text_of("--sites", lay_down(exception)).startswith(TITLE)


def test_another_site_is_left_alone(text_of, lay_down):
    lay_down(STRIKE.replace("Quay", "Other"))
    text = text_of("--sites", lay_down(OFF.replace("quay", "other"), "other.toml"))
    assert text.endswith(FOOTER)
    assert not text.startswith(TITLE)


def test_the_environment_names_the_folder_and_the_option_is_stronger(text_of, lay_down, monkeypatch, here):
    monkeypatch.setenv("COPYDESK_SITES", str(lay_down(STRIKE)))
    (here / "none").mkdir()
    assert text_of("--sites", "none").endswith(FOOTER)


def test_the_environment_names_the_folder(text_of, lay_down, monkeypatch):
    monkeypatch.setenv("COPYDESK_SITES", str(lay_down(STRIKE)))
    assert FOOTER not in text_of()


@pytest.mark.parametrize("command", ["clean", "load"])
@pytest.mark.parametrize("files", [1, 2])
def test_a_saved_page_is_known_by_what_it_calls_its_site(run, courier, lay_down, here, *, command, files):
    head = '<link rel="canonical" href="https://www.quay.example/0">'
    paths = [f"{number}.html" for number in range(files)]
    for number, path in enumerate(paths):
        (here / path).write_text(courier(number, head))
    options = ("--sites", lay_down(STRIKE))
    if command == "load":
        assert run("load", *paths, *options).exit_code == 0
    found = texts(run("clean", "--json", *paths, *options) if command == "clean" else run("export"))
    assert [FOOTER in text for text in found] == [False] * files


def test_what_is_laid_down_later_holds_for_what_is_cleaned_again(run, record, lay_down):
    run("load", "-", stdin=record(0) + record(1, host="other.example"))
    report = json.loads(run("reclean", "--site", "quay.example", "--sites", lay_down(STRIKE), "--json").stdout)
    assert (report["looked_at"], report["changed"]) == (1, 1)
    assert [FOOTER in text for text in texts(run("export"))] == [False, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("site = ", "quay.toml: "),
        ("cut = []", "say which site it is about"),
        ('site = "quay.example"\nout = []', "unknown key 'out'"),
        ('site = "quay.example"\noff = ["repeats_titel"]', "there is no rule 'repeats_titel'"),
        ('site = "quay.example"\ncut = "a line"', "expected a list of strings"),
        ('site = "quay.example"\nkeep = ["- 12 -"]', "has no letters"),
        ('site = "quay.example"\nkeep = ["\udc80"]', "quay.toml: "),
    ],
)
@pytest.mark.parametrize("arguments", [("clean", "-"), ("load", "-"), ("reclean",), ("rules",)], ids=str)
def test_a_wrong_file_is_told_before_anything_is_done(run, record, here, *, lay_down, arguments, text, words):
    folder = lay_down("")
    (folder / "quay.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run(*arguments, "--sites", folder, stdin=record(0))
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "quay.toml" in result.stderr
    assert not (here / "copydesk.db").exists()


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.touch()], ids=["none", "file"])
def test_a_folder_that_is_named_must_be_one(run, here, make):
    make(here / "sites")
    result = run("load", "-", "--sites", "sites", stdin="{}")
    assert result.exit_code == 2
    assert "sites: no folder of exceptions can be read there" in result.stderr


def test_what_is_shipped_is_right_and_changes_no_site():
    """Each file may be copied; none decides anything for those who did not ask for it."""
    assert sorted(path.name for path in SHIPPED.glob("*.toml")) == ["example.com.toml"]
    for path in SHIPPED.glob("*.toml"):
        assert read_file(path)[0] == path.stem
    assert not any(each.off or each.cut or each.keep for each in read_exceptions(SHIPPED).values())


def test_the_example_says_something_when_the_signs_are_taken_away(tmp_path):
    text = (SHIPPED / "example.com.toml").read_text("utf-8")
    (tmp_path / "copy.toml").write_text(text.replace('    # "', '    "'))
    site, exceptions = read_file(tmp_path / "copy.toml")
    assert site == "example.com"
    assert all((exceptions.off, exceptions.cut, exceptions.keep))


def test_the_file_in_the_docs_is_right(tmp_path):
    page = (SHIPPED.parents[1] / "docs" / "sites.md").read_text("utf-8")
    (tmp_path / "example.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    site, exceptions = read_file(tmp_path / "example.toml")
    assert site == "example.com"
    assert all((exceptions.off, exceptions.cut, exceptions.keep))
