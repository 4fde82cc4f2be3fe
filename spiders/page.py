"""Article pages on the web: what is asked for, what came back, and why nothing did. Every spider uses these."""

import re
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure
from w3lib.url import safe_url_string

from pipeline.article import RawPage, Reason, Refused, utc_now

PAGE = "page"
"""The argument in which a request for an article page carries that page, still without a body."""

PageCallback = Callable[[Response, RawPage], Any]

MAX_URL_CHARACTERS = 2083
"""The longest address that is asked for; Scrapy's own limit, which it enforces in silence."""

IGNORED: tuple[tuple[str, Reason], ...] = (
    ("robots.txt", Reason("robots.txt", "the site's robots.txt asks us not to fetch it, or cannot be had")),
    ("max redirections", Reason("redirects", "the address redirects too often, perhaps in a circle")),
    ("DOWNLOAD_MAXSIZE", Reason("too large", "the unpacked page is over the limit (DOWNLOAD_MAXSIZE)")),
)
"""Scrapy tells these apart only by the words of its IgnoreRequest."""

FAILURES: tuple[tuple[type[Exception], Reason], ...] = (
    (DownloadTimeoutError, Reason("timed out", "no complete answer within the limit (DOWNLOAD_TIMEOUT)")),
    (DownloadCancelledError, Reason("too large", "the page is over the limit (DOWNLOAD_MAXSIZE)")),
    (CannotResolveHostError, Reason("unreachable", "the host name is not known")),
    (DownloadConnectionRefusedError, Reason("unreachable", "the connection was refused")),
    (ResponseDataLossError, Reason("broken off", "the connection ended before the page did")),
)


def refuse_address(url: str) -> Reason | None:
    """Return why an address is not asked for; None when it may be.

    >>> refuse_address("https://example.com/a")
    >>> print(refuse_address("file:///etc/passwd"))
    bad address: only http and https are fetched
    """
    try:
        scheme, host = urlsplit(url).scheme, urlsplit(safe_url_string(url)).hostname
    except ValueError as error:
        return Reason("bad address", str(error))
    if scheme not in {"http", "https"}:
        return Reason("bad address", "only http and https are fetched")
    if not host:
        return Reason("bad address", "it names no host")
    if len(url) > MAX_URL_CHARACTERS:
        return Reason("bad address", f"longer than {MAX_URL_CHARACTERS:,} characters")
    return None


def page_request(page: RawPage, callback: PageCallback, errback: Callable[[Failure], Any]) -> Request:
    """Return the request that fills a page without a body; `callback` gets the answer and the page."""
    return Request(
        page.url,
        callback,
        errback=errback,
        cb_kwargs={PAGE: page},
        dont_filter=True,  # Scrapy's own filter drops, in silence, a redirect to an address already seen
    )


def page_asked_for(request: Request) -> RawPage | None:
    """Return the page that a request is to fill; None for a request of another kind."""
    page = request.cb_kwargs.get(PAGE)
    return page if isinstance(page, RawPage) else None


def filled_page(page: RawPage, response: Response) -> RawPage:
    """Return a page with what the server answered."""
    return replace(
        page,
        body=response.body,
        content_type=content_type(response),
        fetched_at=utc_now(),
        final_url=redirected_to(response.request, response.url),
    )


def failed_page(failure: Failure) -> Refused:
    """Return the outcome for a page that could not be had, with the reason. `failure` is from a `page_request`."""
    request: Request = failure.request  # type: ignore[attr-defined]
    page: RawPage = request.cb_kwargs[PAGE]
    final_url = redirected_to(request, request.url)
    return Refused(replace(page, fetched_at=utc_now(), final_url=final_url), reason_of(failure.value))


def content_type(response: Response) -> str:
    """Return the Content-Type header; empty when the server sent none."""
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def redirected_to(request: Request | None, url: str) -> str:
    """Return `url` if redirects led there, else an empty string."""
    return url if request is not None and request.meta.get("redirect_times") else ""


def reason_of(error: BaseException | None) -> Reason:
    """Return in our words why Scrapy gave up on a request."""
    if isinstance(error, HttpError):
        return http_reason(error.response.status)
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in IGNORED if words in str(error)), Reason("ignored", str(error)))
    for kind, reason in FAILURES:
        if isinstance(error, kind):
            return reason
    if isinstance(error, DownloadFailedError):
        return connection_reason(str(error))
    return Reason("failed", f"{type(error).__name__}: {error}")


def http_reason(status: int) -> Reason:
    """Return the reason for an HTTP status that is not success.

    >>> print(http_reason(404))
    http 404: the server answered 404 Not Found
    """
    phrase = next((known.phrase for known in HTTPStatus if known == status), "")
    return Reason(f"http {status}", f"the server answered {status} {phrase}".strip())


def connection_reason(words: str) -> Reason:
    """Return the reason for a connection that was made and failed, from Twisted's description of it."""
    if "certificate verify failed" in words:
        return Reason("certificate", "the server's certificate could not be verified")
    return Reason(
        "unreachable", "the connection failed: " + re.sub(r"[\[\]<>]|twisted\.python\.failure\.Failure ", "", words)
    )
