"""API tokens in the administration: looked at and revoked; people make their own under /accounts/tokens/."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from events.admin.base import BoundedAdmin
from events.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(BoundedAdmin):
    list_display: Any = ("id", "name", "user", "start", "scopes", "expires_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    search_help_text = "A token's name, or its account's."
    fields: ClassVar[Any] = ("user", "name", "start", "scopes", "expires_at", "last_used_at", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
