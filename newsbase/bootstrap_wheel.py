"""Fetches pip itself, for a Python that came without (Debian's python3 has no ensurepip). Standard library only."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from pathlib import Path

PYPI = "https://pypi.org/simple"
CONFIG_FILES = ("/etc/pip.conf", "~/.config/pip/pip.conf", "~/.pip/pip.conf")
LINK = re.compile(r'<a[^>]*?href="([^"]*?/pip-(\d+(?:\.\d+)+)-py3-none-any\.whl[^"]*)"', re.IGNORECASE)
MAX_BYTES = 20_000_000
TIMEOUT_SECONDS = 30


class DownloadError(Exception):
    """pip could not be fetched; the text is one line for the user."""


def find_index() -> str:
    """Return the package index that pip itself would use: PIP_INDEX_URL, then pip's configuration, then PyPI."""
    configured = os.environ.get("PIP_INDEX_URL", "")
    for name in (*CONFIG_FILES, os.environ.get("PIP_CONFIG_FILE", "")):
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read(Path(name).expanduser() if name else [])
        except (configparser.Error, UnicodeDecodeError):
            continue
        configured = configured or parser.get("global", "index-url", fallback="")
    return (configured or PYPI).rstrip("/")


def download_pip(folder: Path) -> Path:
    """Fetch the newest released wheel of pip into `folder`, checked against the hash the index gives."""
    page = f"{find_index()}/pip/"
    print("This Python has no pip; fetching pip's own wheel …", file=sys.stderr, flush=True)
    found = [(tuple(map(int, m[2].split("."))), m[1]) for m in LINK.finditer(_fetch(page).decode("utf-8", "replace"))]
    if not found:
        raise DownloadError(f"no wheel of pip at {page}; check PIP_INDEX_URL.")
    url = urllib.parse.urljoin(page, unescape(max(found)[1]))
    address, _, fragment = url.partition("#")
    content = _fetch(address)
    algorithm, _, expected = fragment.partition("=")
    if algorithm == "sha256" and hashlib.sha256(content).hexdigest() != expected:
        raise DownloadError(f"{address} does not have the hash that the index gives; not used.")
    target = folder / urllib.parse.unquote(address.rsplit("/", 1)[1])
    draft = target.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(target)
    return target


def _fetch(url: str) -> bytes:
    if not url.startswith(("https://", "http://", "file://")):
        raise DownloadError(f"{url} is not a web address; check PIP_INDEX_URL.")
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        url, headers={"Accept": "text/html, */*", "User-Agent": "newsbase-bootstrap"}
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(MAX_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise DownloadError(
            f"cannot fetch {url} ({getattr(error, 'reason', error)}); check the network and start again."
        ) from error
    if len(content) > MAX_BYTES:
        raise DownloadError(f"{url} is larger than {MAX_BYTES} bytes; not used.")
    return content
