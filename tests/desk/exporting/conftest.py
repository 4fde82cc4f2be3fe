"""Articles that are hard to write down, and a database with many."""

import random
import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from db.store import Store
from pipeline.article import Article, Edit, Hints, Kept, Provenance, RawPage, Where

MANY, LETTERS = 2_000, 20_000

HOSTILE = Article(
    "https://www.quay.example/<a>?b=\"c\"&d='e' f",
    '=HYPERLINK("http://evil.example")]]> <script>alert(1)</script>',
    ('-1; first, "quoted" paragraph\rwith a return.', "@second ]]> &amp; \x0b\x1b[31m \u2028 \ufffe end.", "+3"),
    site="quay.example",
    authors=("Lee, Ann", "Ben; Ray", 'Cy "Bo" Fox'),
    published=datetime(2026, 4, 18, 9, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    modified=datetime(2026, 4, 19, 1, 2, 3, 456_789, tzinfo=UTC),
    fetched_at=datetime(2026, 4, 20, tzinfo=UTC),
    language="en",
    tags=("=1+1", ""),
    free=False,
    provenance=(Provenance("title", "JSON-LD headline"),),
    edits=(Edit("cut_nul", Where("text", 2), "\0", ""), Edit("mend_half", Where("text", 3), "\ud83d", "")),
)
NAMELESS = Article("javascript:alert(1)", None, ("Nobody knows where this is from.",))
FILE = Article("file:///home/ann/secret.html", "From a file", ("It has no address.",), authors=("Ann Lee", "Ben Ray"))


@pytest.fixture
def hard() -> list[tuple[int, Article]]:
    """Articles with their numbers."""
    return [(1, HOSTILE), (2, NAMELESS), (3, FILE)]


@pytest.fixture
def hard_pages() -> list[tuple[int, RawPage]]:
    """Pages of all kinds, with the numbers of their articles."""
    when = datetime(2026, 3, 1, 12, 30, 15, 123_456, tzinfo=UTC)
    said = Hints("Title", ("Ann",), when, when, "en", ("ice",), "<p>in full</p>", "sitemap")
    pages = [
        RawPage("https://a.example/1", b"<p>one\r\n\xff\0</p>", "text/html; charset=latin-1", when),
        RawPage("https://a.example/2", b"<p>two", "Text/HTML", when, final_url="https://a.example/moved"),
        RawPage("https://a.example/z\u00fcrich <3>\r\nX: y", b"<p>three", "text/html", when, rights=("noai",)),
        RawPage("", b"Ice.\n\nIt is thin.", "text/plain; charset=utf-8; header=absent", when),
        RawPage("file:///b.txt", b"Snow.", "text/plain", when, hints=said),
        RawPage("https://a.example/odd", b"<p>odd", "", when),
        RawPage("https://a.example/odder", b"<p>odder", "text/h\u00fc\r\ntml", when),
        RawPage("https://a.example/empty", b"", "text/html", when, hints=said),
        RawPage("https://a.example/warc", b"WARC/1.1\r\n\r\nContent-Length: 7\r\n\r\n", "application/pdf", when),
    ]
    return list(enumerate(pages, 1))


@pytest.fixture(scope="session")
def many_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many") / "copydesk.db"
    with Store.open(place) as store:
        for start in range(0, MANY, 50):
            store.extend(kept(number) for number in range(start, start + 50))
    return place


def kept(number: int) -> Kept:
    line = f"Line of article {number} that says nothing much. "
    noise = random.Random(number).randbytes(300).hex()  # else a packed file would hardly grow
    url = f"https://www.quay.example/{number}"
    article = Article(url, f"Article {number}", (noise, line * (LETTERS // len(line))))
    return Kept(RawPage(url, (noise + line * 200).encode()), article)


@pytest.fixture
def many(here: Path, many_template: Path) -> Path:
    """The database of the working directory: many articles, of some forty megabytes in all."""
    return shutil.copy(many_template, here / "copydesk.db")
