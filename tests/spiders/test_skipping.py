"""Which addresses a pattern takes, and that none makes it slow."""

import pytest

from spiders.skipping import Skip

BELOW = "https://example.com"


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        ("/video/", ["/video/", "/video/2026/a?b=1"], ["/video", "/a/video/", "/videos/"]),
        ("/*/live-", ["/a/live-b", "/a/b/live-"], ["/live-b", "/a/alive"]),
        ("/*.pdf$", ["/a.pdf", "/a.pdf/b.pdf"], ["/a.pdf?b", "/a.pdf/b", "/pdf"]),
        ("/a$", ["/a"], ["/a/", "/ab", "/a?b"]),
        ("/*b*$", ["/ab", "/b/c"], ["/a"]),
        ("/a*a$", ["/aa", "/aba"], ["/a"]),
        ("/?page=", ["?page=2", "/?page=2"], ["/a?page=2"]),
        ("/*print=", ["/a?b=c&print=1"], ["/a"]),
        ("/vidéo/", ["/vidéo/a", "/vid%C3%A9o/a"], ["/video/a"]),
        ("/vid%C3%A9o/", ["/vidéo/a", "/vid%c3%a9o/a"], ["/video/a"]),
        ("/Video/", ["/Video/a"], ["/video/a"]),
        ("/a#b", [], ["/a", "/a#b"]),
    ],
)
def test_paths(pattern, taken, left):
    skip = Skip(pattern)
    assert [path for path in taken if not skip.matches(BELOW + path)] == []
    assert [path for path in left if skip.matches(BELOW + path)] == []


def test_a_pattern_with_a_host_is_for_that_host():
    skip = Skip("//shop.example.com/")
    assert skip.matches("https://shop.Example.com:8080/a")
    assert not skip.matches("https://example.com/shop.example.com/")
    assert Skip("//*.example.com/").matches("https://shop.example.com/a")


def test_what_is_no_address_is_not_skipped():
    assert not Skip("/a").matches("https://[/a")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("video", "does not begin with /"),
        ("", "does not begin with /"),
        ("https://example.com/", "does not begin with /"),
        ("/a$b", "can only be the last sign"),
        ("/a$$", "can only be the last sign"),
        ("/", "skips every page"),
        ("/*", "skips every page"),
        ("/**$", "skips every page"),
    ],
)
def test_what_is_no_pattern_is_told(pattern, words):
    with pytest.raises(ValueError, match=words):
        Skip(pattern)


def test_many_stars_and_a_long_address_take_no_time():
    """With a backtracking expression this would take longer than the world is old."""
    assert not Skip("/" + "*a" * 200 + "*b$").matches(BELOW + "/" + "a" * 200_000)
    assert not Skip("/" + "*ab" * 1_000).matches(BELOW + "/" + "a" * 200_000)
