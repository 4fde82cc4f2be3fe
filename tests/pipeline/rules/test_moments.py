import pytest

from pipeline.rules.moments import tells_moment

LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


@pytest.mark.parametrize(
    "text",
    [
        "Published: 18 April 2026, 9:30 a.m.",
        "Updated April 18, 2026 at 9:30 PM EDT",
        "2026-04-18",
        "Samstag, 18. April 2026, 9:30 Uhr",
        "Publié le 18 avril 2026 à 9 h 30",
        "Publicado el 18 de abril de 2026",
        "Pubblicato il 18 aprile 2026 alle ore 9:30",
        "Опубликовано 18.04.2026",
        "2026 年 4 月 18 日",
        "입력 2026.04.18 09:30",
    ],
)
def test_moments(ask, text):
    assert ask(tells_moment, text, above=0, below=5)
    assert ask(tells_moment, text, tag="p", above=5)


@pytest.mark.parametrize(
    "text", ["2026年4月18日", "2026年4月18日 9:30", "公開 2026年4月18日", "Publié le 18 avril 2026 à 9h30"]
)
def test_moments_without_spaces(ask, text):
    assert ask(tells_moment, text, above=0, below=5)


@pytest.mark.parametrize(
    "text",
    [
        "On 18 April 2026 it froze.",
        "April",
        "May",
        "In 2026",
        "1984 was a novel",
        "Saturday",
        "Am 18. April 2026 fror der See.",
        "18 avril 2026, le lac",
        "",
    ],
)
def test_lines_that_say_more_than_a_moment(ask, text):
    assert not ask(tells_moment, text, above=0, below=5)
    assert not ask(tells_moment, text, tag="p", above=5)


def test_a_moment_in_the_middle_or_alone_stays(ask):
    assert not ask(tells_moment, "18 April 2026", above=9, below=9)
    assert not ask(tells_moment, "18 April 2026", above=0)


@pytest.mark.parametrize("text", ["3", "12:30", "7 - 5"])
def test_bare_numbers_of_plain_text_are_no_moments(ask, text):
    assert not ask(tells_moment, text)


@pytest.mark.parametrize(
    "text",
    ["2 hours ago", "Updated 3 hours ago", "5 mins ago", "vor 3 Stunden", "il y a 2 heures", "hace 5 minutos",
     "Ann Lee 2 days ago", "Published an hour ago", "A week ago"],
)  # fmt: skip
def test_how_long_ago(ask, text):
    assert ask(tells_moment, text, above=1, below=9)


@pytest.mark.parametrize(
    "text",
    ["It happened an hour ago", "Nine people drowned here 3 days ago", "“I saw her two hours ago”", "Three years ago",
     "Das war vor 3 Tagen geschehen", "Il y a 2 heures de route", "He left 2 hours ago, they say"],
)  # fmt: skip
def test_headings_that_tell_what_happened_then(ask, text):
    assert not ask(tells_moment, text, above=1, below=9)


@pytest.mark.parametrize("text", ["$40", "£12.50", "1-800-555-0199", "(020) 7946 0123", "€ 1.000", "100 %", "40"])
def test_prices_and_telephones_are_no_moments(ask, text):
    assert not ask(tells_moment, text, tag="p", above=1, below=1)
    assert not ask(tells_moment, text, above=1, below=1)


@pytest.mark.parametrize("kind", ["heading", "paragraph"])
def test_the_dates_of_a_chronicle_stay(ask, block, kind):
    days = [each for day in range(2, 5) for each in (block(f"{day} May 2026", "h3", kind=kind), block(LONG, "p"))]
    assert not ask(tells_moment, "1 May 2026", tag="h3", kind=kind, above=1, below=[block(LONG, "p"), *days])
