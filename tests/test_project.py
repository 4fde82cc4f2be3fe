"""The project as a whole: what is ours, what must stay as it is, and what must not get in."""

import hashlib
import re
import shutil
import subprocess
import tempfile
import tomllib
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]

SEED_SHA256 = "e51c5b758f284b72b80485e507b99ba2dd7eb40836d3cc859778304e910bcfd8"

# Each is written so that it does not find itself.
HOMES = re.compile(r"/(?:home/(?!ann\b)\w|Users/\w|root/)")
REGISTRIES = re.compile(r"\bpy[p]i\.\w|python[h]osted\.|npm[j]s\.|crates[.]io|artif[a]ctory|\bdev[p]i\b")


def tracked():
    """Return the files that git tracks or would track."""
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := PROJECT / name).is_file()]


def lines_with(pattern):
    """Return where a pattern occurs in tracked files, as `file:line`."""
    return [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("name", ["pipeline", "db", "spiders", "desk", "benchmarks"])
def test_the_packages_are_ours(name):
    """Any installed distribution with a package of that name could shadow it."""
    assert Path(import_module(name).__file__).is_relative_to(PROJECT)


def test_the_seed_article_is_as_it_was_given():
    body = (PROJECT / "seeds/articles/us-trained-afghan-soldiers.txt").read_bytes()
    assert hashlib.sha256(body).hexdigest() == SEED_SHA256


def test_scrapy_and_scrapyd_find_the_settings():
    """Both look into scrapy.cfg, and say little when what it names cannot be imported."""
    config = ConfigParser()
    config.read(PROJECT / "scrapy.cfg")
    for module in config["settings"].values():
        assert import_module(module).SPIDER_MODULES


def test_the_lock_names_every_dependency():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"].values()
    asked = [*project["project"]["dependencies"], *(each for group in groups for each in group)]
    lock = (PROJECT / "requirements.lock").read_text("utf-8")
    locked = {normal(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    assert [name for name in asked if normal(re.match(r"[\w.-]+", name).group()) not in locked] == []


def test_the_lock_names_no_address():
    assert "://" not in (PROJECT / "requirements.lock").read_text("utf-8")


def normal(name):
    """Return the form of a distribution's name by which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_file_names_a_place_on_this_machine():
    places = {PROJECT, PROJECT.parent} - {Path(tempfile.gettempdir()), Path(PROJECT.anchor)}
    here = re.compile("|".join(rf"(?<!\w){re.escape(str(place))}(?!\w)" for place in places))
    assert lines_with(here) == []
    assert lines_with(HOMES) == []


def test_no_file_names_a_package_registry():
    assert lines_with(REGISTRIES) == []
