"""What each rule is worth on the benchmark pages; `copydesk rules --measure` does the same on any."""

import sys

from benchmarks.pages import BENCH
from desk.measure import Measured, labelled, measure
from pipeline.clean import clean

CORPORA = ("aeb", "publishers", "sites", "wcxb")
ALL_OF_ONE = 100


def rules() -> None:
    """Print the worth of each rule on each corpus; a name after `--` shows all that one rule cost."""
    show = sys.argv[-1] if "--" in sys.argv else ""
    for corpus in CORPORA:
        pages = labelled(BENCH / corpus)
        measured = measure(((clean(page), text) for page, text in pages), *([ALL_OF_ONE] if show else []))
        print_worths(corpus, measured, show)


def print_worths(corpus: str, measured: Measured, show: str) -> None:
    """Print what the rules did on one corpus."""
    print(f"{corpus}: true letters removed {measured.share_lost:.3%}")
    for name, rule in sorted(measured.rules.items(), key=lambda item: -item[1].right):
        counts = f"right {rule.right:5}  wrong {rule.wrong:4}  unclear {rule.unclear:4}"
        print(f"  {name:<24} {counts}  true letters lost {rule.letters_lost:6}")
        for example in rule.examples if show in {"", name} else ():
            print(f"      {example}")


if __name__ == "__main__":
    rules()
