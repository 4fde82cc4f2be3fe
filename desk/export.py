"""`copydesk export`: stored articles as JSON lines."""

import sys
from typing import Any

import click

from db.engine import open_reader
from db.read import articles
from desk.choose import chosen, filter_options
from desk.records import article_record, line
from desk.words import EXIT_NOTHING, database_option, say

EXAMPLES = """\b
Examples:
  copydesk export > articles.jsonl
  copydesk export --site example.com --since 2026-01-01 -o january.jsonl
  copydesk export | jq -r .title

Each line is a record as `copydesk clean --jsonl` writes it, with the number of the article as "id".
Exit code 1 when there was nothing to export."""


@click.command(epilog=EXAMPLES)
@click.option("-o", "--output", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="File to write.")
@click.option("--after", default=0, metavar="ID", help="Only articles with a number above this one.")
@filter_options
@database_option
def command(output: Any, after: int, database: str, **options: Any) -> None:  # noqa: ANN401  click's file type
    """Write stored articles as JSON lines, in the order of their numbers."""
    written = 0
    for number, article in articles(open_reader(database), chosen(options), after):
        output.write(line(article_record(article, number)) + "\n")
        written += 1
    if sys.stderr.isatty() or not written:
        say(f"{written:,} articles written" if written else "nothing to export: no stored article fits")
    if not written:
        sys.exit(EXIT_NOTHING)
