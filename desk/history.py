"""`copydesk history`: the versions of an article, and what each changed."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from rich.text import Text

from db.history import Change, Version, versions_of
from desk.consoles import Console, results
from desk.database import again, database_option, reader
from desk.records import Record, iso, print_record
from desk.which import nothing_of, number_of
from desk.words import EXIT_NOTHING, counted, json_option, labelled, say, visible

EXAMPLES = """\b
Examples:
  copydesk history 1                        the number of any of its versions
  copydesk history https://example.com/a    its address
  copydesk diff 1                           what the last version changed, word by word

Exit code 1 when there is no such article."""


@click.command(epilog=EXAMPLES)
@click.argument("which", metavar="ID|URL")
@database_option
@json_option
def command(which: str, database: str, *, as_json: bool) -> None:
    """List the versions of an article, oldest first, and what each changed."""
    with reader(database) as engine:
        number = number_of(engine, which)
        versions = versions_of(engine, number) if number is not None else []
    for version in versions:
        print_record(version_record(version)) if as_json else print_version(results(), version)
    if not versions:
        say(nothing_of(which, database))
        sys.exit(EXIT_NOTHING)
    if len(versions) > 1 and not as_json:
        say(f"\nwhat changed, word by word: copydesk diff {versions[-1].article_id} [A B]{again(database)}")


def version_record(version: Version) -> Record:
    """Return a version as a JSON-ready mapping."""
    return {
        "version": version.number,
        "id": version.article_id,
        "fetched_at": iso(version.fetched_at),
        "modified": iso(version.modified),
        "title": version.title,
        "correction": version.correction,
        "letters": version.letters,
        "changed": version.change._asdict() if version.change else None,
    }


def print_version(console: Console, version: Version) -> None:
    """Print a version: its number and headline, when it was fetched, and what it changed."""
    title = visible(version.title or "(no title)")
    when = ", ".join(filter(None, (said("fetched", version.fetched_at), said("modified", version.modified))))
    about = " · ".join(filter(None, (f"article {version.article_id}", when, counted(version.letters, "letter"))))
    console.print(Text.assemble((f"{version.number:>3}  ", "cyan"), (title, "bold")), soft_wrap=True)
    console.print(Text(f"     {about}", "dim"), soft_wrap=True)
    for words in told(version):
        console.print(Text(f"     {visible(words)}"), soft_wrap=True)


def said(verb: str, moment: datetime | None) -> str:
    """Return when something was done, in UTC; empty when nobody said.

    >>> said("fetched", datetime(2026, 3, 1, 12, tzinfo=UTC))
    'fetched 2026-03-01 12:00 UTC'
    """
    return f"{verb} {moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment else ""


def told(version: Version) -> Iterator[str]:
    """Yield what a version changed against the one before it, the headline and a correction first."""
    change = version.change
    if change is None:
        return
    if change.headline:
        yield "headline changed"
    if change.correction:
        yield labelled("correction", version.correction) if version.correction else "correction taken away"
    rest = [name for name in ("standfirst", "authors") if getattr(change, name)]
    yield from (f"{name} changed" for name in rest)
    if change.text:
        yield text_changed(change)
    if not any(change[:5]):
        yield "nothing that a reader sees changed"


def text_changed(change: Change) -> str:
    """Return how much of the text a version changed.

    >>> text_changed(Change(False, False, False, False, True, 12, 3))
    'text: 12 words added, 3 removed'
    """
    if change.added is None or change.removed is None:
        return "text changed"
    return f"text: {counted(change.added, 'word')} added, {change.removed:,} removed"
