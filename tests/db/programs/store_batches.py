"""Store batches of articles until killed or done, and say each one that is stored: page number, edits.

Called as: PYTHONPATH=. python store_batches.py DATABASE FIRST BATCHES
"""

import random
import sys

from db.store import Store
from pipeline.article import Article, Edit, Kept, RawPage, Where


def outcome(number: int) -> Kept:
    noise = random.Random(number % 5).randbytes(20_000)
    page = RawPage(f"https://www.site{number % 5}.org/{number}", noise + b"<p>%d</p>" % number)
    word = "".join("abcdefghij"[int(digit)] for digit in str(number))
    repeated = (f"Follow the desk of {desk} for more." for desk in ("sports", "arts", "science")[: number % 4])
    text = (f"Text of {word}. " * 100, *repeated)
    edits = tuple(Edit("rule", Where("text", position), "cut", "") for position in range(number % 7))
    return Kept(page, Article(page.url, f"Title {word}", paragraphs=text, site=f"site{number % 5}.org", edits=edits))


def main(place: str, first: int, batches: int) -> None:
    with Store.open(place) as store:
        say("open")
        for start in range(first, first + 10 * batches, 10):
            outcomes = [outcome(number) for number in range(start, start + 10)]
            store.extend(outcomes)
            for kept in outcomes:
                say(f"{kept.page.url} {len(kept.article.edits)}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
