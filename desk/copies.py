"""`copydesk copies`: the articles that have the text of one, or much of it, and how each differs."""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
from rich.console import Console
from rich.text import Text
from sqlalchemy import Engine

from db.comparison import Comparison, compare
from db.read import get_article
from db.stories import Copy, story_of
from desk.consoles import results
from desk.database import database_option, reader, without_password
from desk.records import Record, iso, print_record
from desk.which import nothing_of, number_of
from desk.words import EXIT_NOTHING, counted, json_option, say, visible
from pipeline.article import Article

EXAMPLES = """\b
Examples:
  copydesk copies 1                         all articles of the same story, the earliest first
  copydesk copies https://example.com/a     by its address
  copydesk copies 1 --json | jq .url

Each is held against the earliest. Exit code 1 when there is no such article, or its text stands nowhere else."""

PARAGRAPHS = ("more", "fewer", "changed", "moved")
"""What is said of the paragraphs that a `Comparison` counts, in its order."""


class Member(NamedTuple):
    """An article of a story, and how it differs from the earliest; None for the earliest itself."""

    copy: Copy
    comparison: Comparison | None


@click.command(epilog=EXAMPLES)
@click.argument("which", metavar="ID|URL")
@database_option
@json_option
def command(which: str, database: str, *, as_json: bool) -> None:
    """List the articles that have the same text as one, or much of it: the earliest first, and how each differs."""
    with reader(database) as engine:
        number = number_of(engine, which)
        article = get_article(engine, number) if number is not None else None
        story = story_of(engine, number) if article and number is not None else []
        for member in compared(engine, story):
            print_record(member_record(member)) if as_json else print_member(results(), member)
    if article is None:
        say(nothing_of(which, database))
    elif not story:
        say(f"the text of article {number} stands nowhere else in {without_password(database)}")
    if not story:
        sys.exit(EXIT_NOTHING)


def compared(engine: Engine, story: list[Copy]) -> Iterator[Member]:
    """Yield the articles of a story, each held against the first; two are in memory at a time."""
    earliest: Article | None = None
    for copy in story:
        article = get_article(engine, copy.id)
        assert article is not None  # articles are never deleted
        yield Member(copy, compare(earliest, article) if earliest else None)
        earliest = earliest or article


def member_record(member: Member) -> Record:
    """Return an article of a story as a JSON-ready mapping; what differs is None for the earliest."""
    copy, comparison = member
    times = {"published": iso(copy.published), "fetched_at": iso(copy.fetched_at)}
    how = {"differs": comparison._asdict() if comparison else None, "words": "; ".join(differences(comparison))}
    return copy._asdict() | times | how


def print_member(console: Console, member: Member) -> None:
    """Print an article of a story: number and headline, where and when, and how it differs."""
    copy, comparison = member
    when = f"{copy.time():%Y-%m-%d %H:%M}" if copy.published or copy.fetched_at else None
    title = visible(copy.title or "(no title)")
    about = visible(" · ".join(filter(None, (copy.site, when, copy.url))))
    console.print(Text.assemble((f"{copy.id:>5}  ", "cyan"), (title, "bold")), soft_wrap=True)
    console.print(Text(f"       {about}", "dim"), soft_wrap=True)
    console.print(Text(f"       {'; '.join(differences(comparison))}"), soft_wrap=True)


def differences(comparison: Comparison | None) -> list[str]:
    """Return how an article differs from the earliest of its story, in words.

    >>> differences(Comparison(0.84, False, other_title=True, added=2, missing=1, changed=0, moved=0))
    ['84% the same text', 'other headline', '2 paragraphs more, 1 fewer']
    >>> differences(Comparison(1.0, True, other_title=False, added=0, missing=0, changed=0, moved=0))
    ['exactly the same text']
    """
    if comparison is None:
        return ["the earliest"]
    same = "exactly the same text" if comparison.is_exact else f"{int(100 * comparison.shared)}% the same text"
    headline = ["other headline"] if comparison.other_title else []
    told = [(number, what) for number, what in zip(comparison[3:], PARAGRAPHS, strict=True) if number]
    first = [f"{counted(number, 'paragraph')} {what}" for number, what in told[:1]]
    paragraphs = ", ".join(first + [f"{number:,} {what}" for number, what in told[1:]])
    return [same, *headline, *([paragraphs] if paragraphs else [])]
