import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.compression import dictionary, pack, unpack

BODIES = st.binary(max_size=2_000)
LONGER = st.binary(min_size=8, max_size=2_000)  # zstd takes no dictionary below 8 bytes


@given(BODIES)
def test_alone(body):
    assert unpack(pack(body)) == body


@given(BODIES, LONGER)
def test_against_a_reference(body, reference):
    assert unpack(pack(body, dictionary(reference)), reference) == body


def test_a_reference_saves_what_is_the_same():
    reference = bytes(range(256)) * 40
    body = reference[::-1]
    assert len(pack(body, dictionary(body))) < len(pack(body)) / 2


def test_damage_is_noticed():
    frame = bytearray(pack(b"news " * 1000))
    frame[-1] ^= 1
    with pytest.raises(ValueError, match="cannot be read"):
        unpack(bytes(frame))


def test_a_wrong_reference_is_noticed():
    right, wrong = (bytes((n * step) % 251 for n in range(9000)) for step in (7, 11))
    with pytest.raises(ValueError, match="cannot be read"):
        unpack(pack(right + b"more", dictionary(right)), wrong)
