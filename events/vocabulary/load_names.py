"""Load what names are compared with: variants of one name, common family names, legal forms, from name_words.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import VocabularyError
from .fields import Entry
from .load import FOLDER, read_yaml

FILE = "name_words.yaml"


@dataclass(frozen=True, slots=True)
class NameWords:
    """What names are compared with, folded: a spelling or short form -> the name it stands for, and word lists."""

    standing_for: dict[str, str]
    common_family_names: frozenset[str]
    legal_forms: frozenset[str]  # "ltd", "gmbh"
    club_forms: frozenset[str]  # "fc", "ac"


def load_name_words(folder: Path = FOLDER) -> NameWords:
    """Read and check name_words.yaml; a variant that stands in two lists would make two names one and is refused."""
    raw = read_yaml(FILE, folder)
    if not isinstance(raw, dict):
        raise VocabularyError(FILE, "(whole file)", "(entries)", "is not a mapping of lists")
    entry = Entry(FILE, "name words", raw)
    groups = raw.get("variants")
    if not isinstance(groups, list) or not all(isinstance(group, list) and len(group) > 1 for group in groups):
        raise entry.fail("variants", "is not a list of lists of two names or more")
    entry.known.add("variants")
    standing_for: dict[str, str] = {}
    for group in groups:
        for word in group:
            _check_word(entry, "variants", word)
            if word in standing_for:
                raise entry.fail("variants", f"{word!r} stands in two lists; leave it in one")
            standing_for[word] = group[0]
    lists = {}
    for name in ("common_family_names", "legal_forms", "club_forms"):
        lists[name] = frozenset(entry.texts(name))
        for word in lists[name]:
            _check_word(entry, name, word)
    entry.finish()
    return NameWords(standing_for, **lists)


def _check_word(entry: Entry, name: str, word: object) -> None:
    if not isinstance(word, str) or not word.isascii() or not word.isalnum() or word != word.lower():
        raise entry.fail(name, f"{word!r} is not one word of lower case ASCII; YAML reads no, on, yes as truth values")
