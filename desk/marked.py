"""A text with its edits marked in place: what was there, what went, what came, and by which rule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from rich.text import Text

from desk.words import visible
from pipeline.article import Article, Edit, Field

State = Literal["kept", "removed", "added"]
STYLES = {"kept": "", "removed": "red strike", "added": "green underline"}
BRACKETS = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    text: str
    state: State
    rule: str = ""


def marked(article: Article, field: Field = "text") -> list[Piece]:
    """Return a field of the article with all edits marked in place, in the order of the text.

    The kept and removed pieces together are the original, the kept and added ones the clean text.

    >>> from pipeline.article import Where
    >>> article = Article("", paragraphs=("An ice age",), edits=(Edit("fix", Where("text", 0), "A", "An"),))
    >>> [(piece.text, piece.state) for piece in marked(article)]
    [('A', 'removed'), ('An', 'added'), (' ice age', 'kept')]
    """
    pieces = [Piece(article.original(field), "kept")]
    for edit in article.edits:
        if edit.where.field == field:
            pieces = list(_apply(pieces, edit))
    return [piece for piece in pieces if piece.text]


def _apply(pieces: Sequence[Piece], edit: Edit) -> Iterator[Piece]:
    """Yield the pieces with one more edit; text that an earlier edit added and this one takes goes without a mark."""
    above, rest = _split(pieces, edit.where.start)
    taken, below = _split(rest, len(edit.before))
    yield from above
    for piece in taken:
        if piece.state != "added":
            yield replace(piece, state="removed", rule=piece.rule or edit.rule)
    yield Piece(edit.after, "added", edit.rule)
    yield from below


def _split(pieces: Sequence[Piece], length: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces that hold the first `length` characters of the text as it stands, and the others."""
    first: list[Piece] = []
    for index, piece in enumerate(pieces):
        if not length:
            return first, list(pieces[index:])
        if piece.state == "removed":
            first.append(piece)
        elif len(piece.text) <= length:
            first.append(piece)
            length -= len(piece.text)
        else:
            first.append(replace(piece, text=piece.text[:length]))
            return first, [replace(piece, text=piece.text[length:]), *pieces[index + 1 :]]
    return first, []


def painted(pieces: Iterable[Piece], *, colour: bool) -> Text:
    """Return marked text for a console: in colour, or with [-removed-] and {+added+} where there is none.

    Each change is followed by the name of its rule; once, where the next change on the line is of the same rule.

    >>> pieces = [Piece("A", "removed", "fix"), Piece("An", "added", "fix"), Piece(" ice age", "kept")]
    >>> str(painted(pieces, colour=False))
    '[-A-]{+An+} (fix) ice age'
    """
    text = Text()
    listed = list(pieces)
    for piece, following in zip_longest(listed, listed[1:]):
        before, after = ("", "") if colour else BRACKETS[piece.state]
        words = piece.text.strip("\n")
        above, _, below = piece.text.partition(words) if words else (piece.text, "", "")
        text.append(above)
        if words:
            text.append(before + visible(words) + after, STYLES[piece.state])
            if piece.rule and not _goes_on(piece, following):
                text.append(f" ({piece.rule})", "dim")
        text.append(below)
    return text


def _goes_on(piece: Piece, following: Piece | None) -> bool:
    """Tell whether the following piece is a change by the same rule, on the same line."""
    if following is None or following.rule != piece.rule:
        return False
    return not piece.text.endswith("\n") and not following.text.startswith("\n")
