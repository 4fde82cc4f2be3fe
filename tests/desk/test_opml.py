"""Lists of feeds become sources, and sources lists of feeds."""

import pytest

from spiders.sources import read_sources

LIST = """<opml version="2.0"><body>
<outline text="News"><outline text="Quay Courier" xmlUrl="https://quay.example/rss" htmlUrl="https://www.quay.example/"
  language="en"/>
<outline text="Quay sport" xmlUrl="https://quay.example/sport" htmlUrl="https://www.quay.example/"/></outline>
<outline text="Bote" xmlUrl="feed://bote.example/rss" htmlUrl="not an address" language="Deutsch"/>
<outline text="Bote 2" xmlUrl="https://bote.example/2"/>
<outline text="Again" xmlUrl="https://quay.example/rss"/>
<outline text="Bad" xmlUrl="file:///etc/passwd"/>
<outline text="Old" xmlUrl="https://old.example/rss" isComment="true"/>
</body></opml>"""


@pytest.fixture
def imported(here, run):
    """Import a list into the folder `mine`."""

    def imported(text=LIST, *options):
        (here / "feeds.opml").write_text(text)
        return run("sources", "import", "feeds.opml", *options, "--sources", "mine")

    (here / "mine").mkdir()
    return imported


def test_feeds_with_the_same_front_page_become_one_source(imported, here):
    result = imported()
    assert result.exit_code == 0
    bote, old, quay = read_sources(here / "mine")
    assert (quay.name, quay.title, quay.language, quay.categories) == ("quay.example", "Quay Courier", "en", ("News",))
    assert (quay.home, quay.feeds) == (
        "https://www.quay.example/",
        ("https://quay.example/rss", "https://quay.example/sport"),
    )
    assert (bote.home, bote.language) == ("http://bote.example/", "")
    assert bote.feeds == ("http://bote.example/rss", "https://bote.example/2")
    assert (old.enabled, quay.enabled) == (False, True)


def test_it_says_what_came_of_the_list(imported):
    result = imported()
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "quay.example.toml",
        "bote.example.toml",
        "old.example.toml",
    ]
    assert "feeds.opml, line 8: 'file:///etc/passwd' is no address to fetch: only http and https" in result.stderr
    assert "3 sources written to mine; 1 feed known already; 1 outline left out" in result.stderr


def test_a_second_time_nothing_new_comes_and_what_is_there_stays(imported, here):
    imported()
    (here / "mine" / "old.example.toml").write_text(
        'home = "https://mine.example/"\nfeeds = ["https://old.example/rss"]\n'
    )
    before = {path: path.read_bytes() for path in (here / "mine").iterdir()}
    result = imported()
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 sources written to mine; 6 feeds known already" in result.stderr
    assert {path: path.read_bytes() for path in (here / "mine").iterdir()} == before


def test_a_dry_run_writes_nothing(imported, here):
    result = imported(LIST, "--dry-run")
    assert "3 sources would be written" in result.stderr
    assert list((here / "mine").iterdir()) == []


def test_they_can_be_switched_off_all_at_once(imported, here):
    imported(LIST, "--off")
    assert not any(source.enabled for source in read_sources(here / "mine"))


def test_standard_input_will_do(here, run):
    (here / "mine").mkdir()
    assert run("sources", "import", "-", "--sources", "mine", stdin=LIST).exit_code == 0
    assert len(read_sources(here / "mine")) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html></html>", "not OPML: its first element is <html>"),
        ("\n<opml><", "line 2: not XML"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "it declares XML entities"),
    ],
)
def test_what_is_no_list_is_told(imported, here, text, words):
    result = imported(text)
    assert result.exit_code == 2
    assert f"feeds.opml: {words}" in result.stderr.replace("\n", " ")
    assert list((here / "mine").iterdir()) == []


@pytest.mark.parametrize("text", ["<opml><body/></opml>", '<opml><body><outline xmlUrl="x"/></body></opml>'])
def test_a_list_without_usable_feeds_is_no_success(imported, text):
    assert imported(text).exit_code == 1


def test_what_is_exported_is_imported_as_it_was(imported, here, run):
    imported()
    written = run("sources", "export", "--all", "--sources", "mine").stdout
    (here / "feeds.opml").write_text(written)
    (here / "theirs").mkdir()
    assert run("sources", "import", "feeds.opml", "--sources", "theirs").exit_code == 0
    mine, theirs = ({each.feeds: each for each in read_sources(here / name)} for name in ("mine", "theirs"))
    assert mine.keys() == theirs.keys()
    assert all((mine[feeds].home, mine[feeds].enabled) == (theirs[feeds].home, theirs[feeds].enabled) for feeds in mine)


def test_what_is_off_or_has_no_feed_is_left_out(imported, here, run):
    imported()
    (here / "mine" / "map.toml").write_text('home = "https://map.example/"\nsitemaps = ["/s"]\n')
    result = run("sources", "export", "--sources", "mine")
    assert "old.example" not in result.stdout
    assert "1 source without a feed left out" in result.stderr


def test_nothing_to_export_is_no_success(here, run):
    (here / "mine").mkdir()
    result = run("sources", "export", "--sources", "mine")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no feed to export in mine" in result.stderr
