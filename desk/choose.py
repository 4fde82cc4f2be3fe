"""The options that choose among stored articles: the same for search and export."""

from datetime import UTC, datetime
from typing import TypedDict

import click

from db.filter import Filter
from desk.words import F


class Choice(TypedDict):
    """What those options give."""

    site: str | None
    language: str | None
    since: datetime | None
    until: datetime | None


class Day(click.ParamType[datetime]):
    """A day on the command line, as its first moment in UTC."""

    name = "day"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the day; fail with an example of one."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as in 2026-01-31", param, ctx)


def filter_options(command: F) -> F:
    """Add --site, --language, --since and --until."""
    for option in (
        click.option("--until", type=Day(), help="Published before this day, UTC, as in 2026-02-01."),
        click.option("--since", type=Day(), help="Published on or after this day, UTC, as in 2026-01-31."),
        click.option("--language", metavar="CODE", help="Only this language, as in en."),
        click.option("--site", metavar="HOST", help="Only this site, as in example.com."),
    ):
        command = option(command)
    return command


def chosen(choice: Choice) -> Filter:
    """Return what those options ask for."""
    return Filter(**choice)
