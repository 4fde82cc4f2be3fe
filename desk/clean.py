"""`copydesk clean`: pages in, articles out, nothing stored."""

import sys
from collections.abc import Iterator
from itertools import chain, islice

import click

from desk.article_view import print_article
from desk.records import line, outcome_record
from desk.words import EXIT_NOTHING, json_option, results, say, workers_option
from pipeline.article import Kept, Outcome, RawPage, Refused
from pipeline.ingest import ingest
from pipeline.load import LoadError, load
from pipeline.pool import CleaningPool

EXAMPLES = """\b
Examples:
  copydesk clean page.html                  the article, for a person
  copydesk clean page.html --diff           what was changed, and why
  curl -s URL | copydesk clean -            a page from standard input
  copydesk clean --jsonl < pages.jsonl > articles.jsonl
                                            a filter: a record a line, in the same order

\b
A record in:  {"id"?, "url"?, "html" or "text", "title"?, "fetched_at"?}
A record out: {"id", "url", "title", "authors", "published", ..., "text", "edits"} or {"id", "refused"}"""


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("--jsonl", is_flag=True, help="Read JSON lines, write JSON lines, in the same order.")
@click.option("--diff", is_flag=True, help="Show what was changed, in place, and by which rule.")
@json_option
@workers_option
def command(paths: tuple[str, ...], workers: int, *, jsonl: bool, diff: bool, as_json: bool) -> None:
    """Clean pages and print the articles; nothing is stored.

    Exit code 1 when no page gave an article.
    """
    if jsonl and diff:
        raise click.UsageError("--jsonl writes for programs, --diff for people: give one of them")
    if not paths and sys.stdin.isatty():
        raise click.UsageError("give a FILE, or - to read standard input; see copydesk clean --help")
    try:
        pages = (page for path in paths or ("-",) for page in read(path, jsonl=jsonl))
        kept = sum([write(outcome, as_lines=jsonl or as_json, diff=diff) for outcome in cleaned(pages, workers)])
    except LoadError as error:
        raise click.UsageError(str(error)) from error
    if not kept:
        sys.exit(EXIT_NOTHING)


def read(path: str, *, jsonl: bool) -> Iterator[RawPage | Refused]:
    """Return the pages of a path, or of standard input."""
    return load(path, sys.stdin.buffer, format_name="jsonl" if jsonl else None)


def cleaned(pages: Iterator[RawPage | Refused], workers: int) -> Iterator[Outcome]:
    """Yield the outcomes of pages in their order: a single page in this process, several in a pool."""
    first = list(islice(pages, 2))
    if len(first) < 2:
        yield from (page if isinstance(page, Refused) else ingest(page) for page in first)
        return
    with CleaningPool(workers) as pool:
        yield from pool.clean_all(chain(first, pages))


def write(outcome: Outcome, *, as_lines: bool, diff: bool) -> bool:
    """Write what became of a page; return whether it is an article."""
    if as_lines:
        click.echo(line(outcome_record(outcome)))
    elif isinstance(outcome, Kept):
        print_article(results(), outcome.article, diff=diff)
    else:
        say(f"{outcome.page.origin or 'page'}: refused: {outcome.reason}")
    return isinstance(outcome, Kept)
