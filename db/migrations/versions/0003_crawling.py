"""What crawls know of addresses, a row for each run, versions of articles, and what sites reserve."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.columns import CleanText, Instant, TextList

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
WAITING = sa.text("due_at IS NOT NULL")

LINK_VERSIONS = """
UPDATE article SET newer_id = (
  SELECT min(newer.id) FROM page AS page_of_newer
  JOIN article AS newer ON newer.page_id = page_of_newer.id
  WHERE newer.id > article.id AND page_of_newer.url_key <> ''
  AND page_of_newer.url_key = (SELECT url_key FROM page WHERE page.id = article.page_id)
)
"""
"""Until now each was an article of its own."""


def upgrade() -> None:
    make_addresses()
    make_runs()
    extend_articles()
    op.add_column(
        "page",
        sa.Column(
            "rights",
            TextList(),
            nullable=False,
            server_default=sa.text("'[]'"),
            comment="What the site reserves, as JSON list: noai, tdm reserved",
        ),
    )


def extend_articles() -> None:
    # In plain SQL, because Alembic would make the table anew for the foreign key, and drop its triggers.
    kind = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(f"ALTER TABLE article ADD COLUMN newer_id {kind} CONSTRAINT fk_article_newer_id REFERENCES article (id)")
    op.create_index("ix_article_newer_id", "article", ["newer_id"])
    op.create_index("ix_article_source_fetched_at", "article", ["source", "fetched_at"])
    op.execute(LINK_VERSIONS)


def make_addresses() -> None:
    op.create_table(
        "address",
        sa.Column("url_key", CleanText(), nullable=False, comment="Form of url to look it up by; never to be fetched"),
        sa.Column("url", CleanText(), nullable=False, comment="Address as it was found"),
        sa.Column(
            "listing",
            sa.Boolean(),
            nullable=False,
            comment="Whether it names pages: a feed, sitemap or section; else a page",
        ),
        sa.Column("source", CleanText(), nullable=False, comment="Name of the source that it was found for"),
        sa.Column("origin", CleanText(), nullable=False, comment="Spider that found it: spider:feed"),
        sa.Column("hints", JSON, nullable=True, comment="What the feed or sitemap said of it"),
        sa.Column("newness", Instant(), nullable=False, comment="When its page was published, if said, or found, UTC"),
        sa.Column("found_at", Instant(), nullable=False, comment="When it was found, UTC"),
        sa.Column("due_at", Instant(), nullable=True, comment="When to ask for it, or again; none: not any more, UTC"),
        sa.Column("asked_at", Instant(), nullable=True, comment="When it was last asked for, UTC"),
        sa.Column(
            "failures", sa.Integer(), nullable=False, comment="How often in a row it could not be had or was refused"
        ),
        sa.Column("reason", CleanText(), nullable=True, comment="Why the last time, as in refusal"),
        sa.Column("etag", CleanText(), nullable=True, comment="ETag of the last answer"),
        sa.Column("last_modified", CleanText(), nullable=True, comment="Last-Modified of the last answer"),
        sa.PrimaryKeyConstraint("url_key", name="pk_address"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_address_waiting", "address", ["source", "newness"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def make_runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", ID, nullable=False, comment="Row number"),
        sa.Column(
            "source",
            CleanText(),
            nullable=False,
            comment="Name of the source; for a crawl without one the hosts it began at",
        ),
        sa.Column("spider", CleanText(), nullable=False, comment="Spider that ran"),
        sa.Column("process", CleanText(), nullable=False, comment="Machine and process: host:4711"),
        sa.Column("started", Instant(), nullable=False, comment="When it began, UTC"),
        sa.Column(
            "ended", Instant(), nullable=True, comment="When it ended, UTC; none while it runs or when it was killed"
        ),
        sa.Column("finish", CleanText(), nullable=True, comment="Why it ended: finished, shutdown, killed"),
        sa.Column("exit_code", sa.Integer(), nullable=True, comment="0 when it worked, 1 when it did not"),
        count("requests", sa.Integer(), "Requests sent"),
        count("bytes", ID, "Bytes of the answers, as sent"),
        count("named", sa.Integer(), "Articles that feeds, sitemaps, sections named"),
        count("new", sa.Integer(), "New articles"),
        count("changed", sa.Integer(), "New versions of stored articles"),
        count("unchanged", sa.Integer(), "Pages asked for again and found the same"),
        sa.Column("refused", JSON, nullable=True, comment="Refused pages by reason"),
        sa.Column(
            "complaints",
            TextList(),
            nullable=False,
            server_default=sa.text("'[]'"),
            comment="What did not work, in words, as JSON list",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_index("ix_run_source_started", "run", ["source", "started"])


def count(name: str, kind: sa.types.TypeEngine[int], comment: str) -> sa.Column[int]:
    return sa.Column(name, kind, nullable=False, server_default=sa.text("0"), comment=comment)
