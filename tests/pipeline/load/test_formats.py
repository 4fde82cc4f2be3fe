from pathlib import Path

import pytest

from pipeline.load.files import LoadError
from pipeline.load.formats import FORMATS, format_named, format_of, known_suffixes, sniff


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_is_found_by_name_and_suffix(form):
    assert format_named(form.name) is form
    for suffix in form.suffixes:
        assert suffix in known_suffixes()
        assert format_of(Path("a" + suffix.upper())) is format_of(Path("a" + suffix + ".gz")) is form


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(LoadError, match="html, text, jsonl"):
        format_named("warc")


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        (b"\xef\xbb\xbf\n <p>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b'\xef\xbb\xbf{"id"', "jsonl"),
        (b"\n\nA lake froze", "text"),
        (b"", "text"),
    ],
)
def test_standard_input_is_known_by_its_first_character(opening, name):
    assert sniff(opening).name == name


@pytest.mark.parametrize(
    ("opening", "name", "found"),
    [(b"<html>", "page.php", "html"), (b"Ice", "article", "text"), (b'{"a"', "x.json", None), (b"Ice", "x.csv", None)],
)
def test_a_named_file_with_a_strange_suffix_is_read_only_when_it_is_markup(opening, name, found):
    form = sniff(opening, Path(name))
    assert (form and form.name) == found
