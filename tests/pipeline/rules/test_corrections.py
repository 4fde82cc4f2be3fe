import pytest

from pipeline.rules.corrections import FIRST_BLOCKS, LAST_BLOCKS, LONGEST, lift_correction


@pytest.mark.parametrize(
    "text",
    [
        "Correction: An earlier version of this article misstated the depth of the lake.",
        "CORRECTION — April 18: An earlier version of this article gave the wrong name.",
        "Corrections: The mayor’s name is Dove, not Quay.",
        "Clarification: The lake belongs to the town, and the quay to the harbour.",
        "Editor's note: This story was updated at 5:45 p.m. to include the mayor's answer.",
        "Editor’s note: This article has been updated.",
        "(Editor’s note: An earlier version of this story named the wrong lake.)",
        "This story has been updated to include a comment from the harbour.",
        "This article was amended on 18 April 2026 to correct the depth of the lake.",
        "An earlier version of this article misstated the depth of the lake.",
        "Update: This story has been updated with the mayor’s answer.",
        "Korrektur: Der See ist neun Meter tief, nicht neunzig.",
        "Anmerkung der Redaktion: In einer früheren Version dieses Artikels stand, der See sei neunzig Meter tief.",
        "In einer früheren Version dieses Artikels hieß es, der See sei neunzig Meter tief. Das ist falsch.",
        "Berichtigung: Der Bürgermeister heißt Taube.",
        "Rectificatif : le lac a neuf mètres de profondeur.",
        "Cet article a été mis à jour à 9 heures.",
        "Rectificación: el lago tiene nueve metros.",
        "Fe de errores: el lago tiene nueve metros.",
        "Este artículo ha sido actualizado el 18 de abril.",
        "Rettifica: il lago è profondo nove metri.",
        "Errata: o lago tem nove metros.",
        "Correctie: het meer is negen meter diep.",
        "Rättelse: sjön är nio meter djup.",
        "Rettelse: søen er ni meter dyb.",
        "Sprostowanie: jezioro ma dziewięć metrów.",
        "Исправление: глубина озера девять метров.",
        "Düzeltme: göl dokuz metre derinliğinde.",
    ],
)
@pytest.mark.parametrize(("above", "below"), [(0, 9), (FIRST_BLOCKS - 1, 9), (9, 0), (9, LAST_BLOCKS - 1)])
def test_a_note_of_what_was_changed(ask, text, above, below):
    found = ask(lift_correction, text, above=above, below=below)
    assert (found.field, found.value, found.start, found.end) == ("correction", text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "Correction fluid was invented by a typist.",
        "Corrections officers were hurt on Saturday, the union said.",
        "A correction: that is what the market needed, he said.",
        "“Correction: I was never there,” said the mayor.",
        "Editor's note: The writer swims in this lake.",
        "Note: The lake is closed on Sundays.",
        "Update: the road has been open again since noon, and the buses run.",
        "Clarifications were asked for, and none were given: so the vote was put off.",
        "An earlier version of this bridge fell into the river in 1911.",
        "An earlier version of this plan had the road run through the lake.",
        "In einer früheren Version des Gesetzes stand das Gegenteil, sagte die Ministerin am Montag.",
        "In einer ersten Version war der See noch tiefer, erzählte der Fischer.",
        "Wurde nachträglich geändert: So steht es in den Akten, und niemand fragte nach.",
        "The headline was clear: the lake was closed.",
        "The headline was misleading, the minister said of the report that brought him down.",
        "This story was updated by each teller, he said, until nobody knew who had drowned.",
        "This story has been told many times.",
        "This article of the law was corrected twice, the court said.",
        "Une version précédente du projet prévoyait deux ponts, a dit le maire.",
        "Una versión anterior de la ley decía lo contrario.",
        "Korrektur lesen will gelernt sein.",
        "Errata, a play in three acts, opens on Friday.",
        "The newspaper printed a correction: the mayor had not fallen in.",
        "",
    ],
)
def test_sentences_about_corrections_are_left_alone(ask, text):
    assert ask(lift_correction, text) is None
    assert ask(lift_correction, text, above=0, below=9) is None


def test_a_note_stands_above_or_below_the_text(ask):
    text = "Correction: The lake is nine metres deep."
    assert ask(lift_correction, text, above=FIRST_BLOCKS, below=LAST_BLOCKS) is None
    assert ask(lift_correction, text, above=0) is None
    assert ask(lift_correction, text + " So it is." * (LONGEST // 10)) is None
