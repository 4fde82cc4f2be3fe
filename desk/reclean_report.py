"""What came of cleaning again, as a person or a script reads it."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from db.place import place_name
from db.recleaning import Recleaned
from desk.consoles import Console, results
from desk.database import without_password
from desk.records import Record, print_record
from desk.samples import Samples, print_samples, sample_record
from desk.words import say


class Outcome(NamedTuple):
    """What came of it."""

    done: Recleaned
    missing: Sequence[int]
    """Numbers that no article has."""
    samples: Samples | None
    is_trial: bool


def report(outcome: Outcome, sites: Sequence[str], database: str, *, is_named: bool, as_json: bool) -> None:
    """Say what became of the articles, or would."""
    if as_json:
        print_record(report_record(outcome, place_name(database)))
        return
    if outcome.missing:
        say(f"no article {', '.join(map(str, outcome.missing))} in {without_password(database)}")
    if outcome.done.looked_at:
        print_report(results(), outcome)
    elif sites:
        say(f"no article of {', '.join(sites)} in {without_password(database)}")
    elif not outcome.missing:
        say("nothing to clean again" + (": no stored article fits" if is_named else ""))


def report_record(outcome: Outcome, place: str) -> Record:
    """Return the report as a JSON-ready mapping."""
    done = outcome.done
    record: dict[str, object] = {
        "looked_at": done.looked_at,
        "changed": done.changed,
        "same": done.same,
        "failed": done.failed,
        "let_go": done.let_go,
        "missing": list(outcome.missing),
        "rules": {
            rule: {"more": done.differences.more[rule], "fewer": done.differences.fewer[rule]} for rule in rules(done)
        },
        "fields": dict(done.differences.fields.most_common()),
        "dry_run": outcome.is_trial,
        "database": place,
    }
    if outcome.samples:
        record["samples"] = [sample_record(*sample) for sample in outcome.samples.shown()]
    return record


def rules(done: Recleaned) -> list[str]:
    """Return the rules that made other edits than before, those of most of them first."""
    return [rule for rule, _ in (done.differences.more + done.differences.fewer).most_common()]


def print_report(console: Console, outcome: Outcome) -> None:
    """Print how many articles were cleaned again, what became of them, and by which rules."""
    done, is_trial = outcome.done, outcome.is_trial
    for number, words in (
        (done.looked_at, "looked at"),
        (done.changed, "would change" if is_trial else "changed"),
        (done.same, "same as before"),
        (done.failed, "would fail: they would stay as they are" if is_trial else "failed: they stay as they were"),
        (done.let_go, "passed over: their pages are not kept any more"),
    ):
        if number or words in {"changed", "would change"}:
            console.print(Text.assemble((f"{number:>9,}", "bold"), f"  {words}"), soft_wrap=True)
    if named := rules(done):
        console.print(Text("\nEdits by rule, more and fewer", "bold"))
    for rule in named:
        more, fewer = done.differences.more[rule], done.differences.fewer[rule]
        console.print(Text(f"{f'+{more:,}' if more else '':>9}  {f'-{fewer:,}' if fewer else '':>9}  {rule}"))
    if done.differences.fields:
        console.print(Text("\nArticles by field that changed", "bold"))
    for name, number in done.differences.fields.most_common():
        console.print(Text(f"{number:>9,}  {name}"))
    if outcome.samples:
        print_samples(console, outcome.samples)
    if is_trial:
        say("nothing was written")
