import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.judge import MAX_PAGE_BYTES
from pipeline.load.codings import DECODERS, decoded

try:
    from compression import zstd
except ImportError:
    from backports import zstd

PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("coding", DECODERS)
@given(st.binary())
def test_what_is_packed_is_unpacked(coding, body):
    assert decoded(PACK[coding](body), coding) == body


def test_deflate_without_its_header():
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decoded(packer.compress(b"Ice" * 99) + packer.flush(), "deflate") == b"Ice" * 99


@pytest.mark.parametrize("coding", DECODERS)
def test_what_is_not_packed_stays_as_it_is(coding):
    assert decoded(b"<p>Ice</p>" * 9, coding) == b"<p>Ice</p>" * 9


@pytest.mark.parametrize("coding", ["", "identity", "compress", "gzip;q=1", ",,"])
def test_codings_that_nobody_knows_are_none(coding):
    assert decoded(b"Ice", coding) == b"Ice"


@pytest.mark.parametrize("coding", DECODERS)
def test_a_bomb_is_unpacked_no_further_than_to_the_limit(coding):
    body = decoded(PACK[coding](bytes(4 * MAX_PAGE_BYTES)), coding)
    assert MAX_PAGE_BYTES < len(body) < 3 * MAX_PAGE_BYTES


@given(st.binary(), st.sampled_from(sorted(DECODERS)))
def test_any_bytes_have_a_body(body, coding):
    assert isinstance(decoded(body, coding), bytes)
