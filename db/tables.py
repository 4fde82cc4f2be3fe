"""The tables. Every column says what it holds; `db/migrations` builds them and the full-text index beside them."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import Float, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, false
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from db.columns import CleanText, ExactText, Id, Instant, Json, TextList

Exact = Annotated[str, "kept to the character"]
JsonMap = dict[str, str | list[str] | None]
JsonPairs = list[tuple[int, int]]
JsonCounts = dict[str, int]

CHOSEN_BY = ("newer_id", "site", "source", "language", "section")
"""Columns that articles are chosen by, beside `published`."""


class Base(DeclarativeBase):
    """What all tables share: types by annotation, and names for constraints so that a migration can name them."""

    type_annotation_map = {  # noqa: RUF012  SQLAlchemy declares it so
        str: CleanText,
        Exact: ExactText,
        datetime: Instant,
        tuple[str, ...]: TextList,
        JsonMap: Json,
        JsonPairs: Json,
        JsonCounts: Json,
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def id_column() -> Mapped[int]:
    """Return the column of a row's number. The store gives them, so that rows can name each other in one batch."""
    return mapped_column(Id, primary_key=True, autoincrement=False, comment="Row number, given by the store")


class PageRow(Base):
    """A raw page as it came in. Its body is a zstd frame with a checksum."""

    __tablename__ = "page"
    __table_args__ = (Index("ix_page_site_reference_id", "site", "reference_id"),)

    id: Mapped[int] = id_column()
    key: Mapped[str] = mapped_column(unique=True, comment="Identity: SHA-256 of address and bytes, 64 hex digits")
    url: Mapped[str] = mapped_column(comment="Address that was asked for; file: for files; empty when nobody said")
    url_key: Mapped[str] = mapped_column(index=True, comment="Form of url to look it up by; never to be fetched")
    final_url: Mapped[str] = mapped_column(comment="Where redirects ended; empty when at url")
    final_url_key: Mapped[str | None] = mapped_column(index=True, comment="Form of final_url to look it up by")
    site: Mapped[str] = mapped_column(comment="Host the body came from, without www.; empty when unknown")
    content_type: Mapped[str] = mapped_column(comment="As HTTP gave it")
    fetched_at: Mapped[datetime] = mapped_column(comment="When it was fetched or read, UTC")
    source: Mapped[str] = mapped_column(comment="Name of the source it was fetched for; empty for files")
    origin: Mapped[str] = mapped_column(comment="Spider or file that brought it: spider:feed, dump.jsonl#412")
    hints: Mapped[JsonMap | None] = mapped_column(comment="What a feed or file said of it: title, authors, published")
    body_size: Mapped[int] = mapped_column(Id, comment="Bytes of the body before compression")
    reference_id: Mapped[int | None] = mapped_column(
        Id,
        ForeignKey("page.id", ondelete="RESTRICT"),
        index=True,
        comment="Page whose body is the raw zstd dictionary of this one; it has none itself",
    )
    # Behind the short columns, so that reading them does not walk through the body.
    body: Mapped[bytes] = mapped_column(LargeBinary, comment="The body's bytes, compressed with zstd")
    # Behind the body, because it came later: SQLite adds columns at the end.
    rights: Mapped[tuple[str, ...]] = mapped_column(
        server_default=sql("'[]'"), comment="What the site reserves, as JSON list: noai, tdm reserved"
    )


class ArticleRow(Base):
    """A clean article. A page that changed gives several: its versions, of which search and export know the newest."""

    __tablename__ = "article"
    __table_args__ = (
        # For few articles are due at a time, and to find them should not take longer the more there are.
        Index("ix_article_due", "due", sqlite_where=sql("due = 1"), postgresql_where=sql("due")),
        # What came of a source lately, for its health.
        Index("ix_article_source_fetched_at", "source", "fetched_at"),
        # All that search chooses by, the newest first, and again by number for what the full-text index found: columns
        # behind the text are slow to reach in the row.
        Index("ix_article_newest", "published", *CHOSEN_BY),
        Index("ix_article_choices", "id", "published", *CHOSEN_BY),
        Index(
            "ix_article_newer_id",
            "newer_id",
            sqlite_where=sql("newer_id IS NOT NULL"),
            postgresql_where=sql("newer_id IS NOT NULL"),
        ),
        Index(
            "ix_article_corrected",
            "id",
            sqlite_where=sql("correction IS NOT NULL"),
            postgresql_where=sql("correction IS NOT NULL"),
        ),
    )

    id: Mapped[int] = id_column()
    page_id: Mapped[int] = mapped_column(
        Id, ForeignKey("page.id", ondelete="RESTRICT"), unique=True, comment="Page it was made from"
    )
    url: Mapped[str] = mapped_column(comment="Address of its page")
    canonical_url: Mapped[str | None] = mapped_column(comment="Address the page gives as its own")
    canonical_key: Mapped[str | None] = mapped_column(index=True, comment="Form of canonical_url to look it up by")
    site: Mapped[str | None] = mapped_column(index=True, comment="Host without www.")
    site_name: Mapped[str | None] = mapped_column(comment="What the site calls itself")
    source: Mapped[str] = mapped_column(comment="Name of the source it was fetched for; empty for files")
    title: Mapped[str | None] = mapped_column(comment="Headline")
    authors: Mapped[tuple[str, ...]] = mapped_column(comment="Names, in the order of the page, as JSON list")
    published: Mapped[datetime | None] = mapped_column(comment="When it was published, UTC")
    published_offset: Mapped[int | None] = mapped_column(comment="Zone the page gave: minutes east of UTC")
    modified: Mapped[datetime | None] = mapped_column(comment="When it was last changed, UTC")
    modified_offset: Mapped[int | None] = mapped_column(comment="Zone the page gave: minutes east of UTC")
    fetched_at: Mapped[datetime | None] = mapped_column(comment="When its page was fetched or read, UTC")
    cleaned_at: Mapped[datetime] = mapped_column(comment="When it was stored as it is, UTC")
    language: Mapped[str | None] = mapped_column(comment="ISO 639-1")
    section: Mapped[str | None] = mapped_column(comment="Section of the site")
    tags: Mapped[tuple[str, ...]] = mapped_column(comment="Keywords of the page, as JSON list")
    image: Mapped[str | None] = mapped_column(comment="Address of the lead picture")
    credit: Mapped[str | None] = mapped_column(comment="Whose work it is beside the authors': agencies, reporters")
    correction: Mapped[str | None] = mapped_column(comment="The editor's note of a correction or update")
    extractor: Mapped[str] = mapped_column(comment="Where the body is from: trafilatura fast, plain text")
    flags: Mapped[tuple[str, ...]] = mapped_column(comment="What a reader should be warned of, as JSON list")
    text: Mapped[str] = mapped_column(comment="Paragraphs, one a line")
    # Behind the text, because they came later: SQLite adds columns at the end.
    free: Mapped[bool | None] = mapped_column(comment="Whether it is free to read, if said")
    provenance: Mapped[JsonMap | None] = mapped_column(comment="Where in the page each field was found, by field")
    standfirst: Mapped[str | None] = mapped_column(comment="Summary under the headline")
    author_note: Mapped[str | None] = mapped_column(comment="What the page says of its author")
    memory: Mapped[int] = mapped_column(
        server_default=sql("0"), comment="Version of its site's memory that it was cleaned with"
    )
    due: Mapped[bool] = mapped_column(
        server_default=false(),
        comment="Whether the memory has learnt something that concerns it since it was cleaned",
    )
    newer_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("article.id"), comment="The version of it that came next; none for the newest"
    )
    spaced: Mapped[str | None] = mapped_column(
        comment="Title and text with spaces around letters of scripts without spaces and without Arabic and Hebrew "
        "vowels, for the index; none elsewhere"
    )
    authors_key: Mapped[str] = mapped_column(
        server_default=sql("''"), index=True, comment="Form of authors to look for them by: small letters, no accents"
    )

    edits: Mapped[list["EditRow"]] = relationship(order_by="EditRow.position", viewonly=True)


class EditRow(Base):
    """One change made to an article. Offsets are characters of the field as it stood when the edit was made."""

    __tablename__ = "edit"
    __table_args__ = ({"sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(
        Id, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, comment="Article that was changed"
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="0 for the first edit made, and so on")
    rule: Mapped[str] = mapped_column(comment="Rule that made it")
    field: Mapped[str] = mapped_column(comment="What was changed: title or text")
    start: Mapped[int] = mapped_column(comment="Where, in characters from the field's start")
    before: Mapped[Exact] = mapped_column(comment="What stood there; U+FDD0 and four hex digits is that character")
    after: Mapped[Exact] = mapped_column(comment="What stands there now; written like before")


class RefusalRow(Base):
    """A page that is not kept, and why. The same reason for the same page again only counts up."""

    __tablename__ = "refusal"
    __table_args__ = (UniqueConstraint("url_key", "origin", "reason"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, comment="Row number")
    page_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("page.id"), index=True, comment="The page, where its body was kept to be tried again"
    )
    url: Mapped[str] = mapped_column(comment="Address that was asked for; empty when nobody said")
    url_key: Mapped[str] = mapped_column(comment="Form of url to look it up by")
    origin: Mapped[str] = mapped_column(comment="Spider or file that brought it")
    source: Mapped[str] = mapped_column(comment="Name of the source it was fetched for; empty for files")
    reason: Mapped[str] = mapped_column(comment="Short code to count by")
    detail: Mapped[str] = mapped_column(comment="A sentence for a person, of the last time")
    first_at: Mapped[datetime] = mapped_column(comment="When it was first refused so, UTC")
    last_at: Mapped[datetime] = mapped_column(comment="When it was last refused so, UTC")
    count: Mapped[int] = mapped_column(comment="How often it was refused so")


class AddressRow(Base):
    """What crawls know of a web address: where it was found, and when to ask for it next."""

    __tablename__ = "address"
    __table_args__ = (
        # What is next of a source, the newest first.
        Index(
            "ix_address_waiting",
            "source",
            "newness",
            sqlite_where=sql("due_at IS NOT NULL"),
            postgresql_where=sql("due_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    url_key: Mapped[str] = mapped_column(primary_key=True, comment="Form of url to look it up by; never to be fetched")
    url: Mapped[str] = mapped_column(comment="Address as it was found")
    listing: Mapped[bool] = mapped_column(comment="Whether it names pages: a feed, sitemap or section; else a page")
    source: Mapped[str] = mapped_column(comment="Name of the source that it was found for")
    origin: Mapped[str] = mapped_column(comment="Spider that found it: spider:feed")
    hints: Mapped[JsonMap | None] = mapped_column(comment="What the feed or sitemap said of it")
    newness: Mapped[datetime] = mapped_column(comment="When its page was published, if said, or found, UTC")
    found_at: Mapped[datetime] = mapped_column(comment="When it was found, UTC")
    due_at: Mapped[datetime | None] = mapped_column(comment="When to ask for it, or again; none: not any more, UTC")
    asked_at: Mapped[datetime | None] = mapped_column(comment="When it was last asked for, UTC")
    failures: Mapped[int] = mapped_column(comment="How often in a row it could not be had or was refused")
    reason: Mapped[str | None] = mapped_column(comment="Why the last time, as in refusal")
    etag: Mapped[str | None] = mapped_column(comment="ETag of the last answer")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified of the last answer")


class RunRow(Base):
    """A crawl: when, why it ended, and what it brought."""

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_source_started", "source", "started"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, comment="Row number")
    source: Mapped[str] = mapped_column(comment="Name of the source; for a crawl without one the hosts it began at")
    spider: Mapped[str] = mapped_column(comment="Spider that ran")
    process: Mapped[str] = mapped_column(comment="Machine and process: host:4711")
    started: Mapped[datetime] = mapped_column(comment="When it began, UTC")
    ended: Mapped[datetime | None] = mapped_column(
        comment="When it ended, UTC; none while it runs or when it was killed"
    )
    finish: Mapped[str | None] = mapped_column(comment="Why it ended: finished, shutdown, killed")
    exit_code: Mapped[int | None] = mapped_column(comment="0 when it worked, 1 when it did not")
    requests: Mapped[int] = mapped_column(server_default=sql("0"), comment="Requests sent")
    bytes: Mapped[int] = mapped_column(Id, server_default=sql("0"), comment="Bytes of the answers, as sent")
    named: Mapped[int] = mapped_column(server_default=sql("0"), comment="Articles that feeds, sitemaps, sections named")
    new: Mapped[int] = mapped_column(server_default=sql("0"), comment="New articles")
    changed: Mapped[int] = mapped_column(server_default=sql("0"), comment="New versions of stored articles")
    unchanged: Mapped[int] = mapped_column(server_default=sql("0"), comment="Pages asked for again and found the same")
    refused: Mapped[JsonCounts | None] = mapped_column(comment="Refused pages by reason")
    complaints: Mapped[tuple[str, ...]] = mapped_column(
        server_default=sql("'[]'"), comment="What did not work, in words, as JSON list"
    )


class SiteRow(Base):
    """What the memory of a site amounts to; its lines are in site_line."""

    __tablename__ = "site"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site: Mapped[str] = mapped_column(primary_key=True, comment="Host without www.")
    articles: Mapped[int] = mapped_column(comment="How many of its articles were learnt from")
    version: Mapped[int] = mapped_column(
        comment="How often a line was found to be the site's own, or a person ruled on one"
    )
    remembered: Mapped[int] = mapped_column(comment="How many lines are in site_line")


class SiteLineRow(Base):
    """A line that articles of a site carry, and what the memory knows of it. A text is kept of the site's own."""

    __tablename__ = "site_line"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site: Mapped[str] = mapped_column(
        ForeignKey("site.site", ondelete="CASCADE"), primary_key=True, comment="Host without www."
    )
    fingerprint: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="What the line is known by, 64 bits, signed"
    )
    articles: Mapped[int] = mapped_column(comment="How many different articles carried it")
    first: Mapped[int] = mapped_column(comment="In how many it was among the first lines")
    last: Mapped[int] = mapped_column(comment="In how many it was among the last lines")
    carriers: Mapped[JsonPairs] = mapped_column(
        comment="The first few of them, as JSON list of article number and fingerprint of title and day"
    )
    since: Mapped[int] = mapped_column(
        comment="Version of the site's memory from which on it counts as the site's own; 0: not yet"
    )
    latest: Mapped[int] = mapped_column(comment="How many articles the site had given when it last occurred")
    sample: Mapped[str] = mapped_column(
        server_default=sql("''"), comment="How it reads in one of them; empty until it counts as the site's own"
    )


class RulingRow(Base):
    """What a person said of a line that a site repeats: it goes before what the memory has learnt."""

    __tablename__ = "ruling"
    __table_args__ = ({"sqlite_with_rowid": False},)

    site: Mapped[str] = mapped_column(primary_key=True, comment="Host without www.")
    fingerprint: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="What the line is known by, 64 bits, signed"
    )
    verdict: Mapped[str] = mapped_column(comment="What a person said of it: keep or cut")
    line: Mapped[str] = mapped_column(comment="The line, as the person saw it")
    ruled_at: Mapped[datetime] = mapped_column(comment="When, UTC")


class SketchRow(Base):
    """The index of copies: articles that have many of these in common have much of their text in common.

    Without a foreign key: there are two dozen rows an article, and each would be looked up.
    """

    __tablename__ = "sketch"
    __table_args__ = ({"sqlite_with_rowid": False},)

    value: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="One of the smallest hashes of its words"
    )
    article_id: Mapped[int] = mapped_column(
        Id, primary_key=True, autoincrement=False, comment="Article whose text has it"
    )


class CopyRow(Base):
    """An article whose text, or much of it, stands in other articles too: all of them together are a story."""

    __tablename__ = "copy"

    article_id: Mapped[int] = mapped_column(
        Id,
        ForeignKey("article.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        comment="Article whose text stands elsewhere",
    )
    story_id: Mapped[int] = mapped_column(
        Id, index=True, comment="What all copies of one text have in common: a number"
    )
    like_id: Mapped[int | None] = mapped_column(
        Id,
        ForeignKey("article.id"),
        index=True,
        comment="Article it was found to be like; none for the first stored",
    )
    shared: Mapped[float] = mapped_column(Float, comment="Share, 0 to 1, of the shorter text that is in both")
    exact: Mapped[bool] = mapped_column(comment="Whether all letters are the same")


class RecleaningRow(Base):
    """A run of `copydesk reclean` that has not ended: where to go on after a kill."""

    __tablename__ = "recleaning"
    __table_args__ = ({"sqlite_with_rowid": False},)

    choice: Mapped[str] = mapped_column(primary_key=True, comment="Which articles were asked for, as JSON")
    program: Mapped[str] = mapped_column(comment="What the rules were known by, 16 hex digits")
    started: Mapped[datetime] = mapped_column(comment="When it began, UTC")
    last_id: Mapped[int] = mapped_column(Id, comment="Number of the last article that is done")
    counts: Mapped[JsonCounts] = mapped_column(comment="What became of those so far, and by which rules")
