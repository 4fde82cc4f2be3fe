from hypothesis import given
from hypothesis import strategies as st

from desk.marked import Piece, marked, painted
from pipeline.article import Article, Edit, Where, split_paragraphs

LETTERS = st.text(st.sampled_from("ab .\n"), max_size=12)


@st.composite
def articles(draw):
    """An article whose edits were made one after the other, each on what the last one left."""
    original = text = draw(LETTERS)
    edits = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        edits.append(Edit(f"rule_{number}", Where("text", start), text[start:end], draw(LETTERS)))
        text = text[:start] + edits[-1].after + text[end:]
    return original, Article("", None, split_paragraphs(text), edits=tuple(edits))


def joined(pieces, *states):
    return "".join(piece.text for piece in pieces if piece.state in states)


@given(articles())
def test_the_pieces_are_the_original_and_the_clean_text(example):
    original, article = example
    pieces = marked(article)
    assert joined(pieces, "kept", "removed") == original == article.original()
    assert joined(pieces, "kept", "added") == article.text
    assert all(bool(piece.rule) is (piece.state != "kept") for piece in pieces)


@given(articles())
def test_painting_loses_no_letter_and_no_line(example):
    _, article = example
    pieces = marked(article)
    plain = str(painted([Piece(piece.text, piece.state) for piece in pieces], colour=True))
    assert plain == "".join(piece.text for piece in pieces)


def test_what_one_rule_added_and_another_took_is_not_shown():
    edits = (Edit("one", Where("text", 0), "a", "b"), Edit("two", Where("text", 0), "b", "c"))
    assert marked(Article("", None, ("c",), edits=edits)) == [Piece("a", "removed", "one"), Piece("c", "added", "two")]


def test_title_and_text_are_told_apart():
    article = Article("", "Tb", ("x",), edits=(Edit("one", Where("title", 1), "a", "b"),))
    assert [piece.state for piece in marked(article, "title")] == ["kept", "removed", "added"]
    assert [piece.state for piece in marked(article)] == ["kept"]


def test_nothing_is_painted_as_nothing():
    assert str(painted(marked(Article(""), "title"), colour=False)) == ""


def test_a_rule_is_named_on_each_line_once():
    pieces = [
        Piece("a", "kept"),
        Piece("b", "removed", "one"),
        Piece("c", "added", "one"),
        Piece("\nd", "removed", "one"),
        Piece("\n", "removed", "two"),
        Piece("e", "kept"),
    ]
    assert str(painted(pieces, colour=False)) == "a[-b-]{+c+} (one)\n[-d-] (one)\ne"


def test_what_steers_a_terminal_is_painted_as_a_picture():
    assert str(painted([Piece("\x1b[2J", "removed", "one")], colour=True)) == "␛[2J (one)"


def test_colour_stands_for_the_brackets():
    text = painted([Piece("a", "removed", "one"), Piece("b", "added", "one")], colour=True)
    assert str(text) == "ab (one)"
    assert [span.style for span in text.spans] == ["red strike", "green underline", "dim"]
