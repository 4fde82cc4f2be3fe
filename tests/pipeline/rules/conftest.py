"""A block and its surroundings, to ask a rule about."""

import pytest

from pipeline.article import Block, Draft, Evidence, Span
from pipeline.rules.around import Around

LAKE = "The lake at the east quay froze over on Saturday morning, and nobody in the town fell in."


def make_block(text, tag=None, linked=0.0, apart="", kind="paragraph"):
    """Return a block; with a tag it has evidence, and `linked` is the share of it that is a link."""
    if tag is None:
        return Block(text, kind)
    links = (Span(0, round(len(text) * linked)),) if linked else ()
    return Block(text, kind, Evidence(tag, (tag, "article", "body"), frozenset(apart.split()), links))


@pytest.fixture
def block():
    return make_block


@pytest.fixture
def ask():
    """Ask a rule about a text between others: `above` and `below` are texts, blocks, or numbers of plain lines."""

    def ask(rule, text, above=1, below=0, draft=None, **about):
        asked = make_block(text, **about)
        blocks = (*plain(above), asked, *plain(below))
        return rule(asked, Around(draft or Draft(""), blocks, len(plain(above))))

    def plain(lines):
        if isinstance(lines, int):
            return tuple(Block(f"{number}. {LAKE}") for number in range(lines))
        return tuple(line if isinstance(line, Block) else Block(line) for line in lines)

    return ask
