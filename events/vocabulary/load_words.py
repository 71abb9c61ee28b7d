"""Load the word lists: cues, topics, titles and given names."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from .errors import VocabularyError
from .fields import Entry
from .load import FOLDER, SHORTEST_ALIAS, check_unique, read_entries, read_yaml
from .records import Cue, CueType, Modality, Strength, Titles, Topic


def load_cues(folder: Path = FOLDER) -> tuple[Cue, ...]:
    """Read and check cues.yaml: its sections verbs, phrases and nouns."""
    found = []
    sections: dict[str, CueType] = {"verbs": "verb", "phrases": "phrase", "nouns": "noun"}
    for section, cue_type in sections.items():
        entries = read_entries("cues.yaml", "lemma", section, folder)
        for entry in entries:
            lemma = entry.text("lemma")
            cue = Cue(
                lemma=lemma,
                type=cue_type,
                forms=tuple(dict.fromkeys((lemma, *entry.texts("forms")))),
                modality=cast(Modality, entry.choice("modality", get_args(Modality), "asserted")),
                negates=entry.flag("negates"),
                strength=cast(Strength, entry.choice("strength", get_args(Strength), "strong")),
            )
            if any(form != form.lower() for form in cue.forms):
                raise entry.fail("forms", "must be lower case")
            entry.finish()
            found.append(cue)
        check_unique(entries, [entry.label for entry in entries], "lemma")
    return tuple(found)


def load_topics(folder: Path = FOLDER) -> tuple[Topic, ...]:
    """Read and check topics.yaml; `words` maps a weight to the words that have it."""
    entries = read_entries("topics.yaml", "label", folder=folder)
    found = []
    for entry in entries:
        words: dict[str, float] = {}
        for weighted in entry.entries("words"):
            weight = weighted.number("weight")
            for word in weighted.texts("list"):
                if word in words or word != word.lower():
                    raise entry.fail("words", f"{word!r} stands there twice or is not lower case")
                words[word] = weight
            weighted.finish()
        found.append(Topic(entry.text("code"), entry.text("label"), words))
        entry.finish()
    check_unique(entries, [topic.code for topic in found], "code")
    return tuple(found)


def load_titles(folder: Path = FOLDER) -> Titles:
    """Read and check titles.yaml: one list a field of Titles."""
    raw = read_yaml("titles.yaml", folder)
    if not isinstance(raw, dict):
        raise VocabularyError("titles.yaml", "(whole file)", "(entries)", "is not a mapping of lists")
    entry = Entry("titles.yaml", "titles", raw)
    lists = {}
    for name in Titles.__dataclass_fields__:
        lists[name] = frozenset(entry.texts(name))
        if not lists[name]:
            raise entry.fail(name, "is missing or empty")
    entry.finish()
    return Titles(**lists)


def load_given_names(folder: Path = FOLDER) -> frozenset[str]:
    """Read and check given_names.txt: one name a line, lower case ASCII; # starts a comment."""
    names = []
    for number, line in enumerate((folder / "given_names.txt").read_text(encoding="utf-8").splitlines(), 1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        if not name.isascii() or name != name.lower() or len(name) < SHORTEST_ALIAS:
            raise VocabularyError("given_names.txt", f"line {number}", "name", f"{name!r} is not lower case ASCII")
        names.append(name)
    return frozenset(names)
