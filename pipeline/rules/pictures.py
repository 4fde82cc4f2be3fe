"""Cuts of what belongs to a picture that is gone."""

import re

from pipeline.article import Block
from pipeline.rules.around import Around
from pipeline.rules.signs import is_capitalised

LONGEST = 90
"""Characters."""

PICTURE_CREDIT = re.compile(
    r"[(\[]?(?:(?:image|photo|picture|photograph|foto|bild|imagen|immagine|imagem|фото|fotoğraf|zdjęcie|fot\.|kuva|kép|"
    r"zdroj foto|ảnh|사진|写真|圖|图)s?(?:\s(?:credits?|by|courtesy(?: of)?|quelle|crédit|par|de|di))?|crédits? photo)"
    r"\s*[:：©|]\s*(?P<whose>\S.{1,80})",
    re.IGNORECASE,
)


def credits_picture(block: Block, around: Around) -> bool:
    """Does the block say whose a picture is, the picture itself being gone: `Photo: Ann Lee`?

    >>> from pipeline.article import Draft
    >>> text = Block("The lake froze.")
    >>> def credits(line): return credits_picture(Block(line), Around(Draft(""), (text, Block(line), text), 1))
    >>> credits("Photo: Ann Lee/Quay Courier"), credits("Фото: Анна Ли"), credits("Photo finish: Lee wins by a nose.")
    (True, True, False)
    """
    if len(around.blocks) == 1 or len(block.text) > LONGEST or block.text.rstrip().endswith((".", "?", "!")):
        return False
    found = PICTURE_CREDIT.fullmatch(block.text.strip())
    return found is not None and is_capitalised(found["whose"])
