"""The resources that are only read."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.listing import refuse_unknown
from events.api.references import ActorReference, LocationReference
from events.api.serializers import ClaimBearingSerializer, ClaimSerializer, DecisionSerializer, EventSerializer
from events.api.views.base import ListingViewSet, read_id, refuse_hidden
from events.api.views.counts import Aggregated, OverTime
from events.api.views.listings import (
    ACTORS,
    CLAIM_LINKS,
    CLAIMS,
    DECISIONS,
    EVENTS,
    FIGURES,
    LOCATIONS,
    MENTIONS,
    SOURCES,
)
from events.models import Actor, Location
from events.queries import (
    find_family,
    find_survivor,
    list_actor_claims,
    list_actor_events,
    list_gazetteer,
    list_location_events,
)
from events.queries.claims import list_claim_links, list_claims, list_claims_about
from events.queries.company import list_doubles, read_company
from events.queries.decisions import list_decisions_about

Answer = Response | StreamingHttpResponse
_SHORT = {"type": "object", "additionalProperties": True}
_COUNT = {"type": "integer"}
RELATED = {
    "type": "object",
    "required": ["events_read", "is_partial", "results", "locations", "names"],
    "properties": {
        "events_read": _COUNT,
        "is_partial": {"type": "boolean"},
        "results": {"type": "array", "items": {"type": "object", "properties": {"actor": _SHORT, "events": _COUNT}}},
        "locations": {
            "type": "array",
            "items": {"type": "object", "properties": {"location": _SHORT, "events": _COUNT}},
        },
        "names": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}, "mentions": _COUNT}},
        },
    },
}
SIMILAR = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "actor": _SHORT,
                    "score": {"type": ["number", "null"]},
                    "reason": {"type": "string"},
                },
            },
        }
    },
}


class BelowRecord(ListingViewSet):
    """Lists below a record read all ids that stand for it."""

    def find_family(self, pk: str) -> list[int]:
        survivor = find_survivor(self.mergeable, read_id(pk))
        if survivor is None:
            raise NotFound(f"There is no {self.mergeable._meta.model_name} {pk}.")
        refuse_hidden(self.mergeable, survivor)
        return find_family(self.mergeable, [survivor])

    @extend_schema(summary="List what curators decided about the record", responses=DecisionSerializer(many=True))
    @action(detail=True)
    def history(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_decisions_about(self.mergeable._meta.model_name, self.find_family(pk)))


@extend_schema_view(
    list=extend_schema(summary="List actors"),
    retrieve=extend_schema(
        summary="Read an actor", description="A merged id answers with its survivor and `merged_from`."
    ),
)
class ActorViewSet(Aggregated, BelowRecord):
    listings = {"list": ACTORS, "events": EVENTS, "claims": CLAIMS, "about": CLAIMS, "history": DECISIONS}
    mergeable = Actor

    @extend_schema(summary="List an actor's events", responses=EventSerializer(many=True))
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_actor_events(self.find_family(pk)))

    @extend_schema(summary="List what an actor said", responses=ClaimSerializer(many=True))
    @action(detail=True)
    def claims(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_actor_claims(self.find_family(pk)))

    @extend_schema(
        summary="Whom an actor appears with",
        description="Counted over its newest 300 events; `is_partial`: it has more.",
        responses={200: RELATED},
    )
    @action(detail=True)
    def related(self, request: Request, pk: str) -> Response:
        refuse_unknown(request, set(request.query_params) - {"format"}, {"format"})
        company = read_company(self.find_family(pk))
        shown = [{"actor": ActorReference(one.actor).data, "events": one.events} for one in company.companions]
        places = [{"location": LocationReference(place).data, "events": n} for place, n in company.places]
        names = [{"name": name, "mentions": n} for name, n in company.names]
        counted = {"events_read": company.events_read, "is_partial": company.is_partial}
        return Response(counted | {"results": shown, "locations": places, "names": names})

    @extend_schema(
        summary="Which other records may be the same actor",
        description="Open questions of the review queue, the likeliest first.",
        responses={200: SIMILAR},
    )
    @action(detail=True)
    def similar(self, request: Request, pk: str) -> Response:
        refuse_unknown(request, set(request.query_params) - {"format"}, {"format"})
        family = self.find_family(pk)
        shown = []
        for item in list_doubles(family):
            other = item.other if item.actor_id in family else item.actor
            shown.append({"actor": ActorReference(other).data, "score": item.score, "reason": item.reason})
        return Response({"results": shown})

    @extend_schema(summary="List what others say of an actor", responses=ClaimSerializer(many=True))
    @action(detail=True)
    def about(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_claims_about(self.find_family(pk)))


@extend_schema_view(
    list=extend_schema(summary="List places in use"),
    retrieve=extend_schema(summary="Read a place", description="Any place of the gazetteer, in use or not."),
)
class LocationViewSet(BelowRecord):
    listings = {"list": LOCATIONS, "events": EVENTS, "history": DECISIONS}
    mergeable = Location

    def get_detail_queryset(self) -> QuerySet[Location]:
        return list_gazetteer()

    @extend_schema(summary="List the events whose articles name a place", responses=EventSerializer(many=True))
    @action(detail=True)
    def events(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_location_events(self.find_family(pk)))


@extend_schema_view(list=extend_schema(summary="List claims"), retrieve=extend_schema(summary="Read a claim"))
class ClaimViewSet(Aggregated, OverTime, ListingViewSet):
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
class FigureViewSet(Aggregated, ListingViewSet):
    listings = {"list": FIGURES}


@extend_schema_view(list=extend_schema(summary="List mentions"), retrieve=extend_schema(summary="Read a mention"))
class MentionViewSet(Aggregated, ListingViewSet):
    listings = {"list": MENTIONS}


@extend_schema_view(list=extend_schema(summary="List outlets"), retrieve=extend_schema(summary="Read an outlet"))
class SourceViewSet(Aggregated, ListingViewSet):
    listings = {"list": SOURCES}
