"""Copies, and articles that only look like copies, made of the benchmark's articles: the same every time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple

from benchmarks.pages import truth
from db.scripts import is_unspaced
from db.sketches import words

CORPORA = ("aeb", "publishers", "sites", "wcxb")
FEWEST_WORDS, FEWEST_PARAGRAPHS = 60, 5
SUBSTITUTED = 0.15  # of the words of an edited paragraph
AGENCY = "(Reuters) - The following was first published by the agency and has been edited for length."
SUFFIX = "Reporting by Ann Lind in Oslo; editing by Per Quist. Our standards: the agency's principles of trust."

Paragraphs = list[str]


class Text(NamedTuple):
    """An article of the benchmark."""

    name: str
    site: str
    paragraphs: Paragraphs


class Pair(NamedTuple):
    """Two texts that are no copies of each other, though they look so."""

    kind: str
    first: Paragraphs
    second: Paragraphs


def articles() -> list[Text]:
    """Return all articles of the benchmark that have some paragraphs."""
    found = []
    for corpus in CORPORA:
        for name, row in truth(corpus).items():
            whole = row.get("paragraphs") or str(row.get("text")).split("\n")
            assert isinstance(whole, list)
            lines = [line.strip("[]") for line in whole if line.strip()]
            if len(lines) >= FEWEST_PARAGRAPHS and len(words("\n".join(lines))) >= FEWEST_WORDS:
                found.append(Text(f"{corpus}#{name}", str(row["url"]).partition("//")[2].partition("/")[0], lines))
    return found


def dropped(lines: Paragraphs, _: Paragraphs, share: float, chance: Random) -> Paragraphs:
    """Return the article without some of its paragraphs."""
    gone = _some(lines, share, chance)
    return [line for place, line in enumerate(lines) if place not in gone]


def reordered(lines: Paragraphs, _: Paragraphs, share: float, chance: Random) -> Paragraphs:
    """Return the article with some of its paragraphs in each other's place."""
    places = sorted(_some(lines, share, chance))
    others = dict(zip(places, chance.sample(places, len(places)), strict=True))
    return [lines[others.get(place, place)] for place in range(len(lines))]


def edited(lines: Paragraphs, other: Paragraphs, share: float, chance: Random) -> Paragraphs:
    """Return the article with words in some of its paragraphs put in other words' place."""
    places = _some(lines, share, chance)
    return [_substituted(line, other, chance) if place in places else line for place, line in enumerate(lines)]


def lengthened(lines: Paragraphs, other: Paragraphs, share: float, chance: Random) -> Paragraphs:
    """Return the article with a sentence of another at the end of some of its paragraphs."""
    places = _some(lines, share, chance)
    return [f"{line} {chance.choice(other)[:150]}" if place in places else line for place, line in enumerate(lines)]


def framed(lines: Paragraphs, _: Paragraphs, __: float, ___: Random) -> Paragraphs:
    """Return the article with what agencies put before and after it."""
    return [f"{AGENCY} {lines[0]}", *lines[1:], SUFFIX]


def mixed(lines: Paragraphs, other: Paragraphs, share: float, chance: Random) -> Paragraphs:
    """Return the article with all of this done to it, one after the other."""
    for edit in (dropped, edited, reordered, lengthened, framed):
        lines = edit(lines, other, share, chance)
    return lines


EDITS: dict[str, Callable[[Paragraphs, Paragraphs, float, Random], Paragraphs]] = {
    "dropped": dropped,
    "reordered": reordered,
    "edited": edited,
    "lengthened": lengthened,
    "framed": framed,
    "mixed": mixed,
}
SHARES = (0.1, 0.2, 0.3, 0.4)


def look_alikes(texts: Sequence[Text]) -> Iterator[Pair]:
    """Yield texts that have much in common and are no copies, made of articles that have nothing in common."""
    chance = Random(2)
    for (one, other), (third, fourth) in zip(pairwise(texts), pairwise(texts[2:]), strict=False):
        if one.site == other.site or any(is_unspaced("".join(text.paragraphs)) for text in (one, other, third, fourth)):
            continue  # one of a script without spaces among others would lose its length
        footer = _start(third.paragraphs, 60)
        yield Pair("same footer", [_start(one.paragraphs, 90), footer], [_start(other.paragraphs, 110), footer])
        speech = _start(third.paragraphs, min(len(words("\n".join(text.paragraphs))) for text in (one, other)) // 3)
        yield Pair("same speech", [*one.paragraphs, speech], [*other.paragraphs[:2], speech, *other.paragraphs[2:]])
        short = [_start(one.paragraphs, 150)]
        round_up = [_start(text.paragraphs, 200) for text in (other, third, fourth)]
        yield Pair("in a round-up", short, [round_up[0], *short, *round_up[1:]])
        yield Pair("same form", _filled_in(one.paragraphs, chance), _filled_in(one.paragraphs, chance))


def _start(lines: Paragraphs, length: int) -> str:
    """Return the first words of an article."""
    return " ".join(" ".join(lines).split()[:length])


def _filled_in(lines: Paragraphs, chance: Random) -> Paragraphs:
    """Return an article with a number after each sixth word, as in a report of markets or the weather."""
    listed = _start(lines, 300).split()
    return [" ".join(f"{word} {chance.randrange(1, 400)}" if n % 6 == 5 else word for n, word in enumerate(listed))]


def _some(lines: Paragraphs, share: float, chance: Random) -> set[int]:
    return set(chance.sample(range(len(lines)), round(share * len(lines))))


def _substituted(line: str, other: Paragraphs, chance: Random) -> str:
    """Return a paragraph with other words in place of some; in scripts without spaces, half as many letters."""
    if is_unspaced(line):
        letters = "".join(other)
        return "".join(chance.choice(letters) if chance.random() < SUBSTITUTED / 2 else letter for letter in line)
    strange = chance.choice(other).split()
    return " ".join(chance.choice(strange) if chance.random() < SUBSTITUTED else word for word in line.split())
