"""Load the words by which loud headlines are known."""

from __future__ import annotations

from pathlib import Path

from .errors import VocabularyError
from .fields import Entry
from .load import FOLDER, read_yaml
from .records import Headlines


def load_headlines(folder: Path = FOLDER) -> Headlines:
    """Read and check headlines.yaml: one list a field of Headlines."""
    raw = read_yaml("headlines.yaml", folder)
    if not isinstance(raw, dict):
        raise VocabularyError("headlines.yaml", "(whole file)", "(entries)", "is not a mapping of lists")
    entry = Entry("headlines.yaml", "headlines", raw)
    lists = {name: entry.texts(name) for name in Headlines.__dataclass_fields__}
    for name, words in lists.items():
        if not words or any(word != word.lower() for word in words):
            raise entry.fail(name, "is missing, empty or not all lower case")
    entry.finish()
    return Headlines(frozenset(lists["loud"]), frozenset(lists["labels"]), lists["teasers"])
