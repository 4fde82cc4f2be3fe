"""Articles as JSON records: the form that `clean --jsonl`, `show --json` and `export` write."""

import json
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


def line(record: Record) -> str:
    """Return a record as one line of JSON. Line separators inside strings are escaped, so a line stays one."""
    text = json.dumps(record, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
