"""Pages that are empty without JavaScript: rendered in a browser, for sources that say `javascript = true`.

The page itself comes as every other, with all that is between spider and web. Only then is it opened in the browser,
and what its scripts have made of it takes its place. This is the one door to scrapy-playwright, which is optional.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.misc import load_object

from pipeline.article import Reason
from spiders.addresses import refuse_private
from spiders.asking import FAILED
from spiders.middlewares import RobotsTxt
from spiders.page import Declined, page_asked_for
from spiders.public_proxy import PublicProxy
from spiders.sources import read_source, source_files

RENDERED = "rendered"
"""The key in a request's meta that marks a listing as one to be rendered."""

MIDDLEWARE = "spiders.rendering.Render"
PLACE = 300
"""Among the middlewares: after redirects and unpacking, before what the page says of its use is read."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Looked for on PATH, in this order."""

UNUSED = frozenset({"image", "media", "font", "ping"})
"""Kinds of requests that add nothing to a text."""

WEB = frozenset({"http", "https"})

PAGES_AT_ONCE = 2
ROBOTS_SECONDS = 5.0
SETTLED_SECONDS = 5.0
"""How long scripts may go on asking for things before the page is read as it is."""
CLOSE_SECONDS = 5.0

TOO_SLOW = Reason("timed out", "its scripts came to no end within the limit (COPYDESK_RENDER_SECONDS)")
TOO_LARGE = Reason("too large", "the rendered page is over the limit (DOWNLOAD_MAXSIZE)")

logger = logging.getLogger(__name__)


class BrowserRequest(Protocol):
    """What we ask a request of the browser."""

    @property
    def url(self) -> str:
        """Return its address."""

    @property
    def resource_type(self) -> str:
        """Return what it is for, as Playwright has it: script, fetch, image."""

    def is_navigation_request(self) -> bool:
        """Tell whether it is for a document."""


def browser(named: str = "") -> str | None:
    """Return the path of the browser: the one that was named, or the first that there is; None when there is none."""
    return next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)


def lacking(settings: Mapping[str, Any]) -> str | None:
    """Return what is not installed that rendering needs, and how to put it right; None when all is there."""
    if find_spec("scrapy_playwright") is None:
        return "scrapy-playwright is not installed; run `make javascript`"
    named = str(settings.get("COPYDESK_CHROMIUM") or "")
    if browser(named):
        return None
    if named:
        return f"COPYDESK_CHROMIUM names no program: {named!r}; give it the path of Chromium or Chrome"
    return "no browser was found; install Chromium (apt install chromium), or say where one is with COPYDESK_CHROMIUM"


def sources_to_render(names: Iterable[str], folder: str) -> frozenset[str]:
    """Return those of these sources whose files say that they are to be rendered. Raises SourceError."""
    wanted = set(names)
    named = [path for path in source_files(folder) if path.stem in wanted]
    return frozenset(path.stem for path in named if read_source(path).javascript)


def cannot_render(names: Iterable[str], settings: Mapping[str, Any]) -> str | None:
    """Return why not all of these sources, which are to be rendered, can be, and what to do; None when they can."""
    first, words = min(names, default=""), lacking(settings)
    if not first or not words:
        return None
    return f"the source {first!r} is to be rendered in a browser (javascript = true), but {words}"


def render(crawler: Crawler) -> None:
    """Let the pages of a crawl be rendered whose sources are among its spider's `rendered`."""
    for name, value in rendering_settings(crawler.settings).items():
        crawler.settings.set(name, value, priority="spider")


def rendering_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that render the pages of a crawl."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = ["--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic"]
    return {
        "DOWNLOADER_MIDDLEWARES": {**settings["DOWNLOADER_MIDDLEWARES"], MIDDLEWARE: PLACE},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": float(settings["COPYDESK_RENDER_SECONDS"]) * 1000,
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": browser(str(settings["COPYDESK_CHROMIUM"] or "")),
            # Chromium's own sandbox refuses to work for root.
            "args": [*arguments, "--no-sandbox"] if is_root else arguments,
        },
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": PAGES_AT_ONCE,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }


class Render:
    """Put in place of a page what its scripts make of it.

    Settings: COPYDESK_CHROMIUM, COPYDESK_RENDER_SECONDS, COPYDESK_PRIVATE, DOWNLOAD_MAXSIZE.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.seconds = settings.getfloat("COPYDESK_RENDER_SECONDS")
        self.most_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self.allows_private = settings.getbool("COPYDESK_PRIVATE")
        self.proxy = PublicProxy(allows_private=self.allows_private)
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)  # it tells of each failed page with a traceback
        self.error: type[Exception] = load_object("playwright.async_api.Error")
        handler: Any = load_object("scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler")
        self.handler = handler.from_crawler(crawler)
        self.handler.abort_request = self.leaves_out
        crawler.signals.connect(self.proxy.start, signals.spider_opened)
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def close(self) -> None:
        """End the browser."""
        await self.handler.close()
        await self.proxy.close()

    def is_rendered(self, request: Request) -> bool:
        """Tell whether a request is for a page of a source to be rendered, or for a listing that is marked."""
        page = page_asked_for(request)
        rendered: frozenset[str] = self.crawler.spider.rendered  # type: ignore[union-attr]  # of all that use this
        return page.source in rendered if page else bool(request.meta.get(RENDERED))

    def process_request(self, request: Request) -> None:
        """Ask for the whole page: whether what scripts make of it has changed, its server does not know."""
        if self.is_rendered(request):
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return the page as rendered."""
        if not self.is_rendered(request) or not isinstance(response, HtmlResponse) or response.status != 200:
            return response
        asked = self.browser_request(response)
        try:
            async with asyncio.timeout(self.seconds):
                await self.handler.download_request(asked)
                text = await settled_text(asked.meta["playwright_page"], self.error)
        except TimeoutError as error:
            raise Declined(TOO_SLOW) from error
        except self.error as error:
            raise Declined(Reason("failed", f"the browser: {str(error).splitlines()[0]}")) from error
        finally:
            if page := asked.meta.pop("playwright_page", None):
                with suppress(TimeoutError, self.error):
                    await asyncio.wait_for(page.close(), CLOSE_SECONDS)
        body = text.encode(response.encoding, "xmlcharrefreplace")
        if self.most_bytes and len(body) > self.most_bytes:
            raise Declined(TOO_LARGE)
        headers = response.headers.copy()
        for name in ("ETag", "Last-Modified"):
            headers.pop(name, None)
        return response.replace(body=body, headers=headers)

    def browser_request(self, response: HtmlResponse) -> Request:
        """Return the request that opens a page, which is there already, in the browser."""

        async def open_page(page: Any, request: Request) -> None:  # noqa: ANN401
            opened = False

            async def fulfil(route: Any) -> None:  # noqa: ANN401
                nonlocal opened
                if opened or not route.request.is_navigation_request():
                    await route.fallback()
                    return
                opened = True
                kind = f"text/html; charset={response.encoding}"
                await route.fulfill(status=200, body=response.body, content_type=kind)

            await page.route("**", fulfil)
            page.on("popup", lambda popup: popup.close())

        return Request(
            response.url,
            meta={
                "playwright": True,
                "playwright_include_page": True,
                "playwright_page_init_callback": open_page,
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                "playwright_context_kwargs": {
                    "accept_downloads": False,
                    "proxy": {"server": self.proxy.address},
                    "service_workers": "block",
                    "user_agent": self.crawler.settings["USER_AGENT"],
                },
            },
        )

    async def leaves_out(self, request: BrowserRequest) -> bool:
        """Tell whether a page does without something: what adds no text, frames, private addresses, robots.txt."""
        if request.resource_type in UNUSED or request.is_navigation_request():
            return True
        try:
            parts = urlsplit(request.url)
        except ValueError:
            return True
        if parts.scheme not in WEB:
            return True
        if not self.allows_private and refuse_private(parts.hostname or ""):
            logger.info("%s: left out, a private address", request.url)
            return True
        return not await self.is_allowed(request.url)

    async def is_allowed(self, url: str) -> bool:
        """Tell whether robots.txt allows an address."""
        rules = self.crawler.get_downloader_middleware(RobotsTxt)
        if rules is None:
            return True
        try:
            await asyncio.wait_for(rules.process_request(Request(url)), ROBOTS_SECONDS)
        except TimeoutError:
            return False
        except FAILED:
            return False
        return True


async def settled_text(page: Any, error: type[Exception]) -> str:  # noqa: ANN401
    """Return a page's HTML, when its scripts ask for nothing more, or have gone on long enough."""
    with suppress(error):
        await page.wait_for_load_state("networkidle", timeout=SETTLED_SECONDS * 1000)
    text: str = await page.content()
    return text
