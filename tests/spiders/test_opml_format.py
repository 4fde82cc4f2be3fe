"""Lists of feeds: what feed readers write is understood, and what is written is read back."""

from dataclasses import replace

import pytest

from spiders.opml_format import OpmlError, Outline, opml, read_opml

LIST = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- kept by hand -->
<opml version="1.0">
  <head><title>Feeds</title></head>
  <body>
    <outline text="News">
      <outline title="City">
        <outline type="rss" text="Courier" title="The Quay Courier" xmlUrl="https://quay.example/rss?a=1&amp;b=2"
                 htmlUrl="https://quay.example/" language="en"/>
      </outline>
      <outline text="B\xfccher" XMLURL=" https://b.example/feed "/>
    </outline>
    <outline text="Off" isComment="true"><outline text="C" xmlUrl="https://c.example/"/></outline>
    <outline text="A note"/>
    <outline><outline text="D" xmlUrl="https://d.example/"/></outline>
    <outline text="E" xmlUrl="https://e.example/"><outline text="F" xmlUrl="https://f.example/"/></outline>
  </body>
</opml>"""


def test_feeds_come_with_their_folders_in_the_order_of_the_list():
    courier, city = ("https://quay.example/", "The Quay Courier", "en"), ("News", "City")
    assert read_opml(LIST) == (
        Outline("https://quay.example/rss?a=1&b=2", *courier, city, line=9),
        Outline("https://b.example/feed", title="Bücher", folders=("News",), line=11),
        Outline("https://c.example/", title="C", folders=("Off",), enabled=False, line=13),
        Outline("https://d.example/", title="D", line=15),
        Outline("https://e.example/", title="E", line=16),
        Outline("https://f.example/", title="F", line=16),
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "line 1: not XML"),
        (b"\n\n<opml><body><outline text='A & B'/></body></opml>", "line 3: not XML: .*; a & must be written &amp;"),
        (b"<rss version='2.0'/>", "not OPML: its first element is <rss>"),
        (b"https://example.com/feed", "line 1: not XML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'aaaa'>]><opml/>", "it declares XML entities"),
        ("<!DOCTYPE opml [<!ENTITY a 'aaaa'>]><opml/>".encode("utf-16"), "it declares XML entities"),
        (b"<opml>" + b"<outline>" * 1000, "line 1: not XML"),
    ],
)
def test_what_is_no_list_is_told(body, words):
    with pytest.raises(OpmlError, match=words):
        read_opml(body)


def test_a_file_of_this_machine_is_not_read(tmp_path):
    (tmp_path / "secret.dtd").write_text("<!ENTITY x 'secret'>")
    doctype = f"<!DOCTYPE opml SYSTEM '{(tmp_path / 'secret.dtd').as_uri()}'>"
    body = f"{doctype}<opml><body><outline text='&x;' xmlUrl='https://a.example/'/></body></opml>"
    assert "secret" not in read_opml(body.encode())[0].title


def test_a_list_without_feeds_is_empty():
    assert read_opml(b"<opml/>") == read_opml(b"<opml><body/></opml>") == ()


def test_folders_that_are_too_deep_are_left_out():
    depth = 100
    nested = b"<outline text='a'>" * depth + b"<outline xmlUrl='https://a.example/'/>" + b"</outline>" * depth
    assert read_opml(b"<opml><body>" + nested + b"</body></opml>") == ()


def test_what_is_written_is_read_back():
    titles = 'A "quoted" & <marked> title', "Bücher \U0001f4da"
    feeds = [
        Outline("https://a.example/?a=1&b=<2>", "https://a.example/", titles[0], "en", ("News", "City")),
        Outline("https://b.example/", "https://b.example/", titles[1], "de", ("News",)),
        Outline("https://c.example/", "https://c.example/", "C", "", (), enabled=False),
        Outline("https://d.example/", "https://d.example/", "D", "", ("News", "City")),
    ]
    written = opml("Mine", feeds)
    read = (replace(outline, line=0) for outline in read_opml(written))
    assert sorted(read, key=lambda outline: outline.feed) == feeds
    assert written.count(b'text="City"') == 1


def test_letters_that_no_xml_may_hold_are_left_out():
    written = opml("a\x00", [Outline("https://a.example/", title="A\x00\x1b[31m\ud83d\uffff")])
    assert read_opml(written)[0].title == "A  [31m"
