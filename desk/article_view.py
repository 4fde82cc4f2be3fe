"""An article, or why there is none, as a person reads it."""

from collections.abc import Iterator

from rich.text import Text

from desk.consoles import Console
from desk.marked import marked, painted
from desk.words import counted, labelled, visible
from pipeline.article import Article, Field, Refused


def print_article(console: Console, article: Article, *, diff: bool) -> None:
    """Print an article: its head, its text, and below it what is no text; with `diff`, edits marked in place."""
    console.print(text_of(article, "title", diff=diff, colour=console.has_colour), style="bold", soft_wrap=True)
    if article.standfirst:
        console.print(Text(visible(article.standfirst), "italic"), soft_wrap=not console.is_terminal)
    for words in head(article):
        console.print(Text(visible(words), "dim"), soft_wrap=True)
    console.print()
    print_text(console, text_of(article, "text", diff=diff, colour=console.has_colour))
    for words in foot(article):
        console.print(Text(visible(words), "dim"), soft_wrap=True)


def print_text(console: Console, text: Text) -> None:
    """Print paragraphs with a blank line below each, in the width of a terminal; elsewhere as they are.

    What is not on a terminal goes past rich, which takes 0.2 ms for a paragraph: there are texts of millions of them.
    """
    if not console.is_terminal:
        console.file.write(text.plain.replace("\n", "\n\n") + "\n\n")
        return
    for paragraph in text.split("\n"):
        console.print(paragraph)
        console.print()


def text_of(article: Article, field: Field, *, diff: bool, colour: bool) -> Text:
    """Return a field of the article, plain or with its edits marked."""
    if diff:
        return painted(marked(article, field), colour=colour)
    return Text(visible((article.title or "(no title)") if field == "title" else article.text))


def head(article: Article) -> Iterator[str]:
    """Yield what stands under the headline: authors and date, then the address."""
    published = article.published.strftime("%Y-%m-%d %H:%M %z") if article.published else None
    byline = " · ".join(filter(None, (", ".join(article.authors), published, article.site_name or article.site)))
    yield from filter(None, (byline, article.canonical_url or article.url))


def foot(article: Article) -> Iterator[str]:
    """Yield what stands below the text: credit, correction, author's note, flags, and how much was edited."""
    if article.credit:
        yield labelled("Credit", article.credit)
    if article.correction:
        yield labelled("Correction", article.correction)
    if article.author_note:
        yield f"Author: {article.author_note}"
    if article.free is False:
        yield "For subscribers: the page may not have all of the text."
    if article.flags:
        yield f"Note: {', '.join(article.flags)}"
    yield counted(len(article.edits), "edit") if article.edits else "Nothing was edited."


def refusal(refused: Refused) -> str:
    """Return which page was refused and why, as a person reads it; the place is said once."""
    page, reason = refused.page, refused.reason
    place = page.origin or page.url or "page"
    detail = reason.detail.removeprefix(place + ": ")
    if place == "-" or place.startswith("-#"):
        place = "standard input" + place[1:]
    return f"{place}: {reason._replace(detail=detail)}"
