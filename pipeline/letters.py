"""What two texts are compared by."""


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded, to compare by."""
    return "".join(filter(str.isalnum, text.casefold()))
