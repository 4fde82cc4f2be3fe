"""`copydesk rules`: what the plan does, in its order."""

import doctest
import inspect
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click
from rich.text import Text

from desk.consoles import results
from desk.records import print_record
from desk.words import json_option
from pipeline import plan

EXAMPLES = """\b
Examples:
  copydesk rules            every rule, with an example
  copydesk rules --json     the same, for scripts"""

STAGES: tuple[tuple[str, tuple[Callable[..., object], ...]], ...] = (
    ("repair", plan.LETTER_REPAIRS),
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
@json_option
def command(*, as_json: bool) -> None:
    """List the rules in the order in which they are applied, with an example each."""
    if as_json:
        for listing in listings():
            print_record(asdict(listing))
        return
    console = results()
    for listing in listings():
        console.print(Text.assemble((listing.rule, "bold"), f"  {listing.kind}"))
        console.print(Text(f"  {listing.summary}"))
        console.print(Text(f"  {listing.example}\n  -> {listing.result}", "dim"))
        console.print()
