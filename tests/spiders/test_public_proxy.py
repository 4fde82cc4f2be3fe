"""The proxy that connects a browser to public addresses only."""

import asyncio
import socket

import pytest

from spiders import public_proxy
from spiders.public_proxy import PublicProxy, wanted


@pytest.fixture(autouse=True)
def no_further_proxy(monkeypatch):
    monkeypatch.setattr(public_proxy, "getproxies", dict)


def ask(request, *, allows_private):
    """Return what the proxy answers, and why it refused."""

    async def ask():
        proxy = PublicProxy(allows_private=allows_private)
        await proxy.start()
        reader, writer = await asyncio.open_connection(*proxy.socket.getsockname())
        writer.write(request.encode())
        answer = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        await writer.wait_closed()
        await proxy.close()
        return answer.decode(), proxy.refused

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "127.1:{port}", "[::ffff:127.0.0.1]:{port}", "localhost:{port}", "169.254.169.254:80"]
)
@pytest.mark.parametrize("line", ["GET http://{host}/secret HTTP/1.1", "CONNECT {host} HTTP/1.1"])
def test_private_addresses_are_refused(site, host, line):
    site.serve("/secret", "swordfish")
    host = host.format(port=site.address.rpartition(":")[2])
    answer, refused = ask(f"{line.format(host=host)}\r\nHost: {host}\r\n\r\n", allows_private=False)
    assert answer.startswith("HTTP/1.1 403 ")
    assert len(refused) == 1
    assert refused[0].startswith("private address: ")
    assert not site.asked()


def test_a_name_that_leads_to_a_private_address_is_refused(site, monkeypatch):
    """Also where its server has a public address, too, to be answered with next time."""
    site.serve("/secret", "swordfish")
    port = int(site.address.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("192.0.43.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    async def look_up():
        with pytest.raises(public_proxy.Private, match=r"rebound\.example is 127\.0\.0\.1"):
            await public_proxy.public_address("rebound.example", port)

    asyncio.run(look_up())


def test_one_request_and_a_tunnel(site):
    """The second request of a connection is not passed on: nobody has judged where it would go."""
    site.serve("/news", "Harbour wall")
    host = site.address.removeprefix("http://")
    plain = f"GET {site.url('/news')} HTTP/1.1\r\nHost: {host}\r\nProxy-Connection: keep-alive\r\n\r\n"
    answer, _ = ask(plain + plain, allows_private=True)
    assert answer.endswith("Harbour wall")
    assert site.asked() == {"/news": 1}
    tunnel = f"CONNECT {host} HTTP/1.1\r\n\r\nGET /news HTTP/1.0\r\n\r\n"
    answer, _ = ask(tunnel, allows_private=True)
    assert answer.startswith("HTTP/1.1 200 Connection established")
    assert answer.endswith("Harbour wall")


@pytest.mark.parametrize(
    "line", ["GET / HTTP/1.1", "GET file:///etc/passwd HTTP/1.1", "GET", "CONNECT :x HTTP/1.1", "CONNECT a:b HTTP/1.1"]
)
def test_what_is_no_request(line):
    assert ask(f"{line}\r\n\r\n", allows_private=True)[0].startswith("HTTP/1.1 502 ")
    with pytest.raises(ValueError):  # noqa: PT011  several kinds
        wanted(line.encode())
