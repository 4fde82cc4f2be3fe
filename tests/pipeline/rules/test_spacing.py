import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.spacing import split_glued_sentences


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The vote failed.Ministers left early.", "The vote failed. Ministers left early."),
        ("Nobody knew why!Then it froze again.", "Nobody knew why! Then it froze again."),
        ("Who would have thought?Nobody had.", "Who would have thought? Nobody had."),
        ("“The vote failed.”Ministers left early.", "“The vote failed.” Ministers left early."),
        ("It froze early.The lake held.The ice was thick.", "It froze early. The lake held. The ice was thick."),
    ],
)
def test_glued_sentences(before, after):
    assert split_glued_sentences(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.Army tested v2.Beta on example.com.",
        "Write to Anders.Hagstrom@example.com or see www.Example.com.",
        "Node.js, ASP.Net and St.Gallen are names.",
        "The editors of Table.Briefings agreed.",
        "It froze. The lake held.",
        "It froze ... The lake held.",
        "e.V. and z.B. and d.h. are German.",
        "Dr.Smith and Prof.Jones met at 9.30 a.m.Monday.",
        "湖面结冰。没有人掉进去。",
        "ЦСКА.Москва",
        "",
    ],
)
def test_names_numbers_and_addresses_are_left_alone(text):
    assert split_glued_sentences(text) == text


@given(st.text(st.sampled_from("abcdeABCDE.!?” \u00a0é1")))
def test_nothing_but_spaces_is_put_in(text):
    better = split_glued_sentences(text)
    assert better.replace(" ", "") == text.replace(" ", "")
    assert split_glued_sentences(better) == better
