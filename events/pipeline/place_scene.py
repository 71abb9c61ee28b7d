"""Builds the scene of one article: its place names with all their readings, and which stands inside or beside which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from events.names import fold
from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_evidence import weigh_static
from events.pipeline.place_names import list_parts, read_body, read_name
from events.pipeline.place_readings import MAX_NAMES, Found, is_wide, list_helpers, read_entity, read_state
from events.pipeline.place_records import Name, Surroundings
from events.pipeline.place_surroundings import contains_by_link, follows_full_stop, said_to_be, state_behind
from events.pipeline.records import Entity, ReadArticle
from events.vocabulary import states

# "Homs's northern Waer district": says where a name lies that no record bears; others are found without it.
_OWNS = re.compile(r"(?:'s|’s|') (?:[a-z]+ern )?")
_NEAR = re.compile(r",? (?:just )?(?:near|outside|close to|not far from) (?:the (?:town|city|village) of |the )?")
_BESIDE = frozenset({", ", " and ", ", and ", "; ", " or ", "/"})


def list_keys(article: ReadArticle, places: Iterable[Entity]) -> set[str]:
    """Return every key that deciding an article's places may ask for; their number is bounded by its words."""
    keys: set[str] = set()
    for entity in places:
        keys.update(reading.key for reading in read_name(entity.text, follows_full_stop(article.text, entity)))
        behind = state_behind(_text_of(article, entity), entity.end)
        if behind:
            keys.add(behind)
    for entity in article.reading.entities:
        if entity.type == "organization":
            keys.update(list_parts(entity.text))
            keys.update(reading.key for place, _ in read_body(entity.text) for reading in read_name(place))
    return keys - {""}


def build_scene(
    article: ReadArticle, places: Sequence[Entity], found: Found, outlet: OutletPlaces
) -> tuple[list[Name], list[Name], list[Name]]:
    """Return (names to decide, names that only lend support, names that no record bears)."""
    known = Surroundings(_demonyms(article), article.source_country, outlet)
    names: dict[tuple[str, str], Name] = {}
    of_entity: dict[Entity, Name] = {}
    for entity, container in _with_containers(article, places, found):
        key = (fold(entity.text), container)
        name = names.get(key)
        if name is None:
            if len(names) >= MAX_NAMES:
                continue
            name = names[key] = read_entity(article, entity, found)
        name.mentions.append(entity)
        name.said = name.said or said_to_be(_text_of(article, entity), entity.start, entity.end)
        of_entity[entity] = name
    helpers = list_helpers(article, set(places), found)
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
    return decided, helpers, [name for name in dict.fromkeys(of_entity.values()) if not name.options]


def _text_of(article: ReadArticle, entity: Entity) -> str:
    return article.title if entity.field == "title" else article.text


def _with_containers(article: ReadArticle, places: Sequence[Entity], found: Found) -> list[tuple[Entity, str]]:
    """Pair each mention with the folded name right behind it that may contain it, or ""."""
    following = dict(pairwise(places))
    paired = []
    for entity in places:
        text, after = _text_of(article, entity), following.get(entity)
        container = ""
        if after is not None and after.field == entity.field and contains_by_link(text[entity.end : after.start]):
            wide = any(is_wide(place) for reading in read_name(after.text)[:6] for place in found.get(reading.key, ()))
            container = fold(after.text) if wide else ""
        if not container:
            behind = state_behind(text, entity.end)
            container = behind if found.get(behind) else ""
        if not container and "," in entity.text:
            container = fold(entity.text.partition(",")[2])
        paired.append((entity, container))
    return paired


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
            first.says_where = first.says_where or between != ", "
            second.holds.append(first)
        elif _OWNS.fullmatch(between) and not second.options:
            second.inside.append(first)
            second.says_where = True
        elif _NEAR.fullmatch(between) and not first.options:
            first.inside.append(second)
            first.says_where = True
    for entity, name in of_entity.items():
        inner = entity.text.partition(",")[2].strip()
        key = state_behind(_text_of(article, entity), entity.end) if not inner else ""
        if inner or key:
            state = abbreviations.get(inner or key) or read_state(inner, key, found)
            abbreviations[inner or key] = state
            name.inside.append(state)
    helpers += abbreviations.values()


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
