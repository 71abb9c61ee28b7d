"""Load what comparing two statements needs to know of words."""

from __future__ import annotations

from pathlib import Path

from .errors import VocabularyError
from .fields import Entry
from .load import FOLDER, read_yaml
from .records import Meanings


def load_meanings(folder: Path = FOLDER) -> Meanings:
    """Read and check meanings.yaml: one list a field of Meanings."""
    raw = read_yaml("meanings.yaml", folder)
    if not isinstance(raw, dict):
        raise VocabularyError("meanings.yaml", "(whole file)", "(entries)", "is not a mapping of lists")
    entry = Entry("meanings.yaml", "meanings", raw)
    lists = {}
    for name in ("small", "saying", "negations", "joints", "amounts", "crowds", "not_opposites"):
        words = entry.texts(name)
        if not words or any(word != word.lower() for word in words):
            raise entry.fail(name, "is missing, empty or not all lower case")
        lists[name] = frozenset(words)
    same, opposite = _read_groups(entry, raw), _read_sides(entry)
    entry.finish()
    phrases = [phrase for group in (*same, *(side for pair in opposite for side in pair)) for phrase in group]
    for number, phrase in enumerate(phrases):
        if phrase in phrases[:number] or phrase != phrase.lower():
            raise entry.fail("same", f"{phrase!r} stands in two groups or is not lower case; keep it in one")
    return Meanings(**lists, same=same, opposite=opposite)


def _read_groups(entry: Entry, raw: dict[str, object]) -> tuple[tuple[str, ...], ...]:
    groups = raw.get("same")
    entry.known.add("same")
    if not isinstance(groups, list) or not groups:
        raise entry.fail("same", "is no list of groups; write it as [[a, b], [c, d]]")
    found = []
    for number, group in enumerate(groups):
        phrases = Entry(entry.file, f"same[{number}]", {"group": group}).texts("group")
        if not phrases:
            raise entry.fail("same", f"group number {number + 1} is empty")
        found.append(phrases)
    return tuple(found)


def _read_sides(entry: Entry) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    found = []
    for pair in entry.entries("opposite"):
        this, that = pair.texts("this"), pair.texts("that")
        if not this or not that:
            raise pair.fail("this", "needs words on both sides")
        pair.finish()
        found.append((this, that))
    return tuple(found)
