"""Article pages on the web: what is asked for, what came back, and why nothing did. Every spider uses these."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
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

from pipeline.article import RawPage, Reason, Refused, Validators, utc_now

PAGE = "page"
"""The argument in which a request for an article page carries that page, still without a body."""

LISTING = "listing"
"""The key in a request's meta that marks it as one for a feed, a sitemap or a section: what names pages."""

RIGHTS = "rights"
"""The key in a request's meta under which stands what the answer says of its use; see spiders/rights.py."""

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


class Declined(IgnoreRequest):
    """It is not asked for, or not kept, for a reason of ours."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that was asked for again and has not changed, as its server says."""

    page: RawPage


class NotModified(IgnoreRequest):
    """The server says that nothing has changed since we last asked: no failure, and nothing to do."""


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
        headers=conditions(page.validators),
        cb_kwargs={PAGE: page},
        dont_filter=True,  # Scrapy's own filter drops, in silence, a redirect to an address already seen
    )


def conditions(validators: Validators) -> dict[str, str]:
    """Return the headers that ask for a page only if it is another one than that of the validators.

    >>> conditions(Validators(etag='"abc"'))
    {'If-None-Match': '"abc"'}
    """
    given = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in given.items() if value}


def listing_request(
    url: str, callback: Callable[..., Any], errback: Callable[[Failure], Any], accept: str, **arguments: object
) -> Request:
    """Return the request for what names pages; `callback` gets the answer and the arguments by name.

    Where it has not changed since it was last read, `errback` gets NotModified.
    """
    return Request(
        url,
        callback,
        errback=errback,
        headers={"Accept": accept},
        cb_kwargs=arguments,
        meta={LISTING: True},
        dont_filter=True,
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
        rights=response.meta.get(RIGHTS, ()) if response.request else (),
        validators=validators_of(response),
    )


def validators_of(response: Response) -> Validators:
    """Return what a server gave its answer to know it by."""
    return Validators(header(response, "ETag") or None, header(response, "Last-Modified") or None)


def failed_page(failure: Failure) -> Refused | Unchanged:
    """Return the outcome for a page that could not be had, with the reason. `failure` is from a `page_request`."""
    request: Request = failure.request  # type: ignore[attr-defined]
    page: RawPage = request.cb_kwargs[PAGE]
    if isinstance(failure.value, NotModified):
        return Unchanged(replace(page, fetched_at=utc_now()))
    final_url = redirected_to(request, request.url)
    return Refused(replace(page, fetched_at=utc_now(), final_url=final_url), reason_of(failure.value))


def content_type(response: Response) -> str:
    """Return the Content-Type header; empty when the server sent none."""
    return header(response, "Content-Type")


def header(response: Response, name: str) -> str:
    """Return a header of an answer; empty when the server sent none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def redirected_to(request: Request | None, url: str) -> str:
    """Return `url` if redirects led there, else an empty string."""
    return url if request is not None and request.meta.get("redirect_times") else ""


def reason_of(error: BaseException | None) -> Reason:
    """Return in our words why Scrapy gave up on a request."""
    if isinstance(error, HttpError):
        return http_reason(error.response.status)
    if isinstance(error, Declined):
        return error.reason
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
