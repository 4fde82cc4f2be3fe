import pytest

from db.comparison import MOST_PARAGRAPHS, compare
from pipeline.article import Article

LINES = tuple(f"Paragraph {word} says what {word} said of the {word} ice." for word in ("one", "two", "three", "four"))


def differences(*lines, title="Ice", earlier=LINES):
    return compare(Article("", "Ice", earlier), Article("", title, lines))[1:]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LINES, (True, False, 0, 0, 0, 0)),
        (tuple(line.upper() for line in LINES), (True, False, 0, 0, 0, 0)),
        (LINES[1:], (False, False, 0, 1, 0, 0)),
        (("It snowed.", *LINES, "It thawed."), (False, False, 2, 0, 0, 0)),
        ((LINES[3], *LINES[:3]), (False, False, 0, 0, 0, 1)),
        ((LINES[0].replace("said", "told me"), *LINES[1:]), (False, False, 0, 0, 1, 0)),
        ((*LINES, LINES[0]), (False, False, 1, 0, 0, 0)),
        ((), (False, False, 0, 4, 0, 0)),
    ],
)
def test_paragraphs(lines, expected):
    assert differences(*lines) == expected


def test_headlines():
    assert differences(*LINES, title="ICE!")[:2] == (True, False)
    assert differences(*LINES, title="Thaw")[:2] == (True, True)
    assert differences(*LINES, title=None)[:2] == (True, True)


def test_recurring_paragraphs_stay_in_their_order():
    assert differences("a", "a", "b", "a", earlier=("a", "a", "b", "a")) == (True, False, 0, 0, 0, 0)


def test_endless_articles_are_compared_by_their_first_paragraphs():
    many = tuple(f"Line {number}." for number in range(3 * MOST_PARAGRAPHS))
    assert differences(*many, earlier=many) == (True, False, 0, 0, 0, 0)
    assert differences(*many[:-1], earlier=many)[0] is False
