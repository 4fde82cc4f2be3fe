"""Raw pages as a web archive (WARC/1.1). The only door to writing with warcio.

A page is a `resource` record: what the specification has for "the result of a networked retrieval where the protocol
information has been discarded". The database has no HTTP headers, and a `response` would be an invented one.
"""

import re
import string
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from typing import BinaryIO
from urllib.parse import quote

from warcio.warcwriter import WARCWriter

from db.columns import in_utc
from pipeline.article import RawPage
from pipeline.load.notes import NOTE_TYPE, note_of

SAFE = (string.ascii_letters + string.digits + string.punctuation).replace("<", "").replace(">", "")
LINE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
"""What can stand in a header as it is."""

OF_PAGES = re.compile(r"(?:text/html|application/xhtml\+xml)\s*(?:;|$)", re.IGNORECASE)
"""Types by which every reader knows a page; of another the note says that it is one."""

UNKNOWN = "?"
"""In place of a type that does not say by itself that the record is a page."""

ABOUT = {
    "software": f"Copydesk/{version('copydesk')}",
    "format": "WARC File Format 1.1",
    "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
}


def write_warc(
    pages: Iterable[tuple[int, RawPage]], stream: BinaryIO, name: str = "", *, is_packed: bool = True
) -> None:
    """Write a record for each page, its date that of the fetch, with a note beside it where it needs one.

    `name` is that of the file, for the first record. Packed, each record is a gzip member of its own.
    """
    writer = WARCWriter(stream, gzip=is_packed, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, ABOUT))
    for _, page in pages:
        write_page(writer, page)


def write_page(writer: WARCWriter, page: RawPage) -> None:
    """Write the record of a page, and before it its note."""
    address = target_of(page)
    content_type = page.content_type if LINE.fullmatch(page.content_type) else "application/octet-stream"
    headers = {"WARC-Date": date_of(page.fetched_at), "Content-Type": content_type}
    record = record_of(writer, "resource", address, page.body, headers)
    standing = RawPage(address, page.body, content_type if OF_PAGES.match(content_type) else UNKNOWN)
    if note := note_of(page, standing):
        refers = {"WARC-Refers-To": record.rec_headers.get_header("WARC-Record-ID"), "Content-Type": NOTE_TYPE}
        writer.write_record(record_of(writer, "metadata", address, note, headers | refers))
    writer.write_record(record)


def record_of(writer: WARCWriter, kind: str, address: str, block: bytes, headers: dict[str, str]):  # type: ignore[no-untyped-def]  # noqa: ANN201  warcio has no types
    """Return a record."""
    return writer.create_warc_record(
        address, kind, payload=BytesIO(block), length=len(block), warc_headers_dict=dict(headers)
    )


def target_of(page: RawPage) -> str:
    """Return the address of a page as an URI, which every record has to have.

    >>> target_of(RawPage("https://a.org/zürich?a=%20 b", b""))
    'https://a.org/z%C3%BCrich?a=%20%20b'
    """
    return quote(page.url, safe=SAFE, errors="replace") if page.url else f"urn:copydesk:{page.key}"


def date_of(instant: datetime) -> str:
    """Return an instant as a WARC-Date, to the microsecond.

    >>> date_of(datetime.fromisoformat("2026-01-02T03:04:05+02:00"))
    '2026-01-02T01:04:05Z'
    """
    return in_utc(instant).replace(tzinfo=None).isoformat() + "Z"
