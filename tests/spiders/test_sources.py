"""Sources: from the file to what a spider works with, and every mistake told with its line."""

import dataclasses
import re
from datetime import timedelta

import pytest

from spiders.skipping import Skip
from spiders.sources import KEYS, SHIPPED, Source, SourceError, parse_source, read_source, read_sources

HOME = 'home = "https://example.com/"\n'
LEAST = HOME + 'feeds = ["/rss.xml"]\n'

ALL = """
home = "https://example.com"
title = "The Example  Courier"
language = "pt-BR"
categories = ["News", "Brazil"]
feeds = ["/rss.xml", "https://feeds.example.net/a?b=c", "/rss.xml"]
sitemaps = ["//www.example.com/news.xml"]
sections = ["/", "politics/"]
skip = ["/video/", "//shop.example.com/"]
every_least = "30m"
every_most = "2d"
revisit = "12h"
delay = 2
concurrent = 1
javascript = true
depth = 0
budget = 40
skip_reserved = true
enabled = false
"""


def test_a_front_page_and_one_way_to_find_articles_are_enough():
    for key in ("feeds", "sitemaps", "sections"):
        source = parse_source(f'{HOME}{key} = ["/a"]', "example")
        assert source == Source("example", "https://example.com/", **{key: ("https://example.com/a",)})


def test_every_key_is_read():
    source = parse_source(ALL, "example")
    assert source == Source(
        name="example",
        home="https://example.com/",
        title="The Example Courier",
        language="pt-BR",
        categories=("News", "Brazil"),
        feeds=("https://example.com/rss.xml", "https://feeds.example.net/a?b=c"),
        sitemaps=("https://www.example.com/news.xml",),
        sections=("https://example.com/", "https://example.com/politics/"),
        skip=(Skip("/video/"), Skip("//shop.example.com/")),
        every_least=timedelta(minutes=30),
        every_most=timedelta(days=2),
        revisit=timedelta(hours=12),
        delay=2.0,
        concurrent=1,
        javascript=True,
        depth=0,
        budget=40,
        skip_reserved=True,
        enabled=False,
    )
    said = re.findall(r"^(\w+) =", ALL, re.MULTILINE)
    assert tuple(said) == KEYS
    plain = Source("", "")
    assert [key for key in KEYS if getattr(source, key) == getattr(plain, key)] == []


def test_a_source_says_what_it_skips():
    source = parse_source(ALL, "example")
    assert source.skips("https://example.com/video/a")
    assert source.skips("https://shop.example.com/")
    assert not source.skips("https://example.com/a")


def test_a_source_is_frozen_and_has_no_room_for_more():
    source = parse_source(LEAST, "example")
    with pytest.raises(dataclasses.FrozenInstanceError):
        source.home = ""
    assert not hasattr(source, "__dict__")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HOME + "feed = []", 2, "unknown key 'feed'; did you mean 'feeds'?"),
        (LEAST + "[politeness]\ndelay = 1", 3, "unknown key 'politeness'; there are home, title, "),
        (LEAST + "enabled = 1", 3, "enabled: expected true or false"),
        (LEAST + 'enabled = "no"', 3, "enabled: expected true or false"),
        (LEAST + "depth = 1.5", 3, "depth: expected a whole number from 0 to 10"),
        (LEAST + "depth = 99", 3, "depth: expected a whole number from 0 to 10"),
        (LEAST + "budget = 0", 3, "budget: expected a whole number from 1 to 1,000,000"),
        (LEAST + "delay = -1", 3, "delay: expected a number from 0 to 3,600"),
        (LEAST + 'delay = "2s"', 3, "delay: expected a number"),
        (LEAST + "every_least = 15", 3, "every_least: expected text in quotation marks"),
        (LEAST + 'every_least = "15"', 3, "every_least: '15' is no length of time; write a number and s, m, h, d or w"),
        (LEAST + 'every_least = "5s"', 3, "every_least: expected a time from 1m to 366d"),
        (LEAST + '\nevery_least = "2d"\nevery_most = "1d"', 5, "every_most: every_least is the shorter time"),
        (LEAST + 'every_least = "2d"', 3, "every_least: every_least is the shorter time"),
        (LEAST + 'language = "english"', 3, "language: 'english' is no language code; write it as in en, de or pt-BR"),
        (LEAST + 'title = " "', 3, "title: it is empty; leave the key out"),
        (LEAST + 'skip = [\n  "/a/",\n  "video",\n]', 5, "skip: 'video' does not begin with /"),
        (HOME + 'feeds = "/rss.xml"', 2, 'feeds: expected a list, as in feeds = ["..."]'),
        (HOME + "feeds = [1]", 2, "feeds: 1 is not text; put it in quotation marks"),
        (HOME + 'feeds = ["file:///etc/passwd"]', 2, "only http and https are fetched"),
        (HOME + 'feeds = ["https://ann:secret@example.com/"]', 2, "has a user name in it"),
        (HOME + 'feeds = ["https://[::1/"]', 2, "is no address: "),
        (HOME + 'feeds = ["https://"]', 2, "it names no host"),
        (HOME + 'feeds = ["/a b"]', 2, "is no address; write it as in https://example.com/ and without space"),
        (HOME + 'feeds = [""]', 2, "'' is no address"),
        (HOME + 'feeds = ["/%s"]' % ("a" * 3000), 2, "longer than 2,083 characters"),
        ('home = "example.com"\nfeeds = ["/a"]', 1, "home: 'example.com' is no whole address; write it with https://"),
        ('home = ["a"]\nfeeds = ["/a"]', 1, "home: expected text in quotation marks"),
        ('feeds = ["/a"]', 0, 'say where its front page is: home = "https://example.com/"'),
        (HOME, 0, "it names no feeds, sitemaps or sections"),
        (HOME + "feeds = []", 0, "it names no feeds, sitemaps or sections"),
        (HOME + "feeds = [https://example.com/]", 2, "not TOML: "),
        ("", 0, "say where its front page is"),
    ],
)
def test_a_mistake_is_told_once_with_its_line(text, line, words):
    (fault,) = parse_source(text, "example")
    assert fault.line == line
    assert words in fault.words


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "example.toml"
    path.write_text(LEAST + 'depth = "a"\nskip = ["b"]\ncolour = "red"\n')
    with pytest.raises(SourceError) as caught:
        read_source(path)
    lines = str(caught.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"{path}, line {number}" for number in (3, 4, 5)]


@pytest.mark.parametrize("name", ["Example", "exa mple", ".hidden", "-a", "ex\u00e4mple", "a" * 101])
def test_a_name_that_is_none_is_told(name):
    (fault,) = parse_source(LEAST, name)
    assert "is no name for a source; name the file with small letters" in fault.words


def test_a_folder_is_read_by_name_and_other_files_are_left_alone(tmp_path):
    for name in ("b.toml", "a.toml", "notes.txt", "c.toml~"):
        (tmp_path / name).write_text(LEAST)
    assert [source.name for source in read_sources(tmp_path)] == ["a", "b"]


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.toml").write_text(LEAST + ("" if name == "b" else "depth = -1"))
    with pytest.raises(SourceError) as caught:
        read_sources(tmp_path)
    assert [line.partition(",")[0] for line in str(caught.value).splitlines()] == [
        str(tmp_path / "a.toml"),
        str(tmp_path / "c.toml"),
    ]


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "example.toml"
    path.write_bytes(LEAST.encode() + 'title = "Kurier für Köln"'.encode("latin-1"))
    with pytest.raises(SourceError, match=r"line 3: not UTF-8; save the file in that encoding"):
        read_source(path)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "example.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert read_source(path).name == "example"


def test_a_folder_that_is_named_must_be_one(tmp_path):
    with pytest.raises(SourceError, match="no folder of sources can be read there"):
        read_sources(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match="no folder of sources can be read there"):
        read_sources(tmp_path / "file")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError, match=r"none\.toml: cannot be read: No such file"):
        read_source(tmp_path / "none.toml")


def test_the_files_in_the_docs_are_right():
    page = (SHIPPED.parents[1] / "docs" / "sources.md").read_text("utf-8")
    least, full, *_ = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert isinstance(parse_source(least, "example"), Source)
    source = parse_source(full, "example")
    assert tuple(re.findall(r"^(\w+) =", full, re.MULTILINE)) == KEYS
    assert source.skips("https://example.com/sport/live-ticker")
    plain = Source("", "")
    held = "every_least every_most javascript depth budget enabled".split()
    assert [key for key in held if getattr(source, key) != getattr(plain, key)] == []


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("/*.pdf$", "/a/b.pdf"), ("/*?print=", "/a?print=1"), ("//shop.example.com/", "//shop.example.com/a")],
)
def test_the_patterns_in_the_docs_skip_what_they_say(pattern, path):
    page = (SHIPPED.parents[1] / "docs" / "sources.md").read_text("utf-8")
    assert f"| `{pattern}` |" in page
    assert Skip(pattern).matches("https:" + path if path.startswith("//") else "https://example.com" + path)


def test_what_is_shipped_is_right_and_switched_off():
    """Nobody who installs this asks a stranger's server for anything before saying so."""
    sources = read_sources(SHIPPED)
    assert 8 <= len(sources) <= 12
    assert not any(source.enabled for source in sources)
    assert all(source.feeds and source.language and source.title for source in sources)
    assert len({source.language for source in sources}) >= 6
    feeds = [feed for source in sources for feed in source.feeds]
    assert len(set(feeds)) == len(feeds)
    assert all(feed.startswith("https://") for feed in feeds)
