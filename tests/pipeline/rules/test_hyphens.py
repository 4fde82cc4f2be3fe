import pytest

from pipeline.rules.hyphens import join_cut_word


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The clerk has the infor- mation of the quay.", "The clerk has the information of the quay."),
        ("The govern- ment of the town was on the lake.", "The government of the town was on the lake."),
        ("He was with- out a boat and that was the end of it.", "He was without a boat and that was the end of it."),
        ("Die Regie- rung der Stadt hat sich nicht geeinigt, und das ist es.",
         "Die Regierung der Stadt hat sich nicht geeinigt, und das ist es."),
    ],
)  # fmt: skip
def test_words_cut_at_the_end_of_a_line(before, after):
    assert join_cut_word(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The pre- and post-war houses, the two- or three-bedroom ones, and the short- to medium-term plan of the town.",
        "The long- term plan of the well- known writer is the so- called end of it.",
        "Die Ein- und Ausfuhr, der Vor- bzw. Nachteil und die Haupt- sowie Nebenstraßen sind das Thema der Stadt.",
        "The boat - for that is what it was - sank, and that was the end of it.",
        "- information on the town\n",
        "The wait- and-see game of the town is what it is.",
        "infor- mation",
    ],
)
def test_hyphens_that_stand_for_themselves(text):
    assert join_cut_word(text) == text
