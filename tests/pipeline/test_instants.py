"""Dates as pages write them."""

import pytest

from pipeline.instants import day_in_address, find_instant, month_of, parse_instant


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
        ("06.01.2026", "2026-01-06T00:00:00"),
        ("6. 1. 2026 9:30", "2026-01-06T09:30:00"),
        ("01/06/2026", "2026-01-06T00:00:00"),
        ("2026. 1. 6. 09:30", "2026-01-06T09:30:00"),
        ("2026年1月6日", "2026-01-06T00:00:00"),
        ("6 de enero de 2026", "2026-01-06T00:00:00"),
        ("6 janvier 2026 à 18h05", "2026-01-06T18:05:00"),
        ("6. Januar 2026, 18:05 Uhr MEZ", "2026-01-06T18:05:00+01:00"),
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


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Posted by Ann on Friday December 19, 2025 @08:00PM", "2025-12-19T20:00:00"),
        ("Do 25.04.24 | 14:07 Uhr", "2024-04-25T14:07:00"),
        ("May 18th, 2026, 9:30 a.m. EDT", "2026-05-18T09:30:00-04:00"),
        ("12:15 am, 18 May 2026", "2026-05-18T00:15:00"),
        ("18 мая 2026", "2026-05-18T00:00:00"),
        ("18 Mayıs 2026", "2026-05-18T00:00:00"),
        ("18 maja 2026", "2026-05-18T00:00:00"),
        ("December 17, 20256 min read", "2025-12-17T00:00:00"),
        ("31.02.2026, changed 1.3.2026", "2026-03-01T00:00:00"),
        ("Version 1.2.2026.7", None),
        ("5 volume 2026", None),
        ("Best of 2026", None),
        ("10-12-2", None),
        ("", None),
    ],
)
def test_a_date_in_a_line(text, instant):
    found = find_instant(text)
    assert (found.isoformat() if found else None) == instant


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/04/18/crane", "2026-04-18"),
        ("https://a.example/2026/4/8/crane", "2026-04-08"),
        ("https://a.example/crane-2026-04-18", "2026-04-18"),
        ("https://a.example/20260418/crane", "2026-04-18"),
        ("https://a.example/A2026041809300001", "2026-04-18"),
        ("https://a.example/2026/04/crane", None),
        ("https://a.example/2026-04/18-cranes", None),
        ("https://a.example/id-12026041899", None),
        ("https://a.example/id-2026041899", None),
        ("https://a.example/2026/13/45/crane", None),
        ("", None),
    ],
)
def test_the_day_in_an_address(url, day):
    found = day_in_address(url)
    assert (found.date().isoformat() if found else None) == day


def test_months_have_names_in_many_languages():
    names = "January enero février März abril maggio июня Temmuz sierpnia září lokakuu november prosince"
    assert [month_of(name) for name in names.split()] == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert [month_of(name) for name in ("volume", "parts", "Ship", "")] == [None] * 4
