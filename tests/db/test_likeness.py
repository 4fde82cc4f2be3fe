import random

import pytest

from db.likeness import likeness, read
from db.sketches import MOST_LETTERS

WORDS = [f"word{place}" for place in range(5_000)]
LETTERS = [chr(code) for code in range(0x4E00, 0x5500)]
THAI = [chr(code) for code in range(0x0E01, 0x0E2F)]


def paragraphs(number: int, count: int = 10, length: int = 40) -> list[str]:
    chance = random.Random(number)
    return [" ".join(chance.choices(WORDS, k=length)) for _ in range(count)]


def like(one: list[str], other: list[str]):
    found = likeness(read("\n".join(one)), read("\n".join(other)))
    assert found == likeness(read("\n".join(other)), read("\n".join(one)))
    return found


ICE = paragraphs(1)


class TestCopies:
    def test_exact_but_for_case_and_punctuation(self):
        assert like(ICE, [f"“{line.upper()}”!" for line in ICE])[:2] == (1.0, True)

    def test_paragraphs_dropped(self):
        assert like(ICE, ICE[:2] + ICE[6:])[:2] == (pytest.approx(1, abs=0.02), False)

    def test_paragraphs_moved(self):
        found = like(ICE, ICE[5:] + ICE[:5])
        assert found.shared > 0.98
        assert not found.is_exact

    def test_paragraphs_of_another_in_place_of_four_in_ten(self):
        assert like(ICE, ICE[:3] + paragraphs(2, 4) + ICE[7:]).shared == pytest.approx(0.6, abs=0.03)

    def test_each_seventh_word_another(self):
        edited = [" ".join("x" if place % 7 == 6 else word for place, word in enumerate(line.split())) for line in ICE]
        assert like(ICE, edited)

    @pytest.mark.parametrize(("letters", "length"), [(LETTERS, 60), (THAI, 140)])
    def test_in_scripts_without_spaces(self, letters, length):
        chance = random.Random(3)
        one, other = (["".join(chance.choices(letters, k=length)) for _ in range(10)] for _ in range(2))
        assert like(one, [*one[6:], *one[:2]])
        assert like(one, [*one[:6], *other[:4]])
        assert like(one, other) is None

    def test_a_lead_of_its_own_above_an_agency_text(self):
        assert like(ICE, [*paragraphs(4, 3), *ICE[3:]])


class TestNoCopies:
    def test_nothing_in_common(self):
        assert like(ICE, paragraphs(2)) is None

    def test_the_same_speech(self):
        speech = paragraphs(5, 3)
        assert like([*ICE[:6], *speech], [*speech[:1], *paragraphs(6, 6), *speech[1:]]) is None

    def test_short_ones_under_which_a_site_says_the_same(self):
        footer = paragraphs(7, 1, 60)
        assert like([*paragraphs(8, 2), *footer], [*paragraphs(9, 2, 45), *footer]) is None
        assert like([*footer, *paragraphs(8, 2)], [*footer, *paragraphs(9, 2, 45)]) is None

    def test_a_round_up_that_has_it_in_full(self):
        assert like(ICE[:5], [*paragraphs(2, 6), *ICE[:5], *paragraphs(3, 6)]) is None

    def test_a_form_filled_in_with_other_numbers(self):
        forms = [
            [
                " ".join(
                    f"{chance.randrange(900)} {word}" if place % 8 == 0 else word
                    for place, word in enumerate(line.split())
                )
                for line in ICE
            ]
            for chance in (random.Random(1), random.Random(2))
        ]
        assert like(*forms) is None
        assert like(forms[0], forms[0][:8])  # of which the numbers are the same

    def test_a_few_numbers_brought_up_to_date(self):
        line = "{} people are missing and {} were found near the lake"
        assert like([line.format(3, 4), *ICE], [line.format(5, 6), *ICE])

    def test_few_words(self):
        lines = ["The ice on the lake is thin and nobody skates.", "It will hold again by Sunday, they say."]
        assert like(lines, lines[:1]) is None
        assert like(lines, lines).is_exact

    def test_one_paragraph_over_and_over(self):
        assert like(["The ice is thin today."] * 500, ["The ice is thin today.", "It thaws."] * 500) is None
        assert like([], []) is None


def test_texts_beyond_what_is_looked_at_are_not_called_exact():
    long = "\n".join(paragraphs(1, 1, 2 * MOST_LETTERS // 10))
    assert len(long) > MOST_LETTERS
    assert likeness(read(long), read(long + " and more"))[:2] == (1.0, False)
