"""How pages, articles, edits, refusals and the lines of sites stand in their tables, and back."""

import hashlib
from datetime import datetime, timedelta, timezone
from typing import cast

from db.columns import storable
from db.names import names_key
from db.scripts import spaced
from db.tables import ArticleRow, EditRow, JsonMap, PageRow
from pipeline.article import (
    Article,
    Edit,
    Field,
    Hints,
    Kept,
    Outcome,
    Provenance,
    RawPage,
    Refused,
    Where,
    host_of,
    split_paragraphs,
    url_key,
)
from pipeline.memory import Line

Row = dict[str, object]
"""Values by column name, on their way into `insert()`."""

MINUTE = timedelta(minutes=1)


LONGEST_SECTION = 200
"""Characters; what is longer is no name of a section, and would not fit into an index of PostgreSQL."""

LONGEST_KEY = 1_000
"""Characters; what a page gives as its address may have a million, and PostgreSQL indexes no more than 2,700 bytes."""


def address_key(url: str) -> str:
    """Return the form of an address to look it up by; empty when there is none. Of a long one the end is a hash.

    >>> address_key("https://example.com/a#top"), address_key("")
    ('https://example.com/a', '')
    """
    return shortened(url_key(storable(url))) if url else ""


def shortened(text: str) -> str:
    """Return a text that an index takes: of a long one the beginning and a hash of it all.

    >>> shortened("file:///a.html"), len(shortened("a" * 10_000))
    ('file:///a.html', 1000)
    """
    if len(text) <= LONGEST_KEY and text.isascii():
        return text
    if len(text.encode()) <= LONGEST_KEY:
        return text
    beginning = text.encode()[: LONGEST_KEY - 65].decode(errors="ignore")
    return f"{beginning}#{hashlib.sha256(text.encode()).hexdigest()}"


def site_of(outcome: Outcome) -> str:
    """Return the host that the body came from, without www.; for files the site of the article; empty when unknown."""
    return host_of(outcome.page.address) or (isinstance(outcome, Kept) and outcome.article.site) or ""


def page_row(page: RawPage) -> Row:
    """Return what the page says itself of its row; number, key, site and body are the store's to add."""
    return {
        "url": page.url,
        "url_key": address_key(page.url),
        "final_url": page.final_url,
        "final_url_key": address_key(page.final_url) or None,
        "content_type": page.content_type,
        "fetched_at": page.fetched_at,
        "source": page.source,
        "origin": page.origin,
        "hints": hints_map(page.hints),
        "rights": page.rights,
        "body_size": len(page.body),
    }


def hints_map(hints: Hints) -> JsonMap | None:
    """Return the hints as they are stored, but for what nobody said; None when there are none."""
    if hints == Hints(place=hints.place):
        return None
    said: JsonMap = {
        "title": storable(hints.title) if hints.title is not None else None,
        "authors": [storable(name) for name in hints.authors],
        "published": hints.published.isoformat() if hints.published else None,
    }
    more: JsonMap = {
        "modified": hints.modified.isoformat() if hints.modified else None,
        "language": storable(hints.language or ""),
        "tags": [storable(tag) for tag in hints.tags],
        "content": storable(hints.content),
        "place": hints.place if hints.place != Hints().place else None,
    }
    return said | {key: value for key, value in more.items() if value}


def hints_of(stored: JsonMap | None) -> Hints:
    """Return the hints of a stored page; older versions stored fewer."""
    if stored is None:
        return Hints()
    return Hints(
        title=cast("str | None", stored["title"]),
        authors=tuple(cast("list[str]", stored["authors"])),
        published=stored_instant(stored["published"]),
        modified=stored_instant(stored.get("modified")),
        language=cast("str | None", stored.get("language")),
        tags=tuple(cast("list[str]", stored.get("tags") or ())),
        content=cast("str", stored.get("content") or ""),
        place=cast("str", stored.get("place") or Hints().place),
    )


def stored_instant(text: str | list[str] | None) -> datetime | None:
    """Return a stored instant."""
    return datetime.fromisoformat(cast("str", text)) if text else None


def raw_page(row: PageRow, body: bytes) -> RawPage:
    """Return the page of a row, with its body unpacked."""
    return RawPage(
        url=row.url,
        body=body,
        content_type=row.content_type,
        fetched_at=row.fetched_at,
        source=row.source,
        origin=row.origin,
        final_url=row.final_url,
        hints=hints_of(row.hints),
        rights=row.rights,
    )


def article_row(article: Article, cleaned_at: datetime) -> Row:
    """Return what an article says of its row; number and page are the store's to add."""
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "canonical_key": address_key(article.canonical_url or "") or None,
        "site": article.site,
        "site_name": article.site_name,
        "source": article.source,
        "title": article.title,
        "authors": article.authors,
        "published": article.published,
        "published_offset": offset_of(article.published),
        "modified": article.modified,
        "modified_offset": offset_of(article.modified),
        "fetched_at": article.fetched_at,
        "cleaned_at": cleaned_at,
        "language": article.language,
        "section": article.section and article.section[:LONGEST_SECTION],
        "tags": article.tags,
        "image": article.image,
        "credit": article.credit,
        "correction": article.correction,
        "extractor": article.extractor,
        "flags": article.flags,
        "text": article.text,
        "free": article.free,
        "provenance": provenance_map(article.provenance),
        "standfirst": article.standfirst,
        "author_note": article.author_note,
        "memory": article.memory,
        "spaced": spaced(article.title, article.text),
        "authors_key": names_key(article.authors),
    }


def edit_rows(article: Article, article_id: int) -> list[Row]:
    """Return the rows of an article's edits."""
    return [
        {
            "article_id": article_id,
            "position": position,
            "rule": edit.rule,
            "field": edit.where.field,
            "start": edit.where.start,
            "before": edit.before,
            "after": edit.after,
        }
        for position, edit in enumerate(article.edits)
    ]


def article_of(row: ArticleRow) -> Article:
    """Return the article of a row, with its edits."""
    return Article(
        url=row.url,
        title=row.title,
        standfirst=row.standfirst,
        paragraphs=split_paragraphs(row.text),
        canonical_url=row.canonical_url,
        site=row.site,
        site_name=row.site_name,
        source=row.source,
        authors=row.authors,
        published=with_offset(row.published, row.published_offset),
        modified=with_offset(row.modified, row.modified_offset),
        fetched_at=row.fetched_at,
        language=row.language,
        section=row.section,
        tags=row.tags,
        image=row.image,
        free=row.free,
        provenance=provenance_of(row.provenance),
        credit=row.credit,
        correction=row.correction,
        author_note=row.author_note,
        extractor=row.extractor,
        memory=row.memory,
        edits=tuple(edit_of(edit) for edit in row.edits),
        flags=row.flags,
    )


def provenance_map(found: tuple[Provenance, ...]) -> JsonMap | None:
    """Return where fields were found as it is stored; None when nothing is said of any."""
    return {storable(field): storable(place) for field, place in found} or None


def provenance_of(stored: JsonMap | None) -> tuple[Provenance, ...]:
    """Return where the fields of a stored article were found."""
    return tuple(Provenance(field, cast("str", place)) for field, place in (stored or {}).items())


def edit_of(row: EditRow) -> Edit:
    """Return the edit of a row."""
    return Edit(row.rule, Where(cast("Field", row.field), row.start), row.before, row.after)


def refusal_row(refused: Refused, page_id: int | None, now: datetime) -> Row:
    """Return the row of a refusal that is the first of its kind."""
    page, reason = refused.page, refused.reason
    return {
        "page_id": page_id,
        "url": page.url,
        "url_key": address_key(page.url),
        "origin": shortened(storable(page.origin)),
        "source": page.source,
        "reason": reason.code,
        "detail": reason.detail,
        "first_at": now,
        "last_at": now,
        "count": 1,
    }


def line_row(site: str, fingerprint: int, line: Line) -> Row:
    """Return the row of what the memory holds of a line of a site."""
    return {
        "site": site,
        "fingerprint": fingerprint,
        "articles": line.articles,
        "first": line.first,
        "last": line.last,
        "carriers": line.carriers,
        "since": line.since,
        "latest": line.latest,
        "sample": line.sample,
    }


def offset_of(moment: datetime | None) -> int | None:
    """Return how many minutes east of UTC the moment was told.

    >>> offset_of(datetime.fromisoformat("2026-01-01T12:00:00+05:30"))
    330
    """
    offset = moment.utcoffset() if moment else None
    return None if offset is None else offset // MINUTE


def with_offset(moment: datetime | None, offset: int | None) -> datetime | None:
    """Return the moment told in its own zone again; at the ends of the calendar, where it cannot be, in UTC."""
    if moment is None or not offset:
        return moment
    try:
        return moment.astimezone(timezone(offset * MINUTE))
    except OverflowError:
        return moment
