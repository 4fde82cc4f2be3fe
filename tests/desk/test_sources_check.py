"""Mistakes in the files of sources are told with file and line."""

import pytest

HOME = 'home = "https://quay.example/"\n'


@pytest.fixture
def write(here):
    def write(name, text):
        (here / "mine").mkdir(exist_ok=True)
        (here / "mine" / f"{name}.toml").write_text(text)

    return write


def test_good_files_are_good(write, run):
    write("quay", HOME + 'feeds = ["/a"]')
    result = run("sources", "check", "--sources", "mine")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 source; all can be used" in result.stderr


def test_every_mistake_of_every_file_is_told(write, run):
    write("good", HOME + 'feeds = ["/a"]')
    write("one", HOME + 'feeds = ["/b"]\nskip = ["video"]\ndepht = 2')
    write("two", "home = example.com")
    result = run("sources", "check", "--sources", "mine")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "mine/one.toml, line 3",
        "mine/one.toml, line 4",
        "mine/two.toml, line 1",
    ]
    assert "2 files of 3 cannot be used" in result.stderr


def test_single_files_can_be_checked(write, run):
    write("good", HOME + 'feeds = ["/a"]')
    write("bad", HOME)
    assert run("sources", "check", "mine/good.toml").exit_code == 0
    result = run("sources", "check", "mine/bad.toml", "none.toml")
    assert result.exit_code == 1
    assert "mine/bad.toml: it names no feeds, sitemaps or sections" in result.stdout
    assert "none.toml: cannot be read: No such file or directory" in result.stdout


def test_an_address_that_two_sources_read_is_told_and_does_no_harm(write, run):
    for name in ("one", "two"):
        write(name, HOME + 'feeds = ["/a"]')
    result = run("sources", "check", "--sources", "mine")
    assert result.exit_code == 0
    assert "https://quay.example/a is read by one and two; leave it to one of them" in result.stdout


def test_no_sources_is_no_success(here, run):
    (here / "mine").mkdir()
    result = run("sources", "check", "--sources", "mine")
    assert result.exit_code == 1
    assert "no sources in mine" in result.stderr


def test_letters_that_steer_a_terminal_are_shown(write, run):
    write("bad", HOME + '"a\\u001b[31m" = 1')
    assert "\x1b" not in run("sources", "check", "--sources", "mine").stdout


def test_what_is_shipped_can_be_used(run):
    assert run("sources", "check").exit_code == 0
