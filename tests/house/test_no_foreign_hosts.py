"""No page of ours makes a browser ask another host: neither templates nor styles nor scripts name one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.read_imports import ROOT

# What a browser loads by itself. A link that a reader follows (<a href>) and XML namespaces may name other hosts.
LOADED_BY_TAG = re.compile(
    r"<(?!a\b)[a-z]+\b[^>]*?\b(?:src|srcset|href|action|formaction|poster|data|hx-(?:get|post))\s*=\s*"
    r"""["'](?:https?:)?//[^"']*""",
    re.I | re.S,
)
LOADED_BY_STYLE = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""", re.I)
LOADED_BY_SCRIPT = re.compile(r"""(?:["'`])(?:https?:|wss?:)?//(?!www\.w3\.org/)[a-z0-9]""", re.I)
NAMESPACE = re.compile(r'xmlns(?::\w+)?="http://www\.w3\.org/[^"]*"')
STATIC = ROOT / "events" / "static"


def find_files(folder: Path, *endings: str) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.suffix in endings and ".min." not in f.name)


def find_foreign(file: Path) -> list[str]:
    text = NAMESPACE.sub("", file.read_text(encoding="utf-8"))
    found = [m[0] for m in LOADED_BY_STYLE.finditer(text)]
    if file.suffix in (".html", ".svg", ".xml"):
        found += [m[0] for m in LOADED_BY_TAG.finditer(text)]
    if file.suffix == ".js":
        found += [m[0] for m in LOADED_BY_SCRIPT.finditer(text)]
    return found


FILES = [*find_files(ROOT / "templates", ".html", ".xml", ".svg"), *find_files(STATIC, ".css", ".js", ".svg", ".html")]


def test_there_are_files_to_look_at() -> None:
    assert {".html", ".css"} <= {file.suffix for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_names_no_other_host(file: Path) -> None:
    assert find_foreign(file) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://cdn.example/x.js"></script>'),
        ("a.html", '<link rel="stylesheet"\n href="//cdn.example/x.css">'),
        ("a.html", '<form method="post" action="https://evil.example/">'),
        ("a.css", "@font-face { src: url(https://fonts.example/f.woff2); }"),
        ("a.js", 'fetch("https://api.example/v1")'),
    ],
)
def test_a_foreign_host_is_seen(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert find_foreign(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<a href="https://www.geonames.org/">GeoNames</a>'),
        ("a.html", '<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
        ("a.js", 'document.createElementNS("http://www.w3.org/2000/svg", "path")'),
    ],
)
def test_links_and_namespaces_are_fine(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert find_foreign(tmp_path / name) == []
