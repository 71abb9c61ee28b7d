"""Conclude everything anew, in order of publication: the same articles and decisions give the same records, always.

First every article again, as if the store had been empty (pass_so_far.py), then all groups, then what events say and how
claims hang together. Of equal dates, and of undated articles (they come last), the identity key decides which comes
first, and not the id: that tells in which order the articles arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection, transaction

from events.cluster.model import load_model
from events.cluster.replay import replay
from events.models import Event, EventArticle
from events.pipeline.apply_groups import move_articles
from events.pipeline.collection import collect_between
from events.pipeline.conclude import BATCH, conclude_again
from events.pipeline.event_candidates import add_up_profiles, load_article_profiles, save_event_profiles
from events.pipeline.explain_members import explain_members
from events.pipeline.heal import decide, find_held, load_members
from events.pipeline.link_events import link_all_events
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.pass_so_far import begin_pass
from events.pipeline.relink import relink_articles, renew_keys
from events.pipeline.round_ups import list_round_ups_of, renew_round_ups
from events.pipeline.store_actors import delete_left_over
from events.pipeline.store_events import recompute_events

ORDER = """
SELECT article.id FROM events_article AS article
  JOIN events_articlereading AS reading ON reading.revision_id = article.revision_id
 ORDER BY article.published_at NULLS LAST, article.key COLLATE "C"
"""
EVENTS_AT_ONCE = 200


def conclude_all(tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Resolve, claim and place every concluded article again; returns how many changed their event.

    `tell(done, total)` hears of the progress. Stopped half-way, it is simply run again. Records keep their ids: an event
    where most of its articles stay together, an actor where one of its name is founded again. What people decided stands.
    Articles that arrive meanwhile are concluded with the rest at the end.
    """
    articles = list_articles()
    so_far = begin_pass(articles)
    done = 0
    while articles:
        for batch in _cut(articles, BATCH):
            with collect_between(), transaction.atomic():
                hold_conclude_lock()
                conclude_again(batch, so_far)
            done += len(batch)
            tell(done, len(so_far.rank))
        articles = [article for article in list_articles() if article not in so_far.passed]
        so_far.add_later(articles)
    moved = regroup_all(so_far.round_ups)
    with transaction.atomic():
        hold_conclude_lock()
        delete_left_over(so_far)
    return moved


def list_articles() -> list[int]:
    """All concluded articles in the order in which they are concluded again."""
    with connection.cursor() as cursor:
        cursor.execute(ORDER)
        return [row[0] for row in cursor.fetchall()]


def regroup_all(round_ups: Iterable[int] = ()) -> int:
    """Group all articles from the first on, as if nothing had been grouped; returns how many changed their event.

    `round_ups`: articles that are known to be some, beside those that stand in several events.
    """
    order = list_articles()
    with transaction.atomic():
        hold_conclude_lock()
        moved = _regroup(order)
    events = sorted(Event.objects.filter(canonical=None).values_list("pk", flat=True))
    for batch in _cut(events, EVENTS_AT_ONCE):
        with transaction.atomic():
            hold_conclude_lock()
            save_event_profiles(add_up_profiles(batch), stale=False)
            explain_members(batch)
            recompute_events(batch)
    with transaction.atomic():
        hold_conclude_lock()
        recompute_events(renew_round_ups({*round_ups, *list_round_ups_of(events)}))
        link_all_events()
    # First the keys of all, then the links: which claims one meets must not hang on what others were stored under before.
    for step in (renew_keys, relink_articles):
        for batch in _cut(order, BATCH):
            with transaction.atomic():
                hold_conclude_lock()
                step(batch)
    return moved


def _regroup(order: Sequence[int]) -> int:
    """Group the articles by their place in the order, so that ids decide nothing."""
    members = load_members(EventArticle.objects.filter(primary=True).values_list("event_id", flat=True).distinct())
    held = find_held(set(members.event_of.values()))
    rank = {article: place for place, article in enumerate(order)}
    originals = [article for article in order if article in members.event_of and article not in members.copies]
    profiles = load_article_profiles(originals)
    ranked = {rank[article]: profiles[article] for article in originals if article in profiles}
    homes = {rank[article]: event for article, event in members.event_of.items() if article in rank}
    groups = [[order[place] for place in group] for group in replay(ranked, load_model(), decide(homes, held))]
    return len(move_articles(groups, members.event_of, members.copies, held.events))


def _cut(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for begin in range(0, len(numbers), size):
        yield numbers[begin : begin + size]
