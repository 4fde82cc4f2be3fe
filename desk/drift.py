"""Whether the articles of a source have become others: fields lost, text too short or long, more of it cut."""

from collections.abc import Iterator, Sequence
from statistics import median

from db.health import FEWEST_RECENT, FIELDS, NO_ARTICLE, Look, Past
from desk.chance import FAR, distance, is_too_few
from desk.findings import Finding, Kind, day_of, newest_with, pages_of, percent, reasons_of
from desk.words import counted

FEWEST_BEFORE = 20
"""Articles that the recent ones can be held against."""

FIELD_FALL = 0.4
"""By how much the share of articles that have a field falls when it is told: so much that a person sees it in a list.
That it is not chance, `is_too_few` says; both together tell of one simulated source in a thousand without reason."""

LENGTH_FACTOR = 2
"""By how much the text gets longer or shorter when it is told: half of it is missing, or as much too much is there. Of
simulated sources whose text is cut to a quarter, all are told of after 20 articles, 9 of 10 after 8, half after 5."""

CUT_RISE = 0.2
"""By how much the share of the text that edits take out rises when it is told: every fifth letter more."""

USUAL_EMPTY, TOO_EMPTY = 0.1, 0.5
FEWEST_ASKED, ENOUGH_ASKED = 10, 20
FEWEST_ASKED_DAYS = 5
"""Pages without an article: fewer than a tenth are usual for feeds and sitemaps; that more than half of 10 are is then
a chance of one in some thousand. Looked at are the pages of the newest runs, 20 or as many as one run asked for."""


def drifted(past: Past) -> Iterator[Finding]:
    """Yield in what the newest articles differ from those before, more than by chance.

    That is so when a site was redesigned, and what was found in its pages is found no more.
    """
    yield from empty_pages(past)
    if not can_compare(past):
        return
    recent, before = past.recent, past.before
    for field in FIELDS:
        yield from lost_field(field, recent, before)
    yield from other_length(recent, before)
    yield from more_cut(recent, before)


def lost_field(field: str, recent: Sequence[Look], before: Sequence[Look]) -> Iterator[Finding]:
    """Yield that a field is missing suddenly: its share fell by 0.4 or more, and not by chance."""
    now, then = holders(recent, field), holders(before, field)
    fall = then / len(before) - now / len(recent)
    if fall >= FIELD_FALL and is_too_few(now, len(recent), then, len(before)):
        words = f"{field.capitalize()}: found in {now} of the newest {len(recent)} articles, before in"
        yield Finding(Kind.DRIFTED, f"{words} {percent(then / len(before))}.")


def other_length(recent: Sequence[Look], before: Sequence[Look]) -> Iterator[Finding]:
    """Yield that the text is half as long as before, or twice as long, in the middle, and not by chance."""
    now, then = length_of(recent), length_of(before)
    far = distance([look.length for look in recent], [look.length for look in before])
    if abs(far) >= FAR and (now * LENGTH_FACTOR <= then or now >= LENGTH_FACTOR * then):
        words = f"The newest {len(recent)} articles have {now:,.0f} characters of text (the one in the middle)"
        yield Finding(Kind.DRIFTED, f"{words}, those before {then:,.0f}.")


def more_cut(recent: Sequence[Look], before: Sequence[Look]) -> Iterator[Finding]:
    """Yield that edits take out much more of the text than before."""
    now, then = cut_of(recent), cut_of(before)
    if now - then >= CUT_RISE and distance([look.cut for look in recent], [look.cut for look in before]) >= FAR:
        words = f"Of the text of the newest {len(recent)} articles {percent(now)} was cut (of the one in the middle)"
        yield Finding(Kind.DRIFTED, f"{words}, of those before {percent(then)}.")


def empty_pages(past: Past) -> Iterator[Finding]:
    """Yield that most of the pages asked for last hold no article, though few did on the usual day."""
    runs = newest_with(past.asking, ENOUGH_ASKED)
    pages = sum(map(pages_of, runs))
    if pages < FEWEST_ASKED:
        return
    days = [day for day in past.asked if day.day < day_of(runs[-1].started)]
    if len(days) < FEWEST_ASKED_DAYS or sum(day.pages for day in days) < ENOUGH_ASKED:
        return
    usual, empty = median(day.no_article / day.pages for day in days), reasons_of(runs)[NO_ARTICLE]
    if usual < USUAL_EMPTY and empty > TOO_EMPTY * pages:
        words = f"Of the {counted(pages, 'page')} asked for last, {empty:,} held no article; on other days"
        yield Finding(Kind.DRIFTED, f"{words} {percent(usual)} of them.")


def can_compare(past: Past) -> bool:
    """Tell whether there are enough articles to see a change in them."""
    return len(past.recent) >= FEWEST_RECENT and len(past.before) >= FEWEST_BEFORE


def holders(looks: Sequence[Look], field: str) -> int:
    """Return how many articles have a field."""
    return sum(field in look.filled for look in looks)


def share_of(looks: Sequence[Look], field: str) -> float | None:
    """Return the share of articles that have a field; None for no articles."""
    return holders(looks, field) / len(looks) if looks else None


def length_of(looks: Sequence[Look]) -> float:
    """Return the length of the text of the article in the middle, in characters; 0 for no articles."""
    return float(median(look.length for look in looks)) if looks else 0.0


def cut_of(looks: Sequence[Look]) -> float:
    """Return the share that was cut of the text of the article in the middle; 0 for no articles."""
    return float(median(look.cut for look in looks)) if looks else 0.0
