"""Which mentions of one article name the same thing: repeats, surnames, acronyms introduced in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.names import bare, fold
from events.pipeline.records import Entity

ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,6}$")
PERSON = "person"
ORGANISATIONS = frozenset({"organization", "group"})


def group_mentions(entities: Sequence[Entity], body: str) -> list[list[int]]:
    """Return groups of indices into `entities` that name one actor or place within the article.

    Joined: equal folded names of one type; a person's surname after exactly one full name that ends in it; an
    organisation and the acronym that stands in brackets behind it.
    """
    group_of: dict[tuple[str, str], int] = {}
    groups: list[list[int]] = []
    for index, entity in enumerate(entities):
        key = (coarse_type(entity.type), bare(entity.text) or entity.text)
        if key not in group_of:
            group_of[key] = len(groups)
            groups.append([])
        groups[group_of[key]].append(index)
    parent = list(range(len(groups)))
    _join_surnames(group_of, parent)
    _join_acronyms(entities, body, group_of, parent)
    merged: dict[int, list[int]] = {}
    for number, members in enumerate(groups):
        merged.setdefault(_root(parent, number), []).extend(members)
    return [sorted(members) for members in merged.values()]


def coarse_type(kind: str) -> str:
    """Organisations and groups share one space of names: taggers, and people, call a militia now this, now that."""
    return "organization" if kind in ORGANISATIONS else kind


def full_form(texts: Sequence[str]) -> str:
    """Return the fullest name of a group: most words, then longest, then first."""
    return max(texts, key=lambda text: (len(fold(text).split(" ")), len(text)))


def _join_surnames(group_of: dict[tuple[str, str], int], parent: list[int]) -> None:
    people = [(name.split(" "), number) for (kind, name), number in group_of.items() if kind == PERSON]
    for words, number in people:
        if len(words) != 1:
            continue
        fuller = {_root(parent, other) for full, other in people if len(full) > 1 and words[0] in (full[-1], full[0])}
        by_surname = {_root(parent, other) for full, other in people if len(full) > 1 and full[-1] == words[0]}
        chosen = by_surname or fuller
        if len(chosen) == 1:  # two relatives with one surname: left apart
            parent[_root(parent, number)] = chosen.pop()


def _join_acronyms(
    entities: Sequence[Entity], body: str, group_of: dict[tuple[str, str], int], parent: list[int]
) -> None:
    named = [entity for entity in entities if entity.field == "body" and entity.type in ORGANISATIONS]
    for entity in named:
        match = re.match(r"\s?\(([^()\s]{2,10})\)", body[entity.end : entity.end + 14])
        if not match or not ACRONYM.match(match[1]) or len(fold(entity.text).split(" ")) < 2:
            continue
        short = group_of.get(("organization", bare(match[1])))
        full = group_of.get(("organization", bare(entity.text)))
        if short is not None and full is not None:
            parent[_root(parent, short)] = _root(parent, full)


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        number = parent[number]
    return number
