"""The options that choose among stored articles: the same for search and export."""

from datetime import UTC, datetime
from typing import TypedDict

import click

from db.filter import Filter
from desk.words import F


class Choice(TypedDict):
    """What those options give."""

    site: tuple[str, ...]
    source: tuple[str, ...]
    author: str | None
    language: tuple[str, ...]
    section: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    has_correction: bool
    copy_of: int | None
    versions: bool


class Day(click.ParamType[datetime]):
    """A day on the command line, as its first moment in UTC."""

    name = "day"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the day; fail with an example of one."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as in 2026-01-31", param, ctx)


LARGEST = 1_000_000_000
"""More articles than a database of ours will have; and no more than a column takes."""

OPTIONS = (
    click.option("--site", metavar="HOST", multiple=True, help="Only this site, as in example.com; may be repeated."),
    click.option("--source", metavar="NAME", multiple=True, help="Only this source; may be repeated."),
    click.option("--author", metavar="NAME", help="Only by this author: a name, or whole words of it."),
    click.option("--language", metavar="CODE", multiple=True, help="Only this language, as in en; may be repeated."),
    click.option(
        "--section", metavar="NAME", multiple=True, help="Only this section, as the site writes it; may be repeated."
    ),
    click.option("--since", type=Day(), help="Published on or after this day, UTC, as in 2026-01-31."),
    click.option("--until", type=Day(), help="Published before this day, UTC, as in 2026-02-01."),
    click.option("--has-correction", is_flag=True, help="Only with an editor's note of a correction."),
    click.option(
        "--copy-of",
        metavar="ID",
        type=click.IntRange(1, LARGEST),
        help="Only other articles with the text of this one, or much of it.",
    ),
    click.option("--versions", is_flag=True, help="Older versions of articles too, not only the newest."),
)


def filter_options(command: F) -> F:
    """Add the options, in their order."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def chosen(choice: Choice) -> Filter:
    """Return what those options ask for."""
    return Filter(**choice)


def is_narrowed(choice: Choice) -> bool:
    """Return whether those options leave some articles out that are found otherwise."""
    return any(value for name, value in choice.items() if name != "versions")
