import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from desk.main import COMMANDS, cli, ended_well
from desk.words import Stopped, Trouble

ROOT = Path(__file__).parents[2]
ON_STORED = [("export",), ("show", 1), ("show", 1, "--raw"), ("show", 1, "--original"), ("search", "crane", "--json")]


def test_the_overview_names_each_command_and_exit_code(run):
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    assert all(f"\n    {code} " in result.stdout for code in (0, 1, 2, 3, 130))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_each_command_has_help_with_an_example_that_fits_its_options(run, name, option):
    result = run(name, option)
    assert result.exit_code == 0
    assert f"\n    copydesk {name}" in result.stdout.split("Examples:")[1]
    assert "%" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 110


def test_no_command_is_a_wrong_usage_that_shows_the_overview(run):
    result = run()
    assert result.exit_code == 2
    assert "First steps:" in result.stderr


def test_an_unknown_command_is_a_wrong_usage(run):
    result = run("serach")
    assert result.exit_code == 2
    assert "No such command 'serach'. Did you mean search?" in result.stderr
    assert run("zzz").stderr.endswith("No such command 'zzz'.\n")
    assert result.stdout == ""


def test_the_version_is_the_installed_one(run):
    assert run("--version").stdout == f"copydesk {version('copydesk')}\n"


def test_help_waits_for_no_library_that_it_does_not_need():
    program = (
        "import sys; from desk.main import cli; cli(['--help'], standalone_mode=False); "
        "sys.exit(str({'sqlalchemy', 'lxml', 'rich', 'pipeline'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == "set()\n"


@pytest.mark.parametrize("arguments", [("rules",), *ON_STORED], ids=str)
def test_a_reader_that_has_seen_enough_ends_a_command_in_silence(desk, stored, arguments):
    ours, theirs = os.pipe()
    os.close(ours)
    process = desk.start(*arguments, stdout=theirs)
    os.close(theirs)
    assert process.communicate() == (None, b"")
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", ON_STORED[:3], ids=str)
def test_a_full_disk_behind_the_output_is_told(desk, stored, arguments):
    with Path("/dev/full").open("wb") as full:
        code, _, err = desk.run(*arguments, stdout=full)
    assert (code, err) == (3, "copydesk: cannot read or write: No space left on device\n")


def close_streams():
    for number in (0, 1, 2):
        os.close(number)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show", 1), 0), (("clean", "-"), 1), (("load", "-"), 1), (("search", "zebra"), 1)],
    ids=str,
)
def test_closed_streams_do_no_harm(desk, stored, check_whole, arguments, code):
    process = desk.start(*arguments, stdin=None, stdout=None, stderr=None, preexec_fn=close_streams)
    assert process.wait() == code
    check_whole(stored)


def test_what_a_terminal_cannot_print_becomes_a_question_mark(desk, stored):
    code, out, _ = desk.run("show", 2, environment={"PYTHONIOENCODING": "ascii"})
    assert code == 0
    assert out.startswith("Die Br?cke ?ber die Lohe ist offen\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("arguments", [("export",), ("show", 2, "--json"), ("show", 2, "--original")], ids=str)
def test_what_scripts_read_is_utf_8_everywhere(desk, stored, arguments, encoding):
    code, out, _ = desk.run(*arguments, environment={"PYTHONIOENCODING": encoding})
    assert code == 0
    assert "„Schöner wäre es früher gewesen“" in out


def test_trouble_with_the_database_is_a_sentence_and_exit_code_3(desk):
    code, out, err = desk.run("search", "ice")
    assert (code, out) == (3, "")
    assert err.startswith("copydesk: no database at ")
    assert err.count("\n") == 1


def test_ctrl_c_is_exit_code_130():
    with pytest.raises(Stopped) as caught, ended_well():
        raise KeyboardInterrupt
    assert (caught.value.exit_code, caught.value.message) == (130, "stopped")


def test_an_error_that_came_of_ctrl_c_is_no_mistake_of_ours():
    def strike_in_the_middle():
        try:
            raise KeyboardInterrupt
        finally:
            raise AssertionError  # as SQLAlchemy does

    with pytest.raises(Stopped), ended_well():
        strike_in_the_middle()


def test_a_failing_disk_names_the_file():
    with pytest.raises(Trouble, match=r"cannot read or write: page\.html: Input/output error"), ended_well():
        raise OSError(5, "Input/output error", "page.html")


def test_a_mistake_of_ours_is_not_hidden():
    @click.command()
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), ended_well():
        command(standalone_mode=False, args=[])


def test_the_same_group_can_be_run_again():
    assert [CliRunner().invoke(cli, ["--version"]).exit_code for _ in range(2)] == [0, 0]
