"""Say in words what an article and an event have in common."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from events.cluster.likeness import Numbers, days_between, mark
from events.cluster.profile import Profile, keys_of
from events.pipeline.records import ReadArticle

NAMES_SHOWN = 2
_KINDS = {"person": ("people", "person", "people"), "location": ("places", "place", "places")}
_BODIES = ("bodies", "organisation", "organisations")


def explain(article: ReadArticle, profile: Profile, event: Profile) -> str:
    """Such as "1 shared place (Lagos), 2 shared people (Adaeze Obi, Tunde Bello), same numbers, 1 day apart"."""
    parts = []
    for kind, (part, one, many) in {**_KINDS, "organization": _BODIES}.items():
        names = _shared_names(article, kind, event.parts[part].keys)
        if names:
            shown = ", ".join(names[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
            parts.append(f"{len(names)} shared {one if len(names) == 1 else many} ({shown})")
    if np.intersect1d(profile.parts["counted"].keys, event.parts["counted"].keys).size:
        parts.append("same numbers")
    parts += _say_days(days_between(mark([profile]), mark([event])))
    return ", ".join(["similar wording", *parts])[:300]


def _shared_names(article: ReadArticle, kind: str, theirs: Iterable[int]) -> list[str]:
    """The names of a kind all of whose words the event has too, each once, longest form first of those that overlap."""
    held = {int(key) for key in theirs}
    found: dict[str, frozenset[int]] = {}
    for entity in article.reading.entities:
        keys = frozenset(keys_of(entity.text))
        if entity.type == kind and keys and keys <= held and entity.text not in found:
            found[entity.text] = keys
    names: list[str] = []
    for name, keys in found.items():
        inside = any(keys < other for other in found.values())
        if not inside and not any(keys == found[earlier] for earlier in names):
            names.append(name)
    return names


def _say_days(days: Numbers) -> list[str]:
    if math.isnan(days[0]):
        return []
    gap = int(days[0])
    return ["same day" if gap == 0 else f"{gap} day{'s' * (gap > 1)} apart"]
