"""Round-ups: beside its primary event, an article that reports several happenings belongs to those its items tell of.

Such a membership counts the article, and nothing more: what the event says, and whom it names, comes from the articles
that tell of it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Coalesce

from events.cluster.explain import explain
from events.cluster.keys import keys_to_look_up
from events.cluster.model import load_model
from events.cluster.place import as_share, rank_events
from events.cluster.profile import Profile
from events.cluster.round_up import Item, cut_items
from events.models import EventArticle
from events.models.choices import DecidedBy
from events.pipeline.event_candidates import find_events_in_reach, load_event_profiles
from events.pipeline.load_reading import load_articles
from events.pipeline.records import ReadArticle
from events.tagger.vectors import make_vector

# Log odds from which an item is of an event. Of the 1,335 items of made-up round-ups (first sentences of five articles of
# events-stream or events-ecb each), 706 found their event and 10 another; at 0 it is 780 and 22, at 2 604 and 1.
SURE = 1.0
# Articles whose readings are held at once.
READ_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The event of one of the `items` of an article, and its profile."""

    article: ReadArticle
    items: int
    item: Item
    event: int
    score: float
    profile: Profile


def find_round_ups(articles: Iterable[ReadArticle]) -> dict[int, list[Item]]:
    """Which of these articles are round-ups, with their items."""
    return {article.article_id: items for article in articles if (items := cut_items(article))}


def list_round_ups_of(event_ids: Iterable[int]) -> list[int]:
    """The articles that belong to one of these events by an item."""
    rows = EventArticle.objects.filter(event__in=set(event_ids), primary=False, decided_by=DecidedBy.MACHINE)
    return sorted(set(rows.values_list("article_id", flat=True)))


def renew_round_ups(article_ids: Iterable[int]) -> set[int]:
    """Find the events of the items of these articles anew; returns the events that gained or lost one.

    Memberships that a person decided stay. Call it under the lock, when the events' profiles and vectors stand.
    """
    ids = sorted(set(article_ids))
    changed: set[int] = set()
    for begin in range(0, len(ids), READ_AT_ONCE):
        changed |= _renew_batch(load_articles(ids[begin : begin + READ_AT_ONCE]))
    return changed


def _renew_batch(articles: Sequence[ReadArticle]) -> set[int]:
    rows = EventArticle.objects.filter(article__in=[article.article_id for article in articles])
    standing = rows.annotate(answering=Coalesce("event__canonical", "event"))
    taken: dict[int, set[int]] = {}
    machine: dict[tuple[int, int], EventArticle] = {}
    for row in standing:
        if row.primary or row.decided_by != DecidedBy.MACHINE:
            taken.setdefault(row.article_id, set()).update({row.event_id, row.answering})
        else:
            machine[row.article_id, row.event_id] = row
    wanted: dict[tuple[int, int], EventArticle] = {}
    for found in _find_events(articles):
        if found.event not in taken.get(found.article.article_id, ()):
            wanted[found.article.article_id, found.event] = _make_row(found)
    gone = [row.pk for key, row in machine.items() if key not in wanted or _said(row) != _said(wanted[key])]
    EventArticle.objects.filter(pk__in=gone).delete()
    fresh = [row for key, row in sorted(wanted.items()) if key not in machine or machine[key].pk in gone]
    EventArticle.objects.bulk_create(fresh)
    return {event for _, event in machine.keys() ^ wanted.keys()}


def _find_events(articles: Sequence[ReadArticle]) -> list[Found]:
    """The events of the items of articles, the least sure first. Two queries."""
    items = [(article, len(cut), item) for article in articles for cut in [cut_items(article)] for item in cut]
    wanted = {n: (keys_to_look_up(item.profile), make_vector("", item.text)) for n, (*_, item) in enumerate(items)}
    in_reach = find_events_in_reach(wanted)
    profiles = load_event_profiles({event for near in in_reach.values() for event in near})
    found: list[Found] = []
    for number, (article, count, item) in enumerate(items):
        near = [event for event in in_reach[number] if event in profiles]
        ranked = rank_events(item.profile, [profiles[event] for event in near], load_model())
        if ranked and ranked[0][1] >= SURE:
            event = near[ranked[0][0]]
            found.append(Found(article, count, item, event, ranked[0][1], profiles[event]))
    return sorted(found, key=lambda one: one.score)


def _make_row(found: Found) -> EventArticle:
    article = replace(found.article, reading=replace(found.article.reading, entities=found.item.entities))
    reason = f"one of {found.items} items of a round-up: {explain(article, found.item.profile, found.profile)}"
    return EventArticle(
        event_id=found.event,
        article_id=article.article_id,
        primary=False,
        score=as_share(found.score),
        reason=reason[:300],
    )


def _said(row: EventArticle) -> tuple[float, str]:
    return row.score, row.reason
