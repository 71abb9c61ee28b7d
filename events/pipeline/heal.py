"""Heal events in the background: join those that grew together, divide those that drifted, around people's decisions.

What people hold is never touched: events they merged, judged, locked or put an article into keep their articles, two
judged different never meet, and no event they decided on is merged away.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from events.cluster.blocks import PLAUSIBLE, chain_blocks
from events.cluster.keys import keys_to_look_up
from events.cluster.model import load_model
from events.cluster.place import rank_events
from events.cluster.profile import Profile
from events.cluster.regroup import Decided, regroup
from events.models import Event, EventArticle, EventJudgement, EventProfile, EventVector
from events.models.choices import DecidedBy, Verdict
from events.pipeline.apply_groups import apply_groups
from events.pipeline.collection import collect_between
from events.pipeline.event_candidates import find_events_in_reach, load_article_profiles, load_event_profiles
from events.pipeline.link_events import link_events
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.round_ups import list_round_ups_of, renew_round_ups
from events.pipeline.store_events import find_behind, recompute_events
from events.pipeline.vector_text import load_vector_texts

# Events looked at in one transaction; concluding waits that long.
BATCH = 200
# An event that healing changed is looked at again; this often at most in one go.
ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Held:
    """What people decided on: events whose articles stay, and pairs of them that are different."""

    events: frozenset[int]
    different: frozenset[tuple[int, int]]

    def within(self, block: Iterable[int]) -> Held:
        """Only what concerns these events."""
        ours = set(block)
        return Held(self.events & ours, frozenset(pair for pair in self.different if ours.issuperset(pair)))


def heal_events(seconds: float = float("inf")) -> bool:
    """Heal what is stale; returns whether some still is when the time is up. Safe to be stopped at any time."""
    deadline, seen = time.monotonic() + seconds, 0
    most = ROUNDS * (EventProfile.objects.filter(is_stale=True).count() + BATCH)
    while time.monotonic() < deadline:
        if heal_batch() is None:
            return False
        seen += BATCH
        if seen > most:
            # Two groupings that undo each other would go on for ever; the next article wakes them up again.
            EventProfile.objects.filter(is_stale=True).update(is_stale=False)
            return False
    return True


def heal_batch(limit: int = BATCH) -> int | None:
    """Heal the stale events of one transaction; returns how many articles moved, None where nothing is stale."""
    with collect_between(), transaction.atomic():
        hold_conclude_lock()
        stale = list(
            EventProfile.objects.filter(is_stale=True).order_by("event_id").values_list("event_id", flat=True)[:limit]
        )
        if not stale:
            return None
        EventProfile.objects.filter(event__in=stale).update(is_stale=False)
        moved = _heal_blocks(_find_blocks(stale))
        behind = renew_round_ups(list_round_ups_of(stale))
        recompute_events(behind.union(find_behind(stale)))
        link_events(stale)
        return moved


def _find_blocks(stale: Sequence[int]) -> list[list[int]]:
    """The stale events with those that they may be one with, in blocks of more than one article."""
    profiles = load_event_profiles(
        Event.objects.filter(pk__in=stale, canonical__isnull=True).values_list("pk", flat=True)
    )
    vectors = load_vector_texts(EventVector, profiles)
    wanted = {event: (keys_to_look_up(p), vectors[event]) for event, p in profiles.items() if event in vectors}
    in_reach = find_events_in_reach(wanted)
    everything = {
        **load_event_profiles({one for near in in_reach.values() for one in near} - profiles.keys()),
        **profiles,
    }
    edges = []
    for event, near in in_reach.items():
        others = [one for one in near if one != event and one in everything]
        ranked = rank_events(profiles[event], [everything[one] for one in others], load_model())
        edges += [(score, event, others[place]) for place, score in ranked if score > PLAUSIBLE]
    named = {event for _, *pair in edges for event in pair} | set(profiles)
    blocks = chain_blocks({event: everything[event].size for event in named}, edges)
    touched = set(stale)
    return [
        block
        for block in blocks
        if not touched.isdisjoint(block) and sum(everything[event].size for event in block) > 1
    ]


def _heal_blocks(blocks: Sequence[Sequence[int]]) -> int:
    """Group each block anew; returns how many articles moved. What is known of them is read for all blocks at once:
    they share no event, so that what one becomes changes nothing for another."""
    everything = [event for block in blocks for event in block]
    held = find_held(everything)
    parts = load_members(everything).divide(blocks)
    profiles = load_article_profiles({article for part in parts for article in part.list_originals()})
    return sum(_heal_block(part, held.within(block), profiles) for part, block in zip(parts, blocks, strict=True))


def _heal_block(members: Members, held: Held, profiles: Mapping[int, Profile]) -> int:
    ours = {article: profiles[article] for article in members.list_originals() if article in profiles}
    groups = regroup(ours, decide(members.event_of, held), load_model())
    return apply_groups(groups, members.event_of, members.copies, held.events)


@dataclass(frozen=True, slots=True)
class Members:
    """Article -> its event (the one that answers for it), and copy -> origin for copies whose origin is among them."""

    event_of: dict[int, int]
    copies: dict[int, int]

    def list_originals(self) -> list[int]:
        return [article for article in self.event_of if article not in self.copies]

    def divide(self, blocks: Sequence[Iterable[int]]) -> list[Members]:
        """The members of each block of events; a copy whose origin stands in another block stands for itself."""
        place = {event: number for number, block in enumerate(blocks) for event in block}
        parts = [Members({}, {}) for _ in blocks]
        for article, event in self.event_of.items():
            parts[place[event]].event_of[article] = event
        for copy, origin in self.copies.items():
            if origin in (part := parts[place[self.event_of[copy]]]).event_of:
                part.copies[copy] = origin
        return parts


def load_members(events: Iterable[int]) -> Members:
    """The primary articles of events and of those merged into them."""
    ids = set(events)
    rows = EventArticle.objects.filter(Q(event__in=ids) | Q(event__canonical__in=ids), primary=True)
    found = list(
        rows.order_by("article_id").values_list("article_id", "event_id", "event__canonical", "article__copy_of")
    )
    event_of = {article: canonical or event for article, event, canonical, _ in found}
    copies = {article: origin for article, _, _, origin in found if origin is not None and origin in event_of}
    return Members(event_of, copies)


def find_held(events: Iterable[int]) -> Held:
    """Which of the events people decided on."""
    ids = set(events)
    family = dict(Event.objects.filter(canonical__in=ids).values_list("pk", "canonical_id"))
    family |= {event: event for event in ids}
    judged = EventJudgement.objects.filter(Q(left__in=family) | Q(right__in=family)).exclude(verdict=Verdict.UNSURE)
    pairs = list(judged.values_list("left_id", "right_id", "verdict"))
    held = {family[one] for left, right, _ in pairs for one in (left, right) if one in family}
    held |= set(Event.objects.filter(pk__in=ids).exclude(locked_fields=[]).values_list("pk", flat=True))
    pinned = EventArticle.objects.filter(event__in=family, decided_by=DecidedBy.CURATOR)
    held |= {family[event] for event in pinned.values_list("event_id", flat=True)}
    different = {
        (family[left], family[right])
        for left, right, verdict in pairs
        if verdict == Verdict.DIFFERENT and left in family and right in family and family[left] != family[right]
    }
    return Held(frozenset(held), frozenset(different))


def decide(event_of: Mapping[int, int], held: Held) -> Decided:
    """Say for articles what people decided for events; two events that people decided on never become one."""
    of_event = {event: {a for a, e in event_of.items() if e == event} for event in held.events}
    ordered = sorted(of_event)
    apart = [(of_event[one], of_event[other]) for n, one in enumerate(ordered) for other in ordered[n + 1 :]]
    return Decided([articles for _, articles in sorted(of_event.items())], apart)
