"""Reads a response's body within a limit that counts what comes out of the decompressor, not what goes in.

httpx's own decoders hand over whatever one chunk inflates to; 64 kB of gzip can be 66 MB.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from events.pipeline.errors import Reject, Retry

ACCEPT_ENCODING = "gzip, deflate"
STEP = 256 * 1024


def read_body(chunks: Iterable[bytes], encoding: str, limit: int, cut: bool = False) -> bytes:
    """Return the decoded body; raises `Reject` ("too_large", "bad_encoding") or `Retry` ("truncated").

    With `cut` a body over the limit is no error: its first `limit` bytes are returned.
    """
    parts: list[bytes] = []
    size = 0
    for part in _decode(chunks, encoding.strip().lower()):
        size += len(part)
        parts.append(part)
        if size > limit:
            if cut:
                return b"".join(parts)[:limit]
            raise Reject("too_large", f"more than {limit:,} bytes")
    return b"".join(parts)


def _decode(chunks: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    if encoding in ("", "identity"):
        return chunks
    if encoding in ("gzip", "x-gzip"):
        return _inflate(chunks, zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        return _inflate_either(chunks)
    raise Reject("bad_encoding", f"Content-Encoding {encoding[:100]!r} was not asked for")


def _inflate_either(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate is sent with the zlib header, as the standard says, or bare; the first two bytes tell."""
    iterator = iter(chunks)
    start = b""
    while len(start) < 2:
        chunk = next(iterator, None)
        if chunk is None:
            break
        start += chunk
    has_header = len(start) >= 2 and start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0

    def rejoined() -> Iterator[bytes]:
        yield start
        yield from iterator

    yield from _inflate(rejoined(), zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _inflate(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(window)
    started = False
    for chunk in chunks:
        while chunk:
            if decoder.eof:  # several gzip members may follow each other; zeros or rubbish after the last are ignored
                if not chunk.startswith(b"\x1f\x8b"):
                    return
                decoder = zlib.decompressobj(window)
            started = True
            try:
                part = decoder.decompress(chunk, STEP)
            except zlib.error as error:
                raise Reject("bad_encoding", f"the compressed body is broken: {error}") from None
            if part:
                yield part
            chunk = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if not started:
        return
    rest = decoder.flush(STEP) if not decoder.eof else b""
    if rest:
        yield rest
    if not decoder.eof:
        raise Retry("truncated", "the compressed body ends early")
