"""Bring a batch's articles to their events: what is in reach, the decision (cluster.py), memberships and profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from events.cluster.keys import keys_to_look_up
from events.cluster.profile import profile_article
from events.cluster.round_up import Item
from events.models import Event, EventArticle
from events.pipeline import store_events
from events.pipeline.cluster import KEPT, Placed, cluster_articles
from events.pipeline.event_candidates import (
    add_up_profiles,
    find_events_in_reach,
    load_event_profiles,
    save_article_profiles,
    save_event_profiles,
)
from events.pipeline.records import ConcludedArticle


def place_articles(items: Sequence[ConcludedArticle], round_ups: Mapping[int, Sequence[Item]]) -> dict[int, int]:
    """Return article -> event for the batch, stored with score and reason. Call it under the lock.

    `round_ups`: those of the batch with their items; the first one decides where they stand, so that they glue no events.
    """
    article_ids = [item.article.article_id for item in items]
    origins = [item.copy_of for item in items if item.copy_of]
    members = EventArticle.objects.filter(article__in=[*article_ids, *origins], primary=True)
    held = dict(members.values_list("article_id", "event_id"))
    survivors = Event.objects.filter(pk__in=held.values(), canonical__isnull=False)
    redirect = {old: new for old, new in survivors.values_list("pk", "canonical_id") if new}
    event_of = {article: redirect.get(event, event) for article, event in held.items()}
    profiles = {
        article.article_id: round_ups[article.article_id][0].profile
        if article.article_id in round_ups
        else profile_article(article)
        for article in (item.article for item in items)
    }
    save_article_profiles(profiles)
    wanted = {
        item.article.article_id: (keys_to_look_up(profiles[item.article.article_id]), item.article.reading.vector)
        for item in items
        if item.article.article_id not in event_of and item.copy_of not in event_of
    }
    in_reach = find_events_in_reach(wanted)
    candidates = load_event_profiles(event for events in in_reach.values() for event in events)
    placed = cluster_articles(items, profiles, candidates, in_reach, event_of)
    joined = store_events.save_memberships(items, placed.memberships)
    # An article that stays in a merged event stays under that event's own id: undoing the merge needs no other change.
    joined = {
        article: held[article] if redirect.get(held.get(article, 0)) == event else event
        for article, event in joined.items()
    }
    _save_profiles(items, placed, joined)
    return joined


def _save_profiles(items: Sequence[ConcludedArticle], placed: Placed, joined: dict[int, int]) -> None:
    """Keep what the events are found by; those of articles that were read anew are added up from their members."""
    real: dict[int, int] = {}
    renewed = set()
    for item, membership in zip(items, placed.memberships, strict=True):
        event = joined[item.article.article_id]
        assert membership.event_id is not None
        real.setdefault(membership.event_id, event)
        if membership.reason == KEPT:
            renewed.add(event)
    save_event_profiles({real[event]: profile for event, profile in placed.profiles.items()})
    save_event_profiles(add_up_profiles(renewed))
