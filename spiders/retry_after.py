"""How long a server asks us to wait."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_NUMBER = 9
"""Digits; no number of seconds that means anything has more."""


def seconds_to_wait(header: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, 0 for a moment that has passed; None without sense.

    It is a number of seconds, or a date (RFC 9110, 10.2.3). `now` is aware.

    >>> now = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
    >>> seconds_to_wait("120", now), seconds_to_wait("Tue, 03 Nov 2026 12:01:30 GMT", now), seconds_to_wait("soon", now)
    (120.0, 90.0, None)
    """
    said = header.strip()
    if said.isascii() and said.isdigit():
        return float(said[:LONGEST_NUMBER])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
