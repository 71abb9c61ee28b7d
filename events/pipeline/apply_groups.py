"""Bring the events in line with a new grouping of their articles: moves, foundings, redirects, and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from events.cluster.regroup import keep_identities
from events.models import Article, Event, EventArticle, EventProfile
from events.pipeline import store_claims
from events.pipeline.event_candidates import add_up_profiles, save_event_profiles
from events.pipeline.explain_members import explain_members
from events.pipeline.relink import relink_articles
from events.pipeline.store_events import recompute_events


def apply_groups(
    groups: Sequence[Sequence[int]], event_of: Mapping[int, int], copies: Mapping[int, int], held: Set[int]
) -> int:
    """Move articles as `move_articles` does, and derive anew what depends on it; returns how many articles moved."""
    moves = move_articles(groups, event_of, copies, held)
    if not moves:
        return 0
    touched = {event_of[article] for article in moves} | set(moves.values())
    save_event_profiles(add_up_profiles(touched))
    explain_members(touched, moves)
    recompute_events(touched)
    relink_articles(moves)
    return len(moves)


def move_articles(
    groups: Sequence[Sequence[int]], event_of: Mapping[int, int], copies: Mapping[int, int], held: Set[int]
) -> dict[int, int]:
    """Give each group one event, the copies following their origins; returns article -> event for those that moved.

    `held`: events whose articles stay where they are. An event left without articles redirects to the one that has most
    of them now; a group without an event founds one.
    """
    target = _choose_events(groups, event_of, held)
    for copy, origin in sorted(copies.items()):
        origin = _follow(origin, copies)
        if event_of[copy] not in held and origin in target:
            target[copy] = target[origin]
    moves = {a: event for a, event in target.items() if event != event_of[a] and event_of[a] not in held}
    if not moves:
        return moves
    by_event: dict[int, list[int]] = {}
    for article, event in moves.items():
        by_event.setdefault(event, []).append(article)
    for event, articles in sorted(by_event.items()):
        EventArticle.objects.filter(article__in=articles, event=event, primary=False).delete()
        EventArticle.objects.filter(article__in=articles, primary=True).update(event=event)
    store_claims.set_events(moves)
    _redirect({event_of[article] for article in moves}, moves, event_of)
    return moves


def _choose_events(groups: Sequence[Sequence[int]], event_of: Mapping[int, int], held: Set[int]) -> dict[int, int]:
    target: dict[int, int] = {}
    for group, kept in zip(groups, keep_identities(groups, event_of, held), strict=True):
        event = kept if kept is not None else _found(group[0])
        target.update(dict.fromkeys(group, event))
    return target


def _found(article: int) -> int:
    first = Article.objects.get(pk=article)
    event = Event(title=first.title.strip()[:500] or "Untitled", is_sample=first.is_sample)
    event.save()
    return event.pk


def _follow(article: int, copies: Mapping[int, int]) -> int:
    for _ in range(len(copies)):
        if article not in copies:
            break
        article = copies[article]
    return article


def _redirect(left: Set[int], moves: Mapping[int, int], event_of: Mapping[int, int]) -> None:
    """Let events that lost all their articles, and what had been merged into them, answer with where most went."""
    populated = set(EventArticle.objects.filter(event__in=left, primary=True).values_list("event_id", flat=True))
    for event in sorted(left - populated):
        went = Counter(to for article, to in moves.items() if event_of[article] == event)
        survivor = min(went, key=lambda to: (-went[to], to))
        Event.objects.filter(canonical=event).exclude(pk=survivor).update(canonical=survivor)
        Event.objects.filter(pk=event).update(canonical=survivor)
        EventProfile.objects.filter(event=event).delete()
