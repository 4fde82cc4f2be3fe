"""A person at the pages, in a real browser. Skipped where the system has no Chromium."""

import asyncio
import importlib
import re
import signal
from pathlib import Path

import pytest

PATIENCE = 60


@pytest.fixture
def chromium(monkeypatch):
    """Return what steers the system's Chromium."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    module = importlib.import_module("browser")
    if module.chromium() is None:
        pytest.skip("no Chromium on this system: install one, as in apt-get install chromium")
    return module


@pytest.fixture
def address(desk, archive):
    """Serve the archive as a process of its own, and return where."""
    process = desk.start("serve", "--db", archive, "--port", 0)
    line = process.stderr.readline().decode()
    yield re.search(r"http://[^ ,]+/", line).group()
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert process.stderr.read() == b"stopped\n"


def visit(chromium, folder, steps):
    """Let a person take steps in a new browser; nothing may be refused by the policy or fail on the way."""

    async def go():
        async with chromium.browser(folder) as tab:
            await tab.look(1280)
            await steps(tab)
            assert tab.told == []

    asyncio.run(go())


def test_search_open_edits_history(chromium, address, tmp_path):
    async def steps(tab):
        await tab.open(address)
        assert "133 articles" in await tab.text()
        await tab.click("input[type=search]")
        await tab.type("letter buoy newspaper")
        await tab.click("form button")
        await tab.until("location.pathname === '/search' && !!document.querySelector('.hits')")
        assert "Harbour office knew" in await tab.text()
        await tab.click(".hits h3 a")
        await tab.until("/^.article.[0-9]+$/.test(location.pathname)")
        assert "with 187 people on board" in await tab.text()
        assert "THE SAME TEXT ELSEWHERE" in (await tab.text()).upper()

        await tab.click(".tabs a[href$='edits=1']")
        await tab.until("location.search === '?edits=1' && !!document.querySelector('.body del')")
        is_open = "document.querySelector('.body .why').open"
        assert await tab.ask(is_open) is False
        await tab.click(".body .why summary")
        await tab.until(is_open)
        assert "Is the block the article's title once more?" in await tab.text()

        await tab.click(".tabs a[href$='/original']")
        await tab.until("location.pathname.endsWith('/original') && !!document.querySelector('.sides')")
        await tab.click(".tabs a[href$='/history']")
        await tab.until("location.pathname.endsWith('/history') && !!document.querySelector('.versions')")
        assert "From version 2 to version 3" in await tab.text()
        await tab.click(".versions li:nth-child(2) .compare")
        await tab.until("location.search === '?a=1&b=2'")
        assert "From version 1 to version 2" in await tab.text()

    visit(chromium, tmp_path, steps)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_pages_fit_their_window(chromium, address, tmp_path, number_of, *, width, dark):
    number = number_of("letter shows buoy")
    parts = ("", "?edits=1", "/original", "/history")
    paths = ["", "search?q=ferry&site=quay.example", "rules", *(f"article/{number}{part}" for part in parts)]

    async def steps(tab):
        await tab.look(width, dark=dark)
        for path in paths:
            await tab.open(address + path)
            assert await tab.ask("document.documentElement.scrollWidth") == width, path
            ground = await tab.ask("getComputedStyle(document.documentElement).backgroundColor")
            assert ground == ("rgb(23, 22, 20)" if dark else "rgb(251, 250, 247)")

    visit(chromium, tmp_path, steps)


def test_what_an_article_brings_along_does_not_run(chromium, desk, tmp_path):
    from db.store import Store
    from pipeline.article import Article, Kept, RawPage

    evil = "<script>document.title = 'run'</script><img src=/ onerror=\"document.title = 'run'\">"
    article = Article("javascript:document.title='run'", evil, (evil,), authors=(evil,), standfirst=evil)
    with Store.open(tmp_path / "evil.db") as store:
        store.extend([Kept(RawPage("", b"x"), article)])
    process = desk.start("serve", "--db", tmp_path / "evil.db", "--port", 0)
    address = re.search(r"http://[^ ,]+/", process.stderr.readline().decode()).group()

    async def steps(tab):
        for path in ("", "search", "article/1", "article/1?edits=1", "article/1/original", "article/1/history"):
            await tab.open(address + path)
            assert (await tab.ask("document.title")).endswith("Copydesk")
            assert await tab.ask("document.querySelectorAll('script, img').length") == 0

    visit(chromium, tmp_path, steps)
