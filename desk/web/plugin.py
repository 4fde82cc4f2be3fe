"""Our pages as a plugin of Datasette, over a database that nothing on any page can write to."""

import asyncio
import sqlite3
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import DEFAULT_PLUGINS, pm
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from db.errors import DatabaseError
from db.sqlite import connect
from desk.web import pages, reading
from desk.web.headers import MARK, App, with_headers
from desk.web.pages import File, MissingError, Page
from desk.words import say

hookimpl = HookimplMarker("datasette")
HERE = Path(__file__).parent
DATA = "data"
"""What the database is called in addresses, whatever its file is: never like one of our pages."""

FRESH_SECONDS = 60
"""How long the numbers of the front page are shown before they are counted again."""
LONGEST_SECONDS = 10
"""How long a question of one of our pages may take; on 100,000 articles most take 0.2 s, but `a*` asks for many."""
STEPS = 10_000
"""Of SQLite's machine, some 1 ms, between looks at the clock."""
LONGEST_VALUE = 50_000_000
"""Bytes that a value in SQL may grow to: no page is larger, and `hex(zeroblob(…))` would fill the memory."""

SETTINGS = {
    "allow_csv_stream": False,
    "allow_download": False,
    "default_page_size": 50,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 1_000,
    "num_sql_threads": 4,
    "sql_time_limit_ms": 2_000,
    "suggest_facets": False,
    "truncate_cells_html": 300,
}

NO_PAGE = "There is no such page."


class ReadOnly(Database):  # type: ignore[misc]
    """The database for the pages of tables and SQL: opened read-only, whoever asks for it and what for."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Return a connection that can neither write nor open another file."""
        connection = connect(Path(self.path), "ro")
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        self._all_file_connections.append(connection)
        return connection


@dataclass(eq=False)
class Desk:
    """The plugin. Questions to the database block, so each runs in a thread."""

    engine: Engine
    place: str
    """What the database is called."""
    made_at: float = float("-inf")
    front: Page | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    __name__ = "copydesk"

    @hookimpl
    def register_routes(self) -> list[tuple[str, Callable[..., Any]]]:
        """Return our pages."""
        return [
            (r"^/$", self.show_front),
            (r"^/search$", self.show_search),
            (r"^/rules$", self.show_rules),
            (r"^/article/(?P<number>[0-9]{1,18})(?P<part>|/original|/history|/text|/raw)$", self.show_article),
        ]

    async def show_front(self, datasette: Datasette, request: Request) -> Response:
        """Answer with the front page; who comes while the numbers are counted waits for them."""
        async with self.lock:
            if self.front is None or time.monotonic() - self.made_at > FRESH_SECONDS:
                self.front = await asyncio.to_thread(pages.front, self.engine)
                self.made_at = time.monotonic()
        return await self.rendered(datasette, request, self.front)

    async def show_search(self, datasette: Datasette, request: Request) -> Response:
        """Answer with what a search finds."""
        page = await asyncio.to_thread(pages.search, self.engine, given(request))
        return await self.rendered(datasette, request, page)

    async def show_rules(self, datasette: Datasette, request: Request) -> Response:
        """Answer with the rules."""
        return await self.rendered(datasette, request, await asyncio.to_thread(pages.rules, self.engine))

    async def show_article(self, datasette: Datasette, request: Request) -> Response:
        """Answer with a page of an article."""
        view = pages.ARTICLE_PAGES[request.url_vars["part"]]
        page = await asyncio.to_thread(view, self.engine, int(request.url_vars["number"]), given(request))
        return download(page) if isinstance(page, File) else await self.rendered(datasette, request, page)

    async def rendered(self, datasette: Datasette, request: Request, page: Page, status: int = 200) -> Response:
        """Return a page as HTML."""
        values = dict(page.values) | {"place": self.place, "data": datasette.urls.database(DATA)}
        html = await datasette.render_template(f"desk/{page.template}", values, request=request)
        return Response.html(html, status=status, headers={MARK: "page"})

    @hookimpl(tryfirst=True)
    def handle_exception(self, datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Any]:
        """Answer with an error as a page like the others, or as JSON to who asked for JSON."""
        status, words = told(exception)

        async def answer() -> Response:
            if request.path.endswith(".json"):
                return Response.json({"ok": False, "error": words, "status": status}, status=status)
            return await self.rendered(
                datasette, request, Page("error.html", {"words": words, "status": status}), status
            )

        return answer

    @hookimpl(tryfirst=True)
    def forbidden(self, datasette: Datasette, request: Request) -> Callable[[], Any]:
        """Answer to who asks for what is Datasette's own."""

        async def answer() -> Response:
            return await self.rendered(datasette, request, Page("error.html", {"words": NO_PAGE, "status": 404}), 404)

        return answer

    @hookimpl
    def prepare_jinja2_environment(self, env: Any) -> None:  # noqa: ANN401  Jinja's environment
        """Give the templates what they write text with."""
        env.filters |= {
            "short": reading.short,
            "moment": reading.moment,
            "day": reading.day,
            "web": reading.web_address,
        }

    @hookimpl
    def menu_links(self) -> list[dict[str, str]]:
        """Lead from the tables back to our pages."""
        return [{"href": "/", "label": "Front page"}, {"href": "/search", "label": "Search"}]

    @hookimpl
    def extra_css_urls(self) -> list[str]:
        """Give Datasette's pages the colours of ours, which leave this out."""
        return ["/desk/tables.css"]

    @hookimpl
    def asgi_wrapper(self) -> Callable[[App], App]:
        """Return what puts the headers on every answer."""
        return with_headers


def given(request: Request) -> dict[str, str]:
    """Return what an address says behind its question mark, of each name the first."""
    return {name: request.args.get(name) or "" for name in request.args}


def download(file: File) -> Response:
    """Return a file to be saved, whatever is in it."""
    headers = {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.body, content_type=file.content_type, headers=headers)


def told(exception: Exception) -> tuple[int, str]:
    """Return the status and the words for what went wrong; of a mistake of ours the rest goes to the terminal."""
    if isinstance(exception, MissingError):
        return 404, str(exception)
    if isinstance(exception, OperationalError) and "interrupted" in str(exception.orig):
        return 503, "This took too long, and was ended. Look for something more particular."
    if isinstance(exception, DatabaseError):
        return 503, str(exception)
    if isinstance(exception, DatasetteError):
        return exception.status, str(exception.message if not exception.message_is_html else exception.title)
    if isinstance(exception, Base400):
        return exception.status, NO_PAGE if exception.status == 404 else str(exception)
    say("".join(traceback.format_exception(exception)))
    return 500, "Something went wrong here. The terminal in which copydesk serve runs says what."


def limit_time(connection: Connection) -> None:
    """Let SQLite give up what it is asked for in this transaction after a while."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    end = time.monotonic() + LONGEST_SECONDS
    driver.set_progress_handler(lambda: time.monotonic() > end, STEPS)


@contextmanager
def datasette_over(engine: Engine, path: Path) -> Iterator[Datasette]:
    """Give a Datasette with our pages over a database file, and no other plugin that may be installed."""
    ours = Desk(engine, path.name)
    others = [(name, plugin) for name, plugin in pm.list_name_plugin() if plugin and is_unwanted(name)]
    for name, _ in others:
        pm.unregister(name=name)
    pm.register(ours, name=Desk.__name__)
    event.listen(engine, "begin", limit_time)
    datasette = Datasette(
        [],
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("desk", str(HERE / "static"))],
        metadata=METADATA,
    )
    datasette.remove_database("_memory")
    datasette.add_database(ReadOnly(datasette, str(path), is_mutable=True), name=DATA)
    try:
        yield datasette
    finally:
        for database in datasette.databases.values():
            database.close()
        datasette.executor.shutdown()
        pm.unregister(ours)
        for name, plugin in others:
            pm.register(plugin, name=name)


def is_unwanted(plugin: str) -> bool:
    """Tell whether a plugin of Datasette's has no place here: those of others, and what tells errors in its own way."""
    return plugin not in DEFAULT_PLUGINS or plugin == "datasette.handle_exception"


METADATA: Mapping[str, object] = {
    "title": "Tables and SQL",
    "databases": {DATA: {"description": "All tables of the database, to be read: nothing here can change them."}},
}
