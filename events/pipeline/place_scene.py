"""Builds the scene of one article: its place names with all their readings, and which stands inside or beside which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from events.names import fold
from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_evidence import Name, Option, Surroundings, weigh_static
from events.pipeline.place_names import (
    contains_by_link,
    follows_full_stop,
    list_parts,
    read_body,
    read_name,
    said_to_be,
    state_behind,
)
from events.pipeline.records import Entity, PlaceCandidate, ReadArticle
from events.vocabulary import states

Found = Mapping[str, Sequence[PlaceCandidate]]

MAX_OPTIONS = 60
"""Readings of one name that are weighed; the best ways of reading it and the largest places come first."""
MAX_NAMES = 400
"""Different names of one article that are decided together; more is a list, and each further one stays open."""
_BESIDE = frozenset({", ", " and ", ", and ", "; ", " or ", "/"})


def list_keys(article: ReadArticle, places: Iterable[Entity]) -> set[str]:
    """Return every key that deciding an article's places may ask for; their number is bounded by its words."""
    keys: set[str] = set()
    for entity in places:
        keys.update(reading.key for reading in read_name(entity.text, _is_dotted(article, entity)))
        behind = state_behind(_text_of(article, entity), entity.end)
        if behind:
            keys.add(behind)
    for entity in article.reading.entities:
        if entity.type == "organization":
            keys.update(list_parts(entity.text))
            body = read_body(entity.text)
            if body:
                keys.update(reading.key for reading in read_name(body))
    return keys - {""}


def is_local_body(entity: Entity, found: Found) -> bool:
    """Tell whether an organisation bears the name of a place and is a body of it ("Paris Police Department")."""
    body = read_body(entity.text) if entity.type == "organization" else ""
    return bool(body) and any(
        place.is_primary for reading in read_name(body) if reading.how == "" for place in found.get(reading.key, ())
    )


def build_scene(
    article: ReadArticle, places: Sequence[Entity], found: Found, outlet: OutletPlaces
) -> tuple[list[Name], list[Name]]:
    """Return (names with mentions to decide, names that only lend support)."""
    known = Surroundings(_demonyms(article), article.source_country, outlet)
    names: dict[tuple[str, str], Name] = {}
    of_entity: dict[Entity, Name] = {}
    for entity, container in _with_containers(article, places, found):
        key = (fold(entity.text), container)
        name = names.get(key)
        if name is None:
            if len(names) >= MAX_NAMES:
                continue
            name = names[key] = _read(article, entity, found)
        name.mentions.append(entity)
        name.said = name.said or said_to_be(_text_of(article, entity), entity.start, entity.end)
        of_entity[entity] = name
    helpers = _list_helpers(article, set(places), found)
    _join_bare(names, of_entity)
    _link(article, of_entity, found, helpers)
    decided = [name for name in dict.fromkeys(of_entity.values()) if name.options]
    helpers = [name for name in helpers if name.options]
    for name in (*decided, *helpers):
        name.static = weigh_static(name, known)
    for name in decided:
        name.inside = [other for other in name.inside if len(other.static)]
        name.holds = [other for other in name.holds if len(other.static)]
        name.beside = [other for other in name.beside if len(other.static)]
    return decided, helpers


def _text_of(article: ReadArticle, entity: Entity) -> str:
    return article.title if entity.field == "title" else article.text


def _is_dotted(article: ReadArticle, entity: Entity) -> bool:
    return follows_full_stop(article.text, entity)


def _read(article: ReadArticle, entity: Entity, found: Found) -> Name:
    """Collect the readings of a name; its first words are tried only when nothing else is known."""
    body = read_body(entity.text) if entity.type == "organization" else ""
    dotted = _is_dotted(article, entity)
    options: dict[int, Option] = {}
    for reading in read_name(body or entity.text, dotted):
        if reading.how == "prefix" and options:
            break
        for place in found.get(reading.key, ()):
            options.setdefault(place.location_id, Option(place, "near" if body else reading.how, reading.rank))
    return Name(entity.text, [], list(options.values())[:MAX_OPTIONS], dotted=dotted)


def _with_containers(article: ReadArticle, places: Sequence[Entity], found: Found) -> list[tuple[Entity, str]]:
    """Pair each mention with the folded name right behind it that may contain it, or ""."""
    following = dict(pairwise(places))
    paired = []
    for entity in places:
        text, after = _text_of(article, entity), following.get(entity)
        container = ""
        if after is not None and after.field == entity.field and contains_by_link(text[entity.end : after.start]):
            wide = any(_is_wide(place) for reading in read_name(after.text)[:6] for place in found.get(reading.key, ()))
            container = fold(after.text) if wide else ""
        if not container:
            behind = state_behind(text, entity.end)
            container = behind if found.get(behind) else ""
        if not container and "," in entity.text:
            container = fold(entity.text.partition(",")[2])
        paired.append((entity, container))
    return paired


def _is_wide(place: PlaceCandidate) -> bool:
    return place.precision in ("region", "country")


def _join_bare(names: dict[tuple[str, str], Name], of_entity: dict[Entity, Name]) -> None:
    """Let "Paris" mean what "Paris, Texas" means in the same article: the first of them that says where it lies."""
    placed: dict[str, Name] = {}
    for (base, container), name in names.items():
        if container:
            placed.setdefault(base, name)
    for (base, container), name in names.items():
        target = placed.get(base)
        if not container and target is not None:
            target.mentions += name.mentions
            target.said = target.said or name.said
            for entity in name.mentions:
                of_entity[entity] = target


def _link(article: ReadArticle, of_entity: Mapping[Entity, Name], found: Found, helpers: list[Name]) -> None:
    """Note for each name what it is inside of, what it contains, and its neighbours in lists."""
    ordered = list(of_entity)
    abbreviations: dict[str, Name] = {}
    for one, other in pairwise(ordered):
        if one.field != other.field:
            continue
        between = _text_of(article, one)[one.end : other.start]
        first, second = of_entity[one], of_entity[other]
        if first is second:
            continue
        if between in _BESIDE:
            first.beside.append(second)
            second.beside.append(first)
        if contains_by_link(between):
            first.inside.append(second)
            second.holds.append(first)
    for entity, name in of_entity.items():
        inner = entity.text.partition(",")[2].strip()
        key = state_behind(_text_of(article, entity), entity.end) if not inner else ""
        if inner or key:
            state = abbreviations.get(inner or key) or _read_state(inner, key, found)
            abbreviations[inner or key] = state
            name.inside.append(state)
    helpers += abbreviations.values()


def _read_state(inner: str, key: str, found: Found) -> Name:
    readings = [reading.key for reading in read_name(inner, dotted=True)] if inner else [key]
    options = {p.location_id: Option(p, "", 0) for each in readings for p in found.get(each, ()) if _is_wide(p)}
    return Name(inner or key, [], list(options.values())[:MAX_OPTIONS], dotted=True)


def _list_helpers(article: ReadArticle, places: set[Entity], found: Found) -> list[Name]:
    """Return the regions and countries inside the names of organisations ("Ohio Supreme Court"), each once."""
    parts: dict[str, list[PlaceCandidate]] = defaultdict(list)
    for entity in article.reading.entities:
        if entity.type != "organization" or entity in places:
            continue
        for part in list_parts(entity.text):
            if part in parts:
                break
            wide = [
                place for place in found.get(part, ()) if _is_wide(place) and place.is_primary and place.country_code
            ]
            if wide:
                parts[part] = wide
                break
        if len(parts) >= MAX_NAMES:
            break
    return [Name(part, [], [Option(place, "", 0) for place in wide][:MAX_OPTIONS]) for part, wide in parts.items()]


@lru_cache(maxsize=1)
def _countries_of_demonyms() -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for state in states():
        for word in state.demonyms:
            codes[fold(word)].add(state.code)
    return {word: frozenset(held) for word, held in codes.items()}


def _demonyms(article: ReadArticle) -> frozenset[str]:
    """Return the countries whose people the article speaks of ("Iraqi")."""
    known = _countries_of_demonyms()
    groups = (fold(entity.text) for entity in article.reading.entities if entity.type == "group")
    return frozenset(code for word in groups for code in known.get(word, ()))
