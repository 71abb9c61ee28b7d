"""What accounts follow, in the administration: looked at and deleted; their owners make and change it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from events.admin.base import BoundedAdmin
from events.models import SavedSearch


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
