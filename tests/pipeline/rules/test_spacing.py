import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rules.spacing import close_up_punctuation, restore_lost_space, split_glued_sentences


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The vote failed.Ministers left early.", "The vote failed. Ministers left early."),
        ("Nobody knew why!Then it froze again.", "Nobody knew why! Then it froze again."),
        ("Who would have thought?Nobody had.", "Who would have thought? Nobody had."),
        ("“The vote failed.”Ministers left early.", "“The vote failed.” Ministers left early."),
        ("The boats left on Friday.Harbour staff stayed.", "The boats left on Friday. Harbour staff stayed."),
        ("The harbour closed in 2019.The boats left.", "The harbour closed in 2019. The boats left."),
        ("It is run by NATO.The boats left.", "It is run by NATO. The boats left."),
        ("The boats left early.#IceDay", "The boats left early. #IceDay"),
        ("Er fragte nach den Daten.Weder Hafen noch Stadt.", "Er fragte nach den Daten. Weder Hafen noch Stadt."),
        ("Es kostet 9 Euro.Verkauft wird es am See.", "Es kostet 9 Euro. Verkauft wird es am See."),
        ("Hecht, Zander und Co.Wie man sie fängt", "Hecht, Zander und Co. Wie man sie fängt"),
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
        "Die Redaktion von Table.Briefings hat und China.Table wird es wissen.",
        "Amazon.Com and Booking.Com are shops, Earth.Org is none.",
        "Fast Co.Design is a magazine.",
        "The file of 2019.12.31 and 1.FC and 12.Mai and v2.The",
        "See index.html#top and C.#1.",
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Heard on QUAY:WHO IS THE MAYOR?", "Heard on QUAY: WHO IS THE MAYOR?"),
        ("Lake (Vinyl)https://example.org/a", "Lake (Vinyl) https://example.org/a"),
        (
            "Quay beat Harbour 5-0Harbour Town (1-0-2): two goals.",
            "Quay beat Harbour 5-0 Harbour Town (1-0-2): two goals.",
        ),
    ],
)
def test_lost_space(before, after):
    assert restore_lost_space(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "NYSE:BRK A and LON:VOD fell.",
        "[button link=”https://example.org/a”]",
        "[lake](https://example.org/a)",
        "The 737-800Max and the F-16Falcon flew.",
    ],
)
def test_space_that_was_never_there(text):
    assert restore_lost_space(text) == text


def test_a_comma_on_the_wrong_side_of_its_space():
    assert close_up_punctuation("The clerk ,who froze ,left.") == "The clerk, who froze, left."
    quoted = "Das sei ,bedauerlich' und ,schön', sagte er."
    assert close_up_punctuation(quoted) == quoted
