"""Read the gold sets of this folder into frozen records; a field that is missing, unknown or empty is an error."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
JUDGEMENTS = ("same", "different", "unknown")
KINDS = ("person", "organization", "group", "location")


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A name as one article writes it: kind as the tagger tells it, country as ISO code or "", context or ""."""

    name: str
    kind: str
    country: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class NamePair:
    a: NamedThing
    b: NamedThing
    judgement: str
    trait: str
    hard: bool
    why: str


@dataclass(frozen=True, slots=True)
class TopicItem:
    """A headline with its first sentence, its topic's label, and a second label that is accepted too, or ""."""

    headline: str
    lead: str
    topic: str
    hard: bool
    also: str = ""


def read_name_pairs(path: Path = FOLDER / "names.yaml") -> list[NamePair]:
    """Every pair in the order of the file. TypeError where a row has other fields than NamePair's."""
    rows = _read_rows(path)
    return [NamePair(**{**row, "a": NamedThing(**row["a"]), "b": NamedThing(**row["b"])}) for row in rows]


def read_topic_items(path: Path = FOLDER / "topics.yaml") -> list[TopicItem]:
    """Every headline in the order of the file. TypeError where a row has other fields than TopicItem's."""
    return [TopicItem(**row) for row in _read_rows(path)]


def _read_rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows
