"""The actors that a batch's names may mean, by the keys they are looked up under; grows while a batch is concluded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from events.names import bare, fold
from events.names.blocks import name_blocks
from events.pipeline.actor_context import EMPTY, ActorContext
from events.pipeline.records import ActorCandidate, Entity

MentionKey = tuple[int, str, int, int]


class FoundedActor(NamedTuple):
    """An actor that this batch founds. `names`: each with whether it is strong, the record's own first.

    `before`: whom the founding mentions were linked to when they were concluded before.
    """

    name: str
    kind: str
    country: str
    names: tuple[tuple[str, bool], ...]
    before: tuple[int, ...] = ()


@dataclass(slots=True)
class ActorPool:
    """Candidates by folded key (`actors`) and by block (`variants`), what is known around them, and people's verdicts.

    `different`: pairs that a curator called different, both ways. `linked`: what a mention (revision, field, start, end)
    was linked to when it was concluded before, as far as that is to be kept; `before`: the same, kept or not.
    """

    actors: dict[str, list[ActorCandidate]] = field(default_factory=dict)
    variants: dict[str, list[ActorCandidate]] = field(default_factory=dict)
    different: dict[int, set[int]] = field(default_factory=dict)
    linked: dict[MentionKey, int] = field(default_factory=dict)
    before: dict[MentionKey, int] = field(default_factory=dict)
    founded: list[FoundedActor] = field(default_factory=list)
    sources: dict[int, list[Callable[[], ActorContext]]] = field(default_factory=dict)
    contexts: dict[int, ActorContext] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def found(
        self, name: str, kind: str, country: str, aliases: Iterable[tuple[str, bool]], before: Iterable[int] = ()
    ) -> ActorCandidate:
        """Note a new actor; ids below zero count the founded ones: -1 first."""
        names = tuple(dict([(name, True), *aliases]).items())
        self.founded.append(FoundedActor(name, kind, country, names, tuple(before)))
        number = -len(self.founded)
        new = [
            ActorCandidate(number, name, kind, country, fold(text), strong, 0, "machine", alias=text)
            for text, strong in names
        ]
        for candidate in new:
            self.add(candidate)
        return new[0]

    def add(self, candidate: ActorCandidate) -> None:
        """Make a candidate findable under its folded name and its blocks."""
        self.actors.setdefault(candidate.matched_key, []).append(candidate)
        for block in name_blocks(candidate.alias or candidate.name, candidate.kind):
            self.variants.setdefault(block, []).append(candidate)

    def bearers(self, text: str, kinds: frozenset[str]) -> list[ActorCandidate]:
        """Return who bears exactly this name, case and accents aside."""
        found = self.actors.get(fold(text)) or self.actors.get(bare(text)) or []
        best: dict[int, ActorCandidate] = {}
        for candidate in found:
            held = best.get(candidate.actor_id)
            if candidate.kind in kinds and (held is None or candidate.strong > held.strong):
                best[candidate.actor_id] = candidate
        return list(best.values())

    def lookalikes(self, text: str, kind: str, kinds: frozenset[str]) -> list[ActorCandidate]:
        """Return whose names share a block with this one."""
        found = [c for block in name_blocks(text, kind) for c in self.variants.get(block, ()) if c.kind in kinds]
        return list(dict.fromkeys(found))

    def context(self, actor: int) -> ActorContext:
        """Return what is known around an actor: read only when it is asked for."""
        for read in self.sources.pop(actor, ()):
            self.contexts[actor] = self.contexts.get(actor, EMPTY).join(read())
        return self.contexts.get(actor, EMPTY)

    def add_source(self, actor: int, read: Callable[[], ActorContext]) -> None:
        """Remember where else an actor was named."""
        self.sources.setdefault(actor, []).append(read)

    def held(self, revision: int, members: Sequence[Entity]) -> set[int]:
        """Return what these mentions were linked to when the article was concluded before."""
        return {self.linked[key] for key in _keys_of(revision, members) if key in self.linked}

    def linked_before(self, revision: int, members: Sequence[Entity]) -> list[int]:
        """Return whom these mentions were linked to so far, each once, kept or not."""
        return list(dict.fromkeys(self.before[key] for key in _keys_of(revision, members) if key in self.before))

    def barred(self, revision: int, members: Sequence[Entity]) -> set[int]:
        """Return the actors that a person told apart from what one of these mentions was linked to."""
        return {other for actor in self.held(revision, members) for other in self.different.get(actor, ())}


def _keys_of(revision: int, members: Sequence[Entity]) -> list[MentionKey]:
    return [(revision, entity.field, entity.start, entity.end) for entity in members]
