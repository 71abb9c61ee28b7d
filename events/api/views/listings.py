"""Every list of the API: rows, form, orders, filters and what can be expanded."""

from __future__ import annotations

from events import filters, queries
from events.api import serializers
from events.api.listing import Listing, Reference, Text
from events.models import ClaimLink, EventActor, EventLink, RunItem
from events.queries import aggregate
from events.queries.decisions import (
    DECISION_ORDERS,
    JUDGEMENT_ORDERS,
    list_actor_judgements,
    list_decisions,
    list_event_judgements,
    list_location_judgements,
)
from events.queries.paging import Order, name_orders

_ARTICLE = Reference(("article",), queries.list_articles, serializers.ArticleSerializer)
_EVENT = Reference(("event",), queries.list_events, serializers.EventSerializer)
_SPEAKER = Reference(("speaker",), queries.list_actors, serializers.ActorSerializer)
_LOCATION = Reference(("location",), queries.list_gazetteer, serializers.LocationSerializer)
_SOURCE = Reference(("source",), queries.list_sources, serializers.SourceSerializer)

ARTICLES = Listing(
    queries.list_articles,
    serializers.ArticleSerializer,
    queries.ARTICLE_ORDERS,
    filters.ArticleFilter,
    {"text": Text(), "source": _SOURCE},
    columns=aggregate.ARTICLE_COLUMNS,
    time="published_at",
)
EVENTS = Listing(
    queries.list_events,
    serializers.EventSerializer,
    queries.EVENT_ORDERS,
    filters.EventFilter,
    {"location": _LOCATION},
    has_places=True,
    columns=aggregate.EVENT_COLUMNS,
    time="latest_at",
)
EVENT_ACTORS = Listing(
    EventActor.objects.all,
    serializers.EventActorSerializer,
    name_orders(Order("articles", descending=True)),
    None,
    {"actor": Reference(("actor",), queries.list_actors, serializers.ActorSerializer)},
)
EVENT_LINKS = Listing(
    EventLink.objects.standing,
    serializers.EventLinkSerializer,
    name_orders(Order("score", descending=True), Order("id", descending=True), Order("id")),
)
ACTORS = Listing(
    queries.list_actors,
    serializers.ActorSerializer,
    queries.ACTOR_ORDERS,
    filters.ActorFilter,
    {"location": _LOCATION},
    columns=aggregate.ACTOR_COLUMNS,
)
LOCATIONS = Listing(
    queries.list_locations,
    serializers.LocationSerializer,
    queries.LOCATION_ORDERS,
    filters.LocationFilter,
    has_places=True,
)
CLAIMS = Listing(
    queries.list_claims,
    serializers.ClaimSerializer,
    queries.CLAIM_ORDERS,
    filters.ClaimFilter,
    {
        "article": _ARTICLE,
        "event": _EVENT,
        "speaker": Reference(("speaker", "actor"), queries.list_actors, serializers.ActorSerializer),
        "medium": Reference(("medium", "actor"), queries.list_actors, serializers.ActorSerializer),
    },
    columns=aggregate.CLAIM_COLUMNS,
    time="published_at",
)
CLAIM_LINKS = Listing(
    ClaimLink.objects.standing,
    serializers.ClaimBearingSerializer,
    name_orders(Order("id"), Order("id", descending=True)),
)
FIGURES = Listing(
    queries.list_figures,
    serializers.FigureSerializer,
    queries.FIGURE_ORDERS,
    filters.FigureFilter,
    {
        "article": _ARTICLE,
        "event": _EVENT,
        "speaker": _SPEAKER,
        "claim": Reference(("claim",), queries.list_claims, serializers.ClaimSerializer),
    },
    columns=aggregate.FIGURE_COLUMNS,
)
MENTIONS = Listing(
    queries.list_mentions,
    serializers.MentionSerializer,
    queries.MENTION_ORDERS,
    filters.MentionFilter,
    {
        "article": _ARTICLE,
        "actor": Reference(("actor",), queries.list_actors, serializers.ActorSerializer),
        "location": _LOCATION,
    },
    has_places=True,
    columns=aggregate.MENTION_COLUMNS,
)
SOURCES = Listing(
    queries.list_sources,
    serializers.SourceSerializer,
    queries.SOURCE_ORDERS,
    filters.SourceFilter,
    columns=aggregate.SOURCE_COLUMNS,
)
FEEDS = Listing(
    queries.list_feeds, serializers.FeedSerializer, queries.FEED_ORDERS, filters.FeedFilter, {"source": _SOURCE}
)
RUNS = Listing(queries.list_runs, serializers.RunSerializer, queries.RUN_ORDERS, filters.RunFilter)
RUN_ITEMS = Listing(RunItem.objects.all, serializers.RunItemSerializer, name_orders(Order("position")))
DECISIONS = Listing(list_decisions, serializers.DecisionSerializer, DECISION_ORDERS, filters.DecisionFilter)
JUDGEMENTS = {
    "actor": Listing(
        list_actor_judgements, serializers.ActorJudgementSerializer, JUDGEMENT_ORDERS, filters.JudgementFilter
    ),
    "event": Listing(
        list_event_judgements, serializers.EventJudgementSerializer, JUDGEMENT_ORDERS, filters.JudgementFilter
    ),
    "location": Listing(
        list_location_judgements, serializers.LocationJudgementSerializer, JUDGEMENT_ORDERS, filters.JudgementFilter
    ),
}
