import pytest
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

from pipeline.article import RawPage, Reason
from spiders.page import Declined, failed_page, filled_page, page_asked_for, page_request, reason_of, refuse_address

PAGE = RawPage("https://news.example/a b", b"", source="news", origin="spider:feed")


def asked(**meta):
    request = page_request(PAGE, lambda response, page: None, failed_page)
    request.meta.update(meta)
    return request


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (HttpError(Response("https://news.example/", status=404)), "http 404"),
        (HttpError(Response("https://news.example/", status=599)), "http 599"),
        (DownloadTimeoutError(), "timed out"),
        (DownloadCancelledError(), "too large"),
        (CannotResolveHostError(), "unreachable"),
        (DownloadConnectionRefusedError(), "unreachable"),
        (ResponseDataLossError(), "broken off"),
        (DownloadFailedError("[<twisted.python.failure.Failure ConnectionLost: gone>]"), "unreachable"),
        (DownloadFailedError("SSL routines, certificate verify failed"), "certificate"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots.txt"),
        (IgnoreRequest("max redirections reached"), "redirects"),
        (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE (1 B) during decompression."), "too large"),
        (IgnoreRequest("another middleware's words"), "ignored"),
        (Declined(Reason("noindex", "a reason of ours")), "noindex"),
        (ValueError("odd"), "failed"),
    ],
)
def test_each_failure_has_a_reason(error, code):
    failure = Failure(error)
    failure.request = asked()
    refused = failed_page(failure)
    assert refused.reason.code == code
    assert refused.reason.detail
    assert (refused.page.url, refused.page.body, refused.page.source) == (PAGE.url, b"", "news")


def test_reason_of_a_failure_says_what_was_said():
    assert reason_of(DownloadFailedError("[<twisted.python.failure.Failure ConnectionLost: gone>]")).detail == (
        "the connection failed: ConnectionLost: gone"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "file:///etc/passwd",
        "ftp://a.example/",
        "javascript:void(0)",
        "http://",
        "https://a.example/" + "a" * 3000,
        "http://[::1",
        "http://news.example:port/",
        "http://news.example:99999999/",
        "http://news.example/\ud800",
    ],
)
def test_addresses_that_are_not_asked_for(url):
    assert refuse_address(url).code == "bad address"


def test_a_page_keeps_the_address_as_it_was_found():
    response = Response("https://news.example/a%20b", body=b"x", headers={"Content-Type": "text/html"}, request=asked())
    page = filled_page(PAGE, response)
    assert (page.url, page.final_url, page.content_type, page.body) == (PAGE.url, "", "text/html", b"x")


def test_a_redirected_page_knows_where_it_ended():
    response = Response("https://news.example/b", body=b"x", request=asked(redirect_times=1))
    assert filled_page(PAGE, response).final_url == "https://news.example/b"


def test_only_requests_for_pages_carry_one():
    assert page_asked_for(asked()) is PAGE
    assert page_asked_for(Request("https://news.example/rss")) is None
