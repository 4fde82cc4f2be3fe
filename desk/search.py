"""`copydesk search`: find stored articles by their words."""

import re
import sys
from typing import Unpack

import click
from rich.console import Console
from rich.text import Text

from db.query import parse
from db.search import Hit, Marks, search
from desk.choose import LARGEST, Choice, chosen, filter_options, is_narrowed
from desk.consoles import results
from desk.database import again, database_option, reader, without_password
from desk.records import iso, print_record
from desk.words import EXIT_NOTHING, json_option, say, visible

EXAMPLES = """\b
Examples:
  copydesk search lake ice                    both words, best first
  copydesk search '"frozen lake"' -river      a phrase, and a word that must not occur
  copydesk search 'freez*' title:ice OR title:snow --site example.com --since 2026-01-01
  copydesk search author:lindqvist --newest   what she wrote, the newest first
  copydesk search --limit 5                   the five newest articles
  copydesk search lake --json | jq .url

docs/searching.md says all that can be asked for. Exit code 1 when nothing is found."""

# Letters that no text has, so that marks are never taken for its own brackets.
MARKS = Marks("\x02", "\x03")

LEFT_OUT = re.compile(r"-(?!h$)[^-\s]")
LONG_WORD = re.compile(r"(?<![-\w])\w{5,}")


class Search(click.Command):
    """A command that takes `-harbour` for a word that must not occur, not for the options -h, -a, -r ..."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a space before such a word keeps click from it."""
        return super().parse_args(ctx, [f" {arg}" if LEFT_OUT.match(arg) else arg for arg in args])


@click.command(cls=Search, epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option(
    "--limit", default=20, show_default=True, metavar="N", type=click.IntRange(1, 10_000), help="How many at the most."
)
@click.option("--skip", default=0, metavar="N", type=click.IntRange(0, LARGEST), help="Leave the first N out.")
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@filter_options
@database_option
@json_option
def command(  # noqa: PLR0913  an option each
    words: tuple[str, ...],
    limit: int,
    skip: int,
    database: str,
    *,
    newest: bool,
    as_json: bool,
    **choice: Unpack[Choice],
) -> None:
    """Find stored articles by their words, best first; without words, the newest."""
    asked = " ".join(word.strip() for word in words)
    with reader(database) as engine:
        hits = search(engine, asked, limit, chosen(choice), MARKS, newest=newest, skip=skip)
        is_empty = not hits and not search(engine, "", 1)
    for hit in hits:
        print_record(hit_record(hit)) if as_json else print_hit(results(), hit)
    if is_empty:
        say(f"there is no article in {without_password(database)} yet; load some: copydesk load PATH{again(database)}")
    elif not hits and skip:
        say(f"nothing is left after {skip:,}; leave fewer out with --skip")
    elif not hits:
        say(nothing_found(asked, is_narrowed=is_narrowed(choice)))
    elif asked and not any(parse(asked)):
        say(f"there is no word to look for in {asked}: these are the newest articles")
    if not hits:
        sys.exit(EXIT_NOTHING)


def nothing_found(asked: str, *, is_narrowed: bool) -> str:
    """Return what to tell who found nothing: what else to try.

    >>> nothing_found("harbour cranes -quay", is_narrowed=False)
    "nothing found for harbour cranes -quay; try fewer words, or the beginning of one, as in 'harb*'"
    """
    word = LONG_WORD.search(asked)
    tips = ["fewer words"] if asked else []
    tips += [f"the beginning of one, as in '{word.group()[:4]}*'"] if word else []
    tips += ["without options that choose, such as --site"] if is_narrowed else []
    return f"nothing found{asked and ' for '}{asked}; try {', or '.join(tips)}"


def hit_record(hit: Hit) -> dict[str, object]:
    """Return a hit as a JSON-ready mapping; found words stand in square brackets in the snippet."""
    snippet = hit.snippet.replace(MARKS.start, "[").replace(MARKS.end, "]")
    return hit._asdict() | {"published": iso(hit.published), "snippet": snippet}


def print_hit(console: Console, hit: Hit) -> None:
    """Print a hit: number and headline, where and when, and the words where they stand."""
    when = hit.published.strftime("%Y-%m-%d") if hit.published else None
    title = visible(hit.title or "(no title)")
    about = visible(" · ".join(filter(None, (hit.site, when, hit.url))))
    console.print(Text.assemble((f"{hit.id:>5}  ", "cyan"), (title, "bold")), soft_wrap=True)
    if about:
        console.print(Text(f"       {about}", "dim"), soft_wrap=True)
    console.print(Text("       ").append_text(marked_words(hit.snippet)), soft_wrap=True)


def marked_words(snippet: str) -> Text:
    """Return a snippet with its found words in colour."""
    text = Text()
    for index, part in enumerate(snippet.replace("\n", " ").replace(MARKS.end, MARKS.start).split(MARKS.start)):
        text.append(visible(part), "bold yellow" if index % 2 else "")
    return text
