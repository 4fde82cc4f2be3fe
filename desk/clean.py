"""`copydesk clean`: pages in, articles out, nothing stored."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

import click

from desk.article_view import print_article, refusal
from desk.consoles import results
from desk.learning import Learnt, cleaned_twice
from desk.records import outcome_record, print_record
from desk.sites import sites_option
from desk.words import EXIT_NOTHING, json_option, say, standard_input, workers_option
from desk.workers import cleaning_pool
from pipeline.article import Kept, Outcome, RawPage, Refused
from pipeline.ingest import ingest
from pipeline.load import LoadError, load
from pipeline.memory import NO_NOTES, Exceptions
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk clean page.html                  the article, for a person
  copydesk clean page.html --diff           what was changed, and why
  curl -s URL | copydesk clean -            a page from standard input
  copydesk clean --jsonl < pages.jsonl > articles.jsonl
                                            a filter: a record a line, in the same order
  copydesk clean --jsonl --learn < pages.jsonl
                                            the same, once it is learnt what the sites repeat

\b
A record in:  {"id"?, "url"?, "html" or "text", "title"?, "fetched_at"?}
A record out: {"id", "url", "title", "authors", "published", ..., "text", "edits"} or {"id", "refused"}"""


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...")
@click.option("--jsonl", is_flag=True, help="Read JSON lines, write JSON lines, in the same order.")
@click.option("--diff", is_flag=True, help="Show what was changed, in place, and by which rule.")
@click.option("--learn", is_flag=True, help="Learn from all pages what each site repeats, then clean them.")
@json_option
@sites_option
@workers_option
def command(  # noqa: PLR0913  one parameter an option
    paths: tuple[str, ...],
    exceptions: Mapping[str, Exceptions],
    workers: int,
    *,
    jsonl: bool,
    diff: bool,
    learn: bool,
    as_json: bool,
) -> None:
    """Clean pages and print the articles; nothing is stored.

    Exit code 1 when no page gave an article.
    """
    if diff and (jsonl or as_json):
        raise click.UsageError("--diff is for people, --json and --jsonl are for programs: give one of them")
    if not paths and sys.stdin.isatty():
        raise click.UsageError("give a FILE, or - to read standard input")
    pages = pages_of(paths or ("-",), jsonl=jsonl)
    outcomes = cleaned_with_memory(pages, exceptions, workers) if learn else cleaned(pages, exceptions, workers)
    kept = print_all(outcomes) if jsonl or as_json else show_all(outcomes, diff=diff)
    if not kept:
        sys.exit(EXIT_NOTHING)


def pages_of(paths: Iterable[str], *, jsonl: bool) -> Iterator[RawPage | Refused]:
    """Return the pages of all paths, one path after the other; a path where nothing is ends the command before."""
    form = "jsonl" if jsonl else None
    try:
        return chain.from_iterable([load(path, standard_input() if path == "-" else None, form) for path in paths])
    except LoadError as error:
        raise click.UsageError(str(error)) from error


def cleaned_with_memory(
    pages: Iterator[RawPage | Refused], exceptions: Mapping[str, Exceptions], workers: int
) -> Iterator[Outcome]:
    """Yield the outcomes of pages in their order, cleaned with what is learnt from all of them."""
    learnt = Learnt()
    with cleaning_pool(workers) as pool:
        yield from cleaned_twice(pages, learnt, Knowledge(learnt.notes, exceptions), pool)


def cleaned(
    pages: Iterator[RawPage | Refused], exceptions: Mapping[str, Exceptions], workers: int
) -> Iterator[Outcome]:
    """Yield the outcomes of pages in their order: a single page in this process, several in a pool."""
    knowledge = Knowledge(lambda _: NO_NOTES, exceptions)
    # Starting the pool takes as long again as all the rest of `copydesk clean page.html` (1.0 s against 0.5 s).
    first = list(islice(pages, 2))
    if len(first) < 2:
        yield from (page if isinstance(page, Refused) else cleaned_here(page, knowledge) for page in first)
        return
    with cleaning_pool(workers, knowledge.notes) as pool:
        yield from knowledge.clean_all(pool, chain(first, pages))


def cleaned_here(page: RawPage, knowledge: Knowledge) -> Outcome:
    """Return the outcome of a page, cleaned in this process."""
    outcome = ingest(page, knowledge.notes(page))
    return ingest(page, knowledge.notes(page)) if knowledge.comes_late(outcome) else outcome


def print_all(outcomes: Iterable[Outcome]) -> int:
    """Print what became of each page as a line of JSON; return how many are articles."""
    kept = 0
    for outcome in outcomes:
        print_record(outcome_record(outcome))
        kept += isinstance(outcome, Kept)
    return kept


def show_all(outcomes: Iterable[Outcome], *, diff: bool) -> int:
    """Show the articles to a person, and say what was refused; return how many are articles."""
    kept = 0
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            say(f"refused {refusal(outcome)}")
            continue
        if kept:
            results().rule(style="dim")
        print_article(results(), outcome.article, diff=diff)
        kept += 1
    return kept
