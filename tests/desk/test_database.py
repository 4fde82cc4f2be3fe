import pytest

from desk.database import again, default_database


def test_the_option_goes_before_the_environment_and_that_before_the_working_directory(run, stored, monkeypatch):
    assert default_database() == "copydesk.db"
    monkeypatch.setenv("COPYDESK_DB", "other.db")
    result = run("show", 1)
    assert result.exit_code == 3
    assert "other.db" in result.stderr
    assert run("show", 1, "--db", "copydesk.db").exit_code == 0


def test_an_empty_environment_variable_is_none(run, stored, monkeypatch):
    monkeypatch.setenv("COPYDESK_DB", "")
    assert run("show", 1).exit_code == 0


def test_a_url_does_as_well_as_a_path(run, stored):
    assert run("show", 1, "--db", "sqlite:///copydesk.db").exit_code == 0
    assert run("show", 1, "--db", f"sqlite:///{stored}").exit_code == 0


def test_what_to_type_next_names_the_database_only_where_needed(monkeypatch):
    monkeypatch.delenv("COPYDESK_DB", raising=False)
    assert (again("copydesk.db"), again("it's.db")) == ("", """ --db 'it'"'"'s.db'""")
    monkeypatch.setenv("COPYDESK_DB", "it's.db")
    assert again("it's.db") == ""


@pytest.mark.parametrize("arguments", [("search", "ice"), ("show", "1"), ("export",)], ids=str)
def test_a_missing_database_is_not_made_and_the_next_step_told(run, here, arguments):
    result = run(*arguments)
    assert result.exit_code == 3
    assert "copydesk load PATH" in result.stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("arguments", [("search", "ice"), ("show", "1"), ("export",), ("load", "page.html")], ids=str)
@pytest.mark.parametrize("location", ["", "postgresql://localhost/news", "no/such/folder/news.db"])
def test_a_place_that_cannot_be_is_told(run, here, arguments, location):
    (here / "page.html").write_text("<p>Ice</p>")
    result = run(*arguments, "--db", location)
    assert result.exit_code == 3
    assert result.stderr.startswith("copydesk: ")
    assert result.stdout == ""
