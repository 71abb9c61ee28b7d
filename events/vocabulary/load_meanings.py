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
    for name in ("small", "saying", "negations", "joints", "crowds"):
        words = entry.texts(name)
        if not words or any(word != word.lower() for word in words):
            raise entry.fail(name, "is missing, empty or not all lower case")
        lists[name] = frozenset(words)
    entry.finish()
    return Meanings(**lists)
