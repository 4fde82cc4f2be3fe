"""How long and how often we wait for one host: counted from its answers, by a clock that the caller has."""

from dataclasses import dataclass
from typing import Self

from scrapy.settings import BaseSettings

from pipeline.article import Reason
from pipeline.walls import BOT_WALL

ASKED_TO_WAIT, LEFT_ALONE = "asked to wait", "left alone"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often we wait; times in seconds. The names of the settings stand with the fields."""

    longest_delay: float = 120.0
    """COPYDESK_LONGEST_DELAY: between two requests, whatever robots.txt says."""
    longest_wait: float = 300.0
    """COPYDESK_LONGEST_WAIT: a host that asks for more is left alone for this run."""
    most_waits: int = 3
    """COPYDESK_MOST_WAITS: how often in a row a host may ask to wait, before it is left alone for this run."""
    first_pause: float = 2.0
    """COPYDESK_FIRST_PAUSE: after an error; doubled with each that follows."""
    most_errors: int = 8
    """COPYDESK_MOST_ERRORS: in a row, before the host is left alone for this run."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Return it as the settings have it."""
        return cls(
            settings.getfloat("COPYDESK_LONGEST_DELAY"),
            settings.getfloat("COPYDESK_LONGEST_WAIT"),
            settings.getint("COPYDESK_MOST_WAITS"),
            settings.getfloat("COPYDESK_FIRST_PAUSE"),
            settings.getint("COPYDESK_MOST_ERRORS"),
        )


@dataclass(slots=True)
class Host:
    """What one host has said and done in this run."""

    patience: Patience
    delay: float = 0.0
    """Seconds between two requests, at least."""
    resume_at: float = 0.0
    """When it is asked again, by the clock that the answers are told by."""
    waits: int = 0
    """How often in a row it asked us to wait."""
    errors: int = 0
    """In a row."""
    closed: int = 0
    """How often in a row it let us in nowhere."""
    given_up: Reason | None = None
    """Why it is left alone for the rest of this run."""
    is_told_of: bool = False

    def slow_down(self, delay: float) -> None:
        """Ask no faster than this, as far as that is bearable."""
        self.delay = max(self.delay, min(delay, self.patience.longest_delay))

    def asks_to_wait(self, seconds: float | None, now: float, delay: float = 0.0) -> None:
        """Take note of an answer that we come too often; `seconds` is how long it asks for, None where it does not say.

        `delay` is how often we came, and doubled from now on. An answer to a request that was under way when the host
        asked before says nothing new but how long.
        """
        if now >= self.resume_at:
            self.waits += 1
            self.slow_down(2 * delay)
        seconds = self.pause(self.waits) if seconds is None else seconds
        if seconds > self.patience.longest_wait:
            self.give_up(ASKED_TO_WAIT, f"the host asked us to stay away for {seconds:,.0f} s")
        elif self.waits >= self.patience.most_waits:
            self.give_up(ASKED_TO_WAIT, f"the host asked us to wait {self.waits} times in a row")
        self.resume_at = max(self.resume_at, now + seconds)

    def fails(self, now: float) -> None:
        """Take note of an error of the host's; those that come while it waits were under way, and count once."""
        if now < self.resume_at:
            return
        self.errors += 1
        if self.errors >= self.patience.most_errors:
            self.give_up(LEFT_ALONE, f"the host failed {self.errors} times in a row")
        self.resume_at = now + self.pause(self.errors)

    def shuts_out(self) -> None:
        """Take note of a refusal to let us in."""
        self.waits = self.errors = 0
        self.closed += 1
        if self.closed >= 2 * self.patience.most_errors:
            self.give_up(BOT_WALL.code, f"the host let us in nowhere, {self.closed} times in a row")

    def answers(self, now: float) -> None:
        """Take note of an answer that is none of these."""
        self.closed = 0
        if now >= self.resume_at:
            self.waits = self.errors = 0

    def give_up(self, code: str, words: str) -> None:
        """Leave the host alone; what is said first stays."""
        self.given_up = self.given_up or Reason(code, words)

    def pause(self, times: int) -> float:
        """Return how long to wait after so many failures in a row."""
        longest = min(self.patience.longest_delay, self.patience.longest_wait)
        return float(min(longest, self.patience.first_pause * 2 ** max(times - 1, 0)))
