"""What each site repeats, learnt article by article from the lines that extraction found.

    Article -> SiteMemory.learn -> Line by fingerprint -> SiteMemory.notes -> SiteNotes -> clean

Pure: where the lines are kept between crawls is another room's business.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from pipeline.article import Article
from pipeline.letters import letters

ENOUGH_ARTICLES = 3
"""From how many different articles on a line is known to be the site's own. Of the lines that recur word for word in
five articles a site, those in two are often two reports of one event; nine in ten of those in three are left-overs."""

MOST_LINES = 4_000
"""How many lines of a site are remembered: those of about 130 articles of 30 lines, so that what recurs once in a
hundred articles is still seen."""

FIRST_LINES, LAST_LINES = 3, 8
"""How many lines of an article stand at its start and at its end."""

HALF, LAST_SHARE = 0.5, 0.6
"""What stands at the end has half of the article's letters above it. With this share it stands there wherever it is in
the lines: lists of teasers are long."""

NEAR_COPY = 0.5
"""An article that shares this much of its letters with an earlier one is that article again: an update, a wire copy."""

DIGITS = re.compile(r"\d+")
ZEROS = bytes.maketrans(b"123456789", b"000000000")
SENTENCES = re.compile(r"(?<=[.!?…。！？।؟])\s+")
FEWEST_LETTERS = 2
SHORTEST_SENTENCE = 20
"""Letters; shorter sentences are repeated by chance."""

MOST_SENTENCES = 5
MOST_PLACES = 400
"""How many lines of an article are learnt, half of them from its end: a page of ten thousand lines shall not push all
that is known of its site out."""


SAMPLE_LETTERS = 200
"""How much of an established line is kept to be shown to a person; in 40 articles of 8 sites the longest has 164."""


def fingerprint(text: str) -> int | None:
    """Return what a line is known by, a signed number of 64 bits: its letters, and 0 for each number in it.

    None where it has no two letters. The same for every process and machine.

    >>> fingerprint("3 Comments") == fingerprint("128 comments:"), fingerprint("Comments") == fingerprint("3 comments")
    (True, False)
    >>> fingerprint("12.5 %") is None
    True
    """
    flat = letters(text)
    if not flat.isalpha():  # there may be digits; they are looked for in the text itself: "1 2" is two numbers
        flat = letters(zero_for_numbers(text))
    if len(flat.replace("0", "")) < FEWEST_LETTERS:
        return None
    return int.from_bytes(blake2b(flat.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def zero_for_numbers(text: str) -> str:
    """Return the text with 0 for each number in it.

    >>> zero_for_numbers("1,200 comments at 10:05"), zero_for_numbers("１２ – 300")
    ('0,0 comments at 0:0', '0 – 0')
    """
    if not text.isascii():
        return DIGITS.sub("0", text)
    zeros = text.encode().translate(ZEROS)  # a fifth of the time of a pattern
    while b"00" in zeros:
        zeros = zeros.replace(b"00", b"0")
    return zeros.decode()


class Known(NamedTuple):
    """What is known of a line that a site repeats."""

    articles: int
    """How many different articles carried it."""
    first: int
    """In how many of them it was among the first lines."""
    last: int
    """In how many of them it was among the last lines."""


NOTHING: Mapping[int, Known] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What a person laid down for a site, in a file or by a ruling: it goes before every rule."""

    off: frozenset[str] = frozenset()
    """Names of rules that are not applied."""
    cut: frozenset[int] = frozenset()
    """Fingerprints of lines that are always taken out."""
    keep: frozenset[int] = frozenset()
    """Fingerprints of lines that no rule takes out."""


@dataclass(frozen=True, slots=True)
class SiteNotes:
    """What is known about a site when one of its pages is cleaned."""

    version: int = 0
    """How often what is known had changed by then: a line was established, or a person ruled on one."""
    repeated: Mapping[int, Known] = field(default_factory=lambda: NOTHING)
    """Lines that at least three different articles of the site carry, by fingerprint."""
    exceptions: Exceptions = Exceptions()

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the mapping as a plain one: a read-only view cannot go to another process."""
        return SiteNotes, (self.version, dict(self.repeated), self.exceptions)


NO_NOTES = SiteNotes()


class Carrier(NamedTuple):
    """An article that carried a line."""

    article: int
    """Its number, given by whoever keeps the memory."""
    identity: int
    """A fingerprint of its title and day: a line counts once for each."""


class Line(NamedTuple):
    """What the memory holds of one line."""

    articles: int = 0
    first: int = 0
    last: int = 0
    carriers: tuple[Carrier, ...] = ()
    """The first few different articles that carried it."""
    since: int = 0
    """The version of the site's memory from which on it counts as the site's own; 0: not yet."""
    latest: int = 0
    """How many articles the site had given when it was last seen."""
    sample: str = ""
    """How it reads in one of the articles; empty until it is established."""


NEW = Line()


class Place(NamedTuple):
    """A line of an article that is to be learnt."""

    fingerprint: int
    text: str
    is_first: bool
    is_last: bool


def places(article: Article) -> list[Place]:
    """Return the lines of an article as extraction found them, each once; of the last two, also the sentences.

    Sentences, because sites write what they repeat behind the last one of the text.
    """
    lines = article.original().split("\n")
    if len(lines) > MOST_PLACES:
        lines = lines[: MOST_PLACES // 2] + lines[-MOST_PLACES // 2 :]
    above = list(accumulate(map(len, lines), initial=0))
    found: dict[int, Place] = {}
    for index, text in enumerate(lines):
        is_last = above[index] >= (HALF if len(lines) - index <= LAST_LINES else LAST_SHARE) * above[-1]
        for part in (text, *(closing_sentences(text) if len(lines) - index <= 2 else ())):
            known_by = fingerprint(part)
            if known_by is not None:
                found.setdefault(known_by, Place(known_by, part, index < FIRST_LINES, is_last))
    return list(found.values())


def closing_sentences(text: str) -> Iterator[str]:
    """Yield the last sentences of a line, from the last on, without the first.

    >>> list(closing_sentences("The lake froze. Get our app. It is free for all readers."))
    ['It is free for all readers.']
    """
    for sentence in SENTENCES.split(text)[:0:-1][:MOST_SENTENCES]:
        if len(sentence) < SHORTEST_SENTENCE:
            return
        yield sentence


def sample_of(place: Place, since: int) -> str:
    """Return how a line reads, the first letters of a long one; empty where it is not established."""
    return place.text[:SAMPLE_LETTERS] if since else ""


def identity(article: Article) -> int:
    """Return what tells an article from others of its site: its title and the day it was published."""
    day = article.published.date().isoformat() if article.published else ""
    title = letters(article.title or "") or letters(article.text[:200])
    return int.from_bytes(blake2b(f"{title} {day}".encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


@dataclass(slots=True)
class SiteMemory:
    """The lines of one site, or those of them that an article to be learnt from has."""

    articles: int = 0
    """How many articles it was learnt from."""
    version: int = 0
    """How many lines it has established, and how often a person ruled on one."""
    lines: dict[int, Line] = field(default_factory=dict)

    def learn(self, article: Article, number: int, here: Sequence[Place] | None = None) -> frozenset[int]:
        """Learn from an article; return the numbers of those that carry a line which this one has established.

        The article itself is among them when it was cleaned before that line, or one established earlier, was known.
        Nothing is learnt from one that has half its letters from an article that was learnt from. `here` is
        `places(article)`, where that was asked for before.
        """
        here = places(article) if here is None else here
        if self._is_near_copy(here):
            return self._overtaken(here, article, number)
        self.articles += 1
        carrier = Carrier(number, identity(article))
        concerned: set[int] = set()
        for place in here:
            concerned |= self._see(place, carrier)
        return frozenset(concerned - {number}) | self._overtaken(here, article, number)

    def _overtaken(self, here: Iterable[Place], article: Article, number: int) -> frozenset[int]:
        """Return the article's number when it has a line that was established after it was cleaned."""
        lines = (self.lines.get(place.fingerprint) for place in here)
        return frozenset({number} if any(line and line.since > article.memory for line in lines) else ())

    def _is_near_copy(self, here: Iterable[Place]) -> bool:
        shared: Counter[int] = Counter()
        size = 0
        for place in here:
            if place.is_last:  # a short notice may end in a long disclaimer
                continue
            line = self.lines.get(place.fingerprint)
            if line is None or not line.since:
                size += len(place.text)
            if line is not None and not line.since:
                for carrier in line.carriers:
                    shared[carrier.article] += len(place.text)
        return bool(shared) and max(shared.values()) >= NEAR_COPY * size

    def _see(self, place: Place, carrier: Carrier) -> set[int]:
        """Take one line in; return the articles that carried it before, when this one establishes it."""
        line = self.lines.get(place.fingerprint, NEW)
        if any(known.identity == carrier.identity or known.article == carrier.article for known in line.carriers):
            sample = line.sample or sample_of(place, line.since)
            self.lines[place.fingerprint] = line._replace(latest=self.articles, sample=sample)
            return set()
        is_established = line.articles + 1 == ENOUGH_ARTICLES
        self.version += is_established
        since = self.version if is_established else line.since
        self.lines[place.fingerprint] = Line(
            line.articles + 1,
            line.first + place.is_first,
            line.last + place.is_last,
            (*line.carriers, carrier)[:ENOUGH_ARTICLES],
            since,
            self.articles,
            line.sample or sample_of(place, since),
        )
        return {known.article for known in line.carriers} if is_established else set()

    def forget(self) -> None:
        """Let go of the lines that were not seen for the longest time, until no more than the limit are left."""
        if len(self.lines) > MOST_LINES:
            newest_first = sorted(self.lines.items(), key=lambda item: (-item[1].latest, -item[1].articles, item[0]))
            self.lines = dict(newest_first[: MOST_LINES * 3 // 4])

    def notes(self, exceptions: Exceptions = Exceptions()) -> SiteNotes:
        """Return what the rules may know of the site now."""
        return SiteNotes(self.version, known_lines(self.lines.items()), exceptions)


def known_lines(lines: Iterable[tuple[int, Line]]) -> dict[int, Known]:
    """Return of all lines those that are established, as the rules see them."""
    return {print_: Known(line.articles, line.first, line.last) for print_, line in lines if line.since}
