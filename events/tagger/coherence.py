"""One article, one meaning: names that it repeats are tagged alike, a surname follows its full name.

The network reads windows of some 300 words and may call one name two things; an article seldom does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from events.pipeline.records import Entity, Span

# A type holds for all uses of a name once it has this share of their confidence.
LEADING_SHARE = 0.6
# An untagged use of a name is tagged when the name is at least this long, or written in capitals, and this sure elsewhere.
LEAST_LENGTH = 4
LEAST_SURE = 0.7
REPEATED = 0.8
# Names looked for again in one article, each once through the text.
MAX_NAMES = 300
# What follows names of peoples: in ner-world train, 90 of the 95 names before one of these words are groups. Each such use
# outweighs four other readings of the name; group F1 on ner-world dev with 0, 2 and 4: 0.850, 0.853, 0.865.
PEOPLE_WEIGHT = 4.0
_PEOPLE = re.compile(r" (?:people|peoples|community|communities|language|tribe|tribes)\b")
_ACRONYM = re.compile(r"\s?\(([A-Z][A-Z&-]{1,9})\)")


def agree(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities of one text with their types made to agree, and with the uses that were missed, in order."""
    leading = _find_leading_types(text, entities)
    _let_surnames_follow(leading, entities)
    _let_acronyms_follow(leading, text, entities)
    agreed = [
        entity if leading.get(entity.text, entity.type) == entity.type else replace(entity, type=leading[entity.text])
        for entity in entities
    ]
    return sorted([*agreed, *_find_missed(text, agreed)], key=lambda entity: entity.start)


def _find_leading_types(text: str, entities: Sequence[Entity]) -> dict[str, str]:
    """The type that outweighs the others, for each name that has one."""
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entity in entities:
        weights[entity.text][entity.type] += entity.confidence
        if _PEOPLE.match(text, entity.end) and " " not in entity.text:
            weights[entity.text]["group"] += PEOPLE_WEIGHT
    leading = {}
    for name, counts in weights.items():
        kind, weight = max(counts.items(), key=lambda item: item[1])
        if weight >= LEADING_SHARE * sum(counts.values()):
            leading[name] = kind
    return leading


def _let_surnames_follow(leading: dict[str, str], entities: Sequence[Entity]) -> None:
    """A single word that ends a person's full name is that person, unless it is surely something else."""
    surnames = {name.rsplit(None, 1)[-1] for name, kind in leading.items() if kind == "person" and " " in name}
    sure = {e.text for e in entities if e.type != "person" and e.confidence >= LEAST_SURE}
    for name in surnames & leading.keys() - sure:
        leading[name] = "person"


def _let_acronyms_follow(leading: dict[str, str], text: str, entities: Sequence[Entity]) -> None:
    """`Name (ACRONYM)`: both are of one type where the long name is no person."""
    for entity in entities:
        match = _ACRONYM.match(text, entity.end)
        kind = leading.get(entity.text, entity.type)
        if match and " " in entity.text and kind != "person":
            leading[match[1]] = kind


def _find_missed(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Uses of sure names that lie in no entity: same letters, whole words."""
    sure: dict[str, Entity] = {}
    for entity in entities:
        known = _ACRONYM.match(text, entity.end)
        if known and known[1] not in sure and " " in entity.text and entity.type != "person":
            sure[known[1]] = entity
        name = entity.text
        long = len(name) >= LEAST_LENGTH or (name.isupper() and len(name) > 1)
        if entity.confidence >= LEAST_SURE and long and name[:1].isupper() and len(sure) < MAX_NAMES:
            sure.setdefault(name, entity)
    if not sure:
        return []
    names = sorted(map(re.escape, sure), key=len, reverse=True)
    taken = [(entity.start, entity.end) for entity in entities]
    found = []
    at = 0
    for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])", text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and _touch(taken[at], match.span()):
            continue
        like = sure[match[0]]
        confidence = round(like.confidence * REPEATED, 3)
        found.append(Entity("body", match.start(), match.end(), match[0], like.type, confidence))
    return found


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
