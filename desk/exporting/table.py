"""Articles as CSV: RFC 4180, in UTF-8, the first row names the columns."""

import codecs
import csv
import json
import re
from collections.abc import Iterable
from typing import BinaryIO

from db.columns import storable
from desk.records import article_record, iso
from pipeline.article import Article

COLUMNS = (*article_record(Article(""), None), "fetched_at")
"""The fields of a record, and when the page was fetched: whoever loads the table needs it."""

PARTS = re.compile(r'[;|\[\]"\r\n]')
"""What `copydesk load`, like others, takes for the end of a name, or for a list."""

FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
"""How a cell begins that spreadsheets compute (owasp.org/www-community/attacks/CSV_Injection)."""


def write_table(found: Iterable[tuple[int, Article]], stream: BinaryIO, *, for_spreadsheets: bool = False) -> None:
    """Write a row for each article; cells as `cell` has them.

    `for_spreadsheets`: with a byte order mark, by which Excel knows UTF-8, and an apostrophe before each cell that a
    spreadsheet would take for a formula: what is shown is the text, but it is not the text to the letter any more.
    """
    if for_spreadsheets:
        stream.write(codecs.BOM_UTF8)
    written = csv.writer(codecs.getwriter("utf-8")(stream))
    written.writerow(COLUMNS)
    for number, article in found:
        record = {**article_record(article, number), "fetched_at": iso(article.fetched_at)}
        cells = [cell(record[name]) for name in COLUMNS]
        written.writerow(map(disarmed, cells) if for_spreadsheets else cells)


def cell(value: object) -> str:
    r"""Return a value as the text of a cell: nothing for None, `true` and `false`, lists and records as below.

    Names and tags stand with `; ` between them. Where that could not be told apart again they are a JSON list; edits
    and provenance are always JSON.

    >>> cell(("Ann Lee", "Ben Ray")), cell(["Lee, Ann"]), cell(["a;b"]), cell(None), cell(True)
    ('Ann Lee; Ben Ray', '["Lee, Ann"]', '["a;b"]', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return joined([str(item) for item in value])
    if isinstance(value, str):
        return storable(value)
    return as_json(value)


def joined(items: list[str]) -> str:
    """Return several texts as one."""
    is_plain = all(item == item.strip() != "" and not PARTS.search(item) for item in items)
    if is_plain and not (len(items) == 1 and "," in items[0]):
        return storable("; ".join(items))
    return as_json(items) if items else ""


def as_json(value: object) -> str:
    """Return a value as JSON; letters that have no bytes in UTF-8 as their escapes, so that none is lost."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def disarmed(text: str) -> str:
    """Return a cell that no spreadsheet computes.

    >>> disarmed("=HYPERLINK(A1)"), disarmed("2 + 2 = 4")
    ("'=HYPERLINK(A1)", '2 + 2 = 4')
    """
    return f"'{text}" if FORMULA.match(text) else text
