"""What two texts are compared by."""


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded, to compare by."""
    return "".join(character for character in text.casefold() if character.isalnum())
