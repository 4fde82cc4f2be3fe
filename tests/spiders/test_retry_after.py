from datetime import UTC, datetime

import pytest

from spiders.retry_after import seconds_to_wait

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        (" 90 ", 90),
        ("9" * 400, 999_999_999),
        ("Tue, 03 Nov 2026 12:02:00 GMT", 120),
        ("Tuesday, 03-Nov-26 12:02:00 GMT", 120),
        ("Tue, 03 Nov 2026 12:02:00", 120),
        ("Tue, 03 Nov 2026 13:02:00 +0100", 120),
        ("Tue, 03 Nov 2020 12:02:00 GMT", 0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("Tue, 99 Nov 2026 12:02:00 GMT", None),
        ("Tue, 03 Nov 99999 12:02:00 GMT", None),
        ("Tue, 03 Nov 2026 12:02:00 +9999", None),
    ],
)
def test_what_a_header_asks_for(header, seconds):
    assert seconds_to_wait(header, NOON) == seconds
