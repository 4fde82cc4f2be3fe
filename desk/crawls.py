"""Crawls as processes: one for a source, never two of one source, stopped as they ask for it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]

GRACE = 60.0
"""Seconds that a crawl has to end when it is asked to: what is on its way comes in, what waits is stored."""


class Ended(NamedTuple):
    """A crawl that has ended."""

    name: str
    exit_code: int
    report: str


@dataclass(slots=True)
class Crawls:
    """Crawls that run."""

    database: str
    folder: str = ""
    """Of the sources; empty for the project's own."""
    is_verbose: bool = False
    """Whether the log tells of each page."""
    running: "dict[str, subprocess.Popen[str]]" = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        """Start a crawl under that name; without arguments that of the source of this name."""
        self.running[name] = subprocess.Popen(  # noqa: S603  this program itself
            [*self.command(), *(arguments or ("source", "-a", f"name={name}"))],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C reaches this process alone, which then asks the crawls to end.
            start_new_session=True,
        )

    def command(self) -> list[str]:
        """Return how a crawl is called, up to the name of its spider."""
        settings = {
            "COPYDESK_DB": self.database if "://" in self.database else str(Path(self.database).absolute()),
            "COPYDESK_SOURCES": str(Path(self.folder).absolute()) if self.folder else "",
            "LOG_LEVEL": "INFO" if self.is_verbose else "WARNING",
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        # As a module: the script `scrapy` would look for our packages among the installed ones first.
        return [sys.executable, "-m", "scrapy", "crawl", *options]

    def ended(self) -> Iterator[Ended]:
        """Yield the crawls that have ended since the last time."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                del self.running[name]
                yield Ended(name, process.returncode, process.communicate()[0].strip())

    def wait(self) -> Iterator[Ended]:
        """Yield the next crawls that end; nothing when none runs."""
        while self.running:
            ended = list(self.ended())
            if ended:
                yield from ended
                return
            time.sleep(0.1)

    def stop(self, grace: float = GRACE) -> Iterator[Ended]:
        """Ask all crawls to end, and yield each as it does; those that do not in time are killed, and lose nothing."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + grace
        while self.running and time.monotonic() < deadline:
            yield from self.ended()
            time.sleep(0.1)
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        yield from self.ended()
