"""Text whose source is wrapped: its line feeds are spaces, and extraction has taken some for the ends of lines.

That is a fault of extraction and no repair of the page, so it leaves no edit: a browser shows such a text on one line,
and so does the draft.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.evidence import Line, PageText
from pipeline.rules.sentences import breaks_off, goes_on

KEEPS_LINES = frozenset(("pre", "code", "textarea"))


def unwrapped(page: PageText, lines: list[Line]) -> list[Line]:
    """Return lines put together where extraction broke a text in which the page has no tag.

    Some pages show their line feeds, by a style that is not looked at: there lines end where sentences do. So the
    lines of a text are put together only if half of them and more break off in a sentence.
    """
    result: list[Line] = []
    taken = seen = 0
    for at in range(1, len(lines)):
        if at < seen or not goes_on(lines[at].text) or not breaks_off(lines[at - 1].text):
            continue
        first, last, start = text_around(page, lines, at)
        seen = max(seen, last)
        part = lines[first:last]
        broken = sum(goes_on(below.text) and breaks_off(above.text) for above, below in pairwise(part))
        if taken <= first and len(part) > 1 and 2 * broken >= len(part) - 1:
            whole = " ".join(line.text.strip() for line in part)
            result += [*lines[taken:first], Line(whole, "".join(line.needle for line in part), start)]
            taken = last
    return [*result, *lines[taken:]] if result else lines


def text_around(page: PageText, lines: Sequence[Line], at: int) -> tuple[int, int, int]:
    """Return the first line, and the one behind the last, of the text that goes on at `at`, and where it begins.

    No lines where a tag stands between the line at `at` and the one before, or it is not known what does.
    """
    above, below = lines[at - 1], lines[at]
    seam = above.end if above.start >= 0 else below.start
    if seam < 0 or not page.letters.startswith(above.needle + below.needle, seam - len(above.needle)):
        return at, at, seam
    run = bisect_right(page.starts, seam) - 1
    low, high = page.starts[run], page.starts[run + 1]
    if low == seam or keeps_lines(page, run):
        return at, at, seam
    first, start = at, seam
    while first and start > low and page.letters.startswith(needle := lines[first - 1].needle, start - len(needle)):
        first, start = first - 1, start - len(needle)
    last, end = at, seam
    while last < len(lines) and end < high and page.letters.startswith(needle := lines[last].needle, end):
        last, end = last + 1, end + len(needle)
    return first, last, start


def keeps_lines(page: PageText, run: int) -> bool:
    """Return whether a stretch of text stands in an element that shows its line feeds."""
    at = page.owners[run]
    return at.tag in KEEPS_LINES or any(above.tag in KEEPS_LINES for above in at.iterancestors())
