"""Patterns for addresses that a source shall not fetch, written as in robots.txt (RFC 9309, 2.2.3).

/video/            every path that begins so
/*/live-           * stands for any letters, none too
/*.pdf$            $ at the end: the path, with its query, ends here
//shop.example/    with a host: what begins with two slashes is compared with host and path
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Skip:
    """One pattern. Matching looks for its pieces from left to right, so no pattern and no address make it slow."""

    pattern: str

    def __post_init__(self) -> None:
        """Raise ValueError for what is no pattern, saying what to write."""
        if not self.pattern.startswith("/"):
            raise ValueError(
                f"{self.pattern!r} does not begin with /; write /video/ for all that begins so, or /*video"
            )
        if "$" in self.pattern[:-1]:
            raise ValueError(f"{self.pattern!r}: $ means the end of the address, so it can only be the last sign")
        if not self.pattern.strip("/*$"):
            raise ValueError(f"{self.pattern!r} skips every page; to switch the source off write enabled = false")

    def matches(self, url: str) -> bool:
        """Tell whether an address is to be skipped. Case counts; percent signs and their letters are the same.

        >>> Skip("/video/").matches("https://example.com/video/2026/a"), Skip("/*.pdf$").matches("https://x.org/a.pdf?b")
        (True, False)
        >>> Skip("//shop.example.com/").matches("https://shop.example.com/a")
        True
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        place = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        if self.pattern.startswith("//"):
            place = f"//{parts.hostname or ''}{place}"
        return begins_with(place, unquote(self.pattern))


def begins_with(place: str, pattern: str) -> bool:
    """Tell whether a place begins with a pattern, or is all of it where that ends with $.

    >>> begins_with("/a/b/live-c", "/*/live-"), begins_with("/a.pdf/b", "/*.pdf$")
    (True, False)
    """
    first, *others = pattern.removesuffix("$").split("*")
    if not place.startswith(first):
        return False
    at = len(first)
    last = others.pop() if pattern.endswith("$") and others else None
    for piece in others:
        found = place.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return len(place) - len(last) >= at and place.endswith(last)
    return at == len(place) if pattern.endswith("$") else True
