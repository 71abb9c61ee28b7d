"""TLS still verifies the name, though the client connects to an address it checked itself."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.pipeline import transport
from events.pipeline.errors import Retry
from events.pipeline.fetch import clear_memory, fetch_page
from events.pipeline.policy import FetchPolicy
from tests.serving import Answer, Site, serve

NAME = "news.example"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """A server for NAME with a certificate of its own making; skipped where there is no openssl to make one."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the test's certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    make = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    clear_memory()
    with serve({"/": Answer(b"<p>secret</p>")}, context) as running:
        yield running, certificate


def ask(site: Site, name: str) -> bytes:
    allow = frozenset({f"{name}:{site.port}"})
    policy = FetchPolicy("Newsbase/1", allow=allow, resolve=lambda host, port: ["127.0.0.1"])
    return fetch_page(f"https://{name}:{site.port}/", policy).body


def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(transport, "_make_ssl_context", lambda: context)


def test_the_name_is_verified_and_not_the_address(site: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    trust(site[1], monkeypatch)
    assert ask(site[0], NAME) == b"<p>secret</p>"


def test_a_certificate_for_another_name_is_refused(site: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    trust(site[1], monkeypatch)
    with pytest.raises(Retry, match="mismatch"):
        ask(site[0], "other.example")


def test_a_certificate_that_nobody_vouches_for_is_refused(site: tuple[Site, Path]) -> None:
    with pytest.raises(Retry, match="verify failed"):
        ask(site[0], NAME)
    assert site[0].asked == []
