"""Samples of articles that change when they are cleaned again: how they read before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rich.text import Text

from db.changes import Change, changed_fields
from db.differences import differences, paragraphs
from db.history import is_changed
from desk.consoles import Console
from desk.marked import Piece, painted
from desk.records import Record
from desk.words import visible


@dataclass(slots=True)
class Samples:
    """Some of the changes of a run, spread over all of it, or the first ones."""

    wanted: int
    first: bool = False
    """Whether the first ones are enough."""
    taken: dict[int, Change] = field(default_factory=dict)
    """By number of the article."""
    _seen: int = 0
    _every: int = 1

    @property
    def are_enough(self) -> bool:
        """Whether no more need be looked for."""
        return self.first and len(self.taken) >= self.wanted

    def take(self, changes: Mapping[int, Change]) -> None:
        """Take every so many of the changes, so that there are never more than twice as many as wanted."""
        for number, change in changes.items():
            if self._seen % self._every == 0:
                self.taken[number] = change
            self._seen += 1
            if not self.first and len(self.taken) >= 2 * self.wanted:
                self.taken = dict(list(self.taken.items())[::2])
                self._every *= 2

    def shown(self) -> Iterator[tuple[int, Change]]:
        """Yield as many as were wanted."""
        numbers = sorted(self.taken)
        count = min(self.wanted, len(numbers))
        for index in range(count):
            number = numbers[index if self.first else index * len(numbers) // count]
            yield number, self.taken[number]


def print_samples(console: Console, samples: Samples) -> None:
    """Print each sample: its headline, its fields that changed, and the lines that did."""
    for number, change in samples.shown():
        title = change.after.title or change.before.title or "(no title)"
        console.print(Text(f"\n{number}  {visible(title)}", "bold"), soft_wrap=True)
        for line in sample_lines(change, colour=console.has_colour):
            console.print(Text("    ").append_text(line), soft_wrap=not console.is_terminal)


def sample_lines(change: Change, *, colour: bool) -> Iterator[Text]:
    """Yield what changed in an article, a line each: fields by name, then the text."""
    for name in sorted(changed_fields(change) - {"text"}):
        before, after = (str(getattr(article, name) or "") for article in change)
        yield Text(f"{name}: ", "dim").append_text(painted(one_line(before, after), colour=colour))
    for pieces in changed_lines(change.before.text, change.after.text):
        yield painted(pieces, colour=colour)


def changed_lines(before: str, after: str) -> Iterator[list[Piece]]:
    """Yield the paragraphs in which two texts differ, each with what went and what came."""
    for line in paragraphs(differences(before, after)):
        if is_changed(line):
            yield [Piece(each.text, each.state) for each in line]


def one_line(before: str, after: str) -> list[Piece]:
    """Return what changed in a text of one line."""
    return [piece for line in changed_lines(before, after) for piece in line]


def sample_record(number: int, change: Change) -> Record:
    """Return a sample as a JSON-ready mapping."""
    lines = [str(line) for line in sample_lines(change, colour=False)]
    return {"id": number, "url": change.after.url, "title": change.after.title, "changes": lines}
