"""The resources that are only read."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.serializers import ClaimBearingSerializer, ClaimSerializer, EventSerializer
from events.api.views.base import ListingViewSet, read_id, refuse_hidden
from events.api.views.listings import (
    ACTORS,
    CLAIM_LINKS,
    CLAIMS,
    EVENTS,
    FIGURES,
    LOCATIONS,
    MENTIONS,
    SOURCES,
)
from events.models import Actor, Location
from events.queries import find_family, find_survivor, list_actor_claims, list_actor_events, list_gazetteer
from events.queries.claims import list_claim_links, list_claims

Answer = Response | StreamingHttpResponse


class BelowRecord(ListingViewSet):
    """Lists below a record read all ids that stand for it."""

    def find_family(self, pk: str) -> list[int]:
        survivor = find_survivor(self.mergeable, read_id(pk))
        if survivor is None:
            raise NotFound(f"There is no {self.mergeable._meta.model_name} {pk}.")
        refuse_hidden(self.mergeable, survivor)
        return find_family(self.mergeable, [survivor])


@extend_schema_view(
    list=extend_schema(summary="List actors"),
    retrieve=extend_schema(
        summary="Read an actor", description="A merged id answers with its survivor and `merged_from`."
    ),
)
class ActorViewSet(BelowRecord):
    listings = {"list": ACTORS, "events": EVENTS, "claims": CLAIMS}
    mergeable = Actor

    @extend_schema(summary="List an actor's events", responses=EventSerializer(many=True))
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_actor_events(self.find_family(pk)))

    @extend_schema(summary="List what an actor said", responses=ClaimSerializer(many=True))
    @action(detail=True)
    def claims(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_actor_claims(self.find_family(pk)))


@extend_schema_view(
    list=extend_schema(summary="List places in use"),
    retrieve=extend_schema(summary="Read a place", description="Any place of the gazetteer, in use or not."),
)
class LocationViewSet(ListingViewSet):
    listings = {"list": LOCATIONS}
    mergeable = Location

    def get_detail_queryset(self) -> QuerySet[Location]:
        return list_gazetteer()


@extend_schema_view(list=extend_schema(summary="List claims"), retrieve=extend_schema(summary="Read a claim"))
class ClaimViewSet(ListingViewSet):
    listings = {"list": CLAIMS, "links": CLAIM_LINKS}

    @extend_schema(
        summary="List a claim's links",
        description="Both directions: what the claim does to others, and what others do to it.",
        responses=ClaimBearingSerializer(many=True),
    )
    @action(detail=True)
    def links(self, request: Request, pk: str) -> Answer:
        claim = list_claims().filter(pk=read_id(pk)).first()
        if claim is None:
            raise NotFound(f"There is no claim {pk} in a current text.")
        return self.answer_list(request, list_claim_links(claim.pk))


@extend_schema_view(list=extend_schema(summary="List figures"), retrieve=extend_schema(summary="Read a figure"))
class FigureViewSet(ListingViewSet):
    listings = {"list": FIGURES}


@extend_schema_view(list=extend_schema(summary="List mentions"), retrieve=extend_schema(summary="Read a mention"))
class MentionViewSet(ListingViewSet):
    listings = {"list": MENTIONS}


@extend_schema_view(list=extend_schema(summary="List outlets"), retrieve=extend_schema(summary="Read an outlet"))
class SourceViewSet(ListingViewSet):
    listings = {"list": SOURCES}
