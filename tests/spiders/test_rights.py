import json

import pytest

from spiders.rights import in_headers, in_page, reserved_paths

ROBOT = "copydesk"


@pytest.mark.parametrize(
    ("tags", "directives"),
    [
        (["noindex"], {"noindex"}),
        (["NOINDEX, nofollow"], {"noindex"}),
        (["none"], {"noindex"}),
        (["index, noarchive"], {"noarchive"}),
        (["max-image-preview:none, max-snippet: -1"], set()),
        (["unavailable_after: Sat, 01 Jan 2028 00:00:00 GMT, noindex"], {"noindex"}),
        (["otherbot: noindex, noarchive"], set()),
        (["otherbot: noindex, copydesk: noarchive"], {"noarchive"}),
        (["Copydesk: noindex"], {"noindex"}),
        (["*: noindex"], {"noindex"}),
        (["otherbot: noindex", "noai"], {"noai"}),
        (["noimageai,noai"], {"noai", "noimageai"}),
        (["", ",", ":", "noindexed"], set()),
    ],
)
def test_what_x_robots_tag_says(tags, directives):
    assert in_headers(tags, [], ROBOT).directives == directives


@pytest.mark.parametrize(
    ("values", "reserved"), [([], None), (["1"], True), (["0"], False), (["0", " 1 "], True), (["yes"], None)]
)
def test_what_a_reservation_says(values, reserved):
    assert in_headers([], values, ROBOT).reserved is reserved


@pytest.mark.parametrize(
    ("markup", "directives"),
    [
        ('<meta name="robots" content="noindex">', {"noindex"}),
        ("<META CONTENT='NoIndex,Follow' NAME=Robots />", {"noindex"}),
        ('<meta name="robots"\n  content="none"/>', {"noindex"}),
        ('<meta name="robots" content="index"><meta name="copydesk" content="noarchive">', {"noarchive"}),
        ('<meta name="otherbot" content="noindex">', set()),
        ('<meta name="robots" content="index, max-image-preview:none">', set()),
        ('<!-- <meta name="robots" content="noindex"> -->', set()),
        ('<script>var m = \'<meta name="robots" content="noindex">\';</script>', set()),
        ('<meta name="description" content="robots noindex none">', set()),
        ('<meta property="robots" content="noindex">', set()),
    ],
)
def test_what_a_page_says(markup, directives):
    body = f"<!doctype html><html><head>{markup}</head><body><p>noindex, noarchive</p></body></html>"
    assert in_page(body.encode(), ROBOT).directives == directives


@pytest.mark.parametrize("content", ["1", "0"])
def test_what_a_page_says_of_its_reservation(content):
    assert in_page(f"<meta name=tdm-reservation content={content}>".encode(), ROBOT).reserved is (content == "1")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>not found</html>",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b'[1, null, {"location": 5, "tdm-reservation": 1}, {"location": "/a"}, {"tdm-reservation": 1}]',
        json.dumps([{"location": "/\nDisallow: /", "tdm-reservation": 1}]).encode(),
        b"\xff\xfe",
    ],
)
def test_files_that_reserve_nothing(body):
    assert reserved_paths(body) is None


@pytest.mark.parametrize(
    ("location", "path", "is_reserved"),
    [
        ("/", "/news/1", True),
        ("/news/", "/news/1", True),
        ("/news/", "/sport/1", False),
        ("/*.html$", "/news/1.html", True),
        ("/*.html$", "/news/1.html?a", False),
        ("news", "/news/1", True),
        ("*", "/news/1", True),
    ],
)
def test_patterns_of_a_file(location, path, is_reserved):
    rules = reserved_paths(json.dumps([{"location": location, "tdm-reservation": 1}]).encode())
    assert rules.allowed(f"https://a.example{path}", "*") is not is_reserved


META = '<meta name="{}" content="{}">'
SAID = {
    "/plain": ("", {}),
    "/noindex": (META.format("robots", "noindex, follow"), {}),
    "/none": (META.format("robots", "none"), {}),
    "/ours": (META.format("copydesk", "noindex"), {}),
    "/theirs": (META.format("otherbot", "noindex"), {"X_Robots_Tag": "otherbot: noindex"}),
    "/header": ("", {"X_Robots_Tag": "noindex"}),
    "/noarchive": (META.format("robots", "noarchive"), {}),
    "/noai": (META.format("robots", "noai, noimageai"), {}),
    "/reserved": ("", {"tdm_reservation": "1"}),
    "/reserved-in-page": (META.format("tdm-reservation", "1"), {}),
    "/filed/reserved": ("", {}),
    "/filed/free": (META.format("tdm-reservation", "0"), {}),
}
REFUSED = dict.fromkeys(["/noindex", "/none", "/ours", "/header"], "noindex") | {"/noarchive": "noarchive"}
RESERVED = {"/noai": "noai"} | dict.fromkeys(["/reserved", "/reserved-in-page", "/filed/reserved"], "tdm reserved")


@pytest.fixture
def publisher(site, article):
    """A site whose pages say of their use what their paths say."""
    for path, (head, headers) in SAID.items():
        site.serve(path, article(f"Story {path}", head=head), **headers)
    file = [{"location": "/filed/", "tdm-reservation": 1, "tdm-policy": "https://courier.example/policy"}]
    site.serve("/.well-known/tdmrep.json", json.dumps(file), "application/json")
    items = "".join(f"<item><link>{path}</link></item>" for path in SAID)
    # Feeds are marked so as a matter of course.
    site.serve("/rss.xml", f"<rss version='2.0'><channel>{items}</channel></rss>", "text/xml", X_Robots_Tag="noindex")
    return site


def absolute(site, reasons):
    return {site.url(path): reason for path, reason in reasons.items()}


def test_what_pages_say_of_their_use_is_honoured_and_written_down(publisher, desk):
    crawl = desk.feed(publisher.url("/rss.xml"))
    assert desk.refused() == absolute(publisher, REFUSED), crawl
    assert desk.kept() == {publisher.url(path) for path in SAID if path not in REFUSED}
    flags = {
        url.removeprefix(publisher.address): json.loads(flags)
        for url, flags in desk.rows("SELECT url, flags FROM article")
    }
    reserved = ["/reserved", "/reserved-in-page", "/filed/reserved"]
    expected = {"/noai": ["noai", "noimageai"]} | {path: ["tdm reserved"] for path in reserved}
    assert {path: said for path, said in flags.items() if said} == expected
    assert desk.rows("SELECT count(*) FROM page") == [(len(SAID) - len(REFUSED),)], "no bytes of the others"
    assert [path for path, _ in publisher.requests].count("/.well-known/tdmrep.json") == 1


def test_reserved_pages_are_left_out_where_that_is_asked_for_and_noarchive_kept(publisher, desk):
    desk.feed(publisher.url("/rss.xml"), COPYDESK_SKIP_RESERVED=1, COPYDESK_KEEP_NOARCHIVE=1)
    refused = {path: reason for path, reason in REFUSED.items() if reason != "noarchive"} | RESERVED
    assert desk.refused() == absolute(publisher, refused)
    assert desk.rows("SELECT flags FROM article WHERE url LIKE '%/noarchive'") == [('["noarchive"]',)]
