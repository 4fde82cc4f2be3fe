"""What is written as the file of a source is what is read back from it."""

import tomllib
from datetime import timedelta

import pytest

from spiders.skipping import Skip
from spiders.source_format import Unused, Written, free_name, source_text, write_source
from spiders.sources import Source, SourceError, parse_source, read_source

PLAIN = Source("example", "https://example.com/", feeds=("https://example.com/rss.xml",))

FULL = Source(
    name="example",
    home="https://example.com/",
    title='The "Quay" \\ Courier',
    language="en",
    categories=("News", "Quay"),
    feeds=("https://example.com/rss.xml", "https://example.com/b.xml"),
    sitemaps=("https://example.com/news.xml",),
    sections=("https://example.com/a/",),
    skip=(Skip("/video/"), Skip("/*.pdf$")),
    every_least=timedelta(minutes=90),
    every_most=timedelta(days=3),
    revisit=timedelta(hours=6),
    delay=0.5,
    concurrent=3,
    javascript=True,
    depth=0,
    budget=9,
    skip_reserved=False,
    enabled=False,
)


@pytest.mark.parametrize("source", [PLAIN, FULL], ids=["plain", "full"])
def test_what_is_written_is_read_back(source, tmp_path):
    assert read_source(write_source(Written(source), tmp_path)) == source


def test_what_is_as_everywhere_is_not_written():
    assert set(tomllib.loads(source_text(Written(PLAIN)))) == {"home", "feeds"}


def test_what_is_not_used_is_a_remark_below_what_is():
    others = "https://example.com/b", "https://example.com/c"
    unused = {"feeds": Unused("Others:", others), "sections": Unused("Or:", ("/a",))}
    text = source_text(Written(PLAIN, unused, "Found on a Sunday."))
    assert text.startswith("# Found on a Sunday.\nhome = ")
    assert parse_source(text, "example") == PLAIN
    assert text.index("feeds = ") < text.index("# Others:\n# feeds = [") < text.index("# Or:\n# sections = ")
    uncommented = text.replace('feeds = ["https://example.com/rss.xml"]\n', "").replace("\n# feeds", "\nfeeds")
    uncommented = uncommented.replace("\n#     ", "\n    ").replace("\n# ]", "\n]")
    assert parse_source(uncommented, "example").feeds == others


TITLES = ['a"b', "a\\", "a\nhome = 'x'", "a\x00b\x1b[31m\x7f\x85", "Bote \ud83d", "# a", "''' \"\"\""]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_from_the_web_stays_a_title(title):
    source = Source("example", "https://example.com/", title=title, feeds=("https://example.com/a",))
    text = source_text(Written(source, {}, f"Found by {title}"))
    read = parse_source(text, "example")
    assert read.home == "https://example.com/"
    assert all(letter.isprintable() for line in text.encode().decode().split("\n") for letter in line)


def test_texts_without_a_readable_letter_are_left_out():
    source = Source("example", "https://example.com/", title="\x00", categories=("\x1b", "Quay"), feeds=PLAIN.feeds)
    read = parse_source(source_text(Written(source)), "example")
    assert (read.title, read.categories) == ("", ("Quay",))


def test_what_cannot_be_read_back_is_not_written(tmp_path):
    with pytest.raises(SourceError, match="it names no feeds"):
        write_source(Written(Source("example", "https://example.com/")), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_only_on_request(tmp_path):
    path = write_source(Written(PLAIN), tmp_path / "new" / "folder")
    path.write_text("mine")
    with pytest.raises(SourceError, match="is there already; --force replaces it"):
        write_source(Written(PLAIN), path.parent)
    assert path.read_text() == "mine"
    write_source(Written(PLAIN), path.parent, replace_it=True)
    assert read_source(path) == PLAIN


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("https://www.example.com/a", (), "example.com"),
        ("https://example.com:8080/", ("example.com", "example.com-2"), "example.com-3"),
        ("https://xn--bcher-kva.example/", (), "xn--bcher-kva.example"),
        ("https://bücher.example/", (), "b-cher.example"),
        ("https://[::1]/", (), "1"),
        ("Der Bote!", (), "der-bote"),
        ("новости", (), "source"),
        ("a" * 300, (), "a" * 80),
        ("", ("source",), "source-2"),
    ],
)
def test_names_are_free_and_may_be_files(wanted, taken, name):
    assert free_name(wanted, taken) == name
    assert isinstance(parse_source(source_text(Written(PLAIN)), name), Source)
