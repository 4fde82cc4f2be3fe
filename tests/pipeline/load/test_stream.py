import gzip
import io
import os
import threading

from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import RawPage, Refused
from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.packing import unpacker_of
from pipeline.load.stream import Unpacked, read_page


@given(st.binary().filter(lambda body: unpacker_of(body) is None), st.integers(1, 20))
def test_looking_ahead_takes_nothing(body, size):
    counted = []
    stream = Unpacked(io.BytesIO(body), counted.append)
    stream.opening()
    pieces = list(iter(lambda: stream.read(size), b""))
    assert b"".join(pieces) == body
    assert sum(counted) == len(body)


@given(st.binary(max_size=5000))
def test_gzip_is_known_by_its_bytes_and_counted_as_packed(body):
    packed, counted = gzip.compress(body), []
    assert Unpacked(io.BytesIO(packed), counted.append).read() == body
    assert sum(counted) == len(packed)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked():
    bomb = gzip.compress(bytes(10 * MAX_PAGE_BYTES), 1)
    counted = []
    page = RawPage("", b"", origin="bomb.html.gz")
    refused = read_page(Unpacked(io.BytesIO(bomb), counted.append), page, "text/html")
    assert isinstance(refused, Refused)
    assert refused.page.body == b""
    assert refused.reason == ("too large", "it is over the limit of 20.0 MB when unpacked")
    assert sum(counted) < len(bomb) / 5


def test_a_page_of_just_the_limit_is_read():
    body = b"x" * MAX_PAGE_BYTES
    assert read_page(io.BytesIO(body), RawPage("", b""), "text/plain").body == body


def test_a_line_can_be_read_before_the_next_is_written():
    out, into = os.pipe()
    with os.fdopen(out, "rb") as source, os.fdopen(into, "wb", buffering=0) as sink:
        sink.write(b'{"text": "a"}\n')
        stream = Unpacked(source, int)
        lines = []
        reader = threading.Thread(target=lambda: lines.append((stream.opening(), stream.readline())), daemon=True)
        reader.start()
        reader.join(20)
        assert lines == [(b"{", b'{"text": "a"}\n')]
