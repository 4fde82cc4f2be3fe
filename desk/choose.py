"""The options that choose among stored articles: the same for search and export."""

from datetime import UTC, datetime
from typing import Any

import click

from db.filter import Filter
from desk.words import F

DAY = click.DateTime(["%Y-%m-%d"])


def filter_options(command: F) -> F:
    """Add --site, --language, --since and --until."""
    for option in (
        click.option("--until", type=DAY, help="Published before this day, UTC."),
        click.option("--since", type=DAY, help="Published on or after this day, UTC."),
        click.option("--language", metavar="CODE", help="Only this language, as in en."),
        click.option("--site", metavar="HOST", help="Only this site, as in example.com."),
    ):
        command = option(command)
    return command


def chosen(options: dict[str, Any]) -> Filter:
    """Return what those options ask for."""
    return Filter(options["site"], day(options["since"]), day(options["until"]), options["language"])


def day(moment: datetime | None) -> datetime | None:
    """Return a day from the command line as its first moment, in UTC."""
    return moment.replace(tzinfo=UTC) if moment else None
