"""Load the event types of the PLOVER ontology with the phrases that tell of them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

from .errors import VocabularyError
from .fields import Entry
from .load import FOLDER, check_unique, read_yaml
from .load_words import load_topics
from .records import ActType, Plover

NAMES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
SIDES = ("receiver", "both", "none")


def load_plover(folder: Path = FOLDER) -> Plover:
    """Read and check plover.yaml; it must have each of NAMES once."""
    raw = read_yaml("plover.yaml", folder)
    if not isinstance(raw, dict):
        raise VocabularyError("plover.yaml", "(whole file)", "(entries)", "is not a mapping")
    entry = Entry("plover.yaml", "plover", raw)
    types = [_read_type(one) for one in entry.entries("types")]
    check_unique(entry.entries("types"), [one.name for one in types], "name")
    if missing := sorted(set(NAMES) - {one.name for one in types}):
        raise entry.fail("types", f"lacks {', '.join(missing)}; add them")
    labels = {topic.label for topic in load_topics(folder)}
    if unknown := sorted(set(entry.texts("not_under")) - labels):
        raise entry.fail("not_under", f"{unknown[0]!r} is no topic of topics.yaml")
    plover = Plover(tuple(types), *(_words(entry, name) for name in ("political", "not_under", "undone")))
    entry.finish()
    return plover


def _read_type(entry: Entry) -> ActType:
    name = entry.choice("name", NAMES)
    entry.text("meaning")
    phrases = []
    for phrase in entry.texts("phrases"):
        words = tuple(None if word == "~" else frozenset(word.split("|")) for word in phrase.split(" "))
        if words[0] is None or words[-1] is None or phrase != phrase.lower():
            raise entry.fail("phrases", f"{phrase!r} must begin and end with a word, all lower case")
        phrases.append(words)
    if not phrases:
        raise entry.fail("phrases", "is missing; add the verbs that tell of it")
    side = cast(Literal["receiver", "both", "none"], entry.choice("side", SIDES, "receiver"))
    made = ActType(name, entry.text("meaning"), side, tuple(phrases), _words(entry, "doers"))
    entry.finish()
    return made


def _words(entry: Entry, name: str) -> frozenset[str]:
    return frozenset(entry.texts(name))
