"""Runs that clean articles again: what became of them, and where to go on after a kill."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from db.changes import Change, Differences
from db.tables import RecleaningRow
from pipeline.article import utc_now


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of articles that were cleaned again; each counts once."""

    changed: int
    same: int
    """What they were before, in all but the version of the memory."""
    failed: int
    """Stayed as they were, because the page gives no article now or there was none of that number."""
    let_go: int = 0
    """Stayed as they were, because the body of the page is not kept any more."""
    changes: Mapping[int, Change] = field(default_factory=dict, compare=False, repr=False)
    """Those that changed, by number."""

    @property
    def total(self) -> int:
        """How many they are."""
        return self.changed + self.same + self.failed + self.let_go


@dataclass(slots=True)
class Recleaned:
    """What became of the articles of a run."""

    changed: int = 0
    same: int = 0
    failed: int = 0
    let_go: int = 0
    differences: Differences = field(default_factory=Differences)

    @property
    def looked_at(self) -> int:
        """How many they are."""
        return self.changed + self.same + self.failed + self.let_go

    def add(self, replaced: Replaced) -> None:
        """Count a batch."""
        self.changed += replaced.changed
        self.same += replaced.same
        self.failed += replaced.failed
        self.let_go += replaced.let_go
        for change in replaced.changes.values():
            self.differences.add(change)


@dataclass(slots=True)
class Recleaning:
    """A run of `copydesk reclean`."""

    choice: str
    """Which articles were asked for, as JSON; empty for a run that is not written down."""
    program: str
    """What the rules are known by."""
    started: datetime = field(default_factory=utc_now)
    last_id: int = 0
    """Number of the last article that is done."""
    done: Recleaned = field(default_factory=Recleaned)

    def add(self, replaced: Replaced, numbers: Collection[int]) -> None:
        """Count a batch of articles, of which all before are done."""
        self.done.add(replaced)
        self.last_id = max(numbers, default=self.last_id)


def begin(connection: Connection, choice: str, program: str, *, from_start: bool = False) -> Recleaning:
    """Return the run of the same choice by the same program that did not end, or a new one."""
    standing = connection.execute(select(RecleaningRow.__table__).where(RecleaningRow.choice == choice)).one_or_none()
    if standing and standing.program == program and not from_start:
        return Recleaning(choice, program, standing.started, standing.last_id, recleaned_of(standing.counts))
    end(connection, choice)
    return Recleaning(choice, program)


def put(connection: Connection, run: Recleaning) -> None:
    """Write down how far a run is."""
    end(connection, run.choice)
    row = {
        "choice": run.choice,
        "program": run.program,
        "started": run.started,
        "last_id": run.last_id,
        "counts": counts_of(run.done),
    }
    connection.execute(insert(RecleaningRow), [row])


def end(connection: Connection, choice: str) -> None:
    """Forget a run."""
    connection.execute(delete(RecleaningRow).where(RecleaningRow.choice == choice))


OUTCOMES = "changed", "same", "failed", "let_go"
DIFFERENCES = "more", "fewer", "fields"


def counts_of(done: Recleaned) -> dict[str, int]:
    """Return the counts as they are stored: `changed`, `more repeats_on_site`."""
    counts = {name: getattr(done, name) for name in OUTCOMES}
    for name in DIFFERENCES:
        counts |= {f"{name} {each}": number for each, number in getattr(done.differences, name).items()}
    return counts


def recleaned_of(counts: Mapping[str, int]) -> Recleaned:
    """Return stored counts."""
    done = Recleaned(counts["changed"], counts["same"], counts["failed"], counts["let_go"])
    for key, number in counts.items():
        name, _, each = key.partition(" ")
        if each and name in DIFFERENCES:
            counter: Counter[str] = getattr(done.differences, name)
            counter[each] = number
    return done
