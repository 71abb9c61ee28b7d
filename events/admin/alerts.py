"""What accounts follow, in the administration: looked at and deleted; their owners make and change it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from events.admin.base import BoundedAdmin
from events.models import Delivery, Export, Notice, SavedSearch, Webhook


class OwnedAdmin(BoundedAdmin):
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SavedSearch)
class SavedSearchAdmin(OwnedAdmin):
    list_display: Any = ("id", "name", "user", "kind", "query", "digest", "mail_problem")
    search_fields = ("name", "user__username")
    search_help_text = "A search's name, or its account's."
    fields: ClassVar[Any] = ("user", "name", "kind", "query", "digest", "next_mail_at", "mail_problem", "created_at")


@admin.register(Webhook)
class WebhookAdmin(OwnedAdmin):
    list_display: Any = ("id", "name", "user", "url", "enabled", "disabled_reason", "last_success_at")
    search_fields = ("name", "url", "user__username")
    search_help_text = "A webhook's name or address, or its account's name."
    fields: ClassVar[Any] = (
        "user", "name", "url", "types", "search", "enabled", "disabled_reason", "failing_since", "last_success_at",
        "created_at",
    )  # fmt: skip


@admin.register(Delivery)
class DeliveryAdmin(OwnedAdmin):
    list_display: Any = ("id", "type", "webhook", "state", "attempts", "next_at", "finished_at")
    list_select_related = ("webhook",)
    search_fields = ("key",)
    search_help_text = "The message's key, in full."
    fields: ClassVar[Any] = ("webhook", "key", "type", "state", "attempts", "next_at", "log", "made_at", "finished_at")


@admin.register(Notice)
class NoticeAdmin(OwnedAdmin):
    list_display: Any = ("id", "text", "user", "made_at", "dismissed_at")
    search_fields = ("text", "user__username")
    search_help_text = "Words of a notice, or its account's name."
    fields: ClassVar[Any] = ("user", "text", "path", "made_at", "dismissed_at", "mail_at")


@admin.register(Export)
class ExportAdmin(OwnedAdmin):
    list_display: Any = ("id", "kind", "format", "user", "state", "rows", "written", "expires_at")
    search_fields = ("user__username", "query")
    search_help_text = "An account's name, or filters."
    fields: ClassVar[Any] = (
        "user", "kind", "query", "format", "state", "rows", "written", "sha256", "message", "made_at", "finished_at",
        "expires_at",
    )  # fmt: skip
