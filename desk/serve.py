"""`copydesk serve`: the database in a browser."""

import importlib.util
import ipaddress
import socket
import webbrowser

import click

from db.place import file_of
from desk.database import database_option, reader, trouble_told, without_password
from desk.words import Trouble, say

EXAMPLES = """\b
Examples:
  copydesk serve                       at http://127.0.0.1:8001/, until Ctrl-C
  copydesk serve --open --port 0       at any free port, opened in the browser
  copydesk serve --host 0.0.0.0        for everybody who can reach this machine

Nothing can be changed from a page: the database is opened to be read. It may be loaded or crawled into meanwhile."""

NOT_INSTALLED = (
    "copydesk serve needs Datasette, which is not installed: make setup installs it in the checkout; elsewhere pip "
    "install 'datasette>=0.65.5,<1'"
)


@click.command(epilog=EXAMPLES)
@click.option("--port", type=click.IntRange(0, 65_535), default=8001, show_default=True, help="Port; 0 is any.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@database_option
def command(port: int, host: str, database: str, *, is_opened: bool) -> None:
    """Show the database in a browser: read, search, see each edit and version."""
    if not importlib.util.find_spec("datasette"):
        raise Trouble(NOT_INSTALLED)
    with trouble_told():
        path = file_of(database, "copydesk serve")
    with reader(database) as engine, trouble_told(), listening_on(host, port) as listening:
        from desk.web.server import serve  # noqa: PLC0415  Datasette is an extra

        address = address_of(listening, host)
        say(f"{without_password(database)} is at {address}, stop with Ctrl-C{warning(host)}")
        if is_opened:
            webbrowser.open(address)
        serve(engine, path, listening)


def listening_on(host: str, port: int) -> socket.socket:
    """Return a socket to answer on. Raises Trouble when there can be none."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Trouble(
            f"cannot listen on {host}, port {port}: {reason}; give another, as in --port 8002, or --port 0 for a free "
            "one"
        ) from error


def address_of(listening: socket.socket, host: str) -> str:
    """Return the address to type into a browser."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{listening.getsockname()[1]}/"


def warning(host: str) -> str:
    """Return what to say of an address that others can reach.

    >>> warning("127.0.0.1"), warning("localhost"), warning("192.0.2.1")
    ('', '', '; everybody who can reach this machine can read all that is in it')
    """
    try:
        is_private = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_private = False
    return "" if is_private else "; everybody who can reach this machine can read all that is in it"
