import gzip
import io

import click
import pytest

from desk.exporting.forms import form_of, packed


@pytest.mark.parametrize(
    ("output", "name", "form"),
    [
        ("-", None, ("jsonl", "")),
        ("articles", None, ("jsonl", "")),
        ("a.b.CSV", None, ("csv", "")),
        ("news.jsonl.zst", None, ("jsonl", ".zst")),
        ("news.gz", "csv", ("csv", ".gz")),
        ("feed.xml", None, ("rss", "")),
        ("feed.xml", "atom", ("atom", "")),
        ("pages.warc", None, ("warc", "")),
        ("pages.warc.gz", None, ("warc", ".gz")),
        ("-", "warc", ("warc", ".gz")),
    ],
)
def test_the_name_tells_the_form(output, name, form):
    assert form_of(output, name) == form


@pytest.mark.parametrize("output", ["a.parquet.gz", "a.parquet.zst", "a.warc.zst"])
def test_what_others_could_not_read_is_a_wrong_usage(output):
    with pytest.raises(click.UsageError, match=f"cannot write {output}: "):
        form_of(output, None)


def test_the_same_bytes_are_packed_the_same():
    both = []
    for _ in range(2):
        stream = io.BytesIO()
        with packed(stream, ".gz") as file:
            file.write(b"ice")
        both.append(stream.getvalue())
    assert both[0] == both[1]
    assert gzip.decompress(both[0]) == b"ice"
    assert both[0][4:8] == b"\0\0\0\0"
