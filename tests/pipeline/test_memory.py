"""What a site repeats: learnt from its articles, used on its pages, and bounded."""

import pickle
import random
import subprocess
import sys
from dataclasses import replace
from itertools import permutations

import pytest

from pipeline.article import Article, Hints, RawPage
from pipeline.clean import clean
from pipeline.extract import extract
from pipeline.memory import (
    ENOUGH_ARTICLES,
    FIRST_LINES,
    LAST_LINES,
    MOST_LINES,
    MOST_PLACES,
    NO_NOTES,
    Exceptions,
    Known,
    Line,
    SiteMemory,
    SiteNotes,
    closing_sentences,
    fingerprint,
    identity,
    known_lines,
    places,
)

WORDS = (
    "lake ice quay mayor baker winter river boat harbour master village town frost water people child dog house "
    "street bridge storm night morning light fire bell song road snow wind"
).split()
LONG = 24
"""Paragraphs, so that an article has a middle."""

CALL = "The Quay Courier: all that floats, every morning."
PROSE = "Founded in 1911 by two brothers, the harbour company owns nine quays, forty cranes and a railway to the north."


def story(number, length=LONG):
    """Return paragraphs that no other number has."""
    chosen = random.Random(number)
    return [" ".join(chosen.choices(WORDS, k=14)).capitalize() + "." for _ in range(length)]


def page(number, *below, above=(), within=(), title=None, length=LONG, paragraphs=None):
    """Return a page of text: lines above, within and below the paragraphs that its number gives."""
    text = paragraphs or story(number, length)
    half = len(text) // 2
    body = "\n".join([*above, *text[:half], *within, *text[half:], *below]).encode()
    return RawPage(
        f"https://www.quaycourier.example/{number}",
        body,
        "text/plain; charset=utf-8; header=absent",
        hints=Hints(f"Story {number}" if title is None else title),
    )


def learnt(pages, memory=None):
    """Return a memory of pages, and what it said to each."""
    memory = memory or SiteMemory()
    return memory, [memory.learn(clean(each), number) for number, each in enumerate(pages)]


def cut_by_memory(article):
    return [edit.before.strip("\n") for edit in article.edits if edit.rule == "repeats_on_site"]


# What a line is known by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 Comments", "128 comments:"),
        ("Read  more", "READ MORE"),
        ("Straße", "STRASSE"),
        ("「続きを読む」", "続きを読む"),
        ("اقرأ أيضا:", "اقرأ أيضا"),
        ("Подпишитесь!", "подпишитесь"),
    ],
)
def test_lines_that_are_the_same_line(one, other):
    assert fingerprint(one) == fingerprint(other) is not None


@pytest.mark.parametrize(
    ("one", "other"), [("Comments", "3 comments"), ("Read more", "Read no more"), ("湖面结冰", "湖面融冰")]
)
def test_lines_that_are_not(one, other):
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("text", ["", " ", "12.5 %", "* * *", "7", "A", "§ 3", "—", "1984", "2026-04-18"])
def test_lines_without_letters_are_known_by_nothing(text):
    assert fingerprint(text) is None


def test_a_fingerprint_fits_a_column_of_64_bits():
    assert all(-(2**63) <= fingerprint(line) < 2**63 for line in story(1, 200))


def test_a_lone_surrogate_has_a_fingerprint():
    assert fingerprint("ice \ud800 ice") is not None


PROGRAM = """
from pipeline.memory import fingerprint
print(*(fingerprint(line) for line in ("The lake froze.", "湖面结冰", "3 comments")))
"""


def test_fingerprints_are_the_same_in_every_process():
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], check=True, capture_output=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    expected = " ".join(str(fingerprint(line)) for line in ("The lake froze.", "湖面结冰", "3 comments"))
    assert said == {f"{expected}\n".encode()}


# The lines of an article


def test_the_first_and_the_last_lines_are_told_apart():
    found = places(clean(page(1)))
    assert [place.is_first for place in found[: FIRST_LINES + 1]] == [True] * FIRST_LINES + [False]
    assert all(place.is_last for place in found[-LAST_LINES:])
    assert not any(place.is_last for place in found[: LONG // 2])


def test_a_line_counts_once_in_an_article():
    article = Article("", paragraphs=(CALL, "The lake froze.", CALL))
    assert sum(place.fingerprint == fingerprint(CALL) for place in places(article)) == 1


def test_lines_are_learnt_as_extraction_found_them():
    notes = SiteNotes(1, {fingerprint(CALL): Known(3, 0, 3)})
    before, after = clean(page(1, CALL)), clean(page(1, CALL), notes)
    assert CALL not in after.text
    assert places(after) == places(before)


def test_the_last_lines_give_their_sentences_too():
    article = clean(page(1, f"Nobody fell in. {CALL}"))
    assert fingerprint(CALL) in {place.fingerprint for place in places(article)}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The lake froze.", []),
        ("The lake froze. Nobody in the town fell in.", ["Nobody in the town fell in."]),
        ("The lake froze. Ah! Nobody in the town fell in.", ["Nobody in the town fell in."]),
        ("لقد تجمدت البحيرة؟ لم يسقط أحد من سكان المدينة فيها.", ["لم يسقط أحد من سكان المدينة فيها."]),
        ("", []),
    ],
)
def test_closing_sentences(text, sentences):
    assert list(closing_sentences(text)) == sentences


def test_an_article_is_told_by_title_and_day():
    article = clean(page(1))
    assert identity(article) == identity(replace(article, paragraphs=("Other text.",)))
    assert identity(article) != identity(replace(article, title="Lake thaws"))
    assert identity(replace(article, title=None)) != identity(replace(article, title=None, paragraphs=("Other.",)))


# What is learnt


@pytest.mark.parametrize("number", range(6))
def test_a_line_is_the_sites_own_from_the_third_article_on(number):
    memory, _ = learnt([page(each, CALL) for each in range(number)])
    assert (fingerprint(CALL) in memory.notes().repeated) == (number >= ENOUGH_ARTICLES)


def test_what_is_known_of_a_line_says_where_it_stood():
    memory, _ = learnt([page(0, CALL), page(1, CALL), page(2, above=[CALL]), page(3, within=[CALL])])
    assert memory.notes().repeated == {fingerprint(CALL): Known(articles=4, first=1, last=2)}
    assert (memory.articles, memory.version, memory.notes().version) == (4, 1, 1)


def test_two_articles_that_quote_the_same_establish_nothing():
    memory, told = learnt([page(1, within=[PROSE]), page(2, within=[PROSE]), page(3)])
    assert memory.notes().repeated == {}
    assert told == [frozenset()] * 3


def test_articles_of_one_title_and_day_count_once():
    memory, _ = learnt([page(number, CALL, title="Morning news") for number in range(9)])
    assert memory.notes().repeated == {}


@pytest.mark.parametrize("kept", [LONG, LONG * 2 // 3, LONG // 2 + 2])
def test_updates_and_copies_of_one_article_count_once(kept):
    updates = [
        page(number, CALL, paragraphs=[*story(0)[:kept], *story(100 + number)[kept:]], title=f"Update {number}")
        for number in range(9)
    ]
    memory, told = learnt(updates)
    assert (memory.articles, memory.version) == (1, 0)
    assert told == [frozenset()] * 9


def test_articles_that_share_less_than_half_are_different_ones():
    share = LONG // 4
    pages = [page(number, paragraphs=[*story(0)[:share], *story(100 + number)[share:]]) for number in range(4)]
    memory, _ = learnt(pages)
    assert memory.articles == 4


def test_learning_an_article_again_changes_nothing():
    memory, _ = learnt([page(number, CALL) for number in range(4)])
    before = pickle.dumps((memory.articles, memory.version, sorted(memory.lines.items())))
    for number in range(4):
        memory.learn(clean(page(number, CALL)), number)
    assert pickle.dumps((memory.articles, memory.version, sorted(memory.lines.items()))) == before


def test_what_is_learnt_does_not_depend_on_the_order_of_articles():
    pages = [page(0, CALL), page(1, CALL, within=[PROSE]), page(2, CALL), page(3)]
    notes = []
    for order in permutations(range(4)):
        memory = SiteMemory()
        for number in order:
            memory.learn(clean(pages[number]), number)
        notes.append(memory.notes())
    assert all(each == notes[0] for each in notes)


def test_it_says_which_articles_a_new_line_concerns():
    memory, told = learnt([page(0, CALL), page(1), page(2, CALL), page(3, CALL), page(4), page(5, CALL)])
    assert told == [frozenset(), frozenset(), frozenset(), frozenset({0, 2, 3}), frozenset(), frozenset({5})]
    assert memory.learn(clean(page(6, CALL), memory.notes()), 6) == frozenset()
    assert memory.learn(clean(page(7), NO_NOTES), 7) == frozenset()


def test_an_article_cleaned_before_is_named_again_until_it_is_cleaned_with_the_memory():
    memory, _ = learnt([page(number, CALL) for number in range(4)])
    assert memory.learn(clean(page(0, CALL)), 0) == {0}
    assert memory.learn(clean(page(0, CALL), memory.notes()), 0) == frozenset()


def test_two_lines_established_together_name_each_article_once():
    memory, told = learnt([page(number, CALL, "Heed the quay") for number in range(3)])
    assert told[-1] == {0, 1, 2}
    assert memory.version == 2


def test_a_site_whose_every_article_is_the_same_text_teaches_nothing():
    pages = [page(number, paragraphs=story(0)) for number in range(20)]
    memory, told = learnt(pages)
    assert (memory.articles, memory.version) == (1, 0)
    assert not any(told)
    assert clean(pages[0], memory.notes()).paragraphs == tuple(story(0))


# Bounds


def test_a_memory_lets_go_of_what_it_has_not_seen_for_long():
    memory = SiteMemory()
    for number in range(60):
        memory.learn(Article("", title=str(number), paragraphs=(CALL, *story(number, 150))), number)
        memory.forget()
        assert len(memory.lines) <= MOST_LINES
    assert fingerprint(CALL) in memory.notes().repeated
    assert fingerprint(story(59, 150)[0]) in memory.lines
    assert fingerprint(story(0, 150)[0]) not in memory.lines


def test_forgetting_is_deterministic():
    lines = {fingerprint(line): Line(1, latest=1) for line in story(1, MOST_LINES + 500)}
    one, other = SiteMemory(1, 0, dict(lines)), SiteMemory(1, 0, dict(reversed(lines.items())))
    one.forget()
    other.forget()
    assert one.lines == other.lines
    assert len(one.lines) < len(lines)


def test_a_small_memory_forgets_nothing():
    memory, _ = learnt([page(0), page(1)])
    before = dict(memory.lines)
    memory.forget()
    assert memory.lines == before


def test_a_page_of_ten_thousand_lines_does_not_push_the_site_out():
    found = places(Article("", paragraphs=tuple(story(1, 10_000))))
    assert len(found) <= MOST_PLACES + 10
    assert found[0].fingerprint == fingerprint(story(1, 10_000)[0])
    assert fingerprint(story(1, 10_000)[-1]) in {place.fingerprint for place in found}


def test_a_paragraph_of_a_megabyte_is_learnt_from():
    memory, told = learnt([page(number, paragraphs=[" ".join(story(number, 12_000))]) for number in range(3)])
    assert memory.articles == 3
    assert not any(told)


@pytest.mark.parametrize("paragraphs", [(), ("",), ("7", "8")])
def test_an_article_without_letters_teaches_nothing(paragraphs):
    memory = SiteMemory()
    assert memory.learn(Article("", paragraphs=paragraphs), 1) == frozenset()
    assert memory.lines == {}


# What becomes of pages


@pytest.fixture(scope="module")
def known():
    """Return what is known of a site that has a line at the end, one at the start, a heading and a paragraph."""
    memory, _ = learnt(
        [page(number, CALL, above=["Quay Courier"], within=["What happened next", PROSE]) for number in range(5)]
    )
    return memory.notes()


def test_what_closes_and_opens_the_articles_of_a_site_is_cut_and_the_middle_stays(known):
    asked = page(9, CALL, above=["Quay Courier"], within=["What happened next", PROSE])
    article = clean(asked, known)
    assert sorted(cut_by_memory(article)) == sorted([CALL, "Quay Courier"])
    assert list(article.paragraphs) == [*story(9)[: LONG // 2], "What happened next", PROSE, *story(9)[LONG // 2 :]]
    assert article.memory == known.version


def test_without_notes_the_same_page_keeps_all(known):
    asked = page(9, CALL, above=["Quay Courier"], within=["What happened next", PROSE])
    assert clean(asked).text == asked.body.decode()
    assert clean(asked).memory == 0
    assert clean(asked, known).original() == clean(asked).original() == extract(asked).text


def test_a_page_that_has_nothing_of_it_is_cleaned_as_before(known):
    asked = page(9)
    assert clean(asked, known) == replace(clean(asked), memory=known.version)


@pytest.mark.parametrize(
    "credit",
    [
        "(with inputs from agencies)",
        "Reporting by Ann Lee; Editing by Bo Chen",
        "Quelle: Reuters",
        "SDA/sep",
        "Nobody fell in. (Reporting by Ann Lee; Editing by Bo Chen)",
    ],
)
def test_a_credit_that_a_site_repeats_is_lifted_and_never_cut(credit):
    memory, _ = learnt([page(number, credit, CALL) for number in range(5)])
    article = clean(page(9, credit, CALL), memory.notes())
    assert article.credit in credit
    assert CALL not in article.text
    assert not any(line in credit for line in cut_by_memory(article))


def test_a_correction_that_a_site_repeats_is_lifted_and_never_cut():
    note = "Editor's note: This story was updated to include the mayor's answer."
    memory, _ = learnt([page(number, note) for number in range(5)])
    assert clean(page(9, note), memory.notes()).correction == note


def test_a_line_of_two_articles_is_not_cut():
    memory, _ = learnt([page(number, CALL) for number in range(2)])
    assert CALL in clean(page(9, CALL), memory.notes()).text


def test_the_only_paragraph_stays(known):
    asked = page(9, paragraphs=[CALL])
    assert clean(asked, known).paragraphs == (CALL,)


@pytest.mark.parametrize("length", [6, 8, 12, 20])
def test_what_stands_in_the_middle_of_short_articles_stays(length):
    within = ["What happened next", PROSE]
    memory, _ = learnt([page(number, within=within, length=length) for number in range(5)])
    assert clean(page(9, within=within, length=length), memory.notes()).edits == ()


def test_a_site_of_short_notices_with_a_long_end_is_learnt_from():
    end = [
        f"The {word} harbour answers letters from readers within nine days, and prints the best." for word in WORDS[:6]
    ]
    memory, _ = learnt([page(number, *end, length=4) for number in range(5)])
    assert memory.articles == 5
    left = clean(page(9, *end, length=4), memory.notes()).paragraphs
    assert left[:4] == tuple(story(9, 4))
    assert len(left) < 4 + len(end) // 2


def quake(number):
    sentence = (
        f"The quake struck at a depth of {number} kilometres, the institute said, and had a strength of {number}.1."
    )
    return page(number, within=[sentence], length=7), sentence


def test_sentences_of_automatic_reports_stay_where_only_their_numbers_differ():
    memory, _ = learnt([quake(number)[0] for number in range(3, 8)])
    asked, sentence = quake(12)
    assert sentence in clean(asked, memory.notes()).text


SCRIPTS = [
    ("すべての記事は毎朝六時に届きます", "湖面は土曜日の朝に凍った。誰も落ちなかった。{}番目の冬である。"),
    ("كل الأخبار في جريدة الميناء كل صباح", "تجمدت البحيرة صباح السبت ولم يسقط أحد فيها في الشتاء رقم {}."),
    ("ข่าวท่าเรือทุกเช้า", "ทะเลสาบแข็งตัวในเช้าวันเสาร์และไม่มีใครตกลงไปในฤดูหนาวที่{}"),
    ("Вестник гавани: каждое утро", "Озеро замёрзло в субботу утром, и никто не провалился в {} зиму."),
]


@pytest.mark.parametrize(("call", "text"), SCRIPTS, ids=["ja", "ar", "th", "ru"])
def test_the_memory_needs_no_language(call, text):
    def lines(number):
        names = story(number)
        return [text.format(f"{names[line]} ") for line in range(LONG)]

    memory, _ = learnt([page(number, call, paragraphs=lines(number)) for number in range(4)])
    article = clean(page(9, call, paragraphs=lines(9)), memory.notes())
    assert cut_by_memory(article) == [call]
    assert list(article.paragraphs) == lines(9)


# What travels to other processes


def test_notes_can_be_pickled(known):
    asked = replace(known, exceptions=Exceptions(frozenset({"points_elsewhere"}), frozenset({1}), frozenset({2})))
    assert pickle.loads(pickle.dumps(asked)) == asked
    assert pickle.loads(pickle.dumps(NO_NOTES)) == NO_NOTES


def test_nothing_known_cannot_be_written_to():
    with pytest.raises(TypeError):
        NO_NOTES.repeated[1] = Known(3, 0, 3)
    assert NO_NOTES.repeated == {}


def test_the_lines_that_rules_see_are_the_established_ones():
    lines = {1: Line(2, 0, 2), 2: Line(3, 1, 2, since=1)}
    assert known_lines(lines.items()) == {2: Known(3, 1, 2)}
    assert SiteMemory(3, 1, lines).notes() == SiteNotes(1, {2: Known(3, 1, 2)})
