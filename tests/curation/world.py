"""A small world to decide about, and pictures of it: every column but those that a decision may leave changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User

from events.models import (
    Actor,
    ActorDay,
    ActorHistory,
    ActorNameHistory,
    Change,
    Decision,
    DecisionHistory,
    Event,
    EventHistory,
    Location,
    LocationDay,
    LocationHistory,
    Mention,
)
from events.pipeline.recount import recount_actors, recount_places
from events.pipeline.store_events import recompute_events
from tests import factories as make

# Rows that are deleted and derived anew: compared without their own ids.
DERIVED = {"ClaimActor", "EventActor", "EventLocation"}


@dataclass(frozen=True, slots=True)
class World:
    user: User
    actors: list[Actor]
    places: list[Location]
    events: list[Event]
    mentions: list[Mention]


def build_world(articles: int = 4) -> World:
    """Three organizations, a person and a state; two towns; an event an article, each with two mentions and a claim."""
    actors = [make.ActorFactory(name=f"Bureau {n}", locked_fields=["kind"] * (n == 1)) for n in range(3)]
    actors += [make.ActorFactory(name="Anna Berg", kind="person"), make.ActorFactory(name="Norland", kind="state")]
    for actor in actors:
        make.ActorNameFactory(actor=actor)
    places = make.LocationFactory.create_batch(2)
    events, mentions = [], []
    for number in range(articles):
        article = make.ArticleFactory()
        event = make.EventFactory(location=None)
        make.EventArticleFactory(event=event, article=article)
        for place, step in ((0, 0), (1, 1)):
            mention = make.MentionFactory(
                article=article,
                actor=actors[(number + step) % 4],
                location=places[number % 2] if not place else None,
                precision="city" if not place else "",
                start=place * 20,
                link_score=0.9,
            )
            mentions.append(mention)
            claim = make.ClaimFactory(
                article=article, event=event, speaker=mention.actor, speaker_mention=mention, content=[[40, 50]]
            )
            make.FigureFactory(article=article, event=event, claim=claim, speaker=mention.actor, start=40 + place * 20)
        events.append(event)
    recompute_events(event.pk for event in events)
    recount_actors(actor.pk for actor in actors)
    recount_places(place.pk for place in places)
    for row in (*actors, *events):
        row.refresh_from_db()
    return World(make.UserFactory(permissions=["curate"]), actors, places, events, mentions)


def check_counts() -> None:
    """Whatever was decided, the counts by day are those that counting anew gives."""
    held = _counts()
    recount_actors(Actor.objects.values_list("pk", flat=True))
    recount_places(Location.objects.values_list("pk", flat=True))
    assert held == _counts()


def _counts() -> tuple[set[tuple[Any, ...]], ...]:
    return (
        set(ActorDay.objects.values_list("actor", "day", "articles")),
        set(LocationDay.objects.values_list("location", "day", "articles")),
        set(Actor.objects.values_list("pk", "mention_count", "is_private")),
    )


def take_picture() -> dict[str, Any]:
    """Return table -> its rows, all columns but modified_at; decisions, row history and accounts left out."""
    skipped = {Change, Decision, ActorHistory, ActorNameHistory, LocationHistory, EventHistory, DecisionHistory}
    picture: dict[str, Any] = {}
    for model in apps.get_app_config("events").get_models():
        if model in skipped:
            continue
        columns = [f.attname for f in model._meta.concrete_fields if f.attname != "modified_at"]
        if model.__name__ in DERIVED:
            columns.remove("id")
        rows: Any = model._default_manager.values_list(*columns)
        picture[model.__name__] = sorted(tuple(map(repr, row)) for row in rows)
    return picture
