"""What HTTP calls content codings: bodies that a server packed on their way."""

import sys
import zlib
from collections.abc import Callable
from functools import partial

import brotli

from pipeline.judge import MAX_PAGE_BYTES

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

STEP = 16_384
"""Packed bytes that are unpacked at a time: zlib makes at most 17 MB of them; the others are told where to stop."""

ENOUGH = MAX_PAGE_BYTES + 1

GZIP, DEFLATE, BARE_DEFLATE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


Decoder = Callable[[bytes], bytes]
"""Given the next piece of a packed body, returns the next bytes of the body."""


def decoded(body: bytes, codings: str) -> bytes:
    """Return a body without the codings that a Content-Encoding header names; not all of it where it is too large.

    What is not packed at all, whatever the header says, stays as it is: archives keep the header of a body that they
    have unpacked. One that is cut off or damaged gives what comes before, as in a browser.

    >>> decoded(zlib.compress(b"Ice"), "deflate"), decoded(b"Ice", "gzip"), decoded(b"Ice", "identity")
    (b'Ice', b'Ice', b'Ice')
    """
    for coding in reversed(codings.lower().split(",")):
        for decoder in DECODERS.get(coding.strip().removeprefix("x-"), ()):
            if (found := _unpacked(body, decoder())) is not None:
                body = found
                break
    return body


def _unpacked(body: bytes, decode: Decoder) -> bytes | None:
    """Return what a body unpacks to, as far as it does; None where it is not packed so."""
    pieces: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(body), STEP):
            pieces.append(decode(body[start : start + STEP]))
            size += len(pieces[-1])
            if size >= ENOUGH:
                break
    except (zlib.error, brotli.error, ZstdError, EOFError):
        return b"".join(pieces) or None
    return b"".join(pieces)


def _zlib(bits: int) -> Decoder:
    return zlib.decompressobj(bits).decompress


DECODERS: dict[str, tuple[Callable[[], Decoder], ...]] = {
    "gzip": (partial(_zlib, GZIP),),
    "deflate": (partial(_zlib, DEFLATE), partial(_zlib, BARE_DEFLATE)),
    "br": (lambda: partial(brotli.Decompressor().process, output_buffer_limit=ENOUGH),),
    "zstd": (lambda: partial(ZstdDecompressor().decompress, max_length=ENOUGH),),
}
