"""Documents out of files and folders, addresses and standard input; nothing is read whole that can be streamed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from events.intake.documents import (
    MAX_TEXT_CHARACTERS,
    BadDocument,
    FetchRequest,
    InvalidDocument,
    SuppliedDocument,
    clean_text,
    parse_jsonl,
    parse_url,
)
from events.intake.warc import read_warc

Incoming = SuppliedDocument | FetchRequest | BadDocument
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html", ".txt": "text", ".warc": "warc"}
SUFFIXES |= {".warc.gz": "warc"}
MAX_FILE_BYTES = 4 * MAX_TEXT_CHARACTERS


def read_all(arguments: Iterable[str]) -> Iterator[Incoming]:
    """Yield the documents that the arguments name: PATH (.jsonl, .html, .txt, .warc), folder, URL, or - (JSON Lines)."""
    for argument in arguments:
        if argument == "-":
            yield from parse_jsonl(sys.stdin.buffer, "stdin")
        elif "://" in argument:
            yield read_url(argument)
        else:
            yield from read_path(Path(argument))


def read_url(address: str) -> FetchRequest | BadDocument:
    try:
        return FetchRequest(address, parse_url(address), refetch=True)
    except InvalidDocument as error:
        return BadDocument(address, str(error))


def read_path(path: Path) -> Iterator[Incoming]:
    """Yield the documents of a file, or of all files of a folder whose kind is known, in the order of their names."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and suffix_of(p) in SUFFIXES)
        if not files:
            yield BadDocument(str(path), f"folder without any {', '.join(SUFFIXES)} file")
        for file in files:
            yield from _read_file(file)
    elif suffix_of(path) not in SUFFIXES:
        yield BadDocument(str(path), f"unknown kind of file; expected one of {', '.join(SUFFIXES)}")
    else:
        yield from _read_file(path)


def suffix_of(path: Path) -> str:
    """Return the file's ending in lower case; `.warc.gz` is one."""
    return ".warc.gz" if path.name.lower().endswith(".warc.gz") else path.suffix.lower()


def _read_file(path: Path) -> Iterator[Incoming]:
    try:
        with path.open("rb") as file:
            if SUFFIXES[suffix_of(path)] == "jsonl":
                yield from parse_jsonl(file, str(path))
            elif SUFFIXES[suffix_of(path)] == "warc":
                yield from read_warc(path, file)
            else:
                yield _read_document(path, file)
    except OSError as error:
        yield BadDocument(str(path), f"cannot be read: {error.strerror}")


def _read_document(path: Path, file: BinaryIO) -> Incoming:
    """One document a file; its name is its identity, so that a changed file becomes a revision."""
    raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        return BadDocument(str(path), f"larger than {MAX_FILE_BYTES} bytes")
    is_html = SUFFIXES[suffix_of(path)] == "html"
    if b"\x00" in raw[:4096]:
        return BadDocument(str(path), "binary, not text")
    words = clean_text(decode(raw))
    if not words.strip():
        return BadDocument(str(path), "empty")
    if len(words) > MAX_TEXT_CHARACTERS:
        return BadDocument(str(path), f"{len(words)} characters; at most {MAX_TEXT_CHARACTERS}")
    return SuppliedDocument(
        reference=str(path)[:300],
        external_id=path.name[:500],
        text=None if is_html else words,
        html=words if is_html else None,
        title="",
        published_at=None,
        published_precision="unknown",
        outlet="",
        url="",
        language="",
    )


def decode(raw: bytes) -> str:
    """Read bytes as UTF-8 (with or without mark), else as Windows-1252, which takes anything people save."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
