import pytest

from pipeline.rules.initials import restore_initial


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("T he lake of the town was frozen for days.", "The lake of the town was frozen for days."),
        ("“T he lake of the town was frozen for days.”", "“The lake of the town was frozen for days.”"),
        ("N obody in the town was there for it.", "Nobody in the town was there for it."),
        ("D ie Fischer der Stadt haben auf dem See nicht gewartet.",
         "Die Fischer der Stadt haben auf dem See nicht gewartet."),
        ("A fter the storm the lake froze.", "After the storm the lake froze."),
        ("I t was cold.", "It was cold."),
        ("Tthe lake froze over.", "The lake froze over."),
        ("TThe lake froze over.", "The lake froze over."),
        ("Aafter the storm the lake froze.", "After the storm the lake froze."),
    ],
)  # fmt: skip
def test_initials(before, after):
    assert restore_initial(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T",
        "T ",
        "R and B is what they play in the town, and that is that.",
        "T cells are what the vaccine is for, and that is that.",
        "X marks the spot where the ship was, and that is it.",
        "C major is the key of the piece that was played for the town.",
        "B vitamins are for the people of the town, and that is it.",
        "G force is what the pilot has to bear, and that is it.",
        "D day was the day of the town and of the fleet.",
        "A head of lettuce was found, and a round of cheese.",
        "I nod to him.",
        "A new lake.",
        "O ver o mar é bom para quem não tem barco.",
        "Y es que el lago no es de la ciudad, y los barcos se van.",
        "Aals und Aas, Aaron, Llama, Lloyd, Eerie, Oops.",
        "Aals gab es im See.",
        "Een man viel in het water.",
        "Lloyd said so.",
        "The lake.",
    ],
)
def test_letters_and_words_that_stand_for_themselves(text):
    assert restore_initial(text) == text
