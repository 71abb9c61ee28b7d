"""Resolve the places of one article together: containment, country context, population, closeness."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.gazetteer.name_choice import name_variants
from events.names import fold
from events.pipeline.records import Entity, PlaceCandidate, ReadArticle

# "Hasakah prison", "Hamburg airport": the name in front is the place, the mention is near it.
FACILITY = re.compile(
    r"^(?P<place>.+?)\s+(?:(?:International|Central|State|General|City|Regional|Memorial)\s+)?"
    r"(?:airport|prison|hospital|port|harbou?r|stadium|university|bridge|station|mosque|church|cathedral|dam|"
    r"refinery|camp|base|barracks|border crossing|crossing)$",
    re.IGNORECASE,
)
QUALIFIED = re.compile(
    r"^(?:the\s+)?(?P<place>.+?)\s+(?:province|governorate|district|region|county|state|city|prefecture|oblast|department)$"
    r"|^(?:the\s+)?(?:province|governorate|district|region|county|state|city|town|village|prefecture)\s+of\s+(?P<other>.+)$",
    re.IGNORECASE,
)
DATELINE = re.compile(r"^[^\n]{0,80}?(?:\([A-Z][^()\n]{1,40}\)\s*)?(?:--|[—–]|\s-\s)|^[A-Z][A-Z .'’-]{2,40}:\s")
# Weights of the score, chosen on dev places-geovirus and places-lgl-odd (docs/QUALITY.md has the run).
POPULATION_WEIGHT = 0.5  # for each factor of ten
COUNTRY_NAMED = 2.2
COUNTRY_SHARED = 1.0
REGION_SHARED = 1.5
CONTAINED = 6.0
OUTLET_COUNTRY = 0.8
PRIMARY_NAME = 2.0
COUNTRY_LEVEL = 4.0
REGION_LEVEL = 1.2
# A region and its seat share a name: the town is meant when it holds at least this share of the region's people.
SEAT_SHARE = 0.2
CAPITAL = 3.0
CAPITALS = frozenset({"PPLC"})


@dataclass(frozen=True, slots=True)
class PlaceDecision:
    """The record a place name was decided to mean; `score` in 0..1 falls with the closeness of the runner-up."""

    candidate: PlaceCandidate
    precision: str
    score: float
    reason: str


def place_keys(text: str) -> list[tuple[str, str]]:
    """Return (key, how) in the order of trust: the name's own keys, those of a facility's place ("near"), of a part."""
    keys = [(key, "") for key in name_variants(text)]
    facility = FACILITY.match(text)
    if facility:
        keys += [(key, "near") for key in name_variants(facility["place"])]
    qualified = QUALIFIED.match(text)
    if qualified:
        keys += [(key, "") for key in name_variants(qualified["place"] or qualified["other"])]
    return list(dict.fromkeys(keys))


def dateline_end(body: str) -> int:
    """Return where the dateline ("TEHRAN (Tasnim) –") ends, 0 where there is none."""
    match = DATELINE.match(body)
    if not match:
        return 0
    lead = re.split(r"[,(]", match[0])[0].strip(" -–—:\n")
    return match.end() if lead and (lead.isupper() or "(" in match[0]) else 0


def resolve_places(
    article: ReadArticle, entities: Sequence[Entity], candidates: Mapping[str, Sequence[PlaceCandidate]]
) -> dict[str, PlaceDecision]:
    """Decide every place name of an article at once; returns folded name -> decision, names without a record left out.

    Two rounds: the first finds the countries and regions that the article is about, the second scores each name's
    candidates in their light ("one sense a discourse": a name means one place in an article).
    """
    options = {fold(e.text): _options(e.text, candidates) for e in entities}
    options = {name: found for name, found in options.items() if found}
    container = _containers(article.text, entities, candidates)
    countries = Counter(
        candidate.country_code
        for found in options.values()
        for candidate, _ in found
        if candidate.precision == "country"
    )
    first = {
        name: _choose(found, countries, Counter(), article, container.get(name)) for name, found in options.items()
    }
    regions = Counter((d.candidate.country_code, d.candidate.admin1_code) for d in first.values())
    shared = Counter(d.candidate.country_code for d in first.values())
    return {
        name: _choose(found, countries, regions, article, container.get(name), shared)
        for name, found in options.items()
    }


Option = tuple[PlaceCandidate, str]


def _options(text: str, candidates: Mapping[str, Sequence[PlaceCandidate]]) -> list[Option]:
    for key, how in place_keys(text):
        if candidates.get(key):
            return [(candidate, how) for candidate in candidates[key]]
    return []


def _containers(
    body: str, entities: Sequence[Entity], candidates: Mapping[str, Sequence[PlaceCandidate]]
) -> dict[str, PlaceCandidate]:
    """Read "Paris, Texas" and "the town of Al-Qaim in Iraq": name -> the region or country right behind it."""
    found: dict[str, PlaceCandidate] = {}
    places = [entity for entity in entities if entity.field == "body"]
    for one, other in itertools.pairwise(places):
        between = body[one.end : other.start]
        if between not in (", ", " in ", ", in ", " (", " of "):
            continue
        wide = [c for c, _ in _options(other.text, candidates) if c.precision in ("region", "country")]
        if wide:
            found.setdefault(fold(one.text), max(wide, key=lambda c: (c.precision == "country", c.population)))
    return found


def _choose(
    options: Sequence[Option],
    countries: Counter[str],
    regions: Counter[tuple[str, str]],
    article: ReadArticle,
    container: PlaceCandidate | None,
    shared: Counter[str] | None = None,
) -> PlaceDecision:
    seats = {
        (place.country_code, place.admin1_code): place.population
        for place, _ in sorted(options, key=lambda option: option[0].population)
        if place.precision == "city"
    }

    def score(option: Option) -> tuple[float, int]:
        place = option[0]
        seat = seats.get((place.country_code, place.admin1_code), 0) if place.precision == "region" else 0
        yields = seat >= SEAT_SHARE * place.population > 0
        population = place.population if not yields else min(place.population, seat) // 2
        total = POPULATION_WEIGHT * math.log10(population + 10)
        total += PRIMARY_NAME * place.is_primary
        total += COUNTRY_LEVEL * (place.precision == "country")
        total += REGION_LEVEL * (place.precision == "region" and not yields)
        total += CAPITAL * (place.feature_code in CAPITALS)
        if place.precision != "country":
            total += COUNTRY_NAMED * (countries[place.country_code] > 0)
            total += OUTLET_COUNTRY * (place.country_code == article.source_country != "")
            if shared and shared[place.country_code] > 1:
                total += COUNTRY_SHARED
            if regions[(place.country_code, place.admin1_code)] > 1:
                total += REGION_SHARED
        if container and place.country_code == container.country_code:
            inside = container.precision == "country" or place.admin1_code == container.admin1_code
            total += CONTAINED * inside
        return total, -place.location_id

    ranked = sorted(options, key=score, reverse=True)
    best, how = ranked[0]
    lead = score(ranked[0])[0] - score(ranked[1])[0] if len(ranked) > 1 else 3.0
    reason = "only record of that name" if len(ranked) == 1 else f"best of {len(ranked)} of that name"
    if container and best.country_code == container.country_code:
        reason += f", in {container.name}"
    precision = "near" if how == "near" and best.precision in ("city", "point") else best.precision
    return PlaceDecision(best, precision, round(1 - 0.5 * math.exp(-max(lead, 0.0)), 3), reason)
