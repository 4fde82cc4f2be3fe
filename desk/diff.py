"""`copydesk diff`: what changed between two versions of an article, word by word."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click
from rich.text import Text
from sqlalchemy import Engine

from db.differences import Stretch, count_words, paragraphs
from db.history import Comparison, compare, is_changed, version_ids
from db.read import get_article
from desk.consoles import Console, results
from desk.database import again, database_option, reader
from desk.history import said
from desk.marked import Piece, painted
from desk.records import Record, iso, print_record
from desk.which import nothing_of, number_of
from desk.words import EXIT_NOTHING, counted, json_option, say
from pipeline.article import Article

EXAMPLES = """\b
Examples:
  copydesk diff 1            the last two versions of article 1
  copydesk diff 1 2          version 2 and the last
  copydesk diff 1 1 3        versions 1 and 3, as `copydesk history 1` numbers them
  copydesk diff 1 --json     stretches of text that were kept, removed and added

Exit code 1 when there is no such article or version, or only one version."""

NAMES = {"title": "Headline", "standfirst": "Standfirst", "authors": "Authors", "correction": "Correction"}


@click.command(epilog=EXAMPLES)
@click.argument("which", metavar="ID|URL")
@click.argument("numbers", metavar="[A [B]]", nargs=-1, type=click.IntRange(1))
@database_option
@json_option
def command(which: str, numbers: tuple[int, ...], database: str, *, as_json: bool) -> None:
    """Show what changed between two versions of an article, word by word."""
    if len(numbers) > 2:
        raise click.UsageError("two versions can be compared: give two numbers, as in copydesk diff 1 2 3")
    with reader(database) as engine:
        number = number_of(engine, which)
        ids = version_ids(engine, number) if number is not None else []
        if missing := nothing_to_compare(which, ids, numbers, database):
            say(missing)
            sys.exit(EXIT_NOTHING)
        pair = chosen_pair(len(ids), numbers)
        older, newer = (wanted(engine, ids[each - 1]) for each in pair)
    comparison = compare(older, newer)
    if as_json:
        print_record(comparison_record(ids, pair, (older, newer), comparison))
    else:
        print_heads(pair, (older, newer))
        print_comparison(results(), comparison)


def nothing_to_compare(which: str, ids: Sequence[int], numbers: Sequence[int], database: str) -> str:
    """Return why these versions of an article cannot be compared; empty when they can."""
    if not ids:
        return nothing_of(which, database)
    if beyond := [number for number in numbers if number > len(ids)]:
        listed = f"list them with: copydesk history {which}{again(database)}"
        return f"no version {beyond[0]} of article {which}, it has {counted(len(ids), 'version')}; {listed}"
    if len(ids) == 1:
        return f"article {which} has one version only: its page has not changed since it was first fetched"
    return ""


def chosen_pair(number: int, numbers: Sequence[int]) -> tuple[int, int]:
    """Return which two of so many versions to compare.

    >>> chosen_pair(3, []), chosen_pair(3, [1]), chosen_pair(3, [1, 2])
    ((2, 3), (1, 3), (1, 2))
    """
    first, last = [*numbers, number, number][:2] if numbers else (number - 1, number)
    return first, last


def wanted(engine: Engine, article_id: int) -> Article:
    """Return an article that is there."""
    article = get_article(engine, article_id)
    assert article
    return article


def comparison_record(
    ids: Sequence[int], pair: tuple[int, int], articles: tuple[Article, Article], comparison: Comparison
) -> Record:
    """Return a comparison as a JSON-ready mapping; of each field its stretches in order."""
    versions = [
        {"version": number, "id": ids[number - 1], "fetched_at": iso(article.fetched_at), "title": article.title}
        for number, article in zip(pair, articles, strict=True)
    ]
    changed = [name for name, stretches in comparison._asdict().items() if is_changed(stretches)]
    fields = {name: [each._asdict() for each in stretches] for name, stretches in comparison._asdict().items()}
    return {"older": versions[0], "newer": versions[1], "changed": changed} | fields


def print_heads(pair: tuple[int, int], articles: tuple[Article, Article]) -> None:
    """Print which versions are compared."""
    for number, article in zip(pair, articles, strict=True):
        when = said("fetched", article.fetched_at)
        results().print(Text(", ".join(filter(None, (f"version {number}", when))), "dim"), soft_wrap=True)
    results().print()


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what changed: the headline and a correction first, then the text."""
    for name, label in NAMES.items():
        stretches = getattr(comparison, name)
        if name == "title" or is_changed(stretches):
            words = "" if is_changed(stretches) else " (unchanged)"
            line = painted(pieces(stretches), colour=console.has_colour)
            console.print(Text.assemble((f"{label}{words}: ", "bold"), line), soft_wrap=True)
    console.print()
    if not is_changed(comparison.text):
        console.print(Text("The text is the same.", "dim"))
        return
    for line in folded(comparison.text, colour=console.has_colour):
        console.print(line, soft_wrap=not console.is_terminal)
        console.print()
    added, removed = (count_words(comparison.text, state) for state in ("added", "removed"))
    console.print(Text(f"{counted(added, 'word')} added, {removed:,} removed", "dim"))


def folded(stretches: Iterable[Stretch], *, colour: bool) -> Iterator[Text]:
    """Yield the paragraphs that changed; how many did not between them, in their place."""
    for changed, group in groupby(paragraphs(stretches), is_changed):
        if changed:
            yield from (painted(pieces(line), colour=colour) for line in group)
        else:
            yield Text(f"({counted(sum(1 for _ in group), 'paragraph')} unchanged)", "dim")


def pieces(stretches: Iterable[Stretch]) -> Iterator[Piece]:
    """Yield stretches as pieces to be painted."""
    return (Piece(each.text, each.state) for each in stretches)
