"""Articles as JSON lines."""

from collections.abc import Iterable
from typing import BinaryIO

from desk.records import article_record, line
from pipeline.article import Article


def write_lines(found: Iterable[tuple[int, Article]], stream: BinaryIO) -> None:
    """Write a line for each article, as `copydesk clean --jsonl` does, with its number as id."""
    for number, article in found:
        stream.write(line(article_record(article, number)))
