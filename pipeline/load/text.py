"""Text that was extracted already: a file is an article, its first line the title when a blank line follows."""

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.article import RawPage
from pipeline.load.found import Found
from pipeline.load.stream import read_page


def read_text(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield the one page of the file that `page` stands for; title and body are told apart in extraction."""
    yield read_page(stream, page, "text/plain")
