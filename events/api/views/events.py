"""Events: the list, single ones, what stands below them, and which event a text is about."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from events.api.errors import BadParameters, problem
from events.api.listing import refuse_unknown
from events.api.pagination import read_flag, read_size
from events.api.permissions import Read
from events.api.serializers import (
    ArticleSerializer,
    ClaimSerializer,
    EventActorSerializer,
    EventDetailSerializer,
    EventLinkSerializer,
    EventSerializer,
    FigureSerializer,
)
from events.api.serializers.timeline import TIMELINE, show_entry
from events.api.texts import FOUND, TEXT, ask_for_text, read_limit, show_found
from events.api.throttles import CostlyAnonymous, CostlySignedIn
from events.api.views.base import read_id
from events.api.views.counts import Aggregated, OverTime
from events.api.views.listings import ARTICLES, CLAIMS, DECISIONS, EVENT_ACTORS, EVENT_LINKS, EVENTS, FIGURES
from events.api.views.resources import BelowRecord
from events.models import Event, EventArticle
from events.queries import find_family, find_survivor
from events.queries.event_timeline import count_timeline, read_timeline
from events.queries.events import count_growth, count_outlets, list_event_actors, list_event_links
from events.queries.for_text import find_events_for_text
from events.queries.paging import CursorError
from events.queries.stories import find_story

Answer = Response | StreamingHttpResponse
TIMELINE_PARAMETERS = frozenset({"format", "cursor", "page_size", "count"})


@extend_schema_view(
    list=extend_schema(summary="List events"),
    retrieve=extend_schema(
        summary="Read an event", description="A merged id answers with its survivor and `merged_from`."
    ),
)
class EventViewSet(Aggregated, OverTime, BelowRecord):
    listings = {
        "list": EVENTS, "articles": ARTICLES, "claims": CLAIMS, "figures": FIGURES, "actors": EVENT_ACTORS,
        "links": EVENT_LINKS, "story": EVENTS, "history": DECISIONS,
    }  # fmt: skip
    detail_serializer = EventDetailSerializer
    mergeable = Event

    def complete(self, record: Event) -> Event:
        family = find_family(Event, [record.pk])
        record.growth = count_growth(family)  # type: ignore[attr-defined]
        record.outlets = count_outlets(family)  # type: ignore[attr-defined]
        return record

    @extend_schema(summary="List an event's articles", responses=ArticleSerializer(many=True))
    @action(detail=True)
    def articles(self, request: Request, pk: str) -> Answer:
        inside = EventArticle.objects.filter(article=OuterRef("pk"), event__in=self.find_family(pk))
        return self.answer_list(request, self.get_queryset().filter(Exists(inside)))

    @extend_schema(summary="List an event's claims", responses=ClaimSerializer(many=True))
    @action(detail=True)
    def claims(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, self.get_queryset().filter(event__in=self.find_family(pk)))

    @extend_schema(summary="List an event's figures", responses=FigureSerializer(many=True))
    @action(detail=True)
    def figures(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, self.get_queryset().filter(event__in=self.find_family(pk)))

    @extend_schema(summary="List an event's actors", responses=EventActorSerializer(many=True))
    @action(detail=True)
    def actors(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_event_actors(self.find_family(pk)))

    @extend_schema(
        summary="List an event's links to earlier and later ones",
        description="Events of one story, each pair with how sure it is and why in words.",
        responses=EventLinkSerializer(many=True),
    )
    @action(detail=True)
    def links(self, request: Request, pk: str) -> Answer:
        return self.answer_list(request, list_event_links(self.find_family(pk)))

    @extend_schema(
        summary="List the events of an event's story",
        description="Itself and what hangs together with it by links, at most 60, the nearest of them.",
        responses=EventSerializer(many=True),
    )
    @action(detail=True)
    def story(self, request: Request, pk: str) -> Answer:
        self.find_family(pk)  # answers 404
        ids, _ = find_story(find_survivor(Event, read_id(pk)) or 0)
        return self.answer_list(request, self.get_queryset().filter(pk__in=ids))

    @extend_schema(
        summary="Read an event's record in order of time",
        description="Articles, claims and figures together, oldest first, undated ones last. Follow `next`.",
        parameters=[
            OpenApiParameter("cursor", str, description="Where to go on: follow `next`."),
            OpenApiParameter("page_size", int, description="Entries a page, 1 to 200; 50 unless given."),
            OpenApiParameter("count", bool, description="Add the exact number of entries as `count`."),
        ],
        responses={200: TIMELINE},
    )
    @action(detail=True)
    def timeline(self, request: Request, pk: str) -> Response:
        refuse_unknown(request, set(request.query_params) - TIMELINE_PARAMETERS, TIMELINE_PARAMETERS)
        family = self.find_family(pk)
        try:
            page = read_timeline(family, read_size(request), request.query_params.get("cursor"))
        except CursorError as error:
            way_out = "follow `next` of an answer, or start without a cursor"
            shown = request.query_params["cursor"]
            raise BadParameters([problem("cursor", shown, f"cannot be used: {error}", way_out)]) from None
        counted = {"count": count_timeline(family)} if read_flag(request, "count") else {}
        following = page.next and replace_query_param(request.build_absolute_uri(), "cursor", page.next)
        context = self.get_serializer_context()
        entries = [show_entry(entry, context) for entry in page.entries]
        return Response({**counted, "next": following, "results": entries})

    @extend_schema(
        summary="Find the event that a text is about",
        description="Nothing is stored. The likeliest first, with how sure it is and why; `would_join`: handed in as an "
        "article, it would join that event. An empty list: nothing stored is like it.",
        request={"application/json": TEXT},
        responses={200: FOUND},
    )
    @action(
        detail=False, methods=["post"], url_path="for-text", permission_classes=[Read],
        throttle_classes=[CostlyAnonymous, CostlySignedIn],
    )  # fmt: skip
    def for_text(self, request: Request) -> Response:
        asked, limit = ask_for_text(request.data, also=("limit",)), read_limit(request.data)
        found = find_events_for_text(asked.title, asked.text, asked.published, asked.language, limit)
        context = self.get_serializer_context()
        return Response({"results": [show_found(one, context) for one in found]})
