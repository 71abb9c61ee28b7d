"""Outlets, feeds and runs of intake."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from events.admin.base import BoundedAdmin, MachineAdmin, link_to_list
from events.models import Article, Feed, IngestRun, RunItem, Source


@admin.register(Source)
class SourceAdmin(BoundedAdmin):
    list_display = ("id", "name", "domain", "kind", "country_code", "language", "owner", "affiliation", "is_sample")
    list_filter = ("kind", "affiliation", "is_sample")
    sortable_by = ("id", "name", "domain")
    search_fields = ("name", "domain")
    search_help_text = "Part of the name or domain, or an id."
    readonly_fields = ("is_sample", "created_at", "modified_at", "articles")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The domain is the key by which articles find their outlet."""
        return (*self.readonly_fields, "domain") if obj else self.readonly_fields

    @admin.display
    def articles(self, source: Source) -> str:
        return link_to_list(Article, "articles of this outlet", source__id=source.pk) if source.pk else ""


@admin.register(Feed)
class FeedAdmin(BoundedAdmin):
    list_display = ("id", "title", "url", "source", "enabled", "checked_at", "next_check_at", "error_count")
    list_filter = ("enabled", ("error_message", admin.EmptyFieldListFilter))
    list_select_related = ("source",)
    sortable_by = ("id", "title", "checked_at", "next_check_at", "error_count")
    search_fields = ("title", "url")
    search_help_text = "Part of the title or address, or an id."
    autocomplete_fields = ("source",)
    readonly_fields = (
        "etag", "last_modified", "checked_at", "lease_until", "error_count", "error_message", "entries_seen",
        "articles_added", "created_at", "modified_at", "runs",
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Another address is another feed: its validators would not fit."""
        return (*self.readonly_fields, "url") if obj else self.readonly_fields

    @admin.display
    def runs(self, feed: Feed) -> str:
        return link_to_list(IngestRun, "runs of this feed", feed__id=feed.pk) if feed.pk else ""


@admin.register(IngestRun)
class IngestRunAdmin(MachineAdmin):
    list_display = (
        "id", "kind", "label", "account", "started_at", "finished_at", "created", "revised", "unchanged", "rejected"
    )  # fmt: skip
    list_filter = ("kind", "vouched", ("finished_at", admin.EmptyFieldListFilter))
    list_select_related = ("feed", "user")
    sortable_by = ("id", "started_at")
    search_fields = ("account", "label")
    search_help_text = "Part of the account or label, or an id."
    readonly_fields = ("documents",)

    @admin.display
    def documents(self, run: IngestRun) -> str:
        return link_to_list(RunItem, "documents of this run", run__id=run.pk)


@admin.register(RunItem)
class RunItemAdmin(MachineAdmin):
    list_display = ("id", "run", "position", "reference", "outcome", "reason", "article")
    list_filter = ("outcome",)
    list_select_related = ("run", "article")
    ordering = ("-id",)
    search_fields = ("reference",)
    search_help_text = "The reference exactly as its giver named it, or an id."
    search_condition = staticmethod(lambda words: Q(reference=words))
