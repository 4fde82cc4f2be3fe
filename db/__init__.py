"""Keeping: tables, migrations, the one writer, search and export."""
