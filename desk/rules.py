"""`copydesk rules`: what the plan does, in its order, and what each rule is worth."""

import doctest
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.text import Text

from desk.consoles import Console, results
from desk.measure import Measured, UnlabelledError, Worth, labelled, measure
from desk.records import print_record
from desk.sites import sites_option
from desk.words import counted, json_option, visible, workers_option
from desk.workers import cleaning_pool
from pipeline import plan
from pipeline.article import Article, Kept, RawPage
from pipeline.exceptions import EVERY_SITE
from pipeline.memory import NO_NOTES, Exceptions
from spiders.knowledge import Knowledge

EXAMPLES = """\b
Examples:
  copydesk rules                      every rule, with an example
  copydesk rules --json               the same, for scripts
  copydesk rules --measure pages/     what each is worth, on pages whose article is known

To measure, a folder must hold truth.jsonl, a row a page as {"id": "a1", "url": ..., "text": ... or "paragraphs": [...]}
with what the article reads, and the pages as pages/a1.html.gz. A change counts as right when the true text has not what
it took out, or has what it put in; repairs that cannot be told by the true text are unclear."""

STAGES: tuple[tuple[str, tuple[Callable[..., object], ...]], ...] = (
    ("repair", plan.LETTER_REPAIRS),
    ("join", plan.JOINS),
    ("lift", plan.LIFTS),
    ("cut", plan.CUTS),
    ("repair", (*plan.BLOCK_REPAIRS, *plan.TEXT_REPAIRS)),
    ("cut", plan.LAST_CUTS),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A rule as it is listed."""

    rule: str
    kind: str
    summary: str
    example: str
    """What the rule's first doctest calls it with."""
    result: str


def listings() -> Iterator[Listing]:
    """Yield the rules in the order of the plan, told from their docstrings."""
    for kind, rules in STAGES:
        for rule in rules:
            document = inspect.getdoc(rule) or ""
            examples = [each for each in doctest.DocTestParser().get_examples(document) if each.want]
            example, result = (examples[0].source.strip(), examples[0].want.strip()) if examples else ("", "")
            yield Listing(rule.__name__, kind, document.split("\n", 1)[0], example, result)


@click.command(epilog=EXAMPLES)
@click.option(
    "--measure", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Say what each rule is worth."
)
@sites_option
@workers_option
@json_option
def command(folder: Path | None, exceptions: Mapping[str, Exceptions], workers: int, *, as_json: bool) -> None:
    """List the rules in the order in which they are applied, with an example each."""
    off = exceptions.get(EVERY_SITE, Exceptions()).off
    if folder:
        print_worths(measured(folder, exceptions, workers), as_json=as_json)
    elif as_json:
        for listing in listings():
            print_record(asdict(listing) | {"off": listing.rule in off})
    else:
        for listing in listings():
            print_listing(results(), listing, is_off=listing.rule in off)


def print_listing(console: Console, listing: Listing, *, is_off: bool) -> None:
    """Print a rule for a person."""
    console.print(Text.assemble((listing.rule, "bold"), f"  {listing.kind}"))
    if is_off:
        console.print(Text("  Switched off for every site, by an exception.", "bold yellow"))
    console.print(Text(f"  {listing.summary}"))
    console.print(Text(f"  {listing.example}\n  -> {listing.result}", "dim"))
    console.print()


def measured(folder: Path, exceptions: Mapping[str, Exceptions], workers: int) -> Measured:
    """Return what the rules did on the labelled pages in a folder."""
    try:
        return measure(cleaned(folder, Knowledge(lambda _: NO_NOTES, exceptions), workers))
    except UnlabelledError as error:
        raise click.UsageError(str(error)) from error


def cleaned(folder: Path, knowledge: Knowledge, workers: int) -> Iterator[tuple[Article, str]]:
    """Yield the articles of labelled pages, each with its true text; one that was refused is an empty one."""
    true_texts: dict[object, str] = {}

    def pages() -> Iterator[RawPage]:
        for page, true_text in labelled(folder):
            true_texts[page.record_id] = true_text
            yield page

    with cleaning_pool(workers, knowledge.notes) as pool:
        for outcome in knowledge.clean_all(pool, pages()):
            article = outcome.article if isinstance(outcome, Kept) else Article(outcome.page.url)
            yield article, true_texts.pop(outcome.page.record_id)


def print_worths(measured: Measured, *, as_json: bool) -> None:
    """Print what each rule did, those of the plan that did nothing too."""
    worths = {listing.rule: measured.rules.get(listing.rule, Worth()) for listing in listings()} | measured.rules
    if as_json:
        rules = {name: {"fired": worth.fired} | asdict(worth) for name, worth in worths.items()}
        totals = {"pages": measured.pages, "letters": measured.letters, "share_lost": measured.share_lost}
        print_record(totals | {"rules": rules})
        return
    console, width = results(), max(map(len, worths))
    pages = counted(measured.pages, "page")
    console.print(f"{pages}; {measured.share_lost:.3%} of the letters of the true text were taken out\n")
    heading = f"{'rule':<{width}}  {'fired':>7}  {'right':>7}  {'wrong':>7}  {'unclear':>7}  true letters lost"
    console.print(Text(heading, "bold"), soft_wrap=True)
    for name, worth in sorted(worths.items(), key=lambda item: -item[1].fired):
        numbers = worth.fired, worth.right, worth.wrong, worth.unclear, worth.letters_lost
        console.print(f"{name:<{width}}" + "".join(f"  {number:>7,}" for number in numbers), soft_wrap=True)
        for example in worth.examples:
            console.print(Text(f"    {visible(example)}", "dim"), soft_wrap=True)
