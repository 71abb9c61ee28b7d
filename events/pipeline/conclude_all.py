"""Conclude everything anew, in (published, id) order, undated last: the same articles give the same events, always."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from events.cluster.model import load_model
from events.cluster.replay import replay
from events.models import EventArticle, EventProfile
from events.pipeline.apply_groups import apply_groups
from events.pipeline.conclude import BATCH, conclude_articles
from events.pipeline.heal import decide, find_held, load_members, profiles_in_order
from events.pipeline.link_events import link_all_events
from events.pipeline.locks import hold_conclude_lock

ORDER = """
SELECT article.id FROM events_article AS article
  JOIN events_articlereading AS reading ON reading.revision_id = article.revision_id
 ORDER BY article.published_at NULLS LAST, article.id
"""


def conclude_all(tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Resolve, claim and place every concluded article again; returns how many changed their event.

    `tell(done, total)` hears of the progress. Stopped half-way, it is simply run again. Events keep their ids where
    most of their articles stay together; what people decided stands.
    """
    with connection.cursor() as cursor:
        cursor.execute(ORDER)
        articles = [row[0] for row in cursor.fetchall()]
    for number, batch in enumerate(_cut(articles)):
        with transaction.atomic():
            hold_conclude_lock()
            conclude_articles(batch)
        tell(min((number + 1) * BATCH, len(articles)), len(articles))
    return regroup_all()


def regroup_all() -> int:
    """Group all articles from the first on, as if nothing had been grouped; returns how many changed their event."""
    with transaction.atomic():
        hold_conclude_lock()
        members = load_members(EventArticle.objects.filter(primary=True).values_list("event_id", flat=True).distinct())
        held = find_held(set(members.event_of.values()))
        profiles = {a: p for a, p in profiles_in_order().items() if a in members.event_of}
        groups = replay(profiles, load_model(), decide(members.event_of, held))
        moved = apply_groups(groups, members.event_of, members.copies, held.events)
        EventProfile.objects.filter(is_stale=True).update(is_stale=False)
        link_all_events()
    return moved


def _cut(articles: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(articles), BATCH):
        yield articles[begin : begin + BATCH]
