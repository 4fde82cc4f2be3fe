"""Hints to SQLite which index to use.

SQLAlchemy takes them, `with_hint(table, "INDEXED BY ...", "sqlite")`, but leaves them out when it writes for SQLite.
"""

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.sql import FromClause


class HintingCompiler(SQLiteCompiler):
    """Writes the hints."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """Return what to write after the name of a table."""
        return text
