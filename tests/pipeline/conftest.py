"""Pages made of a few lines, and the benchmark folder where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.article import Hints, RawPage

PROJECT = Path(__file__).parents[2]
SHARED = PROJECT.parent / "shared"

MakePage = Callable[..., RawPage]


@pytest.fixture
def text_page() -> MakePage:
    """Make a page of text that was extracted before, a paragraph a line."""

    def make(*lines: str, title: str | None = None) -> RawPage:
        body = "\n".join(lines).encode()
        return RawPage("", body, "text/plain; charset=utf-8; header=absent", hints=Hints(title))

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of benchmark data, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the benchmark data (shared/ beside the project) is not here")
    return SHARED
