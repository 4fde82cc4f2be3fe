import base64
import io
import quopri
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.decode import decode
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load import load
from pipeline.load.mhtml import MAX_MHTML_BYTES, read_mhtml

HTML = '<html><meta charset="utf-8"><p>Der See fror zu, sagte Zoë Müller.</p></html>'
HEAD = """From: <Saved by Blink>
Snapshot-Content-Location: https://a.org/ice
Subject: =?utf-8?Q?Eis?=
Date: Thu, 1 Jan 2026 08:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----here----"

"""
IMAGE = "------here----\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\n"
END = "------here------\n"


def part(body=None, coding="quoted-printable", kind="text/html", **headers):
    body = HTML.encode() if body is None else body
    written = base64.encodebytes(body) if coding == "base64" else quopri.encodestring(body)
    named = {
        "Content-Type": kind,
        "Content-Transfer-Encoding": coding,
        "Content-Location": "https://a.org/ice",
    } | headers
    lines = "".join(f"{name}: {value}\n" for name, value in named.items() if value)
    return f"------here----\n{lines}\n{written.decode()}\n\n"


def saved(*parts, head=HEAD):
    return (head + "".join(parts)).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["x.mhtml", "x.mht", "-"])
def test_the_page_is_the_first_part_that_is_html(write, name, coding):
    body = saved(part(coding=coding), part(b"<p>A frame"), IMAGE, END)
    if name != "-":
        write(name, body)
    (page,) = load(name, io.BytesIO(body))
    assert page.url == "https://a.org/ice"
    assert decode(page.body, page.content_type).replace("\r\n", "\n").strip() == HTML
    assert page.fetched_at == datetime(2026, 1, 1, 7, tzinfo=UTC)
    assert page.origin == name


def one(body):
    (found,) = read_mhtml(io.BytesIO(body), RawPage("file:///x.mht", b"", origin="x.mht"))
    return found


def test_the_charset_is_that_of_the_part():
    page = one(saved(part("<p>Zoë".encode("cp1252"), kind='text/html;\n\tcharset="windows-1252"'), END))
    assert page.content_type == 'text/html; charset="windows-1252"'
    assert decode(page.body, page.content_type).strip() == "<p>Zoë"


@pytest.mark.parametrize(
    ("headers", "head", "url"),
    [
        ({"Content-Location": None}, HEAD, "https://a.org/ice"),
        ({"Content-Location": "cid:frame-1@mhtml.blink"}, HEAD, "https://a.org/ice"),
        ({"Content-Location": "https://a.org/\n very/long"}, HEAD, "https://a.org/very/long"),
        (
            {"Content-Location": None},
            HEAD.replace("Snapshot-Content-Location: https://a.org/ice\n", ""),
            "file:///x.mht",
        ),
        ({"Content-Location": "file:///C:/ice.htm"}, HEAD.replace("https", "ftp"), "file:///x.mht"),
    ],
)
def test_the_address_is_the_best_that_is_given(headers, head, url):
    assert one(saved(part(**headers), END, head=head)).url == url


def test_a_page_alone_and_one_in_parts_of_parts():
    alone = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: https://a.org/1\n\n<p>Ice"
    assert (one(alone.encode()).body, one(alone.encode()).url) == (b"<p>Ice", "https://a.org/1")
    inner = 'Content-Type: multipart/alternative; boundary="in"\n\n--in\nContent-Type: text/html\n\n<p>Ice\n--in--\n'
    assert one(saved(f"------here----\n{inner}\n", END)).body == b"<p>Ice"


@pytest.mark.parametrize(
    ("body", "there"),
    [
        (saved(IMAGE, END), "image/png"),
        (saved(part(kind="text/plain"), IMAGE, END), "image/png, text/plain"),
        (b"", "text/plain"),
        (b"\x89PNG\r\n\x1a\n", "text/plain"),
    ],
)
def test_without_a_page_it_is_refused(body, there):
    refused = one(body)
    assert refused.reason == ("broken record", f"x.mht: there is no part of type text/html in it; there is {there}")


def test_a_file_that_ends_within_its_page_is_said():
    page, refused = read_mhtml(io.BytesIO(saved(part())[:-40]), RawPage("", b"", origin="x.mht"))
    assert page.body.startswith(b"<html>")
    assert refused.reason.code == "broken archive"
    assert "ends within its page" in refused.reason.detail
    assert isinstance(one(saved(part(), IMAGE)[:-40]), RawPage)


def test_one_over_the_limit_is_refused():
    assert one(saved(part(b"x" * (MAX_PAGE_BYTES + 1), "base64"), END)).reason.code == "too large"
    assert one(bytes(MAX_MHTML_BYTES + 1)).reason.code == "too large"


def test_the_largest_one_fits_into_memory():
    images = "".join(
        "------here----\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n" + ("A" * 76 + "\n") * 120_000
        for _ in range(4)
    )
    body = saved(part(), images, END)
    tracemalloc.start()
    assert isinstance(one(body), RawPage)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * len(body)


@given(st.binary(max_size=60), st.integers(0, 1000))
def test_any_bytes_are_pages_or_refused(noise, place):
    body = saved(part(), IMAGE, END)
    for found in read_mhtml(io.BytesIO(body[:place] + noise + body[place + len(noise) :]), RawPage("", b"")):
        assert isinstance(found, RawPage | Refused)
        (found.page if isinstance(found, Refused) else found).content_type.encode()
