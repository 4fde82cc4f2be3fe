from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.engine import open_reader
from db.read import articles
from db.store import Store
from db.tables import ArticleRow, SiteLineRow, SiteRow
from pipeline.article import Article, Edit, Hints, Kept, RawPage, Reason, Refused, Where
from pipeline.memory import Carrier, Line, SiteMemory

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)

MakePage = Callable[..., RawPage]
MakeKept = Callable[..., Kept]
MakeRefused = Callable[..., Refused]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A file: for what only SQLite has."""
    return tmp_path / "copydesk.db"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test on both kinds of database; one that looks into the file, on a file alone."""
    if "location" in metafunc.fixturenames:
        kinds = ["sqlite"] if "place" in metafunc.fixturenames else ["sqlite", "postgresql"]
        metafunc.parametrize("location", kinds, indirect=True)


@pytest.fixture
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a database is to be, as `--db` takes it."""
    if request.param == "sqlite":
        return tmp_path / "copydesk.db"
    on_server: str = request.getfixturevalue("on_server")
    return on_server


@pytest.fixture
def store(location: str | Path) -> Iterator[Store]:
    with Store.open(location) as opened:
        yield opened


@pytest.fixture
def reader(store: Store, location: str | Path) -> Iterator[Engine]:
    engine = open_reader(location)
    yield engine
    engine.dispose()


def page(number: int = 1, **changes: object) -> RawPage:
    first = RawPage(
        f"https://www.example.com/{number}",
        b"<p>page %d</p>" % number,
        "text/html; charset=utf-8",
        WHEN,
        "example",
        "spider:feed",
        hints=Hints("From the feed", ("Ann",), WHEN),
    )
    return replace(first, **changes)  # type: ignore[arg-type]


def kept(number: int = 1, page_: RawPage | None = None, **changes: object) -> Kept:
    raw = page_ or page(number)
    article = Article(
        raw.url,
        f"Lake {number} froze",
        paragraphs=("The ice is thin.", "Nobody skates."),
        site="example.com",
        published=WHEN,
        fetched_at=raw.fetched_at,
        language="en",
        edits=(
            Edit("cut_more_line", Where("text", 16), "\nMore", ""),
            Edit("split_glued_words", Where("text", 17), "Nobodyskates", "Nobody skates"),
        ),
    )
    return Kept(raw, replace(article, **changes))  # type: ignore[arg-type]


def refused(number: int = 1, code: str = "too short", page_: RawPage | None = None) -> Refused:
    return Refused(page_ or page(number), Reason(code, "3 words"))


@pytest.fixture
def make_page() -> MakePage:
    return page


@pytest.fixture(scope="session")
def make_kept() -> MakeKept:
    return kept


@pytest.fixture
def make_refused() -> MakeRefused:
    return refused


def spelled(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def report(number: int = 1, *repeated: str, **changes: object) -> Kept:
    """An article whose own lines no other has, in letters: numbers in lines do not tell them apart."""
    word = spelled(number)
    own = (f"The lake of {word} froze over night and {word} people came.", f"Nobody in {word} skates, says {word}.")
    ours = {"title": f"Lake {word} froze", "paragraphs": (*own, *repeated), "edits": ()}
    return kept(number, **(ours | changes))


@dataclass
class Memory:
    """All that a database has learnt."""

    sites: dict[str, SiteMemory]
    due: set[int]


def memory_in(reader: Engine) -> Memory:
    with reader.connect() as connection:
        sites = {
            row.site: (SiteMemory(row.articles, row.version), row.remembered)
            for row in connection.execute(select(SiteRow.__table__))
        }
        for row in connection.execute(select(SiteLineRow.__table__)):
            carriers = tuple(Carrier(*carrier) for carrier in row.carriers)
            line = Line(row.articles, row.first, row.last, carriers, row.since, row.latest, row.sample)
            sites[row.site][0].lines[row.fingerprint] = line
        due = set(connection.scalars(select(ArticleRow.id).where(ArticleRow.due)))
    assert all(len(memory.lines) == remembered for memory, remembered in sites.values())
    return Memory({site: memory for site, (memory, _) in sites.items()}, due)


def memory_of(found: Iterable[tuple[int, Article]]) -> Memory:
    """What is to be learnt from articles, one after the other."""
    memory = Memory({}, set())
    for number, article in found:
        if article.site:
            site = memory.sites.setdefault(article.site, SiteMemory())
            memory.due |= site.learn(article, number)
            site.forget()
    return memory


@pytest.fixture
def make_report() -> MakeKept:
    return report


@pytest.fixture
def learnt() -> Callable[[Engine], Memory]:
    return memory_in


@pytest.fixture
def check_memory() -> Callable[[str | Path], Memory]:
    """Check that a database has learnt exactly what its articles teach in the order of their numbers."""

    def check(location: str | Path) -> Memory:
        reader = open_reader(location)
        found = memory_in(reader)
        assert found == memory_of(articles(reader))
        reader.dispose()
        return found

    return check
