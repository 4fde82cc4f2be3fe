from pathlib import Path

import pytest

from pipeline.load.files import LoadError
from pipeline.load.formats import FORMATS, PACKED, format_named, format_of, known_suffixes, sniff


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_is_found_by_name_and_suffix(form):
    assert format_named(form.name) is form
    for suffix in form.suffixes:
        assert suffix in known_suffixes()
        assert format_of(Path("a" + suffix.upper())) is form
        assert {format_of(Path("a" + suffix + packed)) for packed in PACKED} == {form}


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(LoadError, match="html, text, jsonl, warc, mhtml, csv, parquet, zip, tar"):
        format_named("pdf")


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        (b"\xef\xbb\xbf\n <p>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b'\xef\xbb\xbf{"id"', "jsonl"),
        (b"\n\nA lake froze", "text"),
        (b"", "text"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo", "warc"),
        (b"PK\3\4", "zip"),
        (b"PK\5\6" + bytes(18), "zip"),
        (b"a.html".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (b"PAR1\x15", "parquet"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.org/\r\nMIME-Version: 1.0\r\n", "mhtml"),
        (b"Note: we speak of MIME-Version: 1.0 here.", "text"),
        (b"url,title,html\n", "csv"),
        (b"\xef\xbb\xbfURL;Text\r\n", "csv"),
        (b"Title, text and url: three words.", "text"),
        (b"text\n\nWhat a text is.", "text"),
        (b"WARCRAFT is a game.", "text"),
    ],
)
def test_standard_input_is_known_by_its_beginning(opening, name):
    assert sniff(opening).name == name


@pytest.mark.parametrize(
    ("opening", "name", "found"),
    [
        (b"<html>", "page.php", "html"),
        (b"Ice", "article", "text"),
        (b"WARC/1.1", "x.arc", "warc"),
        (b'{"a"', "x.json", None),
        (b"PK\3\4", "x.docx", None),
        (b"PK\3\4", "x", "zip"),
        (b"Ice", "x.log", None),
    ],
)
def test_a_named_file_with_a_strange_suffix_is_read_only_when_its_beginning_tells(opening, name, found):
    form = sniff(opening, Path(name))
    assert (form and form.name) == found
