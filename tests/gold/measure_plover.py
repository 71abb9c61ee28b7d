"""Compare the PLOVER types found with the gold headlines. As a program: what the coder finds today, and its mistakes.

python -m tests.gold.measure_plover [--mistakes]      from the root of the repository; no database
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from events.pipeline.acts import Act, find_acts, is_political_topic
from events.pipeline.acts_of_event import choose_type
from events.pipeline.records import Document, Entity
from events.pipeline.topics import score_topics
from events.tagger.rules import RuleTagger

FILE = Path(__file__).with_name("plover.yaml")


@dataclass(frozen=True, slots=True)
class PloverScore:
    """Counts of headlines: with a type in gold, with one found, with the right one; and of doers and receivers found."""

    gold: int
    found: int
    right: int
    roles: int
    roles_right: int
    roles_gold: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0


def code(items: list[dict[str, Any]]) -> list[tuple[str, list[Act], tuple[Entity, ...]]]:
    """The type, the acts and the names of each item."""
    readings = RuleTagger().tag([Document(item["lead"], item["title"], "en") for item in items])
    coded = []
    for item, reading in zip(items, readings, strict=True):
        acts = find_acts(item["title"], item["lead"], reading.sentences, reading.entities)
        topic = next(iter(score_topics(item["title"], item["lead"])), "")
        kind = choose_type([[(act.type, act.field) for act in acts]])[0] if is_political_topic(topic) else ""
        coded.append((kind, acts, reading.entities))
    return coded


def measure_plover(mistakes: bool = False) -> PloverScore:
    items = yaml.safe_load(FILE.read_text(encoding="utf-8"))["items"]
    gold = found = right = roles = roles_right = roles_gold = 0
    for item, (kind, acts, names) in zip(items, code(items), strict=True):
        gold += bool(item["type"])
        found += bool(kind)
        right += bool(kind) and kind == item["type"]
        body = [act for act in acts if act.type == item["type"] and act.field == "body"]
        said = {role: [names[n].text for act in body for n in getattr(act, f"{role}s")] for role in ("agent", "target")}
        for role in ("agent", "target"):
            roles_gold += role in item
            roles += bool(body) and bool(said[role]) and role in item
            roles_right += role in item and any(item[role] in name for name in said[role])
        if mistakes and (
            kind != item["type"] or any(role in item and not any(item[role] in n for n in said[role]) for role in said)
        ):
            print(f"{item['type'] or '-':10} {kind or '-':10} {item['title']} | {item['lead']} {said}")
    return PloverScore(gold, found, right, roles, roles_right, roles_gold)


def main() -> None:
    score = measure_plover("--mistakes" in sys.argv)
    counts = f"{score.right} right of {score.found} found, {score.gold} in gold"
    print(f"types: precision {score.precision:.3f}, recall {score.recall:.3f} ({counts})")
    print(f"doers and receivers: {score.roles_right} right of {score.roles} found, {score.roles_gold} in gold")


if __name__ == "__main__":
    main()
