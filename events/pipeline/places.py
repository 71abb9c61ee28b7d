"""Resolve the places of one article together: containment, region and country, closeness, the outlet, population."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from events.pipeline.outlet_places import SURE, OutletPlaces
from events.pipeline.place_evidence import supports, weigh_dynamic
from events.pipeline.place_names import WEAK
from events.pipeline.place_ranker import Ranker, load_ranker
from events.pipeline.place_records import DYNAMIC, STATIC, Name, is_in
from events.pipeline.place_scene import build_scene
from events.pipeline.place_support import gather_support
from events.pipeline.records import Entity, PlaceCandidate, ReadArticle

ROUNDS = 2
"""Times that all names are weighed in the light of the others; of 4,535 mentions the second changes 1.5%, a third 0.7%."""

MIN_SUPPORT = 0.3
"""What the rest of the article must lend to the country of a reading that is a guess ("Wesley Medical Center": Wesley?)."""

SMALL_TOWN = 20_000
MIN_SUPPORT_OF_SMALL = 0.02
"""A small town in a country of which an article of several places says nothing else is likelier a namesake's namesake."""
SEVERAL = 3

MAX_SHOWN = 80
"""Characters of a container's name in a reason, which has room for 200."""

DATELINE = re.compile(r"^[^\n]{0,80}?(?:\([A-Z][^()\n]{1,40}\)\s*)?(?:--|[—–]|\s-\s)|^[A-Z][A-Z .'’-]{2,40}:\s")


@dataclass(frozen=True, slots=True)
class PlaceDecision:
    """The record a place name was decided to mean; `score` is the ranker's probability of it among its namesakes."""

    candidate: PlaceCandidate
    precision: str
    score: float
    reason: str


def dateline_end(body: str) -> int:
    """Return where the dateline ("TEHRAN (Tasnim) –") ends, 0 where there is none."""
    match = DATELINE.match(body)
    if not match:
        return 0
    lead = re.split(r"[,(]", match[0])[0].strip(" -–—:\n")
    return match.end() if lead and (lead.isupper() or "(" in match[0]) else 0


def resolve_places(
    article: ReadArticle,
    entities: Sequence[Entity],
    candidates: Mapping[str, Sequence[PlaceCandidate]],
    outlet: OutletPlaces | None = None,
) -> dict[Entity, PlaceDecision]:
    """Decide every place name of an article at once; mentions whose name has no record are left out.

    First each name alone, then all in each other's light. A name means one place in an article, unless the article says
    otherwise ("Paris, Texas … Paris, France").
    """
    names, helpers, unknown = build_scene(article, entities, candidates, outlet or OutletPlaces())
    weigh_names([*names, *helpers], load_ranker())
    decisions = {name: decision for name in names if (decision := _decide(name, len(names) >= SEVERAL))}
    decisions |= {name: decision for name in unknown if (decision := _place_beside(name, decisions))}
    return {entity: decision for name, decision in decisions.items() for entity in name.mentions}


def _place_beside(name: Name, decisions: Mapping[Name, PlaceDecision]) -> PlaceDecision | None:
    """Put a name that no record bears near the town that the article puts it in ("Ghwayran district of Hasakah").

    After a comma alone the town must itself be followed by what contains it, or it may be the next of a list.
    """
    for other in name.inside:
        held = decisions.get(other)
        if held is None or held.precision != "city":
            continue
        if name.says_where or any(is_in(held.candidate, o.place) for around in other.inside for o in around.options):
            reason = f"no record of that name; the article puts it in {held.candidate.name[:MAX_SHOWN]}"
            return PlaceDecision(held.candidate, "near", held.score, reason)
    return None


def weigh_names(names: Sequence[Name], ranker: Ranker) -> None:
    """Set the chances of every reading: each name alone, then all in the others' light, `ROUNDS` times."""
    for name in names:
        name.chance = ranker.rank_alone(name.static)
    for _ in range(ROUNDS):
        support = gather_support(names)
        for name in names:
            name.dynamic = weigh_dynamic(name, support)
        for name in names:
            name.chance = ranker.rank_together(name.static, name.dynamic)


def list_sure(decisions: Iterable[PlaceDecision]) -> set[tuple[int, str, str]]:
    """Return what an article teaches of its outlet: (location id, country, admin1) of the places it surely means."""
    sure = (decision.candidate for decision in decisions if decision.score >= SURE)
    return {(place.location_id, place.country_code, place.admin1_code) for place in sure}


def _decide(name: Name, is_crowd: bool) -> PlaceDecision | None:
    at = int(name.chance.argmax())
    option, chance = name.options[at], float(name.chance[at])
    place = option.place
    backing = supports(name, at)
    if option.how in WEAK and backing < MIN_SUPPORT:
        return None
    if is_crowd and place.precision == "city" and place.population < SMALL_TOWN and backing < MIN_SUPPORT_OF_SMALL:
        return None
    near = option.how in ("near", "prefix") and place.precision in ("city", "point")
    return PlaceDecision(place, "near" if near else place.precision, round(chance, 3), _explain(name, at))


def _explain(name: Name, at: int) -> str:
    """Say in words what spoke for a reading, the plainest first."""
    count = len(name.options)
    said = "only record of that name" if count == 1 else f"likeliest of {count} of that name"
    place = name.options[at].place
    container = next((o.place for other in name.inside for o in other.options if is_in(place, o.place)), None)
    known = dict(zip(STATIC + DYNAMIC, [*name.static[at].tolist(), *name.dynamic[at].tolist()], strict=True))
    if container is not None:
        said += f", in {container.name[:MAX_SHOWN]}"
    elif known["others in its region"] >= MIN_SUPPORT:
        said += ", in a region that the article speaks of"
    elif known["share in its country"] >= MIN_SUPPORT:
        said += ", in a country that the article speaks of"
    if known["outlet's usual region"] >= MIN_SUPPORT:
        said += ", where the outlet's articles usually are"
    return said
