"""Headers: those that keep a browser from running what an article brings along, and the one that says who is meant."""

import ipaddress
from collections.abc import Callable
from typing import Any

MARK = "x-copydesk"
"""Header by which our pages are told from Datasette's; taken off again before an answer is sent."""

# No script at all runs on our pages; on Datasette's only its own files, and none that stands in a page.
OURS = "default-src 'none'; style-src 'self'; img-src 'self'"
THEIRS = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src 'self'"
ALWAYS = "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}

ELSEWHERE = b"Ask for this by the address that copydesk serve printed.\n"

Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]
App = Callable[[dict[str, Any], Receive, Send], Any]


def named_so(app: App) -> App:
    """Return the application for those only who call it by a name of this machine.

    A page of the web may call itself 127.0.0.1 after it was loaded (DNS rebinding), and then read what is here: its
    browser sends the name that the page was loaded by.
    """

    async def guarded(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_of_this_machine(dict(scope["headers"]).get(b"host", b"").decode("latin-1")):
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
        await send(
            {"type": "http.response.body", "body": b"Ask for this by the address that copydesk serve printed.\n"}
        )

    return guarded


def is_of_this_machine(host: str) -> bool:
    """Tell whether a Host header names this machine.

    >>> is_of_this_machine("127.0.0.1:8001"), is_of_this_machine("localhost"), is_of_this_machine("[::1]:8001")
    (True, True, True)
    >>> is_of_this_machine("evil.example:8001"), is_of_this_machine("127.0.0.1.evil.example"), is_of_this_machine("")
    (False, False, False)
    """
    name = host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def with_headers(app: App) -> App:
    """Return the application with headers that keep a browser from running what an article may bring along."""

    async def guarded(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = message | {"headers": guarded_headers(message.get("headers", []))}
            await send(message)

        await app(scope, receive, send_guarded if scope["type"] == "http" else send)

    return guarded


def guarded_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with ours."""
    names = {name.lower() for name, _ in headers}
    policy = (OURS if MARK.encode() in names else THEIRS) + ALWAYS
    kept = [each for each in headers if each[0].lower() not in {*HEADERS, MARK.encode()}]
    return [*kept, *HEADERS.items(), (b"content-security-policy", policy.encode())]
