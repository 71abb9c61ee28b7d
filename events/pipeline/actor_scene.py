"""What one article tells about whom it may mean: its countries, who is surely named, and what stands beside a name.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from events.pipeline.actor_context import ActorContext, read_births, read_words, sentence_around
from events.pipeline.actor_pool import ActorPool
from events.pipeline.place_records import PlaceDecision
from events.pipeline.records import Entity, ReadArticle

KINDS: Mapping[str, frozenset[str]] = {
    "person": frozenset({"person"}),
    "organization": frozenset({"organization", "group", "media", "state"}),
    "group": frozenset({"organization", "group", "media", "state"}),
    "location": frozenset({"state"}),
}
# Sentences of one article that are read for what stands around an actor.
MOST_SENTENCES = 4
_BEHIND = re.compile(r"^(?:\s*\([^)]{1,20}\))?(?:,? (?:of|in|from|for)(?: the)? |, )$")
_BEFORE = re.compile(r"^(?:['’]s)? $")


@dataclass(slots=True)
class Scene:
    """One article while its actors are decided. `places`: the decided place of an entity, by the entity."""

    article: ReadArticle
    pool: ActorPool
    places: Mapping[Entity, PlaceDecision]
    countries: Counter[str] = field(default_factory=Counter)
    named: set[int] = field(default_factory=set)
    companions: set[int] = field(default_factory=set)  # of those named, all but states: they keep everybody's company
    country_at: list[tuple[Entity, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for entity in self.article.reading.entities:
            country = self._country_of(entity)
            if country:
                self.country_at.append((entity, country))
                self.countries[country] += 1

    def _country_of(self, entity: Entity) -> str:
        place = self.places.get(entity)
        if place is not None:
            return place.candidate.country_code
        if entity.type == "person":
            return ""
        states = {c.country_code for c in self.pool.bearers(entity.text, frozenset({"state"})) if c.strong}
        return states.pop() if len(states) == 1 else ""

    def note_named(self, groups: Sequence[Sequence[int]]) -> None:
        """Note the actors that the article names by a strong alias that no other record shares."""
        for group in groups:
            for index in group:
                entity = self.article.reading.entities[index]
                strong = {c.actor_id: c for c in self.pool.bearers(entity.text, KINDS[entity.type]) if c.strong}
                if len(strong) == 1:
                    self.named |= strong.keys()
                    self.companions |= {actor for actor, one in strong.items() if one.kind != "state"}

    def countries_beside(self, members: Sequence[Entity]) -> set[str]:
        """Return the countries of what is tied to a name: "Kenya's …", "the Syrian …", "… of Montevideo"."""
        text = self.article.text
        found = set()
        for member in members:
            if member.field != "body":
                continue
            for entity, country in self.country_at:
                if entity.field != "body" or entity == member:
                    continue
                if member.start <= entity.start and entity.end <= member.end:
                    found.add(country)
                elif entity.end <= member.start <= entity.end + 3:
                    if _BEFORE.match(text[entity.end : member.start]):
                        found.add(country)
                elif member.end < entity.start <= member.end + 30 and _BEHIND.match(text[member.end : entity.start]):
                    found.add(country)
        return found

    def countries_near(self, members: Sequence[Entity]) -> set[str]:
        """Return the countries that the sentences of a name have places or peoples of."""
        spans = [sentence_around(self.article.text, m.start, m.end) for m in members if m.field == "body"]
        return {
            country
            for entity, country in self.country_at
            if entity.field == "body" and any(start <= entity.start and entity.end <= end for start, end in spans)
        }

    def births_of(self, members: Sequence[Entity]) -> frozenset[int]:
        """Read the years of birth that ages behind some mentions of one actor give."""
        article = self.article
        year = article.published_at.year if article.published_at else None
        body = [member for member in members if member.field == "body"][:MOST_SENTENCES]
        return frozenset[int]().union(*(read_births(article.text, m.end, year) for m in body))

    def context_of(self, members: Sequence[Entity], actor: int = 0) -> ActorContext:
        """Read what stands around some mentions of one actor."""
        article = self.article
        names = [member.text for member in members]
        body = [member for member in members if member.field == "body"][:MOST_SENTENCES]
        spans = {sentence_around(article.text, member.start, member.end) for member in body}
        pieces = [article.title, *(article.text[start:end] for start, end in sorted(spans))]
        return ActorContext(
            countries=frozenset(code for code, _ in self.countries.most_common(3)),
            companions=frozenset(self.companions - {actor}),
            places=frozenset(
                place.candidate.location_id for place in self.places.values() if place.candidate.precision != "country"
            ),
            words=read_words(pieces, names),
            births=self.births_of(members),
        )


class Around:
    """What stands around some mentions of one name; read once for all candidates, and only when a score asks for it."""

    def __init__(self, members: Sequence[Entity], scene: Scene) -> None:
        self.members = members
        self.scene = scene

    @cached_property
    def context(self) -> ActorContext:
        return self.scene.context_of(self.members)

    @cached_property
    def births(self) -> frozenset[int]:
        return self.scene.births_of(self.members)
