"""All tables, the full-text index and its triggers; marks the file as ours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.columns import CleanText, ExactText, Instant, TextList

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

# Double quotes around "article": with single ones datasette and sqlite-utils do not see what the index is of.
FULL_TEXT = """
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, content="article", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
)
"""
# A migration that makes the table article anew loses these: it has to make them again.
TRIGGERS = (
    """
CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END
""",
    """
CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END
""",
    """
CREATE TRIGGER article_fts_update AFTER UPDATE OF id, title, text ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO article_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END
""",
)


def upgrade() -> None:
    make_pages()
    make_articles()
    make_refusals()
    make_edits()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("COMMENT ON TABLE alembic_version IS 'Copydesk'")
        return  # the index of its texts comes with 0004, which was the first that could be on a server
    make_full_text()
    op.execute("PRAGMA application_id = 1129271385")  # "COPY" in ASCII


def make_pages() -> None:
    op.create_table(
        "page",
        sa.Column("id", ID, autoincrement=False, nullable=False, comment="Row number, given by the store"),
        sa.Column("key", CleanText(), nullable=False, comment="Identity: SHA-256 of address and bytes, 64 hex digits"),
        sa.Column(
            "url",
            CleanText(),
            nullable=False,
            comment="Address that was asked for; file: for files; empty when nobody said",
        ),
        sa.Column("url_key", CleanText(), nullable=False, comment="Form of url to look it up by; never to be fetched"),
        sa.Column("final_url", CleanText(), nullable=False, comment="Where redirects ended; empty when at url"),
        sa.Column("final_url_key", CleanText(), nullable=True, comment="Form of final_url to look it up by"),
        sa.Column(
            "site", CleanText(), nullable=False, comment="Host the body came from, without www.; empty when unknown"
        ),
        sa.Column("content_type", CleanText(), nullable=False, comment="As HTTP gave it"),
        sa.Column("fetched_at", Instant(), nullable=False, comment="When it was fetched or read, UTC"),
        sa.Column(
            "source", CleanText(), nullable=False, comment="Name of the source it was fetched for; empty for files"
        ),
        sa.Column(
            "origin", CleanText(), nullable=False, comment="Spider or file that brought it: spider:feed, dump.jsonl#412"
        ),
        sa.Column("hints", JSON, nullable=True, comment="What a feed or file said of it: title, authors, published"),
        sa.Column("body_size", ID, nullable=False, comment="Bytes of the body before compression"),
        sa.Column(
            "reference_id",
            ID,
            nullable=True,
            comment="Page whose body is the raw zstd dictionary of this one; it has none itself",
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="The body's bytes, compressed with zstd"),
        sa.ForeignKeyConstraint(["reference_id"], ["page.id"], name="fk_page_reference_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("key", name="uq_page_key"),
    )
    op.create_index("ix_page_final_url_key", "page", ["final_url_key"])
    op.create_index("ix_page_reference_id", "page", ["reference_id"])
    op.create_index("ix_page_site_reference_id", "page", ["site", "reference_id"])
    op.create_index("ix_page_url_key", "page", ["url_key"])


def make_articles() -> None:
    op.create_table(
        "article",
        sa.Column("id", ID, autoincrement=False, nullable=False, comment="Row number, given by the store"),
        sa.Column("page_id", ID, nullable=False, comment="Page it was made from"),
        sa.Column("url", CleanText(), nullable=False, comment="Address of its page"),
        sa.Column("canonical_url", CleanText(), nullable=True, comment="Address the page gives as its own"),
        sa.Column("canonical_key", CleanText(), nullable=True, comment="Form of canonical_url to look it up by"),
        sa.Column("site", CleanText(), nullable=True, comment="Host without www."),
        sa.Column("site_name", CleanText(), nullable=True, comment="What the site calls itself"),
        sa.Column(
            "source", CleanText(), nullable=False, comment="Name of the source it was fetched for; empty for files"
        ),
        sa.Column("title", CleanText(), nullable=True, comment="Headline"),
        sa.Column("authors", TextList(), nullable=False, comment="Names, in the order of the page, as JSON list"),
        sa.Column("published", Instant(), nullable=True, comment="When it was published, UTC"),
        sa.Column("published_offset", sa.Integer(), nullable=True, comment="Zone the page gave: minutes east of UTC"),
        sa.Column("modified", Instant(), nullable=True, comment="When it was last changed, UTC"),
        sa.Column("modified_offset", sa.Integer(), nullable=True, comment="Zone the page gave: minutes east of UTC"),
        sa.Column("fetched_at", Instant(), nullable=True, comment="When its page was fetched or read, UTC"),
        sa.Column("cleaned_at", Instant(), nullable=False, comment="When it was stored as it is, UTC"),
        sa.Column("language", CleanText(), nullable=True, comment="ISO 639-1"),
        sa.Column("section", CleanText(), nullable=True, comment="Section of the site"),
        sa.Column("tags", TextList(), nullable=False, comment="Keywords of the page, as JSON list"),
        sa.Column("image", CleanText(), nullable=True, comment="Address of the lead picture"),
        sa.Column(
            "credit", CleanText(), nullable=True, comment="Whose work it is beside the authors': agencies, reporters"
        ),
        sa.Column("correction", CleanText(), nullable=True, comment="The editor's note of a correction or update"),
        sa.Column(
            "extractor", CleanText(), nullable=False, comment="Where the body is from: trafilatura fast, plain text"
        ),
        sa.Column("flags", TextList(), nullable=False, comment="What a reader should be warned of, as JSON list"),
        sa.Column("text", CleanText(), nullable=False, comment="Paragraphs, one a line"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_article_page_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("page_id", name="uq_article_page_id"),
    )
    op.create_index("ix_article_canonical_key", "article", ["canonical_key"])
    op.create_index("ix_article_published", "article", ["published"])
    op.create_index("ix_article_site", "article", ["site"])


def make_refusals() -> None:
    op.create_table(
        "refusal",
        sa.Column("id", ID, nullable=False, comment="Row number"),
        sa.Column("page_id", ID, nullable=True, comment="The page, where its body was kept to be tried again"),
        sa.Column("url", CleanText(), nullable=False, comment="Address that was asked for; empty when nobody said"),
        sa.Column("url_key", CleanText(), nullable=False, comment="Form of url to look it up by"),
        sa.Column("origin", CleanText(), nullable=False, comment="Spider or file that brought it"),
        sa.Column(
            "source", CleanText(), nullable=False, comment="Name of the source it was fetched for; empty for files"
        ),
        sa.Column("reason", CleanText(), nullable=False, comment="Short code to count by"),
        sa.Column("detail", CleanText(), nullable=False, comment="A sentence for a person, of the last time"),
        sa.Column("first_at", Instant(), nullable=False, comment="When it was first refused so, UTC"),
        sa.Column("last_at", Instant(), nullable=False, comment="When it was last refused so, UTC"),
        sa.Column("count", sa.Integer(), nullable=False, comment="How often it was refused so"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name="fk_refusal_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_refusal"),
        sa.UniqueConstraint("url_key", "origin", "reason", name="uq_refusal_url_key_origin_reason"),
    )
    op.create_index("ix_refusal_page_id", "refusal", ["page_id"])


def make_edits() -> None:
    op.create_table(
        "edit",
        sa.Column("article_id", ID, nullable=False, comment="Article that was changed"),
        sa.Column("position", sa.Integer(), nullable=False, comment="0 for the first edit made, and so on"),
        sa.Column("rule", CleanText(), nullable=False, comment="Rule that made it"),
        sa.Column("field", CleanText(), nullable=False, comment="What was changed: title or text"),
        sa.Column("start", sa.Integer(), nullable=False, comment="Where, in characters from the field's start"),
        sa.Column(
            "before",
            ExactText(),
            nullable=False,
            comment="What stood there; U+FDD0 and four hex digits is that character",
        ),
        sa.Column("after", ExactText(), nullable=False, comment="What stands there now; written like before"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_edit_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_edit"),
        sqlite_with_rowid=False,
    )


def make_full_text() -> None:
    op.execute(FULL_TEXT)
    for trigger in TRIGGERS:
        op.execute(trigger)
