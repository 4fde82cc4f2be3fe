"""The index of copies: the sketch of each newest version, and which articles were found to be copies of each other.

All within the writer's transaction. Articles are looked up as they come, against those that came before.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from db.chunks import chunks
from db.functions import in_numbers
from db.likeness import Likeness, is_same_part, likeness, read
from db.rows import Row
from db.sketches import MOST_LETTERS, sketch
from db.tables import ArticleRow, Base, CopyRow, SketchRow
from db.writing import write

AT_ONCE = 50  # articles whose numbers are asked for in one go, and whose texts are in memory

FEWEST_ALIKE = 2
"""Numbers of two sketches that are the same, from which on the texts are compared."""

MANY_CARRIERS, FEWEST_ALIKE_OF_THESE = 20, 6
"""Where each of the numbers in common belongs to twenty articles and more, a quarter of a sketch has to be the same: a
phrase or a footer that a site has under each article gives two or three, and a text that many copied nearly all."""

MOST_CARRIERS = 50
"""How many articles are remembered under one number. It belongs to a phrase that hundreds share, or to a text that
hundreds copied: of which fifty are as good as all."""

MOST_CANDIDATES = 8
"""Texts that one is compared with, the likeliest first: some 0.5 ms each. Copies of one text are one story, of which
one would be enough."""

Carriers = dict[int, list[int]]
"""Numbers of the articles by number of a sketch."""


class Standing(NamedTuple):
    """An article that may be like another."""

    article_id: int
    story_id: int | None
    """None while it stands alone."""
    head: str
    """Its text, or what of it is looked at."""


class Match(NamedTuple):
    """An article that another was found to be like."""

    article_id: int
    story_id: int | None
    likeness: Likeness


def add_to_index(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Look stored articles up, each with its number and text, in order; write down what they are copies of.

    They are the newest versions of their articles, and not in the index yet.
    """
    for some in chunks(texts, AT_ONCE):
        heads = {number: text[: MOST_LETTERS + 1] for number, text in some}
        sketches = {number: sketch(head) for number, head in heads.items()}
        carriers = _carriers(connection, {value for values in sketches.values() for value in values})
        rows = list[Row]()
        for number, values in sketches.items():
            _join(connection, number, _matches(connection, heads[number], likeliest(values, carriers)))
            for value in values:
                if len(carriers[value]) < MOST_CARRIERS:
                    carriers[value].append(number)
                    rows.append({"value": value, "article_id": number})
        write(connection, PUT_SKETCH, rows)


def drop_from_index(connection: Connection, numbers: Collection[int]) -> None:
    """Take articles out of the index and out of their stories. Their texts are still those that they came in with."""
    for some in chunks(numbers, AT_ONCE):
        heads = connection.execute(select(ArticleRow.id, HEAD).where(ArticleRow.id.in_(some)))
        rows = [{"number": number, "hash": value} for number, head in heads for value in sketch(head)]
        if rows:
            connection.execute(DROP_VALUE, rows)
        stories = set(connection.scalars(select(CopyRow.story_id).where(CopyRow.article_id.in_(some))))
        connection.execute(delete(CopyRow).where(CopyRow.article_id.in_(some)))
        _end_lonely(connection, stories)


def _end_lonely(connection: Connection, stories: Collection[int]) -> None:
    """Drop those of the stories that have only one article left."""
    for some in chunks(stories):
        lonely = select(CopyRow.story_id).where(CopyRow.story_id.in_(some)).group_by(CopyRow.story_id)
        numbers = list(connection.scalars(lonely.having(func.count() == 1)))
        if numbers:
            connection.execute(delete(CopyRow).where(CopyRow.story_id.in_(numbers)))


def find_copies(connection: Connection, text: str) -> list[Match]:
    """Return the articles that a text is a copy of, the likeliest first, at most `MOST_CANDIDATES`; writes nothing."""
    values = sketch(text)
    return list(_matches(connection, text[: MOST_LETTERS + 1], likeliest(values, _carriers(connection, values))))


def likeliest(values: Sequence[int], carriers: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the articles that share numbers with a sketch, those first that share many that few others have.

    >>> likeliest([1, 2, 3], {1: [7, 8, 9], 2: [7, 8, 9], 3: [9]})
    [9, 7, 8]
    """
    count: dict[int, int] = defaultdict(int)
    weight: dict[int, float] = defaultdict(float)
    told_apart: set[int] = set()
    for value in values:
        numbers = carriers.get(value, ())
        for number in numbers:
            count[number] += 1
            weight[number] += 1 / len(numbers)
        if len(numbers) < MANY_CARRIERS:
            told_apart.update(numbers)
    few, many = min(FEWEST_ALIKE, len(values)), min(FEWEST_ALIKE_OF_THESE, len(values))
    found = [number for number in count if count[number] >= (few if number in told_apart else many)]
    return sorted(found, key=lambda number: (-weight[number], number))[:MOST_CANDIDATES]


def _carriers(connection: Connection, values: Iterable[int]) -> Carriers:
    """Return which articles have these numbers in their sketches."""
    found: Carriers = defaultdict(list)
    for value, number in connection.execute(GET_CARRIERS, {"hashes": json.dumps(list(values))}):
        found[value].append(number)
    return found


def _matches(connection: Connection, text: str, candidates: Sequence[int]) -> Iterable[Match]:
    """Yield those of the candidates that are like a text; after one that is the same, no more."""
    if not candidates:
        return
    reading = read(text)
    for each in _standing(connection, candidates):
        found = likeness(reading, read(each.head))
        if found:
            yield Match(each.article_id, each.story_id, found)
            if found.is_exact:
                return


def _standing(connection: Connection, numbers: Sequence[int]) -> list[Standing]:
    """Return what is stored of articles, in the order of their numbers here."""
    rows = connection.execute(GET_STANDING, {"numbers": json.dumps(numbers)})
    found = {number: Standing(number, story, head) for number, story, head in rows}
    return [found[number] for number in numbers if number in found]


def _join(connection: Connection, number: int, matches: Iterable[Match]) -> None:
    """Put an article into the story of those that it is like; several stories that turn out to be one become one."""
    found = sorted(matches, key=lambda match: -match.likeness.shared)
    if not found:
        return
    best = found[0]
    one_story = [match for match in found if is_same_part(best.likeness, match.likeness)]
    story = min(match.story_id or match.article_id for match in one_story)
    rows = [_row(number, story, best.article_id, best.likeness)]
    for match in one_story:
        if match.story_id is None:
            like_id = None if match is best else number
            rows.append(_row(match.article_id, story, like_id, match.likeness if like_id else FOUNDER))
    others = {match.story_id for match in one_story} - {None, story}
    if others:
        connection.execute(update(CopyRow).where(CopyRow.story_id.in_(others)).values(story_id=story))
    connection.execute(insert(CopyRow), rows)


def _row(number: int, story: int, like_id: int | None, found: Likeness) -> Row:
    return {
        "article_id": number,
        "story_id": story,
        "like_id": like_id,
        "shared": found.shared,
        "exact": found.is_exact,
    }


FOUNDER = Likeness(1.0, is_exact=True, common=frozenset())
HEAD = func.substr(ArticleRow.text, 1, MOST_LETTERS + 1).label("head")

# A plain table, not the class: SQLAlchemy takes a list of rows for a class as rows named by their primary key.
SKETCH = Base.metadata.tables[SketchRow.__tablename__]
# Made once, because to make a statement takes longer than to answer it.
PUT_SKETCH = insert(SKETCH)
GET_CARRIERS = select(SKETCH.c.value, SKETCH.c.article_id).where(in_numbers(SKETCH.c.value, "hashes"))
GET_STANDING = (
    select(ArticleRow.id, CopyRow.story_id, HEAD)
    .outerjoin(CopyRow, CopyRow.article_id == ArticleRow.id)
    .where(in_numbers(ArticleRow.id, "numbers"))
)
DROP_VALUE = delete(SKETCH).where(SKETCH.c.value == bindparam("hash"), SKETCH.c.article_id == bindparam("number"))
