"""Actors and places with their names."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events.admin.base import MachineAdmin, ReadOnlyInline, link_to_list
from events.admin.curated import CuratedAdmin, CuratedNameInline
from events.filters.registers import actor_goes_by, place_goes_by
from events.models import Actor, ActorName, Claim, DataVersion, Location, LocationName, Mention


class ActorNameInline(CuratedNameInline):
    model = ActorName


class LocationNameInline(ReadOnlyInline):
    model = LocationName
    fields = ("name", "is_primary", "key")
    readonly_fields = fields


@admin.register(Actor)
class ActorAdmin(CuratedAdmin):
    list_display = (
        "id", "name", "kind", "country_code", "mention_count", "origin", "locked_fields", "merged_into", "is_sample"
    )  # fmt: skip
    list_filter = ("kind", "origin", ("canonical", admin.EmptyFieldListFilter), "is_sample")
    list_select_related = ("canonical",)
    sortable_by = ("id", "name", "mention_count")
    ordering = ("-mention_count", "-id")
    search_fields = ("names__key",)
    search_help_text = "The beginning of a name or of a word of it, or an id."
    search_condition = actor_goes_by
    autocomplete_fields = ("location",)
    inlines = (ActorNameInline,)
    shown = ("mentions", "claims")

    @admin.display(description="merged into")
    def merged_into(self, actor: Actor) -> str:
        return str(actor.canonical or "")

    @admin.display
    def mentions(self, actor: Actor) -> str:
        return link_to_list(Mention, "mentions linked to this record", actor__id=actor.pk)

    @admin.display
    def claims(self, actor: Actor) -> str:
        return link_to_list(Claim, "claims of this record", speaker__id=actor.pk)


@admin.register(ActorName)
class ActorNameAdmin(MachineAdmin):
    list_display = ("id", "name", "actor", "strong", "origin", "key", "skeleton")
    list_filter = ("strong", "origin")
    list_select_related = ("actor",)
    search_fields = ("key__startswith",)
    search_help_text = "The beginning of a folded name."


@admin.register(Location)
class LocationAdmin(CuratedAdmin):
    list_display = (
        "id", "name", "precision", "country_code", "admin1_code", "population", "feature_code", "origin", "locked_fields"
    )  # fmt: skip
    list_filter = ("precision", "origin", ("canonical", admin.EmptyFieldListFilter))
    sortable_by = ("id", "name")
    ordering = ("name", "id")
    search_fields = ("names__key",)
    search_help_text = "The beginning of a name or of a word of it, or an id."
    search_condition = place_goes_by
    inlines = (LocationNameInline,)
    shown = ("mentions",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Location]:
        return super().get_queryset(request).select_related("canonical")

    @admin.display
    def mentions(self, location: Location) -> str:
        return link_to_list(Mention, "mentions linked to this place", location__id=location.pk)


@admin.register(LocationName)
class LocationNameAdmin(MachineAdmin):
    list_display = ("id", "name", "location", "is_primary", "key", "skeleton")
    list_filter = ("is_primary",)
    list_select_related = ("location",)
    search_fields = ("key__startswith",)
    search_help_text = "The beginning of a folded name."


@admin.register(DataVersion)
class DataVersionAdmin(MachineAdmin):
    list_display = ("name", "version", "loaded_at")
    sortable_by = ("name",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset, False
