"""Pages that are empty without JavaScript."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from spiders.rendering import BROWSERS, browser, lacking
from spiders.source import SourceSpider
from spiders.waiting import WaitingSpider

MISSING = None if find_spec("scrapy_playwright") and browser() else "needs scrapy-playwright and Chromium on PATH"
rendered = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

PATH = "/news/harbour-wall-to-be-rebuilt-10001"
METADATA = "http://169.254.169.254/latest/meta-data/"

# The shell is the same for every article; the last step comes only when the others have been tried.
SHELL = """<!doctype html><html lang=en><head><title>The Harbour Courier</title></head><body><div id=app></div>
<img src=/picture.png><script>
async function tried(url) { try { return await (await fetch(url)).text() } catch (error) { return "" } }
function knocked(url) { return new Promise(done => { new WebSocket(url).onclose = done }) }
async function build() {
  const story = await (await fetch("/api/story.json")).json()
  let words = ""
  for (const url of URLS) words += url.startsWith("ws:") ? await knocked(url) : await tried(url)
  const paragraphs = [...story.paragraphs, words].map(text => `<p>${text}</p>`).join("")
  document.querySelector("#app").innerHTML = `<article><h1>${story.title}</h1>${paragraphs}</article>`
  await tried("/built")
}
build()
</script></body></html>"""

STORY = {
    "title": "Harbour wall to be rebuilt",
    "paragraphs": [
        f"The harbour wall was the talk of the town on day {day}, said {number} people who had seen it from the quay, "
        "and the council will discuss it again when it meets in the old hall next week."
        for day, number in ((1, "forty"), (2, "fifty"), (3, "sixty"))
    ],
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources").mkdir()
    return tmp_path / "sources"


@pytest.fixture
def write(folder):
    def write(home, *lines):
        (folder / "town.toml").write_text("\n".join((f'home = "{home}"', 'feeds = ["/rss.xml"]', "delay = 0", *lines)))

    return write


def serve(site, *urls, base=""):
    site.serve_rss(f"{base}/rss.xml", PATH)
    site.serve(f"{base}{PATH}", SHELL.replace("URLS", json.dumps(urls)))
    site.serve(f"{base}/api/story.json", json.dumps(STORY), "application/json")


@rendered
def test_a_page_that_scripts_build_is_an_article(site, desk, folder, write):
    serve(site)
    write(site.url("/"), "javascript = true")
    crawl = desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert crawl.code == 0, crawl
    assert desk.kept() == {site.url(PATH)}
    assert STORY["paragraphs"][1] in str(desk.rows("SELECT text FROM article"))
    asked = site.asked()
    assert asked[PATH] == asked["/rss.xml"] == asked["/robots.txt"] == 1
    assert asked["/picture.png"] == 0
    assert {agent.split("/")[0] for _, agent in site.requests} == {"Copydesk"}
    assert "Traceback" not in crawl.log


def test_without_javascript_there_is_no_article(site, desk, folder, write):
    serve(site)
    write(site.url("/"))
    desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert desk.refused() == {site.url(PATH): "no article"}
    assert site.asked()["/api/story.json"] == 0


@rendered
def test_sections_are_rendered_too(site, desk, folder):
    serve(site)
    teaser = f"<h2><a href={PATH}>The harbour wall is to be rebuilt</a></h2>"
    site.serve(
        "/", f"<body><div id=a></div><script>document.querySelector('#a').innerHTML = '{teaser}'</script></body>"
    )
    (folder / "town.toml").write_text(f'home = "{site.url("/")}"\nsections = ["/"]\ndelay = 0\njavascript = true')
    crawl = desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert desk.kept() == {site.url(PATH)}, crawl


@rendered
def test_pages_that_wait_are_rendered_too(site, desk, folder, write):
    serve(site)
    write(site.url("/"), "javascript = true", "budget = 1")
    site.serve_rss("/rss.xml", PATH, "/news/harbour-wall-in-the-afternoon-10002")
    site.serve("/news/harbour-wall-in-the-afternoon-10002", SHELL.replace("URLS", "[]"))
    desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert len(desk.kept()) == 1
    site.serve("/api/story.json", json.dumps(STORY).replace("town", "village"), "application/json")
    crawl = desk.crawl("waiting", "-a", "source=town unknown", COPYDESK_SOURCES=folder)
    assert crawl.code == 0, crawl
    assert len(desk.kept()) == 2


@rendered
def test_robots_txt_holds_for_what_a_page_loads(site, desk, folder, write):
    serve(site)
    site.serve("/robots.txt", "User-agent: *\nDisallow: /api/", "text/plain")
    write(site.url("/"), "javascript = true")
    desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder)
    assert desk.refused() == {site.url(PATH): "no article"}
    assert site.asked()["/api/story.json"] == 0


@rendered
@pytest.mark.parametrize("where", ["while it loads", "after it has loaded"])
def test_scripts_without_end_are_cut_off(site, desk, folder, write, where):
    loop = "for (;;) {}" if where == "while it loads" else "addEventListener('load', () => { for (;;) {} })"
    serve(site)
    site.serve(PATH, f"<html><body><p>Wait</p><script>{loop}</script></body></html>")
    write(site.url("/"), "javascript = true")
    crawl = desk.crawl("source", "-a", "name=town", COPYDESK_SOURCES=folder, COPYDESK_RENDER_SECONDS=4)
    assert desk.refused() == {site.url(PATH): "timed out"}, crawl
    assert "Traceback" not in crawl.log


@rendered
@pytest.mark.parametrize("private", ["0", "1"])
def test_a_page_reaches_no_private_address(site, desk, folder, write, private):
    """The site is its visitors' proxy, too, and sees all that they ask for. With "1" they may, so it would be seen."""
    home = "http://news.example"
    socket = f"{site.address.replace('http', 'ws')}/socket"  # the browser asks for it past the routes
    serve(site, METADATA, f"{home}/away", "http://printer/", socket, base=home)
    crossed = {"Access_Control_Allow_Origin": "*"}
    site.answers |= {
        f"{home}/built": site.answers[f"{home}/api/story.json"],
        f"{home}/away": moved(METADATA + "redirected"),
    }
    for url in (METADATA, METADATA + "redirected", "http://printer/"):
        site.serve(url, "the password is swordfish", "text/plain", **crossed)
    write(home, "javascript = true")
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    given = {"COPYDESK_SOURCES": folder, "COPYDESK_DB": desk.database, "COPYDESK_PRIVATE": private, "DOWNLOAD_DELAY": 0}
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    crawl = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "source", "-a", "name=town", *options],
        cwd=Path(__file__).parents[2],
        env={**environment, "http_proxy": site.address},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert desk.kept() == {home + PATH}, crawl
    asked = set(site.asked())
    assert {f"{home}/away", f"{home}/built"} <= asked
    assert ("/socket" in asked) == (private == "1")
    reached = {url for url in asked if "169.254" in url or "printer" in url} - {
        "http://169.254.169.254/robots.txt",
        "http://printer/robots.txt",
    }
    assert bool(reached) == (private == "1"), reached
    assert ("swordfish" in str(desk.rows("SELECT text FROM article"))) == (private == "1")


def moved(to):
    """Return the answer that sends elsewhere."""

    def answer(request):
        request.send_response(302)
        for name, value in {"Location": to, "Access-Control-Allow-Origin": "*", "Content-Length": "0"}.items():
            request.send_header(name, value)
        request.end_headers()

    return answer


def test_what_is_lacking_is_told_before_the_crawl(monkeypatch, tmp_path, folder, write):
    write("https://a.example/", "javascript = true")
    settings = {"COPYDESK_SOURCES": str(folder), "COPYDESK_CHROMIUM": ""}
    program = tmp_path / BROWSERS[1]
    program.touch(mode=0o755)
    monkeypatch.setitem(sys.modules, "scrapy_playwright", None)  # as where it is not installed
    words = SourceSpider.misuse({"name": "town"}, settings)
    assert words.startswith(
        "the source 'town' is to be rendered in a browser (javascript = true), but scrapy-playwright"
    )
    assert "make javascript" in words
    assert WaitingSpider.misuse({"source": "other town"}, settings) == words
    assert WaitingSpider.misuse({"source": "other"}, settings) is None
    monkeypatch.setattr("spiders.rendering.find_spec", lambda name: name)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "install Chromium" in SourceSpider.misuse({"name": "town"}, settings)
    assert "names no program" in lacking({"COPYDESK_CHROMIUM": str(tmp_path / "chrome")})
    assert lacking({"COPYDESK_CHROMIUM": str(program)}) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert SourceSpider.misuse({"name": "town"}, settings) is None


def test_without_javascript_nothing_is_lacking(monkeypatch, folder, write):
    write("https://a.example/")
    monkeypatch.setitem(sys.modules, "scrapy_playwright", None)
    assert SourceSpider.misuse({"name": "town"}, {"COPYDESK_SOURCES": str(folder)}) is None
