"""A server on a socket, until it is stopped."""

import ipaddress
import signal
import socket
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from desk.web.headers import named_so
from desk.web.plugin import datasette_over
from desk.words import say

GRACE = 3  # seconds that an answer has to be sent after Ctrl-C


def serve(engine: Engine, path: Path, listening: socket.socket) -> None:
    """Answer on the socket until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # which uvicorn raises again when it has ended
    with datasette_over(engine, path) as datasette:
        app = datasette.app()
        if ipaddress.ip_address(listening.getsockname()[0]).is_loopback:
            app = named_so(app)
        config = uvicorn.Config(
            app, log_level="warning", lifespan="on", timeout_graceful_shutdown=GRACE, server_header=False
        )
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            say("stopped")
