"""Pages out of WARC files (ISO 28500), the format of web archives and of crawlers: a response is a supplied document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from events.intake.documents import BadDocument, InvalidDocument, SuppliedDocument, clean_text, parse_url
from events.pipeline.decode import decode_page
from events.pipeline.errors import Reject

# What a fetch of ours reads of a page, after decompression.
MAX_PAGE_BYTES = 10 * 1024 * 1024
HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(path: Path, file: BinaryIO) -> Iterator[SuppliedDocument | BadDocument]:
    """Yield the HTML pages of a WARC file, compressed or not, one at a time; what is broken is named by its number."""
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            kind = (record.http_headers.get_header("Content-Type") or "").lower()
            if record.http_headers.get_statuscode() != "200" or not kind.startswith(HTML_TYPES):
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            body = record.content_stream().read(MAX_PAGE_BYTES + 1)
            yield _make_document(f"{path}:{number}", address.strip("<>"), body, kind)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:
        yield BadDocument(f"{path}:{number + 1}", f"record {number + 1} cannot be read: {error}"[:300])
    if number == 0:
        yield BadDocument(str(path), "no WARC record in it")


def _make_document(reference: str, address: str, body: bytes, kind: str) -> SuppliedDocument | BadDocument:
    if len(body) > MAX_PAGE_BYTES:
        return BadDocument(reference, f"{address[:200]}: more than {MAX_PAGE_BYTES:,} bytes")
    try:
        url = parse_url(address)
        html = clean_text(decode_page(body, kind))
    except (InvalidDocument, Reject) as error:
        return BadDocument(reference, f"{address[:200]}: {error}")
    return SuppliedDocument(
        reference=reference[:300],
        external_id="",
        text=None,
        html=html,
        title="",
        published_at=None,
        published_precision="unknown",
        outlet="",
        url=url,
        language="",
    )
