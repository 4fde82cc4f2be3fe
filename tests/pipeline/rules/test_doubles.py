import pytest

from pipeline.article import Block, Draft, Evidence, Span
from pipeline.rules.around import Around
from pipeline.rules.doubles import drop_doubled_line, drop_doubled_marks, drop_hover_card

LINE = "The lake at the east quay froze over on Saturday"


@pytest.mark.parametrize("between", ["", " ", "\u00a0"])
def test_a_line_that_stands_twice(between):
    assert drop_doubled_line(LINE + between + LINE) == LINE


@pytest.mark.parametrize(
    "text",
    ["", LINE, f"{LINE}, {LINE}", f"{LINE} {LINE} {LINE}", "Ring out Ring out", "=" * 90, "- " * 10, f"{LINE} {LINE}."],
)
def test_other_lines_are_left_alone(text):
    assert drop_doubled_line(text) == text


@pytest.mark.parametrize("text", ["Well.. no", 'He said "" and left.', "U.S.", "", 'The "end".'])
def test_marks_that_stand_for_themselves(text):
    assert drop_doubled_marks(text) == text


def without_cards(*parts):
    """Each part that begins with `+` is a link, directly behind what stands before it."""
    text, links = "", []
    for part in parts:
        start, text = len(text), text + part.lstrip("+")
        if part.startswith("+"):
            links.append(Span(start, len(text)))
    block = Block(text, "paragraph", Evidence("p", ("p",), links=tuple(links)))
    return text, drop_hover_card(block, Around(Draft(""), (block,), 0))


def test_a_card_of_headlines_inside_a_sentence():
    _, better = without_cards("Mayor ", "+Ann Lake", "+Ann Lake", "+Ice on the quay", " ", "+Lake resigns", " said so.")
    assert better == "Mayor Ann Lake said so."


def test_two_cards():
    card = ("+Ann Lake", "+Ann May Lake", "+Ice", " ", "+More")
    _, better = without_cards("With ", *card, " and ", *card, ".")
    assert better == "With Ann Lake and Ann Lake."


@pytest.mark.parametrize(
    "parts",
    [
        ("+Ann Lake", "+Ann Lake", " said ", "+so", " and ", "+so"),
        ("+Ann Lake", " ", "+Ann Lake", "+Ice", " ", "+More", " "),
        ("+Ann Lake", "+Bo Lake", "+Ice", " ", "+Snow", " ", "+More"),
        ("+Lake", "+Lake", "+Ice", " ", "+Snow", " ", "+More"),
    ],
)
def test_other_links_are_left_alone(parts):
    text, better = without_cards(*parts)
    assert better == text
