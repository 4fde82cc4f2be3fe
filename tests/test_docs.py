"""The docs say what is so: generated parts are fresh, nothing is missing, links lead somewhere, examples run."""

import ast
import contextlib
import dataclasses
import doctest
import io
import json
import re
import runpy
import shlex
import sqlite3
import tempfile
import tomllib
from pathlib import Path

import click
import pytest

from db.store import Store
from db.tables import Base
from desk.main import COMMANDS, cli
from desk.records import outcome_record
from pipeline import plan
from pipeline.article import Article, Kept, RawPage, Reason
from pipeline.ingest import ingest
from pipeline.load import load
from pipeline.load.formats import BY_SUFFIX
from pipeline.load.jsonl import page_of_line
from spiders import settings

PROJECT = Path(__file__).parents[1]
DOCS = PROJECT / "docs"
GENERATE = runpy.run_path(str(DOCS / "generate.py"))

WRITTEN = [*DOCS.glob("*.md"), *PROJECT.glob("*.md")]
PAGES = {page.relative_to(PROJECT).as_posix(): page.read_text("utf-8") for page in sorted(WRITTEN)}

FENCED = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def blocks(page, language):
    """Return the fenced blocks of that language, in the order of the page."""
    return [found["text"] for found in FENCED.finditer(PAGES[page]) if found["language"] == language]


def rules():
    """Return the names of all functions in the plan's tuples."""
    tuples = [each for each in vars(plan).values() if isinstance(each, tuple)]
    return sorted({rule.__name__ for each in tuples for rule in each if callable(rule)})


def columns():
    return [(table.name, column) for table in Base.metadata.tables.values() for column in table.columns]


def reason_codes():
    """Return the codes of the reasons in the source, where they are written out."""
    for folder in ("pipeline", "spiders"):
        for module in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == Reason.__name__:
                    first = node.args[0] if node.args else None
                    if isinstance(first, ast.Constant):
                        yield first.value


@pytest.mark.parametrize("page", PAGES)
def test_generated_parts_are_fresh(page):
    assert PAGES[page] == GENERATE["refreshed"](PAGES[page]), "run: .venv/bin/python docs/generate.py"


def test_the_generator_writes_what_the_docs_show_of_it():
    run_examples(GENERATE["prose"].__doc__, {"prose": GENERATE["prose"]})
    begun = [name for page in PAGES.values() for name in re.findall(r"<!-- begin (\w+) -->", page)]
    assert sorted(begun) == sorted(GENERATE["PARTS"])


@pytest.mark.parametrize("rule", rules())
def test_every_rule_is_told_of(rule):
    assert f"### {rule}\n" in PAGES["docs/rules.md"]


def test_every_list_of_words_is_told_of():
    lists = tomllib.loads((PROJECT / "pipeline/rules/marks.toml").read_text("utf-8"))
    assert [name for name in lists if not re.search(rf"^\| `{name}` \| \S", PAGES["docs/rules.md"], re.MULTILINE)] == []


def commands():
    """Yield the name of each command, `sources add` for one in a group, and the command."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", each) for below, each in command.commands.items())


COMMAND = dict(commands())


@pytest.mark.parametrize("name", COMMAND)
def test_every_command_and_option_is_told_of(name):
    help_text = PAGES["docs/commands.md"].partition(f"## copydesk {name}\n")[2].partition("\n## ")[0]
    command = COMMAND[name]
    options = [option for each in command.params if isinstance(each, click.Option) for option in each.opts]
    assert help_text
    assert [option for option in options if option not in help_text] == []


def test_every_table_and_column_is_told_of():
    page = PAGES["docs/schema.md"]
    assert [name for name in Base.metadata.tables if f"### {name}\n" not in page] == []
    assert [each for each in columns() if f"| `{each[1].name}` | " not in page or each[1].comment not in page] == []


def test_every_field_of_an_article_is_told_of():
    fields = [field.name for field in dataclasses.fields(Article)]
    assert [name for name in fields if f"`{name}`" not in PAGES["docs/articles.md"]] == []


def test_every_reason_is_told_of():
    assert sorted({code for code in reason_codes() if f"`{code}`" not in PAGES["docs/articles.md"]}) == []


def test_every_flag_is_told_of():
    flags = set(re.findall(r'"(machine-[a-z]+|published: [a-z ]+)"', read_all("pipeline")))
    assert sorted(flag for flag in flags if f"`{flag}`" not in PAGES["docs/articles.md"]) == []


def test_what_no_rule_fills_is_told_of():
    is_filled = 'Lifted("correction"' in read_all("pipeline/rules")
    assert is_filled != ("no rule fills it yet" in PAGES["docs/articles.md"]), "tell in docs/articles.md what fills it"


def test_every_suffix_is_told_of():
    assert [suffix for suffix in BY_SUFFIX if f"`{suffix}`" not in PAGES["docs/first-steps.md"]] == []


def test_every_variable_and_setting_of_ours_is_told_of():
    names = {name for name in vars(settings) if name.startswith("COPYDESK_")}
    names |= set(re.findall(r'environ\.get\("(\w+)"', read_all("spiders") + read_all("desk") + read_all("db")))
    assert sorted(name for name in names if f"`{name}`" not in PAGES["docs/crawling.md"]) == []


def read_all(folder):
    return "\n".join(module.read_text("utf-8") for module in sorted((PROJECT / folder).rglob("*.py")))


def anchors(text):
    """Return the anchors that GitHub makes of the headings of a page."""
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in HEADING.findall(FENCED.sub("", text)))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for link in LINK.findall(FENCED.sub("", PAGES[page])):
        if link.startswith(("https:", "http:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (PROJECT / page).parent / path if path else PROJECT / page
        assert target.exists(), f"{page}: {link}"
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), f"{page}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_examples_exist(page):
    shell = "\n".join(text for language in ("sh", "bash") for text in blocks(page, language))
    written = [line for line in shell.splitlines() if not line.lstrip().startswith("#")]
    written += [code for code in CODE.findall(FENCED.sub("", PAGES[page])) if code.startswith("copydesk ")]
    for words in re.findall(r"(?:^|[\s/|])copydesk (?=[a-z])(.*)", "\n".join(written)):
        name, *rest = shlex.split(words.split("|")[0].split(">")[0], comments=True)
        name = f"{name} {rest[0]}" if isinstance(COMMAND.get(name), click.Group) and rest else name
        assert name in COMMAND, f"{page}: copydesk {words}"
        command = COMMAND[name]
        known = {option for each in command.params for option in each.opts}
        options = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
        assert options <= known | {"--help"} or name == "search", f"{page}: copydesk {words}"


def test_python_examples_run(monkeypatch, tmp_path):
    monkeypatch.chdir(PROJECT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    run_examples("\n".join(blocks("docs/python.md", "python")), {})


def run_examples(text, names):
    """Run the examples in a text one after the other."""
    test = doctest.DocTestParser().get_doctest(text, names, "examples", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    with contextlib.redirect_stdout(io.StringIO()) as told:
        failed, attempted = runner.run(test)
    assert attempted
    assert not failed, told.getvalue()


def test_sql_examples_run(tmp_path):
    """Each of them finds something among the examples in seeds/."""
    with Store.open(tmp_path / "copydesk.db") as store:
        store.extend([page_outcome(page) for page in load(PROJECT / "seeds")])
    with contextlib.closing(sqlite3.connect(tmp_path / "copydesk.db")) as connection:
        asked = blocks("docs/schema.md", "sql")
        assert asked
        assert [question for question in asked if not connection.execute(question).fetchall()] == []


def test_sql_examples_of_copies_run(tmp_path):
    """Each of them finds something where an example has a copy."""
    outcomes = [page_outcome(page) for page in load(PROJECT / "seeds")]
    first = next(outcome for outcome in outcomes if isinstance(outcome, Kept))
    copied = dataclasses.replace(first, page=dataclasses.replace(first.page, url="https://copy.example/", body=b"copy"))
    with Store.open(tmp_path / "copydesk.db") as store:
        store.extend([*outcomes, copied])
    with contextlib.closing(sqlite3.connect(tmp_path / "copydesk.db")) as connection:
        found = [connection.execute(question).fetchall() for question in blocks("docs/copies.md", "sql")]
        stories, sites, texts = found
        assert [row[1] for row in stories] == [2]
        assert sum(row[1] for row in sites) == 2
        assert len(texts) == connection.execute("SELECT count(*) - 1 FROM article").fetchone()[0]


def page_outcome(page):
    return ingest(page) if isinstance(page, RawPage) else page


def test_the_records_in_first_steps_are_what_goes_in_and_comes_out():
    given, expected = blocks("docs/first-steps.md", "json")
    pages = [
        page_of_line(line.encode(), RawPage("", b"", origin=f"-#{number}"))
        for number, line in enumerate(given.splitlines(), 1)
    ]
    records = [outcome_record(page_outcome(page)) for page in pages]
    assert json.loads(json.dumps(records)) == [json.loads(line) for line in expected.splitlines()]
