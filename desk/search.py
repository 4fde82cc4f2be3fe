"""`copydesk search`: find stored articles by their words."""

import sys
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from db.engine import open_reader
from db.search import Hit, Marks, search
from desk.choose import chosen, filter_options
from desk.records import iso, line
from desk.words import EXIT_NOTHING, database_option, json_option, results, say

EXAMPLES = """\b
Examples:
  copydesk search lake ice                    both words, best first
  copydesk search '"frozen lake" -river'      a phrase, and a word that must not occur
  copydesk search 'freez*' --site example.com --since 2026-01-01
  copydesk search lake --json | jq .url

Exit code 1 when nothing is found."""

# Letters that no text has, so that marks are never taken for its own brackets.
MARKS = Marks("\x02", "\x03")


@click.command(epilog=EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many at the most.")
@filter_options
@database_option
@json_option
def command(words: tuple[str, ...], limit: int, database: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Find stored articles by their words, best first."""
    asked = " ".join(words)
    hits = search(open_reader(database), asked, limit, chosen(options), MARKS)
    for hit in hits:
        if as_json:
            click.echo(line(hit_record(hit)))
        else:
            print_hit(results(), hit)
    if not hits:
        say(f"nothing found for {asked}; try fewer words, or part of a word with a star: {words[0][:4]}*")
        sys.exit(EXIT_NOTHING)


def hit_record(hit: Hit) -> dict[str, object]:
    """Return a hit as a JSON-ready mapping; found words stand in square brackets in the snippet."""
    snippet = hit.snippet.replace(MARKS.start, "[").replace(MARKS.end, "]")
    return hit._asdict() | {"published": iso(hit.published), "snippet": snippet}


def print_hit(console: Console, hit: Hit) -> None:
    """Print a hit: number and headline, where and when, and the words where they stand."""
    when = hit.published.strftime("%Y-%m-%d") if hit.published else None
    console.print(Text.assemble((f"{hit.id:>5}  ", "cyan"), (hit.title or "(no title)", "bold")), soft_wrap=True)
    console.print(Text("       " + " · ".join(filter(None, (hit.site, when, hit.url))), "dim"), soft_wrap=True)
    console.print(Text("       ").append_text(marked_words(hit.snippet)), soft_wrap=True)


def marked_words(snippet: str) -> Text:
    """Return a snippet with its found words in colour."""
    text = Text()
    for index, part in enumerate(snippet.replace("\n", " ").replace(MARKS.end, MARKS.start).split(MARKS.start)):
        text.append(part, "bold yellow" if index % 2 else "")
    return text
