"""Fetching pip, running it, and saying why it failed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from newsbase import bootstrap_pip, bootstrap_wheel

WHEEL = b"this stands for the bytes of a wheel"


class Index(BaseHTTPRequestHandler):
    """A package index with one project; `page` is what its list of files says."""

    page = ""

    def do_GET(self) -> None:
        body = WHEEL if self.path.endswith(".whl") else self.page.encode()
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Index]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
    yield Index
    server.shutdown()
    server.server_close()


def list_files(*versions: str, digest: str = "") -> str:
    digest = digest or hashlib.sha256(WHEEL).hexdigest()
    return "".join(f'<a href="/f/pip-{v}-py3-none-any.whl#sha256={digest}">pip</a><br>' for v in versions)


def test_takes_the_newest_release_of_pip(index: type[Index], tmp_path: Path) -> None:
    index.page = list_files("9.0.1", "26.1", "25.3.1") + '<a href="/f/pip-27.0b1-py3-none-any.whl">beta</a>'
    wheel = bootstrap_wheel.download_pip(tmp_path)
    assert wheel.name == "pip-26.1-py3-none-any.whl"
    assert wheel.read_bytes() == WHEEL


def test_refuses_a_wheel_whose_hash_is_wrong(index: type[Index], tmp_path: Path) -> None:
    index.page = list_files("26.1", digest="0" * 64)
    with pytest.raises(bootstrap_wheel.DownloadError, match="hash"):
        bootstrap_wheel.download_pip(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", ["", "<html>a captive portal</html>"])
def test_names_the_index_that_has_no_pip(index: type[Index], tmp_path: Path, page: str) -> None:
    index.page = page
    with pytest.raises(bootstrap_wheel.DownloadError, match=r"http://127\.0\.0\.1:\d+/simple/pip/"):
        bootstrap_wheel.download_pip(tmp_path)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "ftp://127.0.0.1", "nonsense"])
def test_names_an_index_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", address)
    with pytest.raises(bootstrap_wheel.DownloadError, match=address):
        bootstrap_wheel.download_pip(tmp_path)


def test_reads_the_index_of_pips_own_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://mirror.example/simple/\n")
    monkeypatch.setattr(bootstrap_wheel, "CONFIG_FILES", (str(config),))
    assert bootstrap_wheel.find_index() == "https://mirror.example/simple"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        (
            "WARNING: Retrying … Temporary failure in name resolution\nERROR: No matching distribution found for x",
            "download",
        ),
        ("ERROR: No matching distribution found for granian~=2.8", "no wheel of granian~=2.8"),
        ("[Errno 30] Read-only file system: '/x'", "read-only"),
        ("ERROR: something else", "something else"),
        ("", "no reason given"),
    ],
)
def test_says_in_one_line_why_pip_failed(output: str, said: str) -> None:
    line = bootstrap_pip.describe_failure(output, Path("install.log"))
    assert said in line
    assert "\n" not in line


def test_notes_when_unpacking_began_and_keeps_the_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = "print('Collecting a'); print('Installing collected packages: a'); raise SystemExit(1)"
    monkeypatch.setattr(bootstrap_pip, "find_pip", lambda python: [sys.executable, "-c", script])
    problem = bootstrap_pip.install(Path(sys.executable), Path("r.txt"), tmp_path / "log", tmp_path / "unpacking")
    assert problem.startswith("pip failed")
    assert (tmp_path / "unpacking").exists()
    assert "Collecting a" in (tmp_path / "log").read_text()


def test_a_failed_download_leaves_the_environment_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = "print('Collecting a'); print('ERROR: HTTP error 503'); raise SystemExit(1)"
    monkeypatch.setattr(bootstrap_pip, "find_pip", lambda python: [sys.executable, "-c", script])
    assert "download failed" in bootstrap_pip.install(
        Path(sys.executable), Path("r.txt"), tmp_path / "log", tmp_path / "unpacking"
    )
    assert not (tmp_path / "unpacking").exists()
