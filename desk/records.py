"""Articles as JSON records: the form that `clean --jsonl`, `show --json` and `export` write."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime

from pipeline.article import Article, Edit, Kept, Outcome

Record = Mapping[str, object]


def article_record(article: Article, record_id: str | int | None) -> Record:
    """Return an article as a JSON-ready mapping; times as ISO 8601 with their offset, text with a paragraph a line."""
    return {
        "id": record_id,
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published": iso(article.published),
        "modified": iso(article.modified),
        "language": article.language,
        "site": article.site,
        "text": article.text,
        "credit": article.credit,
        "correction": article.correction,
        "flags": list(article.flags),
        "edits": [edit_record(edit) for edit in article.edits],
        "canonical_url": article.canonical_url,
        "site_name": article.site_name,
        "source": article.source,
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image,
        "extractor": article.extractor,
        "standfirst": article.standfirst,
        "author_note": article.author_note,
        "free": article.free,
        "provenance": dict(article.provenance),
    }


def edit_record(edit: Edit) -> Record:
    """Return an edit as a JSON-ready mapping."""
    return {"rule": edit.rule, "where": str(edit.where), "before": edit.before, "after": edit.after}


def outcome_record(outcome: Outcome) -> Record:
    """Return what became of a page: its article, or a record with `refused`."""
    page = outcome.page
    if isinstance(outcome, Kept):
        return article_record(outcome.article, page.record_id)
    return {"id": page.record_id, "url": page.url, "origin": page.origin, "refused": str(outcome.reason)}


def iso(instant: datetime | None) -> str | None:
    """Return an instant in ISO 8601, None for none."""
    return instant.isoformat() if instant else None


def line(record: Record) -> bytes:
    r"""Return a record as one line of JSON, in UTF-8 whatever the terminal's encoding.

    Line separators inside strings are escaped, so that a line stays one for every reader; and lone surrogates, which
    UTF-8 has no bytes for.

    >>> line({"title": "Eis\u2028\ud83d"})
    b'{"title": "Eis\\u2028\\ud83d"}\n'
    """
    text = json.dumps(record, ensure_ascii=False)
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
    return text.encode("utf-8", "backslashreplace") + b"\n"


def print_record(record: Record) -> None:
    """Write a record to standard output at once: whoever reads it from a pipe need not wait for the next."""
    sys.stdout.buffer.write(line(record))
    sys.stdout.buffer.flush()
