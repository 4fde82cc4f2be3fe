import pytest

from pipeline.rules.pictures import credits_picture


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Ann Lee",
        "Photo: Ann Lee/Quay Courier",
        "Photo credit: Ann Lee",
        "Photos by: Ann Lee",
        "(Image: Quay Courier)",
        "Image courtesy of: Harbour Press",
        "Photo © Ann Lee",
        "Picture: GETTY",
        "Foto: Anna Lee / Hafenpresse",
        "Bild: Anna Lee",
        "Crédit photo : Anne Lelong",
        "Foto: Agencia del Puerto".replace("del", "Del"),
        "Immagine: Ansa",
        "Zdjęcie: Anna Lee",
        "Fotoğraf: Ayşe Lale",
        "Фото: Анна Ли",
        "写真：港新聞",
        "사진: 이안나",
        "Kuva: Anna Lee",
    ],
)
def test_whose_a_picture_is(ask, text):
    assert ask(credits_picture, text, below=1)
    assert ask(credits_picture, text, tag="p", below=1)


@pytest.mark.parametrize(
    "text",
    [
        "Photo finish: Lee wins by a nose.",
        "Photo: the only thing that she had left of him",
        "Picture: a man alone on the ice",
        "Image: what it means to be seen",
        "Photos: How the lake froze in ten pictures",
        "Picture this: a town without a lake",
        "Photographs of the lake were sold.",
        "Bilder sagen mehr als Worte",
        "Photo: Is this the mayor?",
        "Fotografie ist sein Leben: Er lebt davon",
        "Foto por foto: así se heló el lago",
        "He sent a photo: Ann Lee",
        "Photo: " + "Ann Lee, " * 30,
        "",
    ],
)
def test_lines_about_pictures(ask, text):
    assert not ask(credits_picture, text, below=1)


def test_the_only_line_is_no_picture_credit(ask):
    assert not ask(credits_picture, "Photo: Ann Lee", above=0)
