"""What a web archive has no place for: a note beside the record of a page, so that the page comes back as it was.

A note is a `metadata` record before that of its page, which it names in WARC-Refers-To: a JSON object, and in it only
what the record of the page does not say itself.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from pipeline.article import Hints, RawPage
from pipeline.load.found import RecordError
from pipeline.load.jsonl import without_surrogates

NOTE_TYPE = "application/vnd.copydesk.page+json"


def note_of(page: RawPage, standing: RawPage) -> bytes:
    """Return the note of a page, given the page as its record alone says it; empty when there is nothing to add."""
    note: dict[str, object] = {
        name: getattr(page, name)
        for name in ("url", "content_type", "final_url", "rights")
        if getattr(page, name) != getattr(standing, name)
    }
    if page.hints != Hints():
        hints = page.hints
        said = {
            name: getattr(hints, name) for name in Hints.__slots__ if getattr(hints, name) != getattr(Hints(), name)
        }
        note["hints"] = said
    return json.dumps(note, default=datetime.isoformat).encode() if note else b""


def with_note(page: RawPage, note: bytes) -> RawPage:
    """Return a page with what its note says of it. Raises RecordError when the note cannot be understood.

    >>> page = RawPage("https://a.org/1", b"Ice.", "text/plain", rights=("noai",), hints=Hints("Ice", ("Ann",)))
    >>> standing = RawPage("https://a.org/1", b"Ice.", fetched_at=page.fetched_at)
    >>> with_note(standing, note_of(page, standing)) == page
    True
    """
    said: object = None
    with suppress(ValueError, RecursionError):
        said = json.loads(note)
    if not isinstance(said, dict):
        raise RecordError("the note beside it is no JSON object")
    return replace(
        page,
        url=_text(said, "url", page.url),
        content_type=_text(said, "content_type", page.content_type),
        final_url=_text(said, "final_url", ""),
        rights=_texts(said, "rights"),
        hints=_hints(said.get("hints", {})),
    )


def _hints(said: object) -> Hints:
    if not isinstance(said, dict):
        raise RecordError('"hints" in the note beside it is no JSON object')
    return Hints(
        title=_text(said, "title", "") or None,
        authors=_texts(said, "authors"),
        published=_instant(said, "published"),
        modified=_instant(said, "modified"),
        language=_text(said, "language", "") or None,
        tags=_texts(said, "tags"),
        content=_text(said, "content", ""),
        place=_text(said, "place", Hints().place),
    )


def _text(said: Mapping[str, object], name: str, without: str) -> str:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise RecordError(f'"{name}" in the note beside it is no string')
    return without if value is None else without_surrogates(value)


def _texts(said: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = said.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise RecordError(f'"{name}" in the note beside it is no list of strings')
    return tuple(map(without_surrogates, values))


def _instant(said: Mapping[str, object], name: str) -> datetime | None:
    value = _text(said, name, "")
    try:
        instant = datetime.fromisoformat(value) if value else None
    except ValueError:
        raise RecordError(f'"{name}" in the note beside it is no ISO 8601 date and time') from None
    if instant and instant.utcoffset() is None:
        raise RecordError(f'"{name}" in the note beside it has no zone')
    return instant
