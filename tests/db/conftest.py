from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_reader
from db.store import Store
from pipeline.article import Article, Edit, Hints, Kept, RawPage, Reason, Refused, Where

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)

MakePage = Callable[..., RawPage]
MakeKept = Callable[..., Kept]
MakeRefused = Callable[..., Refused]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "copydesk.db"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with Store.open(place) as opened:
        yield opened


@pytest.fixture
def reader(store: Store, place: Path) -> Iterator[Engine]:
    engine = open_reader(place)
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
        ("The ice is thin.", "Nobody skates."),
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


@pytest.fixture
def make_kept() -> MakeKept:
    return kept


@pytest.fixture
def make_refused() -> MakeRefused:
    return refused
