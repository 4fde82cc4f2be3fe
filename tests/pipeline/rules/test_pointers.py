import pytest

from pipeline.rules.pointers import MOST_WORDS, drop_pointer

HERE = "A couple boarded a boat. "
REST = "Shortly after, they got off."


@pytest.mark.parametrize(
    "pointer",
    [
        "READ | How the new rules will affect you",
        "Also read: What we know so far about the boat",
        "Read more: Why lakes freeze",
        "Read More | Why the Quay Courier fell silent",
        "ALSO READ: Ann Lee says that nobody will fall in",
    ],
)
def test_a_pointer_between_two_sentences(pointer):
    assert drop_pointer(f"{HERE}{pointer} {REST}") == HERE + REST
    assert drop_pointer(f"{pointer} The boat left.") == "The boat left."


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Der See fror zu. Lesen Sie auch: Warum der See zufror Die Bürgermeisterin fiel hinein.",
         "Der See fror zu. Die Bürgermeisterin fiel hinein."),
        ("Le lac a gelé. À lire aussi : Pourquoi le lac a gelé si tard Depuis, personne ne nage.",
         "Le lac a gelé. Depuis, personne ne nage."),
        ("El lago se heló. Lea también: Por qué se heló el lago Además, nadie cayó.",
         "El lago se heló. Además, nadie cayó."),
    ],
)  # fmt: skip
def test_a_pointer_in_other_languages(text, rest):
    assert drop_pointer(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Read: no ice. The mayor fell in.",
        "The sign said: Read more about ice The lake froze.",
        "He said that you should read: Why the lake froze over The answer came late.",
        "Also read: Why Lakes Freeze The Mayor Knows",
        "Also read: Why the lake froze. The mayor fell in.",
        "Also read: Why the lake froze",
        "More: The ice",
        "Watch: it will freeze over once again The mayor said.",
        "Also read the book that The mayor wrote",
        "READ | How " + "the ice " * MOST_WORDS + "The mayor fell in.",
        "It froze: nobody fell in | and that was it.",
        "",
    ],
)
def test_what_cannot_be_known_to_be_one_stays(text):
    assert drop_pointer(text) == text
