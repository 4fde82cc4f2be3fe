"""Which article a person means: by its number, or by an address."""

import sys

from sqlalchemy import Engine

from db.read import find_article
from desk.database import again, without_password


def number_of(engine: Engine, which: str) -> int | None:
    """Return the number of the article that was named by its number or an address; None when there can be none."""
    return row_number(which) if which.isdecimal() else find_article(engine, which)


def row_number(digits: str) -> int | None:
    """Return the number; None for one that no row can have."""
    return number if (number := int(digits[:20])) <= sys.maxsize else None


def nothing_of(which: str, database: str) -> str:
    """Return what to tell who named an article that is not there."""
    return f"no article {which} in {without_password(database)}; find one with: copydesk search WORDS{again(database)}"
