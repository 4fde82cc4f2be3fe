from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.differences import Stretch
from desk.marked import Piece, marked
from desk.web.reading import Fold, folded, lines, notes, side_by_side, web_address
from pipeline.article import Article, Edit, Where

PIECES = st.lists(st.builds(Piece, st.text("ab\n", min_size=1), st.sampled_from(["kept", "removed", "added"])))


@settings(deadline=None)
@given(PIECES)
def test_paragraphs_have_all_of_the_text(pieces):
    text = "\n".join("".join(piece.text for piece in line) for line in lines(pieces))
    assert text == "".join(piece.text for piece in pieces)


@settings(deadline=None)
@given(PIECES)
def test_each_side_has_its_text(pieces):
    rows = list(side_by_side(pieces))
    for side, left_out in (("before", "added"), ("after", "removed")):
        shown = "".join(piece.text for piece in chain.from_iterable(getattr(row, side) for row in rows))
        assert shown == "".join(piece.text for piece in pieces if piece.state != left_out).replace("\n", "")


def test_a_paragraph_that_was_cut_has_nothing_beside_it():
    article = Article("", paragraphs=("One.",), edits=(Edit("cut", Where("text", 4), "\nTwo.", ""),))
    one, two = side_by_side(marked(article))
    assert (one.is_changed, two.is_changed) == (False, True)
    assert ([piece.text for piece in two.before], two.after) == (["Two."], [])


def test_paragraphs_that_did_not_change_are_counted():
    stretches = [Stretch("kept", "One.\n\nTwo.\n"), Stretch("added", "Three.")]
    assert list(folded(stretches)) == [Fold([], 2), Fold([[Stretch("added", "Three.")]], 0)]


@pytest.mark.parametrize(
    "url",
    [
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.com",
        "/article/1",
        "https:example.com",
        "http://example.com/\n",
        "http://example.com/\u202e",
        "",
    ],
)
def test_only_addresses_of_the_web_become_links(url):
    assert web_address(url) == ""


def test_notes_are_told_only_where_there_are_some():
    assert list(notes(Article(""))) == []
    told = dict(notes(Article("", correction="No.", flags=("cut off",), free=False)))
    assert list(told) == ["Correction", "Flags", "Access"]
