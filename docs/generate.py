"""Write the generated parts of the docs anew: `.venv/bin/python docs/generate.py`.

A generated part stands in its page between `<!-- begin NAME -->` and `<!-- end NAME -->`; all around it is written by
hand. `tests/test_docs.py` fails when a part is not what this module would write.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from sqlalchemy import Column
from sqlalchemy.dialects import sqlite

from db.tables import Base
from desk.main import cli
from desk.rules import STAGES, Listing, listings

DOCS = Path(__file__).parent
MARKS = DOCS.parent / "pipeline" / "rules" / "marks.toml"

PART = re.compile(r"(<!-- begin (?P<name>\w+) -->\n).*?(<!-- end (?P=name) -->)", re.DOTALL)
LIST = re.compile(r"(?P<comment>(?:^#.*\n)+)(?P<name>\w+) = \[", re.MULTILINE)
"""A list of words in marks.toml, below the comment that says what they mark."""

HELP_WIDTH = 100


def rules_part() -> str:
    """Return the rules in the order of the plan, each with its kind, its module and an example."""
    modules = {rule.__name__: rule.__module__.replace(".", "/") + ".py" for _, stage in STAGES for rule in stage}
    return "\n".join(rule_section(listing, modules[listing.rule]) for listing in listings())


def rule_section(listing: Listing, module: str) -> str:
    """Return the section of one rule."""
    place = f"[{module}](../{module})"
    example = f"\n```python\n>>> {listing.example}\n{listing.result}\n```\n" if listing.example else ""
    return f"### {listing.rule}\n\nA {listing.kind}, in {place}. {prose(listing.summary)}\n{example}"


def prose(text: str) -> str:
    """Return text for Markdown, in which a tag outside of code would vanish.

    >>> prose("Lines broken with <br>, not `<p>`")
    'Lines broken with &lt;br>, not `<p>`'
    """
    pieces = text.split("`")
    return "`".join(piece if index % 2 else piece.replace("<", "&lt;") for index, piece in enumerate(pieces))


def marks_part() -> str:
    """Return the lists of marker words, each with the comment above it."""
    text = MARKS.read_text("utf-8")
    comments = {found["name"]: " ".join(found["comment"].replace("#", " ").split()) for found in LIST.finditer(text)}
    rows = (f"| `{name}` | {comments.get(name, '')} |" for name in tomllib.loads(text))
    return "\n".join(("| list | what its words are |", "|---|---|", *rows)) + "\n"


def commands_part() -> str:
    """Return what `--help` prints, for `copydesk` and each of its commands."""
    return "\n".join(f"## {name}\n\n```text\n{text}\n```\n" for name, text in help_texts())


def help_texts() -> Iterator[tuple[str, str]]:
    """Yield the full name and the help of each command."""
    with click.Context(cli, info_name="copydesk", terminal_width=HELP_WIDTH, **cli.context_settings) as above:
        yield "copydesk", cli.get_help(above)
        yield from helps_below(cli, above)


def helps_below(group: click.Group, above: click.Context) -> Iterator[tuple[str, str]]:
    """Yield the full name and the help of each command in a group, and of those in it."""
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        with click.Context(command, above, info_name=name, **command.context_settings) as context:
            yield context.command_path, command.get_help(context)
            if isinstance(command, click.Group):
                yield from helps_below(command, context)


def tables_part() -> str:
    """Return the tables, with the type and the comment of each column."""
    return "\n".join(table_section(row) for row in Base.__subclasses__())


def table_section(row: type[Base]) -> str:
    """Return the section of one table."""
    columns = "\n".join(column_line(column) for column in Base.metadata.tables[row.__tablename__].columns)
    return f"### {row.__tablename__}\n\n{row.__doc__}\n\n| column | type | what it holds |\n|---|---|---|\n{columns}\n"


def column_line(column: Column[object]) -> str:
    """Return the line of one column."""
    kind = column.type.compile(dialect=sqlite.dialect())
    notes = [
        "primary key" if column.primary_key else "",
        "unique" if column.unique else "",
        *(f"a row of `{key.column.table.name}`" for key in column.foreign_keys),
        "may be null" if column.nullable else "",
    ]
    said = ", ".join(filter(None, notes))
    return f"| `{column.name}` | {kind} | {column.comment}{f' ({said})' if said else ''} |"


PARTS: dict[str, Callable[[], str]] = {
    "rules": rules_part,
    "marks": marks_part,
    "commands": commands_part,
    "tables": tables_part,
}


def refreshed(text: str) -> str:
    """Return a page with its generated parts as they should be. Raises KeyError for a part that nothing writes."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]()}\n{found[3]}", text)


def main() -> None:
    """Write all pages that have generated parts."""
    for page in sorted(DOCS.glob("*.md")):
        page.write_text(refreshed(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
