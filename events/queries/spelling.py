"""Names that sound like what somebody typed: "did you mean". By stored keys, for the database has no trigrams."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from events.models import ActorName, LocationName
from events.names import fold, skeleton

CONSIDERED = 60
"""Names with the same consonants that are compared letter by letter."""
LEAST_ALIKE = 70.0
"""rapidfuzz's ratio from which a name is offered: "musleh" and "musalah" have 77, "macron" and "mecrin" 67."""
SHORTEST_SKELETON = 3
"""Consonants that a name needs: two ("Iran", "Rain") are shared by hundreds."""


def find_similar_names(words: str, most: int = 3) -> list[str]:
    """Return names in use that have the same consonants and are spelt alike, the most alike first. Queries: 2."""
    key, bones = fold(words), skeleton(words)
    if len(bones) < SHORTEST_SKELETON:
        return []
    actors = ActorName.objects.filter(skeleton=bones, actor__mention_count__gt=0, actor__canonical=None)
    places = LocationName.objects.filter(skeleton=bones, location__canonical=None)
    named = list(actors.order_by("-actor__mention_count", "pk").values_list("name", flat=True)[:CONSIDERED])
    named += places.order_by("-location__population", "pk").values_list("name", flat=True)[:CONSIDERED]
    return _choose_alike(key, named)[:most]


def _choose_alike(key: str, names: Sequence[str]) -> list[str]:
    alike: dict[str, tuple[float, str]] = {}
    for name in names:
        folded = fold(name)
        ratio = fuzz.ratio(key, folded)
        if folded != key and ratio >= LEAST_ALIKE and folded not in alike:
            alike[folded] = (ratio, name)
    return [name for _, name in sorted(alike.values(), key=lambda pair: -pair[0])]
