"""What each page shows: functions from a database and an address to the values of a template. They block."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from sqlalchemy import Engine

from db.facets import facets
from db.history import compare, is_changed, version_ids, versions_of
from db.overview import most, overview
from db.read import get_article, get_page
from db.search import Marks
from db.search import search as search_articles
from db.stories import story_of
from desk.marked import Piece, marked
from desk.rules import Listing, listings
from desk.web.asked import MOST_PAGES, PAGE_SIZE, asked_of
from desk.web.charts import chart, every_day, every_month
from desk.web.reading import LONGEST_TEXT, MOST_EDITS, folded, lines, notes, short, side_by_side, web_address
from pipeline.article import Article

MARKS = Marks("\x02", "\x03")  # letters that no text has, so that what was found is never taken for the text's own
MOST_VERSIONS = 100
MOST_COPIES = 100
MOST_MONTHS = 12
MOST_FOUND = 60  # stretches of a snippet: of its 24 words each may be one, and what stands between
DAYS = 60
FEWEST_MONTHS = 6  # of which a chart says more than the one by day


class MissingError(Exception):
    """There is no such page. The message says what there is instead."""


class Page(NamedTuple):
    """A page: its template and the values in it."""

    template: str
    values: Mapping[str, object]


class File(NamedTuple):
    """What is not shown but downloaded."""

    name: str
    content_type: str
    body: bytes


def front(engine: Engine) -> Page:
    """Return the front page."""
    found = overview(engine)
    months = every_month(found.months)
    values = {
        "found": found,
        "days": chart(every_day(found.days, DAYS)),
        "months": chart(months) if len(months) >= FEWEST_MONTHS else None,
        "kinds": {listing.rule: listing for listing in rule_listings()},
    }
    return Page("front.html", values)


def search(engine: Engine, given: Mapping[str, str]) -> Page:
    """Return the page of what a search finds."""
    asked = asked_of(given)
    wanted = asked.wanted()
    skip = (asked.page - 1) * PAGE_SIZE
    is_newest = asked.sort == "newest"
    hits = search_articles(engine, asked.q, PAGE_SIZE + 1, wanted, MARKS, newest=is_newest, skip=skip)
    found = facets(engine, asked.q, wanted)
    values = {
        "asked": asked,
        "hits": [(hit, snippet(hit.snippet)) for hit in hits[:PAGE_SIZE]],
        "facets": found,
        "kinds": [(name, most(getattr(found, f"{name}s"))) for name in ("site", "language", "source")],
        "months": sorted(most(found.months, len(found.months)), reverse=True)[:MOST_MONTHS],
        "has_more": len(hits) > PAGE_SIZE and asked.page < MOST_PAGES,
        "first": skip + 1,
        "next_month": next_month,
    }
    return Page("search.html", values)


def next_month(name: str) -> str:
    """Return the first day of the month after one, as in the address of a search.

    >>> next_month("2026-03"), next_month("2026-12")
    ('2026-04-01', '2027-01-01')
    """
    year, month = divmod(12 * int(name[:4]) + int(name[5:7]), 12)
    return f"{year:04}-{month + 1:02}-01"


def snippet(text: str) -> list[tuple[str, bool]]:
    r"""Return the stretches of a snippet, each with whether it is what was looked for.

    >>> snippet("the \x02ice\x03 is")
    [('the ', False), ('ice', True), (' is', False)]
    """
    parts = text.replace(MARKS.end, MARKS.start).split(MARKS.start)
    return [(short(part), index % 2 == 1) for index, part in enumerate(parts[:MOST_FOUND]) if part]


def article(engine: Engine, number: int, given: Mapping[str, str]) -> Page:
    """Return the page of an article to read, with `edits=1` each edit in its place."""
    found = article_of(engine, number)
    has_edits = given.get("edits") == "1"
    shown, is_cut = text_to_show(found)
    is_marked = has_edits and not is_cut and len(found.edits) <= MOST_EDITS
    ids = version_ids(engine, number)
    values = about(engine, number, found) | {
        "tab": "edits" if has_edits else "read",
        "title": marked(found, "title") if is_marked else [Piece(found.title or "(no title)", "kept")],
        "paragraphs": list(lines(marked(found))) if is_marked else [[Piece(each, "kept")] for each in shown],
        "is_cut": is_cut,
        "is_marked": is_marked,
        "notes": list(notes(found)),
        "copies": [copy for copy in story_of(engine, number) if copy.id not in ids][:MOST_COPIES],
        "kinds": {listing.rule: listing for listing in rule_listings()} if has_edits else {},
    }
    return Page("article.html", values)


def original(engine: Engine, number: int) -> Page:
    """Return the page of an article beside what it was before all edits."""
    found = article_of(engine, number)
    _, is_cut = text_to_show(found)
    is_marked = not is_cut and len(found.edits) <= MOST_EDITS
    values = about(engine, number, found) | {
        "tab": "original",
        "title_rows": list(side_by_side(marked(found, "title"))) if is_marked else [],
        "rows": list(side_by_side(marked(found))) if is_marked else [],
        "is_marked": is_marked,
    }
    return Page("original.html", values)


def history(engine: Engine, number: int, given: Mapping[str, str]) -> Page:
    """Return the page of the versions of an article, and what changed between two of them: `a` and `b`, or the last."""
    found = article_of(engine, number)
    # The versions listed are compared with each other: of an article with thousands only as many as fit on a page.
    versions = versions_of(engine, number) if len(version_ids(engine, number)) <= MOST_VERSIONS else []
    values = about(engine, number, found) | {"tab": "history", "history": versions, "most": MOST_VERSIONS}
    if len(versions) > 1:
        newer = chosen(given.get("b"), len(versions), len(versions))
        older = chosen(given.get("a"), len(versions), max(newer - 1, 1))
        before, after = (article_of(engine, versions[each - 1].article_id) for each in (older, newer))
        if not any(is_cut for _, is_cut in map(text_to_show, (before, after))):
            compared = compare(before, after)
            parts = {name: part for name, part in compared._asdict().items() if name != "text" and is_changed(part)}
            values |= {
                "parts_changed": parts,
                "folds": list(folded(compared.text)),
                "is_text_changed": is_changed(compared.text),
            }
        values |= {"older": older, "newer": newer}
    return Page("history.html", values)


def chosen(text: str | None, most: int, otherwise: int) -> int:
    """Return the number of a version that was asked for.

    >>> chosen("2", 3, 1), chosen("9", 3, 1), chosen("x", 3, 1), chosen(None, 3, 1)
    (2, 1, 1, 1)
    """
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
    return number if 1 <= number <= most else otherwise


def text_file(engine: Engine, number: int) -> File:
    """Return the clean text of an article."""
    text = article_of(engine, number).text.encode("utf-8", "replace")
    return File(f"article-{number}.txt", "text/plain; charset=utf-8", text)


def raw_file(engine: Engine, number: int) -> File:
    """Return the page an article is from, as it came in: never as HTML, for it is a stranger's."""
    page = get_page(engine, number)
    if page is None:
        raise missing(number)
    return File(f"page-{number}.txt", "application/octet-stream", page.body)


def rules(_engine: Engine) -> Page:
    """Return the page of all rules."""
    return Page("rules.html", {"rules": rule_listings()})


@cache
def rule_listings() -> tuple[Listing, ...]:
    """Return the rules, told from their docstrings."""
    return tuple(listings())


def article_of(engine: Engine, number: int) -> Article:
    """Return an article. Raises MissingError when there is none of that number."""
    found = get_article(engine, number)
    if found is None:
        raise missing(number)
    return found


def missing(number: int) -> MissingError:
    """Return what to tell who asked for an article that is not there."""
    return MissingError(f"There is no article {number} in this database.")


def about(engine: Engine, number: int, found: Article) -> dict[str, object]:
    """Return what all pages of an article show."""
    ids = version_ids(engine, number)
    return {
        "number": number,
        "article": found,
        "link": web_address(found.canonical_url) or web_address(found.url),
        "image": web_address(found.image),
        "versions": len(ids),
        "version": ids.index(number) + 1,
        "newest": ids[-1],
    }


def text_to_show(found: Article) -> tuple[list[str], bool]:
    """Return the paragraphs that fit on a page, and whether some of the text did not."""
    is_cut = len(found.text) + len(found.title or "") > LONGEST_TEXT
    return (found.text[:LONGEST_TEXT] if is_cut else found.text).split("\n"), is_cut


ARTICLE_PAGES: dict[str, Callable[[Engine, int, Mapping[str, str]], Page | File]] = {
    "": article,
    "/original": lambda engine, number, _: original(engine, number),
    "/history": history,
    "/text": lambda engine, number, _: text_file(engine, number),
    "/raw": lambda engine, number, _: raw_file(engine, number),
}
"""By what stands behind /article/ID."""
