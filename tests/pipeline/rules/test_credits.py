import pytest

from pipeline.rules.credits import LAST_BLOCKS, LONGEST, lift_agency_credit, unwrapped


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(with inputs from agencies)", "with inputs from agencies"),
        ("[With additional inputs from Reuters].", "With additional inputs from Reuters"),
        ("With inputs from PTI", "With inputs from PTI"),
        ("Reporting by Ann Lee; Editing by Bo Chen", "Reporting by Ann Lee; Editing by Bo Chen"),
        ("(Reporting by Ann Lee in Quayside)", "Reporting by Ann Lee in Quayside"),
        ("Additional reporting by Ann Lee", "Additional reporting by Ann Lee"),
        ("— With files from Bo Chen", "With files from Bo Chen"),
        ("Ann Lee and Bo Chen contributed to this report.", "Ann Lee and Bo Chen contributed to this report."),
        ("Source: Reuters", "Source: Reuters"),
        ("Quelle: dpa".replace("dpa", "Deutsche Presse-Agentur"), "Quelle: Deutsche Presse-Agentur"),
        ("Fuente: Agencias", "Fuente: Agencias"),
        ("Fonte: Ansa", "Fonte: Ansa"),
        ("Mit Agenturmaterial", "Mit Agenturmaterial"),
        ("Aus dem Englischen von Anna Lehmann", "Aus dem Englischen von Anna Lehmann"),
        ("Traduit de l’anglais par Anne Lelong", "Traduit de l’anglais par Anne Lelong"),
        ("Übersetzt aus dem Englischen von Bodo Klein", "Übersetzt aus dem Englischen von Bodo Klein"),
        ("SDA/sep", "SDA/sep"),
        ("(dpa/lby)", "dpa/lby"),
        ("—Reuters", "Reuters"),
    ],
)
def test_a_line_that_is_a_credit(ask, text, credit):
    found = ask(lift_agency_credit, text)
    assert (found.field, found.value, found.start, found.end) == ("credit", credit, 0, len(text))


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("The lake froze. (With inputs from PTI)", "(With inputs from PTI)"),
        (
            "The lake froze (again). (Reporting by Ann Lee; Editing by Bo Chen)",
            "(Reporting by Ann Lee; Editing by Bo Chen)",
        ),
        ("Il lago è gelato. [Fonte: Ansa]", "[Fonte: Ansa]"),
    ],
)
def test_a_credit_in_brackets_at_the_end(ask, text, credit):
    found = ask(lift_agency_credit, text)
    assert text[found.start : found.end] == credit
    assert found.value == credit[1:-1]


@pytest.mark.parametrize(
    "text",
    [
        "With inputs from farmers, the ministry redrew the map.",
        "The model takes (as inputs from two sensors) a number.",
        "Source: the river itself, the hydrologist joked.",
        "The source of the river is in the mountains.",
        "Sources said that the talks had failed.",
        "Quellen: Die Polizei fand drei im Wald, die vierte nicht.",
        "Fuentes cercanas al ministro lo confirmaron.",
        "Reporting is a trade that takes years to learn.",
        "She said reporting by phone had been forbidden. He did it. They all did it, in the end.",
        "Written by hand, the letter was hard to read. Nobody tried. It lay there.",
        "The minister contributed nothing.",
        "He spoke (and laughed) about it.",
        "The lake froze (AP Photo by nobody).",
        "NATO",
        "Reuters",
        "— Yes, she said.",
        "",
    ],
)
def test_sentences_about_such_things_are_left_alone(ask, text):
    assert ask(lift_agency_credit, text) is None


def test_a_credit_stands_near_the_end_and_below_the_text(ask):
    assert ask(lift_agency_credit, "Source: Reuters", below=LAST_BLOCKS - 1)
    assert ask(lift_agency_credit, "Source: Reuters", below=LAST_BLOCKS) is None
    assert ask(lift_agency_credit, "Source: Reuters", above=0, below=1) is None


def test_a_long_text_is_no_credit(ask):
    assert ask(lift_agency_credit, "Reporting by " + "Ann Lee, " * 40) is None
    assert ask(lift_agency_credit, "It froze. (Reporting by " + "Ann Lee, " * (LONGEST // 9) + "Bo Chen)") is None


@pytest.mark.parametrize("text", ["", "()", "(", "—", "( x )", "x (y)"])
def test_unwrapping_loses_no_letter(text):
    assert [letter for letter in unwrapped(text) if letter.isalnum()] == [letter for letter in text if letter.isalnum()]
