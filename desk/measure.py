"""What each rule is worth, measured on pages of which a person has said what their articles read.

How often it changed something, how often rightly, and what it cost in true text.
"""

import gzip
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.article import Article, Edit, RawPage

EXPECTED = (
    "{folder} is no folder of labelled pages: {wrong}. Expected are {folder}/truth.jsonl, a row a page as in "
    '{{"id": "a1", "url": "https://example.com/a", "text": "..."}} or with "paragraphs": ["...", "..."], '
    "and the page itself in {folder}/pages/a1.html.gz"
)

AROUND = 20
"""Characters to each side of a repair by which it is found in the true text: three or four words, which no article has
twice by chance."""

EXAMPLES = 3
WORDS = re.compile(r"\w+")
SPACE = re.compile(r"\s")


class UnlabelledError(Exception):
    """A folder that cannot be measured on; says what is wrong with it, and what is expected there."""

    def __init__(self, folder: Path, wrong: str) -> None:
        """Say what is `wrong` with the folder."""
        super().__init__(EXPECTED.format(folder=folder, wrong=wrong))


class Labelled(NamedTuple):
    """A page, and the text that a person says is its article's."""

    page: RawPage
    true_text: str


@dataclass(slots=True)
class Worth:
    """What a rule did."""

    right: int = 0
    wrong: int = 0
    unclear: int = 0
    """Repairs of which the true text has neither what was there nor what came."""
    letters_lost: int = 0
    """Of the true text."""
    examples: list[str] = field(default_factory=list)
    """The first of its wrong changes, each with its page."""

    @property
    def fired(self) -> int:
        """How often it changed something; each line that it took out counts."""
        return self.right + self.wrong + self.unclear


@dataclass(slots=True)
class Measured:
    """What all rules did on some pages."""

    shown: int = EXAMPLES
    """How many examples are kept of each rule."""
    pages: int = 0
    letters: int = 0
    """Of the true text."""
    rules: dict[str, Worth] = field(default_factory=lambda: defaultdict(Worth))

    @property
    def share_lost(self) -> float:
        """The share of the letters of the true text that were taken out, 0 to 1."""
        return sum(rule.letters_lost for rule in self.rules.values()) / max(self.letters, 1)

    def add(self, article: Article, true_text: str) -> None:
        """Compare the edits of an article with its true text."""
        true, kept = squeezed(true_text), squeezed(article.text)
        spaced, lined = SPACE.sub(" ", true_text), by_lines(true_text)
        self.pages += 1
        self.letters += len(true)
        for edit, was, now in surroundings(article):
            if lines := removed_lines(edit):
                for line in lines:
                    flat = squeezed(line)
                    is_lost = bool(flat) and flat in true and flat not in kept
                    self._count(edit.rule, not is_lost, len(flat), f"{article.url}: {line[:100]}")
            else:
                text = lined if "\n" in was else spaced
                said = verdict(was in text, now in text)
                cost = len(squeezed(edit.before)) - len(squeezed(edit.after))
                self._count(edit.rule, said, max(cost, 0), f"{article.url}: {was} -> {now}")

    def _count(self, rule: str, is_right: bool | None, letters: int, example: str) -> None:
        worth = self.rules[rule]
        if is_right is None:
            worth.unclear += 1
        elif is_right:
            worth.right += 1
        else:
            worth.wrong += 1
            worth.letters_lost += letters
            if len(worth.examples) < self.shown:
                worth.examples.append(example)


def labelled_pages(folder: Path) -> list[tuple[str, Path, dict[str, object]]]:
    """Return id, file and row of each labelled page in a folder. Raises UnlabelledError."""
    try:
        lines = (folder / "truth.jsonl").read_text("utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnlabelledError(folder, f"truth.jsonl: {getattr(error, 'strerror', None) or error}") from error
    if not rows:
        raise UnlabelledError(folder, "truth.jsonl is empty")
    found = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.get("id") or not {"text", "paragraphs"} & row.keys():
            raise UnlabelledError(
                folder, f'row {number} of truth.jsonl has no "id", or neither "text" nor "paragraphs"'
            )
        path = folder / "pages" / f"{row['id']}.html.gz"
        if not path.is_file():
            raise UnlabelledError(folder, f"there is no {path}")
        found.append((str(row["id"]), path, row))
    return found


def labelled(folder: Path) -> Iterator[Labelled]:
    """Yield the labelled pages in a folder, as a crawl would hand them in. Raises UnlabelledError."""
    for name, path, row in labelled_pages(folder):
        try:
            body = gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise UnlabelledError(folder, f"{path} cannot be read: {error}") from error
        page = RawPage(
            str(row.get("url") or ""), body, "text/html; charset=utf-8", origin=f"{folder.name}#{name}", record_id=name
        )
        yield Labelled(page, true_text(row))


def measure(articles: Iterable[tuple[Article, str]], shown: int = EXAMPLES) -> Measured:
    """Return what the rules did to articles, each given with its true text."""
    measured = Measured(shown)
    for article, text in articles:
        measured.add(article, text)
    return measured


def true_text(row: dict[str, object]) -> str:
    """Return the text that a person says is the article's, a paragraph a line."""
    paragraphs = row.get("paragraphs")
    return "\n".join(map(str, paragraphs)) if isinstance(paragraphs, list) else str(row.get("text") or "")


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, folded.

    >>> squeezed("It's over, 2:1!")
    'itsover21'
    """
    return "".join(WORDS.findall(text.casefold()))


def by_lines(text: str) -> str:
    r"""Return a text with its lines kept, and all other space plain.

    >>> by_lines("The lake,\u00a0\n\nwhich froze")
    'The lake,\nwhich froze'
    """
    return "\n".join(SPACE.sub(" ", line.strip()) for line in text.split("\n") if line.strip())


def removed_lines(edit: Edit) -> list[str]:
    r"""Return the lines that an edit took out, none for one that only repaired.

    >>> from pipeline.article import Where
    >>> removed_lines(Edit("cut", Where("text", 9), "\nRead more\n- Ice", ""))
    ['Read more', '- Ice']
    >>> removed_lines(Edit("close_up", Where("text", 9), " ", ""))
    []
    """
    if edit.after or ("\n" not in edit.before and not squeezed(edit.before)):
        return []
    return [line for line in edit.before.split("\n") if line.strip()]


def verdict(was_true: bool, is_true: bool) -> bool | None:
    """Tell whether a repair was right, by whether the true text has what was there, and what came; None: unclear."""
    return None if was_true == is_true else is_true


def surroundings(article: Article) -> Iterator[tuple[Edit, str, str]]:
    """Yield the edits of an article's text in order, each with the words around it on its line, before and after it.

    Where two lines were joined, what was there has a line feed between them.
    """
    text = article.original()
    for edit in article.edits:
        if edit.where.field == "text":
            start, end = edit.where.start, edit.where.start + len(edit.before)
            left = text[max(start - AROUND, 0) : start].rpartition("\n")[2]
            right = text[end : end + AROUND].partition("\n")[0]
            was = "\n" if edit.after and "\n" in edit.before else SPACE.sub(" ", edit.before)
            left, right = SPACE.sub(" ", left), SPACE.sub(" ", right)
            yield edit, left + was + right, left + SPACE.sub(" ", edit.after) + right
            text = text[:start] + edit.after + text[end:]
