"""What each rule is worth: how often it cuts or lifts, how often rightly, and what it costs in true text."""

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.pages import raw_pages, truth
from pipeline.article import Edit
from pipeline.clean import clean

CORPORA = ("aeb", "publishers", "sites", "wcxb")
EXAMPLES = 3
WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class Worth:
    """What a rule did on one corpus."""

    right: int = 0
    wrong: int = 0
    wrong_letters: int = 0
    examples: list[str] = field(default_factory=list)


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return "".join(WORDS.findall(text.casefold()))


def true_text(row: dict[str, object]) -> str:
    """Return the text that a person says is the article's."""
    paragraphs = row.get("paragraphs")
    return "\n".join(map(str, paragraphs)) if isinstance(paragraphs, list) else str(row.get("text") or "")


def removals(edit: Edit) -> list[str]:
    """Return the lines that an edit took out, none for a repair."""
    return [line for line in edit.before.split("\n") if line.strip()] if not edit.after else []


def measure(corpus: str, *, show: str = "") -> tuple[dict[str, Worth], float]:
    """Return the worth of each rule that removes text, and the share of the true letters removed in all."""
    worth: dict[str, Worth] = defaultdict(Worth)
    rows, letters, lost = truth(corpus), 0, 0
    for page in raw_pages(corpus):
        true = squeezed(true_text(rows[str(page.record_id)]))
        article = clean(page)
        kept = squeezed(article.text)
        letters += len(true)
        for edit in article.edits:
            for line in removals(edit):
                flat, rule = squeezed(line), worth[edit.rule]
                if flat and flat in true and flat not in kept:
                    rule.wrong += 1
                    rule.wrong_letters += len(flat)
                    lost += len(flat)
                    if len(rule.examples) < (100 if show == edit.rule else EXAMPLES):
                        rule.examples.append(f"{page.record_id}: {line[:100]}")
                else:
                    rule.right += 1
    return worth, lost / max(letters, 1)


def rules() -> None:
    """Print the worth of each rule on each corpus; a name after `--` shows all that one rule cost."""
    show = sys.argv[-1] if "--" in sys.argv else ""
    for corpus in CORPORA:
        worth, share = measure(corpus, show=show)
        print(f"{corpus}: true letters removed {share:.3%}")
        for name, rule in sorted(worth.items(), key=lambda item: -item[1].right):
            print(f"  {name:<24} right {rule.right:5}  wrong {rule.wrong:4}  true letters lost {rule.wrong_letters:6}")
            for example in rule.examples if show in {"", name} else ():
                print(f"      {example}")


if __name__ == "__main__":
    rules()
