"""`copydesk show`: one stored article, its edits, or the page it is from."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from db.errors import BodyLetGoError
from db.read import get_article, get_page
from desk.article_view import print_article
from desk.consoles import results
from desk.database import database_option, reader
from desk.records import article_record, print_record
from desk.which import nothing_of, number_of
from desk.words import EXIT_NOTHING, json_option, say

EXAMPLES = """\b
Examples:
  copydesk show 1                         the article
  copydesk show 1 --edits                 what was changed, in place, and by which rule
  copydesk show https://example.com/a     by its address
  copydesk show 1 --original              the text as it was before all edits, to the byte
  copydesk show 1 --raw > page.html       the page as it came in, to the byte

Exit code 1 when there is no such article."""


@click.command(epilog=EXAMPLES)
@click.argument("which", metavar="ID|URL")
@click.option("--edits", is_flag=True, help="Mark what was changed, in place.")
@click.option("--original", is_flag=True, help="Print the extracted text, before all edits.")
@click.option("--raw", is_flag=True, help="Print the page as it came in.")
@database_option
@json_option
def command(  # noqa: PLR0913  one argument an option
    which: str, database: str, *, edits: bool, original: bool, raw: bool, as_json: bool
) -> None:
    """Show one stored article, its edits, or the page it is from."""
    if edits + original + raw + as_json > 1:
        raise click.UsageError("--edits, --original, --raw and --json exclude each other: give one of them")
    with reader(database) as engine, let_go_told():
        number = number_of(engine, which)
        article = get_article(engine, number) if number is not None else None
        page = get_page(engine, number) if number is not None and raw else None
    if article is None or number is None:
        say(nothing_of(which, database))
        sys.exit(EXIT_NOTHING)
    if page:
        sys.stdout.buffer.write(page.body)
    elif original:
        sys.stdout.buffer.write(article.original().encode("utf-8", "surrogatepass"))
    elif as_json:
        print_record(article_record(article, number))
    else:
        print_article(results(), article, diff=edits)


@contextmanager
def let_go_told() -> Iterator[None]:
    """Say of a page that its bytes were let go, and end the command."""
    try:
        yield
    except BodyLetGoError as error:
        say(str(error))
        sys.exit(EXIT_NOTHING)
