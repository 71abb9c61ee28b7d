"""What people said of pairs of records: same, different, unsure."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema, extend_schema_view

from events.api.views.base import ListingViewSet
from events.api.views.listings import JUDGEMENTS


@extend_schema_view(
    list=extend_schema(summary="List verdicts on pairs of actors"),
    retrieve=extend_schema(summary="Read a verdict on two actors"),
)
class ActorJudgementViewSet(ListingViewSet):
    listings = {"list": JUDGEMENTS["actor"]}


@extend_schema_view(
    list=extend_schema(summary="List verdicts on pairs of events"),
    retrieve=extend_schema(summary="Read a verdict on two events"),
)
class EventJudgementViewSet(ListingViewSet):
    listings = {"list": JUDGEMENTS["event"]}


@extend_schema_view(
    list=extend_schema(summary="List verdicts on pairs of places"),
    retrieve=extend_schema(summary="Read a verdict on two places"),
)
class LocationJudgementViewSet(ListingViewSet):
    listings = {"list": JUDGEMENTS["location"]}
