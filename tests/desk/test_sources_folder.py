"""Which folder of sources is meant."""

import pytest

HOME = 'home = "https://quay.example/"\nfeeds = ["/rss.xml"]\n'


@pytest.fixture
def folders(here):
    for name in ("one", "two"):
        (here / name).mkdir()
        (here / name / f"{name}.toml").write_text(HOME)
    return here


def names(result):
    return [line.split()[0] for line in result.stdout.splitlines()[1:]]


def test_the_option_is_stronger_than_the_environment_and_this_than_the_project(folders, run, monkeypatch):
    assert "globalvoices.org" in names(run("sources", "list"))
    monkeypatch.setenv("COPYDESK_SOURCES", "one")
    assert names(run("sources", "list")) == ["one"]
    assert names(run("sources", "list", "--sources", "two")) == ["two"]


@pytest.mark.parametrize("command", ["list", "check", "export"])
def test_a_folder_that_is_named_must_be_one(here, run, command):
    result = run("sources", command, "--sources", "none")
    assert result.exit_code == 2
    assert "none: no folder of sources can be read there" in result.stderr


@pytest.mark.parametrize("command", ["list", "export"])
def test_a_wrong_file_ends_a_command_before_anything_is_done(folders, run, command):
    (folders / "one" / "bad.toml").write_text(HOME + "feed = 1")
    result = run("sources", command, "--sources", "one")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bad.toml, line 3: unknown key 'feed'; did you mean 'feeds'?" in result.stderr
