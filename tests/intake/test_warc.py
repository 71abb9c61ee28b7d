"""Pages come out of web archives, compressed or not; broken and bombed records are named, and the rest is read."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from events.intake import warc
from events.intake.documents import BadDocument, SuppliedDocument
from events.intake.paths import read_path
from events.intake.warc import read_warc

PAGE = b"<html><body><p>The ferry sank.</p></body></html>"


def write(*pages: tuple[str, str, bytes, dict[str, str]], packed: bool = True) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for url, status, body, headers in pages:
        given = {"Content-Type": "text/html; charset=utf-8", **headers}
        http = StatusAndHeaders(status, list(given.items()), protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(body), http_headers=http))
    return out.getvalue()


def read(data: bytes) -> list[SuppliedDocument | BadDocument]:
    return list(read_warc(Path("x.warc"), BytesIO(data)))


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_read_and_all_else_is_left_out(packed: bool, tmp_path: Path) -> None:
    data = write(
        ("https://c.example/a", "200 OK", PAGE, {}),
        ("https://c.example/gone", "404 Not Found", PAGE, {}),
        ("https://c.example/x.png", "200 OK", b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://c.example/b", "200 OK", gzip.compress(PAGE), {"Content-Encoding": "gzip"}),
        packed=packed,
    )
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    path.write_bytes(data)
    found = list(read_path(tmp_path))
    assert [(d.url, d.html) for d in found if isinstance(d, SuppliedDocument)] == [
        ("https://c.example/a", PAGE.decode()),
        ("https://c.example/b", PAGE.decode()),
    ]
    assert len(found) == 2


def test_a_bomb_is_named_and_its_neighbour_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_PAGE_BYTES", 100_000)
    bomb = gzip.compress(b"<html>" + b" " * 5_000_000)
    headers = {"Content-Encoding": "gzip"}
    found = read(
        write(("https://c.example/bomb", "200 OK", bomb, headers), ("https://c.example/a", "200 OK", PAGE, {}))
    )
    assert isinstance(found[0], BadDocument) and "more than 100,000 bytes" in found[0].reason
    assert isinstance(found[1], SuppliedDocument)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "dns:c.example"])
def test_only_web_addresses_are_taken(url: str) -> None:
    assert not any(isinstance(d, SuppliedDocument) for d in read(write((url, "200 OK", PAGE, {}))))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2000), st.binary(max_size=8))
def test_a_cut_or_damaged_archive_never_raises(at: int, damage: bytes) -> None:
    data = write(("https://c.example/a", "200 OK", PAGE, {}), packed=False)
    assert isinstance(read(data[:at] + damage), list)
    assert isinstance(read(gzip.compress(data)[: at // 2] + damage), list)
