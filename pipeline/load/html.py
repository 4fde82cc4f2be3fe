"""Saved web pages: a file is a page."""

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.article import RawPage
from pipeline.load.found import Found
from pipeline.load.stream import read_page


def read_html(stream: BinaryIO, page: RawPage) -> Iterator[Found]:
    """Yield the one page of the file that `page` stands for."""
    yield read_page(stream, page, "text/html")
