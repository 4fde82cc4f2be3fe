import pytest

from pipeline.article import Draft
from pipeline.rules.headlines import FIRST_BLOCKS, repeats_title


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Lake freezes over", "Lake freezes over"),
        ("Lake freezes over", "LAKE FREEZES OVER!"),
        ("“Lake” freezes over", "Lake – freezes – over"),
        ("Der See heißt Größe", "DER SEE HEISST GRÖSSE"),
        ("Озеро замёрзло", "ОЗЕРО ЗАМЁРЗЛО"),
        ("湖面结冰", "湖面结冰。"),
    ],
)
def test_the_title_once_more(ask, title, text):
    assert ask(repeats_title, text, above=0, below=1, draft=Draft("", title))
    assert ask(repeats_title, text, above=FIRST_BLOCKS - 1, draft=Draft("", title))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Lake freezes over", "Lake freezes over, and nobody fell in."),
        ("Lake freezes over", "Lake freezes"),
        ("Lake freezes over", ""),
        ("—", "…"),
        (None, "Lake freezes over"),
        ("", ""),
        ("湖面结冰", "湖面结冰了"),
    ],
)
def test_what_is_not_the_title_stays(ask, title, text):
    assert not ask(repeats_title, text, above=0, below=1, draft=Draft("", title))


def test_the_only_block_and_one_further_down_stay(ask):
    assert not ask(repeats_title, "Lake", above=0, draft=Draft("", "Lake"))
    assert not ask(repeats_title, "Lake", above=FIRST_BLOCKS, draft=Draft("", "Lake"))


TITLE = "Lake at the east quay freezes over"


@pytest.mark.parametrize(
    "kicker", ["Winter ", "WINTER: ", "Winter am See : ", "Ice on the Quay – ", "Europäische Seen"]
)
def test_the_title_behind_its_kicker(ask, kicker):
    assert ask(repeats_title, kicker + TITLE, above=0, below=1, draft=Draft("", TITLE))
    assert not ask(repeats_title, kicker + TITLE, above=FIRST_BLOCKS, below=1, draft=Draft("", TITLE))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, f"Nobody had thought that this winter of all winters would be so cold that the {TITLE}"),
        (TITLE, f"The {TITLE}."),
        (TITLE, f"{TITLE} again"),
        ("Lake freezes", "Lake freezes, lake freezes"),
    ],
)
def test_a_sentence_that_ends_like_the_title_stays(ask, title, text):
    assert not ask(repeats_title, text, above=0, below=1, draft=Draft("", title))
