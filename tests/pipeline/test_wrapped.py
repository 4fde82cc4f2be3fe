"""Line feeds in the source of a page are no ends of lines."""

import pytest
from lxml.html import document_fromstring

from pipeline.evidence import PageText
from pipeline.wrapped import unwrapped

WRAPPED = [
    "Photos",
    "which were taken at the east quay on Saturday show the",
    "Fire Brigade, who came with",
    "a ladder, on the ice.",
    "Nobody fell in, says",
    "the mayor.",
]
WHOLE = " ".join(WRAPPED)


def lines_of(markup, lines):
    page = PageText(document_fromstring(f"<html><body>{markup}</body></html>"))
    return page, page.place(lines)


def unwrap(markup, *lines):
    """Return what becomes of lines that extraction found in a page."""
    return [line.text for line in unwrapped(*lines_of(markup, lines))]


def test_a_text_without_tags_is_one_line():
    assert unwrap("<p>{}</p>".format("\n".join(WRAPPED)), *WRAPPED) == [WHOLE]


def test_it_stands_where_it_begins_and_others_stay():
    markup = "<h1>Ice</h1><div>{}</div><p>The end.</p>".format(" \n ".join(WRAPPED))
    page, lines = lines_of(markup, ["Ice", *(f" {line}\u00a0" for line in WRAPPED), "The end."])
    head, whole, end = unwrapped(page, lines)
    assert (head.text, whole.text, end.text) == ("Ice", WHOLE, "The end.")
    assert page.letters[whole.start : whole.end] == whole.needle
    assert page.letters[end.start : end.end] == end.needle


@pytest.mark.parametrize("seam", ["<br>", "</p><p>", "\n<b>"])
def test_lines_with_a_tag_between_them_are_left_to_the_rules(seam):
    lines = ["The mayor of the town, who has never been seen on the ice,", "is an associate of the fire brigade."]
    assert unwrap(f"<p>{seam.join(lines)}</p>", *lines) == lines


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_elements_that_show_their_line_feeds_keep_them(tag):
    assert unwrap(f"<div><{tag}>{chr(10).join(WRAPPED)}</{tag}></div>", *WRAPPED) == WRAPPED


def test_a_text_whose_lines_mostly_end_in_sentences_keeps_them():
    lines = [
        "The old harbour crane at the east quay turned again.", "People came to watch it on Saturday morning",
        "and stayed.", "Nobody in the town remembered when it had last moved.", "The harbour master had no record.",
    ]  # fmt: skip
    assert unwrap("<p>{}</p>".format("\n".join(lines)), *lines) == lines


def test_lines_that_the_page_does_not_have_stay():
    assert unwrap("<p>Something else altogether.</p>", *WRAPPED) == WRAPPED
    assert unwrap("") == []


def test_two_texts_in_a_row_stay_two():
    one, other = WRAPPED[:4], ["The crane on the quay, which nobody has seen move,", "turned again."]
    markup = f"<p>{chr(10).join(one)}</p><p>{chr(10).join(other)}</p>"
    assert unwrap(markup, *one, *other) == [" ".join(one), " ".join(other)]
