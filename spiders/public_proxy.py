"""A proxy on loopback that connects a browser to public addresses only.

A browser follows redirects, looks up names and opens sockets by itself, where no middleware sees it. What it has to go
through sees all of that, and connects to the very address that was judged.
"""

import asyncio
import ipaddress
import socket
from asyncio import StreamReader, StreamWriter
from base64 import b64encode
from collections.abc import Coroutine
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from pipeline.article import Reason
from spiders.addresses import CODE, is_private, private, proxies, refuse_private

CONNECT_SECONDS = 15.0
CHUNK = 65_536
DEFAULT_PORTS = {"http": 80, "https": 443}

NO_WAY = b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"

OWN = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:")
"""Headers that are between a browser and its proxy."""


class Private(Exception):  # noqa: N818  a refusal, not a fault
    """It is not connected to."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))


class Wanted(NamedTuple):
    """What the first line of a request asks a proxy for."""

    method: str
    scheme: str
    host: str
    port: int
    target: str
    """As the server is asked for it."""


def wanted(line: bytes) -> Wanted:
    """Return what a request line asks for. Raises ValueError for one that is none.

    >>> wanted(b"GET http://example.com/a?b HTTP/1.1")
    Wanted(method='GET', scheme='http', host='example.com', port=80, target='/a?b')
    >>> wanted(b"CONNECT [2001:db8::1]:443 HTTP/1.1")[1:4]
    ('https', '2001:db8::1', 443)
    """
    method, target, _ = line.decode("ascii").split(" ")
    parts = urlsplit(f"https://{target}" if method == "CONNECT" else target)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{target!r} is no address of the web")
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    return Wanted(method, parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme], path)


async def public_address(host: str, port: int) -> str:
    """Return an IP address of a host. Raises Private if it has a private one, OSError if it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    for address in addresses:
        if is_private(ipaddress.ip_address(address)):
            raise Private(private(host, ipaddress.ip_address(address)))
    return addresses[0]


class PublicProxy:
    """Serves on a free port of loopback until it is closed; further proxies that the environment names are used."""

    def __init__(self, *, allows_private: bool) -> None:
        self.allows_private = allows_private
        self.proxies = getproxies()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.refused: list[str] = []
        """Why requests were refused."""
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to serve."""
        self._server = await asyncio.start_server(self._serve, sock=self.socket)

    async def close(self) -> None:
        """End, and cut off what is under way."""
        if self._server:
            self._server.close()
        self.socket.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._answer(reader, writer)
        except Private as refusal:
            self.refused.append(str(refusal))
            writer.write(FORBIDDEN)
        except (OSError, ValueError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            writer.write(NO_WAY)  # a host that does not answer, or no request; the browser says what failed
        finally:
            self._open.discard(task)
            await closed(writer)

    async def _answer(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one request: a tunnel, or one plain request, after which the connection ends."""
        line, *headers = (await reader.readuntil(b"\r\n\r\n")).rstrip(b"\r\n").split(b"\r\n")
        asked = wanted(line)
        via = self._further(asked)
        upstream, onward = await self._connect(asked, via)
        try:
            if asked.method == "CONNECT":
                writer.write(OPEN)
                await both(piped(reader, onward), piped(upstream, writer))
            else:
                first = line if via else f"{asked.method} {asked.target} HTTP/1.1".encode()
                kept = [header for header in headers if not header.lower().startswith(OWN)]
                onward.write(b"\r\n".join((first, *kept, *login(via), b"Connection: close", b"", b"")))
                onward.write(await reader.readexactly(length_of(headers)))
                await piped(upstream, writer)
        finally:
            await closed(onward)

    def _further(self, asked: Wanted) -> SplitResult | None:
        """Return the proxy that leads to a host; None where no other is needed."""
        via = self.proxies.get(asked.scheme, "")
        if not via or proxy_bypass(asked.host):
            return None
        return urlsplit(via if "//" in via else f"//{via}")

    async def _connect(self, asked: Wanted, via: SplitResult | None) -> tuple[StreamReader, StreamWriter]:
        """Return a connection that leads to a host. Raises Private, OSError."""
        if not self.allows_private and (reason := refuse_private(asked.host)):
            raise Private(reason)
        async with asyncio.timeout(CONNECT_SECONDS):
            if via is None:
                address = asked.host if self.allows_private else await public_address(asked.host, asked.port)
                return await asyncio.open_connection(address, asked.port)
            if not self.allows_private and asked.host in proxies():
                raise Private(Reason(CODE, f"{asked.host} is our proxy"))
            with_tls = True if via.scheme == "https" else None
            connection = await asyncio.open_connection(via.hostname, via.port or 80, ssl=with_tls)
            if asked.method == "CONNECT":
                await tunnelled(connection, asked, login(via))
            return connection


def login(parts: SplitResult | None) -> list[bytes]:
    """Return the header that a proxy's address with a user name in it asks for, if it has one.

    >>> login(urlsplit("http://ann:s%40y@proxy.example:3128"))
    [b'Proxy-Authorization: Basic YW5uOnNAeQ==']
    """
    if parts is None or not parts.username:
        return []
    name = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return [b"Proxy-Authorization: Basic " + b64encode(name.encode())]


async def tunnelled(connection: tuple[StreamReader, StreamWriter], asked: Wanted, headers: list[bytes]) -> None:
    """Ask another proxy for a tunnel. Raises OSError when it declines."""
    reader, writer = connection
    where = f"[{asked.host}]:{asked.port}" if ":" in asked.host else f"{asked.host}:{asked.port}"
    writer.write(b"\r\n".join((f"CONNECT {where} HTTP/1.1\r\nHost: {where}".encode(), *headers, b"", b"")))
    status = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
    if not status.startswith(b"2"):
        await closed(writer)
        raise OSError(f"the proxy declined: {status!r}")


def length_of(headers: list[bytes]) -> int:
    """Return how many bytes of body follow these headers.

    >>> length_of([b"Host: a.example", b"content-length: 12"])
    12
    """
    named = (header.partition(b":") for header in headers)
    return next((int(value) for name, _, value in named if name.lower() == b"content-length"), 0)


async def piped(reader: StreamReader, writer: StreamWriter) -> None:
    """Pass on bytes until there are no more."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()


async def both(*ways: Coroutine[None, None, None]) -> None:
    """Pass on bytes both ways until one way ends."""
    tasks = [asyncio.create_task(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def closed(writer: StreamWriter) -> None:
    """Close a connection."""
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
