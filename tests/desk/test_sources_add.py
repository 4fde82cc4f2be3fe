"""A site on loopback is looked at, and its source written. Slow: there is a second between two requests."""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desk.sources_add import written_source
from spiders.look import Findings, Listed
from spiders.looking import FrontPage
from spiders.source_format import source_text
from spiders.sources import Source, parse_source, read_source

HOME = "https://quay.example/"


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and says nothing of it."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site(tmp_path_factory):
    """A folder, and the address that it is served at."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=os.fspath(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def add(desk):
    """Run `copydesk sources` on this machine's own site, with `mine` as folder."""

    def add(*arguments):
        return desk.run("sources", *arguments, "--sources", "mine", environment={"COPYDESK_PRIVATE": "1"})

    return add


def test_a_site_becomes_a_source_that_can_be_read(site, add, here, news):
    folder, home = site
    (folder / "index.html").write_text(
        "<html lang=en><head><title>Quay Courier</title><link rel=alternate type=application/rss+xml href=/rss.xml>"
        "</head><body><nav><a href=/city/>City</a></nav></body></html>"
    )
    (folder / "crane.html").write_text(news())
    (folder / "rss.xml").write_text(
        f"<rss version='2.0'><channel><item><link>{home}crane.html</link>"
        "<pubDate>03 Nov 2026 08:00:00 +0100</pubDate></item></channel></rss>"
    )
    code, out, err = add("add", home, "--name", "quay")
    assert code == 0, err
    source = read_source(here / "mine" / "quay.toml")
    assert source == Source("quay", home, title="Quay Courier", language="en", feeds=(home + "rss.xml",))
    assert "Harbour crane moves\n  2026-11-03 08:00 +0100" in out
    assert "wrote mine/quay.toml" in err
    assert f'# sections = [\n#     "{home}",\n#     "{home}city/",\n# ]' in (here / "mine" / "quay.toml").read_text()

    code, out, err = add("check", "--online")
    assert (code, out) == (0, f"quay: {home}rss.xml  (1 article, the newest of 2026-11-03 08:00 +0100)\n"), err

    (folder / "rss.xml").unlink()
    code, out, err = add("check", "--online")
    assert (code, out) == (1, f"quay: {home}rss.xml  http 404: the server answered 404 Not Found\n"), err


def test_a_site_that_cannot_be_had_is_told_and_nothing_written(site, add, here):
    code, out, err = add("add", site[1] + "none")
    assert (code, out) == (1, "")
    assert "http 404: the server answered 404 Not Found" in err
    assert not (here / "mine").exists()


def test_a_file_that_is_there_is_told_before_anything_is_asked(here, run):
    (here / "quay.example.toml").write_text("mine")
    result = run("sources", "add", HOME, "--sources", here)
    assert result.exit_code == 2
    assert "--force replaces it, --name gives another name" in result.stderr.replace("\n", " ")
    assert (here / "quay.example.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["https://"], "it names no host"),
        (["file:///etc/passwd"], "only http and https are fetched"),
        (["two words"], "is no address"),
        ([HOME, "--name", "../up"], "is no name for a source"),
        ([HOME, "--name", "Quay"], "is no name for a source"),
        (["https://ann:secret@quay.example/"], "has a user name in it"),
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(run, arguments, words):
    result = run("sources", "add", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


FEED = Listed(HOME + "rss.xml", ())
NEWS = Listed(HOME + "news.xml", ())
SECTIONS = FrontPage("Quay", "en", (), (HOME + "city/",))
OLD = (HOME + "all.xml",)


@pytest.mark.parametrize(
    ("findings", "used", "unused"),
    [
        (Findings(HOME, SECTIONS, (FEED,), (NEWS,), OLD), {"feeds", "sitemaps"}, {"sections", "sitemaps"}),
        (Findings(HOME, FrontPage(), (FEED,)), {"feeds"}, set()),
        (Findings(HOME, FrontPage(), (), (NEWS,)), {"sitemaps"}, set()),
        (Findings(HOME, FrontPage(), (FEED,), (), OLD), {"feeds"}, {"sitemaps"}),
        (Findings(HOME, SECTIONS, (), (), OLD), {"sections"}, {"sitemaps"}),
        (Findings(HOME, FrontPage(), (), (), OLD), {"sitemaps"}, set()),
    ],
)
def test_what_has_the_newest_articles_is_used_and_the_rest_is_left_as_remarks(findings, used, unused):
    written = written_source(findings, "quay")
    source = parse_source(source_text(written), "quay")
    assert {key for key in ("feeds", "sitemaps", "sections") if getattr(source, key)} == used
    assert set(written.unused) == unused


def test_where_nothing_was_found_nothing_is_written():
    assert written_source(Findings(HOME), "quay") is None
