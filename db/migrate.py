"""Making and upgrading the schema, with Alembic and without an alembic.ini.

A new revision, after a change of `db/tables.py`: `python -m db.migrate "what changes"`, then set HEAD in
`db/engine.py`. Revisions are four digits that go up by one: so is known, without Alembic, which of two is newer.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

FOLDER = Path(__file__).parent / "migrations"


FULL_TEXT = frozenset({"words", "ix_article_words"})


def is_of_the_tables(name: str | None, _kind: str, _parents: object) -> bool:
    """Tell whether the models know of a table, column or index: not of the full-text index and what is inside it."""
    return name is None or (name not in FULL_TEXT and not name.startswith("article_fts"))


def config(engine: Engine) -> Config:
    """Return what Alembic needs to know; `env.py` takes the engine from its attributes."""
    settings = Config(attributes={"engine": engine})
    settings.set_main_option("script_location", str(FOLDER))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema, in one transaction: all of it or nothing."""
    command.upgrade(config(engine), "head")


def propose(message: str) -> None:
    """Write a new revision with what differs between the tables and the revisions so far, to be read and completed."""
    from db.engine import open_writer  # noqa: PLC0415  which imports this module to upgrade

    with tempfile.TemporaryDirectory() as folder:
        engine = open_writer(Path(folder) / "empty.db")
        number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04d}"
        command.revision(config(engine), message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    propose(sys.argv[1])
