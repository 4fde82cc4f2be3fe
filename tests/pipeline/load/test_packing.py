import bz2
import gzip
import io
import lzma
import struct

import pytest

from pipeline.load import packing
from pipeline.load.packing import BombError, Budget, PackingError
from pipeline.load.stream import Unpacked

try:
    from compression import zstd
except ImportError:
    from backports import zstd

PACKERS = {"gz": gzip.compress, "zst": zstd.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_bytes_are_known_and_counted_as_packed(suffix):
    packed, counted = PACKERS[suffix](b"Ice" * 1000), []
    assert Unpacked(io.BytesIO(packed), counted.append).read() == b"Ice" * 1000
    assert sum(counted) == len(packed)


@pytest.mark.parametrize("suffix", PACKERS)
def test_one_after_the_other_is_one(suffix):
    pack = PACKERS[suffix]
    assert Unpacked(io.BytesIO(pack(b"Ice") + pack(b" melts")), int).read() == b"Ice melts"


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("is_cut", [True, False])
def test_damage_is_said(suffix, is_cut):
    packed = PACKERS[suffix](b"".join(b"%d" % (number * number) for number in range(9000)))
    stream = Unpacked(io.BytesIO(packed[:-20] if is_cut else packed[:20] + b"\xff" * 40 + packed[60:]), int)
    with pytest.raises(PackingError):
        stream.read()


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_bomb_is_given_up(suffix, monkeypatch):
    monkeypatch.setattr(packing, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(packing, "MOST_TIMES", 100)
    packed = PACKERS[suffix](bytes(50_000_000))
    stream = Unpacked(io.BytesIO(packed), int)
    with pytest.raises(BombError, match="more than 100 times as many"):
        list(iter(lambda: stream.read(100_000), b""))


def test_what_is_packed_within_what_is_packed_spends_the_same_budget(monkeypatch):
    monkeypatch.setattr(packing, "FREE_BYTES", 1_000_000)
    monkeypatch.setattr(packing, "MOST_TIMES", 100)
    inner = gzip.compress(bytes(5_000_000))
    outer = Unpacked(io.BytesIO(gzip.compress(inner)), int)
    with pytest.raises(BombError):
        outer.layer(outer, is_counted=True).read()


def test_a_budget_grows_with_what_is_read():
    budget = Budget()
    budget.read = 10_000_000
    budget.spend(10_000_000_000)
    with pytest.raises(BombError, match=r"10\.0 MB of it unpack to more than 12\.0 GB"):
        budget.spend(2_000_000_000)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (struct.pack("<I", 2**31) + b"x", "dictionary has 2.1 GB"),
        (struct.pack("<I", 4) + b"abcd", "dictionary cannot be read"),
        (struct.pack("<I", 8) + b"\x28\xb5\x2f\xfdabcd", "dictionary cannot be read"),
        (b"", "dictionary cannot be read"),
    ],
)
def test_a_zstd_dictionary_that_is_none(frame, said):
    with pytest.raises(PackingError, match=said):
        Unpacked(io.BytesIO(b"\x5d\x2a\x4d\x18" + frame), int)
