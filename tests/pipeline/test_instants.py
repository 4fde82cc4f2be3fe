"""Dates as pages write them."""

import pytest

from pipeline.instants import parse_instant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2023-03-13T10:05:00Z", "2023-03-13T10:05:00+00:00"),
        ("2023-03-13T10:05:00.000+0530", "2023-03-13T10:05:00+05:30"),
        ("2023-03-13 10:05:00 +0100", "2023-03-13T10:05:00+01:00"),
        ("Mon, 13 Mar 2023 10:05:00 +0000", "2023-03-13T10:05:00+00:00"),
        ("March 13, 2023 9:00 PM EDT", "2023-03-13T21:00:00-04:00"),
        ("2023-03-13", "2023-03-13T00:00:00"),
        ("  2023-03-13T10:05  ", "2023-03-13T10:05:00"),
        ("today", None),
        ("", None),
        ("0001-01-01T00:00:00Z", None),
        ("2023-99-99", None),
        ("In 2023 " + "x" * 100, None),
    ],
)
def test_instants(text, instant):
    found = parse_instant(text)
    assert (found.isoformat() if found else None) == instant
