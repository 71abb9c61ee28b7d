"""Events and what belongs to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q

from events.admin.base import MachineAdmin, link_to_list, shorten
from events.admin.curated import CuratedAdmin
from events.filters.events import told_in_words
from events.models import (
    Act,
    ActParty,
    Claim,
    Event,
    EventActor,
    EventArticle,
    EventLink,
    EventLocation,
    EventProfile,
    EventSentence,
    EventVector,
    Figure,
)


@admin.register(Event)
class EventAdmin(CuratedAdmin):
    list_display = (
        "id",
        "short_title",
        "topic",
        "country_code",
        "location",
        "size",
        "origins",
        "latest_at",
        "locked_fields",
        "is_sample",
    )
    list_filter = ("time_precision", "is_sample", ("canonical", admin.EmptyFieldListFilter))
    list_select_related = ("location",)
    sortable_by = ("id", "latest_at")
    search_fields = ("title",)
    search_help_text = 'Words in its articles: words, "phrases", -not, or; or an id.'
    search_condition = told_in_words
    autocomplete_fields = ("location",)
    shown = ("articles", "actors", "places", "claims", "figures")

    @admin.display(description="title")
    def short_title(self, event: Event) -> str:
        return shorten(event.title)

    @admin.display
    def articles(self, event: Event) -> str:
        return link_to_list(EventArticle, "articles, and why", event__id=event.pk)

    @admin.display
    def actors(self, event: Event) -> str:
        return link_to_list(EventActor, "actors", event__id=event.pk)

    @admin.display
    def places(self, event: Event) -> str:
        return link_to_list(EventLocation, "places", event__id=event.pk)

    @admin.display
    def claims(self, event: Event) -> str:
        return link_to_list(Claim, "claims", event__id=event.pk)

    @admin.display
    def figures(self, event: Event) -> str:
        return link_to_list(Figure, "figures", event__id=event.pk)


class EventPartAdmin(MachineAdmin):
    """Rows that join an event with something, found by the event's title."""

    ordering: ClassVar[Any] = ("-id",)
    search_fields = ("event__title",)
    search_help_text = "An id, or the event's title exactly."
    search_condition = staticmethod(lambda words: Q(event__title=words))


@admin.register(EventArticle)
class EventArticleAdmin(EventPartAdmin):
    list_display = ("id", "event", "article", "primary", "score", "reason", "decided_by")
    list_filter = ("primary", "decided_by")
    list_select_related = ("event", "article")


@admin.register(EventActor)
class EventActorAdmin(EventPartAdmin):
    list_display = ("id", "event", "actor", "articles", "roles")
    list_select_related = ("event", "actor")


@admin.register(EventLocation)
class EventLocationAdmin(EventPartAdmin):
    list_display = ("id", "event", "location", "articles")
    list_select_related = ("event", "location")


@admin.register(EventSentence)
class EventSentenceAdmin(EventPartAdmin):
    list_display = ("id", "event", "position", "text", "article")
    list_select_related = ("event", "article")


@admin.register(EventLink)
class EventLinkAdmin(MachineAdmin):
    ordering: ClassVar[Any] = ("-id",)
    list_display = ("id", "earlier", "later", "score", "reason")
    list_select_related = ("earlier", "later")
    search_fields = ("later__title",)
    search_help_text = "An id, or the later event's title exactly."
    search_condition = staticmethod(lambda words: Q(later__title=words))


@admin.register(Act)
class ActAdmin(MachineAdmin):
    ordering: ClassVar[Any] = ("-id",)
    list_display = ("id", "type", "text", "field", "article")
    list_filter = ("type", "field")
    list_select_related = ("article",)
    search_fields = ("article__title",)
    search_help_text = "An id, or the article's title exactly."
    search_condition = staticmethod(lambda words: Q(article__title=words))


@admin.register(ActParty)
class ActPartyAdmin(MachineAdmin):
    ordering: ClassVar[Any] = ("-id",)
    list_display = ("id", "act", "role", "mention")
    list_filter = ("role",)
    list_select_related = ("act", "mention")
    search_fields = ("mention__text",)
    search_help_text = "An id, or the name as written."
    search_condition = staticmethod(lambda words: Q(mention__text=words))


@admin.register(EventProfile)
class EventProfileAdmin(EventPartAdmin):
    hidden = ("data", "keys")
    list_display = ("event_id", "event", "is_stale")
    list_filter = ("is_stale",)
    list_select_related = ("event",)
    sortable_by = ("event_id",)
    ordering = ("-event",)


@admin.register(EventVector)
class EventVectorAdmin(EventPartAdmin):
    hidden = ("vector",)
    list_display = ("event_id", "event", "first_at", "last_at")
    list_select_related = ("event",)
    sortable_by = ("event_id",)
    ordering = ("-event",)
