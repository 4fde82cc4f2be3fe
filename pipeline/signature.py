"""Lines that may sign an article: a name, in bold, above the text or at its end."""

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from pipeline.evidence import Line, PageText

PARAGRAPH = 80
"""Letters of the line that begins the text."""

MOST_ABOVE = 5
"""Lines above the text that may sign it: of those of the benchmark pages, the third at most."""


def signatures(page: PageText, lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines above the first paragraph, and the last one, that are bold as a whole."""
    above = takewhile(lambda line: len(line.needle) < PARAGRAPH, lines[:-1])
    for line in (*islice(above, MOST_ABOVE), *lines[-1:]):
        if page.is_bold(line):
            yield line.text
