"""The list of sources, for people and for programs."""

import json

import pytest


@pytest.fixture
def folder(here):
    (here / "quay.toml").write_text(
        'home = "https://quay.example/"\nlanguage = "en"\nfeeds = ["/a", "/b"]\nsections = ["/"]\nskip = ["/video/"]\n'
        'every_least = "1h"\nevery_most = "2d"\n'
    )
    (here / "bote.toml").write_text('home = "https://bote.example/"\nsitemaps = ["/s"]\nenabled = false\n')
    return here


def test_sources_are_listed_one_a_line(folder, run):
    result = run("sources", "list", "--sources", folder)
    lines = [line.split("  ") for line in result.stdout.splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert cells == [
        ["source", "language", "finds articles by", "looked at every", "front page"],
        ["bote", "off", "1 sitemap", "15m to 1d", "https://bote.example/"],
        ["quay", "en", "2 feeds, 1 section", "1h to 2d", "https://quay.example/"],
    ]


def test_programs_get_every_key(folder, run):
    result = run("sources", "list", "--json", "--sources", folder)
    bote, quay = map(json.loads, result.stdout.splitlines())
    assert bote["enabled"] is False
    assert quay | {"title": ""} == {
        "name": "quay",
        "home": "https://quay.example/",
        "title": "",
        "language": "en",
        "categories": [],
        "feeds": ["https://quay.example/a", "https://quay.example/b"],
        "sitemaps": [],
        "sections": ["https://quay.example/"],
        "skip": ["/video/"],
        "every_least": "1h",
        "every_most": "2d",
        "revisit": "7d",
        "delay": None,
        "concurrent": None,
        "javascript": False,
        "depth": 1,
        "budget": 500,
        "skip_reserved": None,
        "enabled": True,
    }


def test_without_sources_it_says_what_to_do(here, run):
    result = run("sources", "list", "--sources", here)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "copydesk sources add https://example.com/" in result.stderr


def test_help_names_every_subcommand(run):
    told = run("sources", "--help").stdout
    assert [name for name in ("add", "check", "export", "import", "list") if f"\n  {name} " not in told] == []
