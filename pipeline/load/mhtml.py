"""Pages saved as one file by a browser (MHTML): the first part that is HTML, at the address that the file gives."""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES, too_large
from pipeline.load.found import Found, broken_archive, broken_record

MAX_MHTML_BYTES = 4 * MAX_PAGE_BYTES
"""The pictures of a page are in it too."""

PAGES = ("text/html", "application/xhtml+xml")

MAIL_HEADER = re.compile(rb"\A\s*[A-Za-z][A-Za-z-]*:.*^MIME-Version:", re.IGNORECASE | re.MULTILINE | re.DOTALL)


def looks_like_mhtml(opening: bytes) -> bool:
    r"""Return whether a stream that begins so has the headers of a mail.

    >>> looks_like_mhtml(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"), looks_like_mhtml(b"Ice: it froze.")
    (True, False)
    """
    return b"MIME-Version:".lower() in opening.lower() and MAIL_HEADER.search(b"X:\n" + opening) is not None


def read_mhtml(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield the page of a file, and a refusal where the file ends within it."""
    content = stream.read(MAX_MHTML_BYTES + 1)
    if len(content) > MAX_MHTML_BYTES:
        yield Refused(page, too_large(len(content)))
        return
    message = email.message_from_bytes(content)
    parts = [part for part in message.walk() if not part.is_multipart()]
    shown = next((part for part in parts if part.get_content_type() in PAGES), None)
    if shown is None:
        kinds = ", ".join(sorted({part.get_content_type() for part in parts})[:5]) or "nothing"
        yield broken_record(page, f"there is no part of type text/html in it; there is {kinds}")
        return
    yield page_of_part(shown, message, page)
    if shown is parts[-1] and any(is_cut(part) for part in message.walk()):
        yield broken_archive(page, "the file ends within its page: the end of the article may be missing")


def page_of_part(part: Message, message: Message, page: RawPage) -> Found:
    """Return the page in a part of a message."""
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    if len(body) > MAX_PAGE_BYTES:
        return Refused(page, too_large(len(body)))
    return replace(
        page,
        url=address_of(part, message) or page.url,
        body=body,
        content_type=" ".join(str(part.get("Content-Type", "text/html")).split()),
        fetched_at=date_of(message) or page.fetched_at,
    )


def address_of(part: Message, message: Message) -> str:
    """Return the address of the page; empty where the file does not tell, or one that only has a meaning within it."""
    said = (part.get("Content-Location"), message.get("Snapshot-Content-Location"), message.get("Content-Location"))
    addresses = ("".join(str(each).split()) for each in said if each)
    return next((each for each in addresses if each.lower().startswith(("http:", "https:"))), "")


def date_of(message: Message) -> datetime | None:
    """Return when the page was saved, in UTC; without a zone it is taken to be UTC."""
    with suppress(ValueError, TypeError, OverflowError, IndexError):
        instant = parsedate_to_datetime(str(message.get("Date", "")))
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    return None


def is_cut(part: Message) -> bool:
    """Return whether the end of a message of several parts is missing."""
    return any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in part.defects)
