"""Copies of a text, rulings on what sites repeat, cleaning again after a kill, and scripts without spaces."""

import sqlalchemy as sa
from alembic import op

from db.columns import CleanText, Id, Instant, Json, TextList
from db.copies import add_to_index
from db.names import names_key
from db.scripts import spaced

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FULL_TEXT = """
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, spaced, content="article", content_rowid="id",
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
)
"""
# Mn and Mc: vowels of Indic scripts and marks of Thai are letters of their words. By default they would part them.

# In small letters, without accents, as SQLite's index is, and without signs: else `lake/river` would name a file
# and `example.com` a host. `db.excerpts.folded` does the same to what is asked.
SIGNS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2000-\u206f"
    r"\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
FOLDED = (
    "normalize(regexp_replace(regexp_replace(normalize(lower({0} COLLATE {1}), NFD), "
    r"'[\u0300-\u036f]', '', 'g'), '{2}', ' ', 'g'), NFC)"
)
# A title counts more. Positions end at 16,383, and the whole at 1 MB.
TITLE = "left(coalesce(title, ''), 2000)"
TEXT = "left(text, 300000) || ' ' || left(coalesce(spaced, ''), 300000)"
WORDS = """
ALTER TABLE article ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', {0}), 'A') || setweight(to_tsvector('simple', {1}), 'D')
) STORED
"""
# The database's own may know no letters but ASCII.
ANY_LANGUAGE = "SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'"

COMMENTS = {
    "article.newer_id": "The version of it that came next; none for the newest",
    "article.spaced": (
        "Title and text with spaces around letters of scripts without spaces and without Arabic and Hebrew vowels, "
        "for the index; none elsewhere"
    ),
    "article.authors_key": "Form of authors to look for them by: small letters, no accents",
    "site.version": "How often a line was found to be the site''s own, or a person ruled on one",
    "site_line.sample": "How it reads in one of them; empty until it counts as the site''s own",
}
"""Of columns that were added in plain SQL, because SQLite would make the table anew else, or mean more now."""

NEW = "INSERT INTO article_fts (rowid, title, text, spaced) VALUES (new.id, new.title, new.text, new.spaced);"
OLD = (
    "INSERT INTO article_fts (article_fts, rowid, title, text, spaced) "
    "VALUES ('delete', old.id, old.title, old.text, old.spaced);"
)
# A migration that makes the table article anew loses these: it has to make them again.
TRIGGERS = (
    f"CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN {NEW} END",
    f"CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN {OLD} END",
    f"CREATE TRIGGER article_fts_update AFTER UPDATE OF id, title, text, spaced ON article BEGIN {OLD} {NEW} END",
)


def upgrade() -> None:
    make_copies()
    make_rulings()
    make_recleanings()
    op.execute("ALTER TABLE site_line ADD COLUMN sample TEXT DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE article ADD COLUMN spaced TEXT")
    op.execute("ALTER TABLE article ADD COLUMN authors_key TEXT DEFAULT '' NOT NULL")
    index_choices()
    if op.get_bind().dialect.name == "postgresql":
        make_words()
    else:
        space_articles()
        key_authors()
        remake_full_text()
        find_copies()


def make_words() -> None:
    """Index the texts on a server: there are none yet, for this is the first schema that was there."""
    collation = '"und-x-icu"' if op.get_bind().exec_driver_sql(ANY_LANGUAGE).scalar() else '"default"'
    title, text = (FOLDED.format(f"({part})", collation, SIGNS) for part in (TITLE, TEXT))
    op.get_bind().exec_driver_sql(WORDS.format(title, text))
    op.execute("CREATE INDEX ix_article_words ON article USING gin (words)")
    for column, comment in COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")


def make_copies() -> None:
    op.create_table(
        "sketch",
        sa.Column("value", Id, autoincrement=False, nullable=False, comment="One of the smallest hashes of its words"),
        sa.Column("article_id", Id, autoincrement=False, nullable=False, comment="Article whose text has it"),
        sa.PrimaryKeyConstraint("value", "article_id", name="pk_sketch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copy",
        sa.Column("article_id", Id, autoincrement=False, nullable=False, comment="Article whose text stands elsewhere"),
        sa.Column("story_id", Id, nullable=False, comment="What all copies of one text have in common: a number"),
        sa.Column("like_id", Id, nullable=True, comment="Article it was found to be like; none for the first stored"),
        sa.Column("shared", sa.Float(), nullable=False, comment="Share, 0 to 1, of the shorter text that is in both"),
        sa.Column("exact", sa.Boolean(), nullable=False, comment="Whether all letters are the same"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_copy_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["like_id"], ["article.id"], name="fk_copy_like_id"),
        sa.PrimaryKeyConstraint("article_id", name="pk_copy"),
    )
    op.create_index("ix_copy_story_id", "copy", ["story_id"])
    op.create_index("ix_copy_like_id", "copy", ["like_id"])


def make_rulings() -> None:
    op.create_table(
        "ruling",
        sa.Column("site", CleanText(), nullable=False, comment="Host without www."),
        sa.Column(
            "fingerprint", Id, autoincrement=False, nullable=False, comment="What the line is known by, 64 bits, signed"
        ),
        sa.Column("verdict", CleanText(), nullable=False, comment="What a person said of it: keep or cut"),
        sa.Column("line", CleanText(), nullable=False, comment="The line, as the person saw it"),
        sa.Column("ruled_at", Instant(), nullable=False, comment="When, UTC"),
        sa.PrimaryKeyConstraint("site", "fingerprint", name="pk_ruling"),
        sqlite_with_rowid=False,
    )


def make_recleanings() -> None:
    op.create_table(
        "recleaning",
        sa.Column("choice", CleanText(), nullable=False, comment="Which articles were asked for, as JSON"),
        sa.Column("program", CleanText(), nullable=False, comment="What the rules were known by, 16 hex digits"),
        sa.Column("started", Instant(), nullable=False, comment="When it began, UTC"),
        sa.Column("last_id", Id, nullable=False, comment="Number of the last article that is done"),
        sa.Column("counts", Json, nullable=False, comment="What became of those so far, and by which rules"),
        sa.PrimaryKeyConstraint("choice", name="pk_recleaning"),
        sqlite_with_rowid=False,
    )


def space_articles() -> None:
    """Space the texts in scripts without spaces. Some hundred at a time: an archive does not fit into memory."""
    bind = op.get_bind()
    last = 0
    select = sa.text("SELECT id, title, text FROM article WHERE id > :last ORDER BY id LIMIT 500")
    while rows := bind.execute(select, {"last": last}).all():
        found = [{"number": row.id, "spaced": spaced(row.title, row.text)} for row in rows]
        if changed := [each for each in found if each["spaced"] is not None]:
            bind.execute(sa.text("UPDATE article SET spaced = :spaced WHERE id = :number"), changed)
        last = rows[-1].id


def key_authors() -> None:
    """Write down what authors are looked for by."""
    bind = op.get_bind()
    last = 0
    select = sa.text("SELECT id, authors FROM article WHERE id > :last ORDER BY id LIMIT 5000")
    while rows := bind.execute(select.columns(id=Id, authors=TextList()), {"last": last}).all():
        if found := [{"number": row.id, "key": names_key(row.authors)} for row in rows if row.authors]:
            bind.execute(sa.text("UPDATE article SET authors_key = :key WHERE id = :number"), found)
        last = rows[-1].id


def index_choices() -> None:
    """Let search choose without walking through the texts. What it chooses by includes the index of `published`."""
    chosen_by = ["newer_id", "site", "source", "language", "section"]
    op.drop_index("ix_article_published", "article")
    op.create_index("ix_article_newest", "article", ["published", *chosen_by])
    op.create_index("ix_article_choices", "article", ["id", "published", *chosen_by])
    op.create_index("ix_article_authors_key", "article", ["authors_key"])
    op.drop_index("ix_article_newer_id", "article")
    newer, corrected = sa.text("newer_id IS NOT NULL"), sa.text("correction IS NOT NULL")
    op.create_index("ix_article_newer_id", "article", ["newer_id"], sqlite_where=newer, postgresql_where=newer)
    op.create_index("ix_article_corrected", "article", ["id"], sqlite_where=corrected, postgresql_where=corrected)


def find_copies() -> None:
    """Look the articles up in the order in which they came, as if they came now; some at a time."""
    bind = op.get_bind()
    last = 0
    select = sa.text("SELECT id, text FROM article WHERE id > :last AND newer_id IS NULL ORDER BY id LIMIT 50")
    while rows := bind.execute(select, {"last": last}).all():
        add_to_index(bind, [(row.id, row.text) for row in rows])
        last = rows[-1].id


def remake_full_text() -> None:
    for name in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER article_fts_{name}")
    op.execute("DROP TABLE article_fts")
    op.execute(FULL_TEXT)
    op.execute("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")
    for trigger in TRIGGERS:
        op.execute(trigger)
