"""Faults in TOML files: where they are, and what is said about them."""

from datetime import timedelta

import pytest

from spiders.table import Fault, Table, duration_text, line_of, parse_duration

TEXT = '''# A remark with key = "value"
first = "1"

"second" = [
    "a",  # feeds = ["x"]
    'b',
    "first",
]
third = """
first = "not this"
"""
fourth = 4

[table]
fifth = "5"
'''


@pytest.mark.parametrize(
    ("key", "item", "line"),
    [
        ("first", None, 2),
        ("second", None, 4),
        ("second", "a", 5),
        ("second", "b", 6),
        ("second", "first", 7),
        ("second", "not there", 4),
        ("third", None, 9),
        ("fourth", None, 12),
        ("table", None, 14),
        ("nowhere", None, 1),
    ],
)
def test_the_line_of_a_key_is_found(key, item, line):
    assert line_of(TEXT, key, item) == line
    assert line_of(TEXT.replace("\n", "\r\n"), key, item) == line


def test_a_long_list_is_looked_through_once():
    text = "feeds = [\n" + '"https://example.com/a",\n' * 20_000 + "]\nlast = 1\n"
    assert line_of(text, "last") == 20_003


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('home = "a"\nfeeds = https://example.com/', 2),
        ('home = "a"\nhome = "b"', 2),
        ('home = "a', 1),
        ('feeds = [\n"a",\n', 2),
        ("home", 1),
        ('\n\nhome = "a" "b"', 3),
        ("=", 1),
    ],
)
def test_what_is_no_toml_is_one_fault_with_its_line(text, line):
    table = Table(text)
    assert [fault.line for fault in table.faults] == [line]
    assert table.faults[0].words.startswith("not TOML: ")
    assert "(at" not in table.faults[0].words


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("15m", 900), ("2h", 7200), ("1d", 86_400), ("2w", 1_209_600), ("1h30m", 5400)]
)
def test_durations(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)
    assert parse_duration(duration_text(parse_duration(text))) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "15 m", "15min", "-1m", "1.5h", "15M", "²m", "1234567s"])
def test_what_is_no_duration_is_told(text):
    with pytest.raises(ValueError, match="no length of time"):
        parse_duration(text)


def test_values_of_another_type_are_faults_and_give_the_default():
    table = Table('a = 1\nb = "yes"\nc = true\nd = "x"\ne = [1]\nf = {}\ng = nan\n')
    assert table.string("a", str, "default") == "default"
    assert table.flag("b", default=None) is None
    assert table.whole("c", 0, 9, 5) == 5
    assert table.number("d", 0, 9, 5.0) == 5.0
    assert table.strings("e", str) == ()
    assert table.strings("f", str) == ()
    assert table.number("g", 0, 9, None) is None
    assert [fault.line for fault in table.faults] == [1, 2, 3, 4, 5, 6, 7]
    assert all(fault.words.startswith(f"{key}: ") for key, fault in zip("abcdefg", table.faults, strict=True))


def test_what_is_not_said_gives_the_default_and_no_fault():
    table = Table("")
    assert (table.string("a", str, "x"), table.strings("b", str), table.flag("c", default=True)) == ("x", (), True)
    assert (table.whole("d", 0, 9, 5), table.number("e", 0, 9, None)) == (5, None)
    assert table.faults == []


def test_unknown_keys_are_told_with_the_nearest():
    table = Table("Feeds = 1\nevery_leest = 2\nxyzzy = 3\n")
    table.know_only(("feeds", "every_least"))
    assert sorted(table.faults) == [
        Fault(1, "unknown key 'Feeds'; did you mean 'feeds'?"),
        Fault(2, "unknown key 'every_leest'; did you mean 'every_least'?"),
        Fault(3, "unknown key 'xyzzy'; there are feeds, every_least"),
    ]
