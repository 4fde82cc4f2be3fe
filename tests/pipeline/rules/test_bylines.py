import pytest

from pipeline.article import Block, Draft, Evidence
from pipeline.rules.around import Around
from pipeline.rules.bylines import (
    FIRST_BLOCKS,
    LONGEST_BYLINE,
    LONGEST_NOTE,
    gives_contact,
    is_names,
    lift_author_note,
    lift_byline,
    lift_standfirst,
    repeats_byline,
)

DRAFT = Draft("", "Ice", authors=("Ann Lee", "Bo Chen"))
LONG = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in at all, he said."


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee", "ANN LEE", "By Ann Lee", "BY ANN LEE AND BO CHEN", "By Ann Lee, Bo Chen", "Ann Lee & Bo Chen",
        "By Ann Lee | Quay Courier", "Ann Lee 18 April 2026", "By Ann Lee, 18 April 2026, 9:30 a.m.",
        "Von Ann Lee", "Von: Ann Lee, Lohetal", "Par Ann Lee et Bo Chen", "Por Ann Lee", "di Ann Lee", "Door Ann Lee",
        "Av Ann Lee", "Af Ann Lee", "Written by Ann Lee", "Text: Ann Lee", "Autor: Ann Lee", "Oleh Ann Lee",
        "By Mary Quay", "Von Jörg Schäfer", "By Mary Quay and Tom van der Dove", "Par Anne-Marie L’Eau",
    ],
)  # fmt: skip
def test_a_byline_under_the_headline_or_at_the_end(ask, text):
    assert ask(repeats_byline, text, above=0, below=5, draft=DRAFT)
    assert ask(repeats_byline, text, above=5, draft=DRAFT)


@pytest.mark.parametrize(
    ("authors", "text"),
    [
        (("Анна Ли",), "Анна Ли"),
        (("李安安家",), "李安安家"),
        (("آن لي الصغيرة",), "آن لي الصغيرة"),
        (("Jörg Schäfer",), "Von JÖRG SCHÄFER"),
    ],
)
def test_a_byline_in_any_script(ask, authors, text):
    assert ask(repeats_byline, text, above=0, below=5, draft=Draft("", authors=authors))


@pytest.mark.parametrize(
    "text",
    [
        "By Saturday the lake had frozen.",
        "By Saturday",
        "By Christmas",
        "By Ann Lee’s own account, nobody had told her.",
        "Ann Lee swims in it every day.",
        "Ann Lee!",
        "Ann Lee?",
        "Mary Quay",
        "Lakeside",
        "Von der Brücke fiel er.",
        "Von der Leyen",
        "De Gaulle",
        "Di Maria",
        "Par hasard",
        "Por supuesto que no",
        "Text messages",
        "Text: A short history of ice",
        "Author unknown",
        "Author Unknown and unloved",
        "Av allt hjärta",
        "Fra Angelico, pittore e frate",
        "“Ann Lee fell in,” said the mayor.",
        "By the lake",
        "By 2026",
        "",
    ],
)
def test_other_lines_under_the_headline_are_left_alone(ask, text):
    assert not ask(repeats_byline, text, above=0, below=5, draft=DRAFT)
    assert not ask(repeats_byline, text, above=5, draft=DRAFT)


@pytest.mark.parametrize("text", ["Ann Lee:", "Ann Lee: What do you see?", "Ann Lee, 44", "Ann Lee (1931–2026)"])
def test_interviews_and_captions_are_left_alone(ask, text):
    assert not ask(repeats_byline, text, above=2, below=5, draft=DRAFT)


def test_a_name_above_each_turn_of_an_interview_stays(ask):
    turns = ["What do you see?", "Mary Dove", "Ice.", "Ann Lee", "And now?", "Mary Dove", "Nothing."]
    assert not ask(repeats_byline, "Ann Lee", above=1, below=turns, draft=DRAFT)


def test_a_name_in_the_middle_a_long_line_and_the_only_one_stay(ask):
    assert not ask(repeats_byline, "By Ann Lee", above=FIRST_BLOCKS, below=5, draft=DRAFT)
    assert not ask(repeats_byline, "By Ann Lee" + ", Bo Chen" * (LONGEST_BYLINE // 9), above=0, below=5, draft=DRAFT)
    assert not ask(repeats_byline, "By Ann Lee", above=0, draft=DRAFT)


def test_short_names_of_authors_are_no_evidence(ask):
    assert not ask(repeats_byline, "dpa", above=0, below=5, draft=Draft("", authors=("dpa",)))


@pytest.mark.parametrize("text", ["Anna Sleegers", "Anna Sleegers, Frankfurt", "Tom van der Dove and Mary Quay"])
def test_names(text):
    assert is_names(text)


@pytest.mark.parametrize("text", ["Saturday", "the end of the day", "Anna sleeps", "", ",", "Anna Sleegers, the mayor"])
def test_no_names(text):
    assert not is_names(text)


# What the page says of the author


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee is a reporter for the Quay Courier.",
        "Ann Lee is the author of two books about ice.",
        "ANN LEE is an editor at large.",
        "Ann Lee, a former harbour master, writes about lakes.",
        "Ann Lee covers the harbour.",
        "*Bo Chen is professor of ice at Lakeside University.*",
        "— Bo Chen reports from the north.",
        "Ann Lee ist Redakteurin im Ressort Eis.",
        "Ann Lee schreibt über Seen.",
        "Ann Lee est journaliste à Rive.",
        "Ann Lee es periodista y escribe sobre lagos.",
        "Ann Lee è una giornalista.",
        "Ann Lee é uma jornalista.",
        "Ann Lee werkt als verslaggever.",
        "Ann Lee är en reporter.",
        "Ann Lee pisze o jeziorach.",
    ],
)
def test_a_note_about_the_author_below_the_text(ask, text):
    found = ask(lift_author_note, text, above=5, draft=DRAFT)
    assert (found.field, found.start, found.end) == ("author_note", 0, len(text))
    assert found.value == text.strip("*— ")


@pytest.mark.parametrize(
    "text",
    [
        "Mary Dove is the mayor of Lakeside.",
        "Ann Lee is survived by her husband, two daughters and a lake that bears her name.",
        "Ann Lee was born in Quayside in 1931, the youngest of nine.",
        "Ann Lee was found guilty on Tuesday, and will appeal.",
        "Ann Lee has been missing since Saturday, the police said.",
        "Ann Lee fell in.",
        "Ann Lee: What do you see?",
        "Ann Leeson is a reporter.",
        "“Ann Lee is a reporter,” said the mayor.",
        "The mayor says that Ann Lee is a reporter.",
        "Ann Lee and the mayor fell in. He is a reporter.",
        "Ann Lee",
        "",
    ],
)
def test_sentences_about_the_author_or_others_are_left_alone(ask, text):
    assert ask(lift_author_note, text, above=5, draft=DRAFT) is None


def test_a_note_stands_below_the_text(ask):
    text = "Ann Lee is a reporter for the Quay Courier."
    assert ask(lift_author_note, text, above=0, below=5, draft=DRAFT) is None
    assert ask(lift_author_note, text, above=9, below=9, draft=DRAFT) is None
    assert ask(lift_author_note, text + " She swims." * (LONGEST_NOTE // 10), above=5, draft=DRAFT) is None
    assert ask(lift_author_note, "Ann is a reporter.", above=5, draft=Draft("", authors=("Ann",))) is None
    assert ask(lift_author_note, text, above=5) is None


# What stands with the headline


def heading(text, *names, tag="h2"):
    return Block(text, "heading", Evidence(tag, (tag, *names), frozenset(names)))


STORY = (Block(LONG), Block(LONG))


def standfirst(block, index=0, below=STORY):
    above = (Block("Ice"),) * index
    return lift_standfirst(block, Around(DRAFT, (*above, block, *below), index))


@pytest.mark.parametrize(
    "text",
    [
        "The lake has not been open since October.",
        "Seit Oktober ist der See nicht mehr offen gewesen",
        "Озеро не открывалось с октября прошлого года",
        "湖は去年の十月から一度も開いていない、と町長が土曜日の朝に広場で話した。",
    ],
)
@pytest.mark.parametrize("name", ["header", "headline", "subtitle", "topper"])
def test_a_heading_that_stands_with_the_headline(text, name):
    for index in (0, 1):
        found = standfirst(heading(text, name), index)
        assert (found.field, found.value, found.start, found.end) == ("standfirst", text, 0, len(text))


def test_a_heading_that_stands_with_the_text_stays():
    text = "The lake has not been open since October."
    assert standfirst(heading(text, "text")) is None
    assert standfirst(heading(text)) is None
    assert standfirst(heading(text, "header", tag="h1")) is None
    assert standfirst(heading(text, "header", tag="p")) is None
    assert standfirst(Block(text)) is None


def test_a_container_that_holds_the_whole_article_says_nothing_of_its_first_heading():
    names = ("div article-header-wrapper",)
    chapter = Block("The first chapter: how it all began on the ice", "heading", Evidence("h2", ("h2", *names)))
    assert standfirst(chapter) is None


def test_a_standfirst_stands_above_the_text_and_has_its_length():
    text = "The lake has not been open since October."
    assert standfirst(heading(text, "header"), index=2) is None
    assert standfirst(heading(text, "header"), below=()) is None
    assert standfirst(heading("Ice", "header")) is None
    assert standfirst(heading(text * 10, "header")) is None


@pytest.mark.parametrize(
    "line", ["ann.lee@courier.example", "@annlee", "Twitter: @annlee", "twitter.com/annlee", "https://www.x.com/annlee"]
)
def test_a_contact_alone_at_the_end(ask, line):
    assert ask(gives_contact, line, above=6)


@pytest.mark.parametrize(
    ("line", "above", "below"),
    [
        ("Write to ann.lee@courier.example by May.", 6, 0),
        ("www.courier.example", 6, 0),
        ("ann.lee@courier.example", 6, 8),
        ("ann.lee@courier.example", 0, 0),
    ],
)
def test_a_contact_within_the_text_or_in_a_sentence_stays(ask, line, above, below):
    assert not ask(gives_contact, line, above=above, below=below)


@pytest.mark.parametrize("text", ["-- By Mary Quay", "By Mary Quay", "Von Jörg Schäfer, Lohe", "Par Anne-Marie L’Eau"])
def test_a_byline_of_somebody_unknown_is_kept_as_credit(ask, text):
    for placed in ({"above": 5}, {"above": 1, "below": 5}):
        lifted = ask(lift_byline, text, draft=DRAFT, **placed)
        assert (lifted.field, lifted.value) == ("credit", text.lstrip("- "))
    assert ask(lift_byline, text, above=5, below=5) is None


@pytest.mark.parametrize(
    "text",
    [
        "By Ann Lee",
        "By Mary Quay and Ann Lee",
        "Mary Quay",
        "By the end of the day",
        "By Saturday",
        "By Mary Quay:",
        "",
    ],
)
def test_other_lines_are_no_byline_of_somebody_unknown(ask, text):
    assert ask(lift_byline, text, draft=DRAFT) is None


@pytest.mark.parametrize(
    "line",
    [
        "Write to Ann Lee at ann.lee@courier.example",
        "Contact the author at: ann.lee@courier.example",
        "Follow Ann Lee on @annlee",
        "Schreiben Sie Anna Lee unter anna.lee@kurier.example",
    ],
)
def test_a_call_to_write_to_the_author(ask, line):
    assert ask(gives_contact, line, above=6)
    assert not ask(gives_contact, line, above=6, below=8)
    assert not ask(gives_contact, "He said: " + line, above=6)
