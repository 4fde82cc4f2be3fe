"""Repairs of space that was lost or doubled on the way to us."""

import re

GLUED_SENTENCES = re.compile(
    r"(?<=\s[a-z]{3})(?P<stop>[.!?][\u201d\"\u2019)]?)(?=[A-Z][a-z]+\s)"
    r"|(?<=[a-z]{4})(?P<stop2>[.!?][\u201d\"\u2019)]?)(?=[A-Z][a-z]*\s+[a-z])"
)
"""Three small letters that are a word, or four of any, before the stop; after it a capitalised word that the sentence
goes on from. `U.S.Army`, `v2.Beta`, `St.Gallen`, `Table.Briefings` and host names pass."""


def split_glued_sentences(text: str) -> str:
    """Put back the space between two sentences run together.

    Pages that break lines with <br> lose the break when their markup is removed.

    >>> split_glued_sentences("The vote failed.Ministers left early.")
    'The vote failed. Ministers left early.'
    >>> split_glued_sentences("“The vote failed.”Ministers left early.")
    '“The vote failed.” Ministers left early.'

    Abbreviations, versions, names with a dot and addresses are left alone:

    >>> split_glued_sentences("The U.S.Army tested v2.Beta on example.com, see Anders.Hagstrom@example.com")
    'The U.S.Army tested v2.Beta on example.com, see Anders.Hagstrom@example.com'
    """
    return GLUED_SENTENCES.sub(lambda match: match.group() + " ", text)
