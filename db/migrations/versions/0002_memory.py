"""What each site repeats, and on an article what it was cleaned with, whether it is due, and four more fields."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db.columns import CleanText

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    extend_articles()
    make_sites()
    make_site_lines()


def extend_articles() -> None:
    # One by one, not as a batch: the table is not made anew, so its triggers and rows stay as they are.
    op.add_column(
        "article", sa.Column("free", sa.Boolean(), nullable=True, comment="Whether it is free to read, if said")
    )
    op.add_column(
        "article",
        sa.Column("provenance", JSON, nullable=True, comment="Where in the page each field was found, by field"),
    )
    op.add_column("article", sa.Column("standfirst", CleanText(), nullable=True, comment="Summary under the headline"))
    op.add_column(
        "article", sa.Column("author_note", CleanText(), nullable=True, comment="What the page says of its author")
    )
    op.add_column(
        "article",
        sa.Column(
            "memory",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="Version of its site's memory that it was cleaned with",
        ),
    )
    op.add_column(
        "article",
        sa.Column(
            "due",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="Whether the memory has learnt something that concerns it since it was cleaned",
        ),
    )
    op.create_index(
        "ix_article_due", "article", ["due"], sqlite_where=sa.text("due = 1"), postgresql_where=sa.text("due")
    )


def make_sites() -> None:
    op.create_table(
        "site",
        sa.Column("site", CleanText(), nullable=False, comment="Host without www."),
        sa.Column("articles", sa.Integer(), nullable=False, comment="How many of its articles were learnt from"),
        sa.Column("version", sa.Integer(), nullable=False, comment="How many lines were found to be the site's own"),
        sa.Column("remembered", sa.Integer(), nullable=False, comment="How many lines are in site_line"),
        sa.PrimaryKeyConstraint("site", name="pk_site"),
        sqlite_with_rowid=False,
    )


def make_site_lines() -> None:
    op.create_table(
        "site_line",
        sa.Column("site", CleanText(), nullable=False, comment="Host without www."),
        sa.Column(
            "fingerprint", ID, autoincrement=False, nullable=False, comment="What the line is known by, 64 bits, signed"
        ),
        sa.Column("articles", sa.Integer(), nullable=False, comment="How many different articles carried it"),
        sa.Column("first", sa.Integer(), nullable=False, comment="In how many it was among the first lines"),
        sa.Column("last", sa.Integer(), nullable=False, comment="In how many it was among the last lines"),
        sa.Column(
            "carriers",
            JSON,
            nullable=False,
            comment="The first few of them, as JSON list of article number and fingerprint of title and day",
        ),
        sa.Column(
            "since",
            sa.Integer(),
            nullable=False,
            comment="Version of the site's memory from which on it counts as the site's own; 0: not yet",
        ),
        sa.Column(
            "latest", sa.Integer(), nullable=False, comment="How many articles the site had given when it last occurred"
        ),
        sa.ForeignKeyConstraint(["site"], ["site.site"], name="fk_site_line_site", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("site", "fingerprint", name="pk_site_line"),
        sqlite_with_rowid=False,
    )
