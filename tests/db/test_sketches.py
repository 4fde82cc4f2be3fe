import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sketches import HASHES, MOST_LETTERS, MOST_WORDS, SIZE, Hashes, shingles_of, sketch, words

ICE = "The ice on the lake is thin, and nobody skates."


def report(number: int, length: int = 300) -> str:
    return " ".join(random.Random(number).choices([f"word{place}" for place in range(5_000)], k=length))


@pytest.mark.parametrize(
    ("text", "first", "size"),
    [
        (ICE, (8642517688306, 23770238772234, 73159687519204), 7),
        ("Лёд на озере тонкий, и никто не катается.", (6546593636625, 31955471266230, 101918763706807), 5),
        ("湖面上的冰很薄，没有人滑冰。", (17875902595178, 74531225921575, 77638680060609), 9),
        ("น้ำแข็งบนทะเลสาบบางมาก", (5622335248881, 27067440417785, 27404976723186), 17),
        ("الجليد على البحيرة رقيق ولا أحد يتزلج", (12123765682337, 90538201313833, 240046927516370), 4),
        ("झील पर बर्फ़ पतली है", (154172350163714, 234719974316035), 2),
        ("one", (221275464159418,), 1),
        ("AI芯片 2026", (68943558025134,), 1),
    ],
)
def test_what_is_stored_in_peoples_databases_keeps_its_meaning(text, first, size):
    """When this fails, the change is wrong, not the test: sketches of before would never meet those of after."""
    assert sketch(text)[:3] == first
    assert len(sketch(text)) == size


def test_nothing_to_go_by():
    assert sketch("") == sketch(" … — 。") == ()


def test_numbers_fit_into_48_bits_in_order():
    found = sketch(report(1))
    assert len(found) == SIZE
    assert list(found) == sorted(set(found))
    assert found[-1] < 1 << 48


def test_they_are_the_smallest_of_all():
    text = report(2, 2_000)
    assert sketch(text) == tuple(sorted({number >> 12 for number in shingles_of(text)})[:SIZE])


@pytest.mark.parametrize(
    "other",
    [
        "the ICE on the lake is thin and nobody skates",
        "“The ice” on the\u00a0lake — is thin; and\nnobody skates…",
        "The i\u00adce on the la\u200bke is _thin_, and nobody skates.",
        "Ｔｈｅ ｉｃｅ on the lake is thin, and nobody skates.",
    ],
)
def test_case_punctuation_width_and_space_do_not_count(other):
    assert sketch(other) == sketch(ICE)


def test_breaks_and_punctuation_do_not_count_in_chinese_either():
    assert sketch("湖面上的冰很薄\n没有人滑冰") == sketch("湖面上的冰很薄，没有人滑冰。")


@pytest.mark.parametrize("text", ["Ärger über Öl in Zürich heute früh", "한국어 기사 하나가 여기에 있다"])
def test_accents_written_apart_are_the_same(text):
    assert sketch(unicodedata.normalize("NFD", text)) == sketch(text)


def test_signs_of_hebrew_and_arabic_do_not_count_and_those_of_hindi_do():
    assert words("مُحَمَّد") == words("محمد")
    assert words("שָׁלוֹם") == words("שלום")
    assert words("हिन्दी") == ["हिन्दी"]
    assert words("पतली है।") == ["पतली", "है"]


def test_order_counts():
    assert not set(sketch("one two three four")) & set(sketch("one three two four"))
    assert not set(sketch("one two three four")) & set(sketch("four three two one"))


paragraphs = st.lists(
    st.lists(st.sampled_from([f"w{number}" for number in range(400)]), min_size=8, max_size=30).map(" ".join),
    min_size=2,
    max_size=8,
)


@given(paragraphs, st.randoms())
def test_moved_paragraphs_change_nothing_but_their_seams(lines, chance):
    moved = chance.sample(lines, len(lines))
    seams = 3 * (len(lines) - 1)
    assert len(set(shingles_of("\n".join(moved))) - set(shingles_of("\n".join(lines)))) <= seams


@given(st.text())
def test_any_text_has_a_sketch(text):
    assert len(sketch(text)) <= SIZE
    assert bool(sketch(text)) == bool(words(text))


def test_a_foreign_word_changes_no_more_than_what_is_around_it():
    text = report(3).split()
    strange = [*text[:150], "湖面上的冰很薄没有人滑冰", *text[151:]]
    assert len(set(shingles_of(" ".join(text))) - set(shingles_of(" ".join(strange)))) == 4


def test_only_the_start_of_an_endless_text_is_looked_at():
    start = report(4, 100_000)[:MOST_LETTERS]
    assert sketch(start + " more" * 1_000_000) == sketch(start)
    assert len(sketch("The same again.\n" * 10_000_000)) == 3


def test_remembered_words_are_bounded_and_forgetting_changes_nothing():
    hashes = Hashes()
    for number in range(MOST_WORDS + 10):
        assert hashes[str(number)] == HASHES[str(number)]
    assert len(hashes) == 10
