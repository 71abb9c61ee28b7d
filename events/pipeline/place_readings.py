"""Collects what each name of an article may mean: readings of place names, bodies of places, regions in other names.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from events.gazetteer.region_words import strip_area_word
from events.names import fold
from events.pipeline.place_names import WEAK, How, list_parts, read_body, read_name
from events.pipeline.place_records import Name, Option
from events.pipeline.place_surroundings import follows_full_stop, said_to_be
from events.pipeline.records import Entity, PlaceCandidate, ReadArticle

Found = Mapping[str, Sequence[PlaceCandidate]]

MAX_OPTIONS = 60
"""Readings of one name that are weighed; the best ways of reading it and the largest places come first."""
MAX_NAMES = 400
"""Different names of one article that are decided together; more is a list, and each further one stays open."""
MIN_LIKENESS = 0.7
"""Share of letters that two spellings of a name must have in common ("Menoufia", "Minufiyah": 0.71)."""
MIN_PEOPLE_ALIKE = 1_000
MAX_ALIKE = 40
_PART_OF_COUNTRY = re.compile(r" (?:county|parish|district|municipality|borough|township)\b")


def is_local_body(entity: Entity, found: Found) -> bool:
    """Tell whether an organisation bears the name of a place and is a body of it ("Paris Police Department")."""
    return bool(_name_of_body(entity, found))


def _name_of_body(entity: Entity, found: Found) -> str:
    """Return the place in the name of a body, "" where no place of that name is known."""
    if entity.type != "organization":
        return ""
    for name, only_wide in read_body(entity.text):
        for reading in read_name(name):
            bearers = found.get(reading.key, ()) if reading.how in ("", "town") else ()
            if any(place.is_primary and place.country_code and (is_wide(place) or not only_wide) for place in bearers):
                return name
    return ""


def read_entity(article: ReadArticle, entity: Entity, found: Found) -> Name:
    """Collect the readings of a name; its first words are tried only when nothing else is known."""
    body = _name_of_body(entity, found)
    dotted = follows_full_stop(article.text, entity)
    options: dict[int, Option] = {}
    for reading in read_name(body or entity.text, dotted):
        if (reading.how in WEAK and options) or (reading.how == "part" and _has_area(options.values())):
            continue
        for place in found.get(reading.key, ()):
            if _fits(reading.how, entity.text, place):
                options.setdefault(place.location_id, Option(place, "near" if body else reading.how, reading.rank))
    held = list(options.values())
    if not said_to_be(article.title if entity.field == "title" else article.text, entity.start, entity.end):
        held = _drop_parts_of_namesake(entity.text, held)
    return Name(entity.text, [], held[:MAX_OPTIONS], dotted=dotted)


def _drop_parts_of_namesake(text: str, options: list[Option]) -> list[Option]:
    """Leave out the regions that bear the name of their country: "Taiwan" alone is the country, "Mexico State" is not."""
    countries = {o.place.country_code for o in options if o.place.precision == "country" and o.how == ""}
    if not countries or strip_area_word(fold(text)) != fold(text):
        return options
    return [o for o in options if o.place.feature_code != "ADM1" or o.place.country_code not in countries]


def _has_area(options: Iterable[Option]) -> bool:
    """Tell whether the whole name is that of a region: "West Virginia" is no part of Virginia."""
    return any(is_wide(option.place) and option.how == "" for option in options)


def _fits(how: How, text: str, place: PlaceCandidate) -> bool:
    if how == "town":
        return not is_wide(place)
    if place.precision == "country" and _PART_OF_COUNTRY.search(fold(text)):
        return False  # "Guernsey County" in Ohio is stored as a generic region too, and so is the island
    if how == "prefix":
        return place.is_primary
    if how == "alike":
        return (
            place.population >= MIN_PEOPLE_ALIKE
            and max(_likeness(text, place.matched_key), _likeness(text, place.name)) >= MIN_LIKENESS
        )
    return True


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one)[:MAX_ALIKE], fold(other)[:MAX_ALIKE], autojunk=False).ratio()


def read_state(inner: str, key: str, found: Found) -> Name:
    readings = [reading.key for reading in read_name(inner, dotted=True)] if inner else [key]
    options = {p.location_id: Option(p, "", 0) for each in readings for p in found.get(each, ()) if is_wide(p)}
    return Name(inner or key, [], list(options.values())[:MAX_OPTIONS], dotted=True)


def list_helpers(article: ReadArticle, places: set[Entity], found: Found) -> list[Name]:
    """Return the regions and countries inside the names of organisations ("Ohio Supreme Court"), each once."""
    parts: dict[str, list[PlaceCandidate]] = defaultdict(list)
    for entity in article.reading.entities:
        if entity.type != "organization" or entity in places:
            continue
        for part in list_parts(entity.text):
            if part in parts:
                break
            wide = [
                place for place in found.get(part, ()) if is_wide(place) and place.is_primary and place.country_code
            ]
            if wide:
                parts[part] = wide
                break
        if len(parts) >= MAX_NAMES:
            break
    return [Name(part, [], [Option(place, "", 0) for place in wide][:MAX_OPTIONS]) for part, wide in parts.items()]


def is_wide(place: PlaceCandidate) -> bool:
    """Tell whether a place may contain others by its kind."""
    return place.precision in ("region", "country")
