"""Which addresses are never connected to: those of this machine and of the networks behind it.

A feed, a redirect or a name server that is not ours could name them, to read what only we can reach.
"""

import ipaddress
import logging
import socket
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import DNSLookupError

from pipeline.article import Reason
from spiders.page import Declined

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")
"""Ends of names that mean nothing outside a network (RFC 6761, 6762, 8375; ICANN for `internal`)."""

TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is connected to."""

COMPATIBLE = ipaddress.IPv6Network("::/96")
"""IPv4 written as IPv6, as it was before ::ffff:0:0/96."""

CODE = "private address"

logger = logging.getLogger(__name__)


def proxies() -> frozenset[str]:
    """Return the hosts of the proxies that the environment names: what may be connected to though it is private."""
    addresses = (url if "//" in url else f"//{url}" for url in getproxies().values())
    return frozenset(filter(None, map(host_in, addresses)))


def host_in(url: str) -> str:
    """Return the host of an address as it is written there; empty when it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def bare(host: str) -> str:
    """Return a host name as it is looked up: without escapes, brackets, zone, wide letters and the last dot.

    >>> bare("%31２７.0.0.1."), bare("[fe80::1%25eth0]"), bare("LOCALHOST")
    ('127.0.0.1', 'fe80::1', 'localhost')
    """
    plain = unicodedata.normalize("NFKC", unquote(host)).lower().strip("[]")
    return plain.partition("%")[0].rstrip(".")


def literal(host: str) -> Address | None:
    """Return the IP address that a host is, in any spelling that a system reads as one; None for a name.

    >>> literal("2130706433"), literal("0x7f.1"), literal("0177.0.0.1"), literal("[::ffff:127.0.0.1]")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), IPv6Address('::ffff:7f00:1'))
    >>> literal("example.com")
    """
    plain = bare(host)
    try:
        return ipaddress.IPv6Address(plain) if ":" in plain else ipaddress.IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError):
        return None


def is_private(address: Address) -> bool:
    """Return whether an address is anything but one of the public internet, also where it only wraps such a one.

    >>> [is_private(ipaddress.ip_address(text)) for text in ("93.184.215.14", "100.64.0.1", "64:ff9b::7f00:1")]
    [False, True, True]
    """
    if isinstance(address, ipaddress.IPv6Address):
        if (within := wrapped(address)) is not None:
            return is_private(within)
        if address.is_site_local:
            return True
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for; None when it stands for none.

    >>> wrapped(ipaddress.IPv6Address("2002:7f00:1::")), wrapped(ipaddress.IPv6Address("2606:4700::1"))
    (IPv4Address('127.0.0.1'), None)
    """
    if address in TRANSLATED or address in COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])


def refuse_private(host: str) -> Reason | None:
    """Return why a host is not connected to, as far as its name tells; None when only a look-up can.

    >>> print(refuse_private("127.1"))
    private address: 127.1 is 127.0.0.1, which is not of the public internet
    >>> print(refuse_private("printer"))
    private address: printer is a name of a local network
    >>> refuse_private("example.com")
    """
    address = literal(host)
    if address is not None:
        return private(host, address) if is_private(address) else None
    name = bare(host)
    if "." not in name or any(f".{name}".endswith(f".{end}") for end in LOCAL_NAMES):
        return Reason(CODE, f"{host} is a name of a local network")
    return None


def private(host: str, address: Address) -> Reason:
    """Return the reason for a host that is, or leads to, a private address."""
    return Reason(CODE, f"{host} is {address}, which is not of the public internet")


class PublicResolver(CachingThreadedResolver):
    """Scrapy's own, which fails for names that lead to private addresses.

    What it gives is what is connected to, so that a name server that answers another address each time gains nothing.
    Setting: COPYDESK_PRIVATE. The proxies of the environment are looked up all the same.
    """

    def __init__(self, reactor: "ReactorBase", cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allows_private = False
        self.proxies = proxies()
        self.private: dict[str, Reason] = {}
        """The names that led to private addresses."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: "ReactorBase") -> Self:
        """Return the resolver of a process."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allows_private = crawler.settings.getbool("COPYDESK_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802  Twisted's name
        """Return the address of a name; fails with DNSLookupError, also for a private one."""
        found = super().getHostByName(name, timeout)
        if self.allows_private or name in self.proxies:
            return found
        return found.addCallback(self._public, name)

    def _public(self, found: str, name: str) -> str:
        address = ipaddress.ip_address(found)
        if is_private(address):
            self.private[name] = private(name, address)
            raise DNSLookupError(str(self.private[name]))
        return found


class PublicOnly:
    """Decline requests to private addresses: those that say so themselves, and those that PublicResolver found.

    Nearest to the wire, so that it sees every request, also after redirects and for robots.txt.

    Setting: COPYDESK_PRIVATE.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.allows_private = crawler.settings.getbool("COPYDESK_PRIVATE")
        self.proxies = proxies()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware of a crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Decline a request to a private address. A proxy is for asking others through it."""
        if self.allows_private:
            return
        host = urlparse_cached(request).hostname or ""
        reason = refuse_private(host)
        if reason is None and host in self.proxies:
            reason = Reason(CODE, f"{host} is our proxy")
        if reason:
            raise Declined(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say of a name that it led to a private address, where else it would be called unknown."""
        host = urlparse_cached(request).hostname or ""
        if isinstance(exception, CannotResolveHostError) and (reason := private_names().get(host)):
            raise Declined(reason)


def private_names() -> dict[str, Reason]:
    """Return the names that the resolver of this process found to be private; none when it is not ours."""
    from twisted.internet import reactor  # noqa: PLC0415  importing it installs one, which is Scrapy's to choose

    resolver = getattr(reactor, "resolver", None)
    return resolver.private if isinstance(resolver, PublicResolver) else {}
